package latchkey.gate;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import latchkey.access.Address;
import latchkey.crypto.Keyset;
import latchkey.keys.Credential;
import latchkey.keys.Key;
import latchkey.keys.PublicId;
import latchkey.keys.SecretDigest;
import latchkey.keys.StoredKey;
import latchkey.limits.Failures;
import latchkey.limits.Meters;
import latchkey.limits.Windows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all [Decider]s share: the keys in memory, their meters, the last refusals.
public final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final long FAILING_ADDRESSES = 100_000;

  /// What the gate asks of the rooms; all of it blocks.
  public interface Source {
    StoredKey load(PublicId id);

    /// Whether any keys were imported that have a form of their own.
    default boolean anyForeign() {
      return false;
    }

    /// Which of these the credential is, if it proves to be one.
    default Optional<PublicId> foreign(Credential credential) {
      return Optional.empty();
    }

    OrganizationSnapshot organization(String id);

    /// What the key's limits admitted before this process metered it.
    Windows spent(Key key);

    /// Stores the digest of a secret under the current pepper.
    void rehash(Key key, SecretDigest old, SecretDigest fresh);
  }

  /// How much the gate may remember.
  public record Bounds(
      long cacheBytes, long strangerIds, int refusalsKept, long failuresPerMinute) {
    public Bounds {
      if (cacheBytes < 1 || strangerIds < 1 || refusalsKept < 1 || failuresPerMinute < 1) {
        throw new IllegalArgumentException("each bound of the gate is 1 or more");
      }
    }
  }

  private final Source source;
  private final Keyset keyset;
  private final Meters<PublicId> meters = new Meters<>();
  private final KeyCache keys;
  private final ForeignKeys foreign;
  private final OrganizationCache organizations;
  private final Decisions decisions;
  private final Failures<Address> failures;
  private final SecureRandom random;
  private final Set<PublicId> rehashing = ConcurrentHashMap.newKeySet();
  private final CopyOnWriteArrayList<Decider> deciders = new CopyOnWriteArrayList<>();

  public Gate(Source source, Keyset keyset, Bounds bounds, SecureRandom random) {
    this.source = source;
    this.keyset = keyset;
    this.keys = new KeyCache(bounds.cacheBytes, bounds.strangerIds, this::read);
    this.foreign = new ForeignKeys(bounds.strangerIds, source);
    this.organizations = new OrganizationCache(source::organization);
    this.decisions = new Decisions(bounds.refusalsKept);
    this.failures = new Failures<>(bounds.failuresPerMinute, FAILING_ADDRESSES);
    this.random = random;
  }

  /// A decider for one thread, which counts what it decides with `counter`.
  public Decider decider(Decider.Counter counter) {
    Decider decider = new Decider(this, keyset, new DecisionId(random.nextLong()), counter);
    deciders.add(decider);
    return decider;
  }

  /// Brings a key into memory that a decider did not find there. Blocks.
  public Found find(Decider.Cold cold) {
    return switch (cold) {
      case Decider.ColdKey(var id) -> keys.find(id);
      case Decider.ColdText(var text, var credential) -> {
        PublicId id = foreign.find(text, credential);
        yield id == null ? Found.None.INSTANCE : keys.find(id);
      }
    };
  }

  /// The key as requests are decided over it; blocks, if it is not in memory.
  public Optional<KeySnapshot> key(PublicId id) {
    return keys.find(id) instanceof KeySnapshot key ? Optional.of(key) : Optional.empty();
  }

  public Decisions decisions() {
    return decisions;
  }

  /// To be told of every key that changed; see [latchkey.keys.Keys].
  public void keyChanged(PublicId id) {
    keys.changed(id);
  }

  /// To be told when keys were imported; see [latchkey.keys.Imports].
  public void keysImported() {
    foreign.imported();
  }

  /// To be told of every organization that changed, or whose agents did.
  public void organizationChanged(String id) {
    organizations.changed(id);
  }

  /// Forgets the meters of keys that were not used within their windows.
  public int sweep(long now) {
    return meters.sweep(now);
  }

  /// How many requests were decided with this outcome: a reason's number, or [Reason#GRANTED].
  public long decided(int outcome) {
    return deciders.stream().mapToLong(decider -> decider.decided(outcome)).sum();
  }

  public long keysInMemory() {
    return keys.size();
  }

  public int metersInMemory() {
    return meters.size();
  }

  ForeignKeys foreign() {
    return foreign;
  }

  KeyCache keys() {
    return keys;
  }

  /// The keys whose digest is being replaced, or could not be.
  Set<PublicId> rehashing() {
    return rehashing;
  }

  Failures<Address> failures() {
    return failures;
  }

  private Found read(PublicId id) {
    return switch (source.load(id)) {
      case StoredKey.Unknown _, StoredKey.Deleted _ -> Found.None.INSTANCE;
      case StoredKey.Present(var key, var secrets) ->
          new KeySnapshot(
              key,
              secrets,
              organizations.find(key.organizationId()),
              meters.of(id, () -> source.spent(key)));
    };
  }

  /// Replaces the digest of a secret made with an older pepper, off the event loop and once. A
  /// record that refuses it is not asked again for that key until the next start.
  void rehash(KeySnapshot key, SecretDigest old, Supplier<SecretDigest> fresh) {
    PublicId id = key.key().id();
    if (!rehashing.add(id)) {
      return;
    }
    SecretDigest digest = fresh.get();
    Thread.startVirtualThread(
        () -> {
          try {
            source.rehash(key.key(), old, digest);
            rehashing.remove(id);
          } catch (RuntimeException e) {
            LOG.warn("key {} keeps its older pepper until the next start: {}", id, e.getMessage());
          }
        });
  }
}
