package latchkey.gate;

import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import latchkey.access.Catalog;
import latchkey.crypto.Keyset;
import latchkey.keys.Credential;
import latchkey.keys.IssuedKey;
import latchkey.keys.Key;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyReader;
import latchkey.keys.KeyText;
import latchkey.keys.PublicId;
import latchkey.keys.RevocationReason;
import latchkey.keys.SecretDigest;
import latchkey.keys.StoredKey;
import latchkey.limits.Windows;

/// A record in memory: what the gate reads, as a test wants it, and how often it was read.
final class TestRecord implements Gate.Source {
  static final SecureRandom RANDOM = new SecureRandom();
  static final String ACME = "org_acme";
  static final String SUSPENDED = "org_suspended";
  static final String AGENT = "agent_1";
  static final String OTHER_AGENT = "agent_2";

  /// Of nobody that these organizations know.
  static final String FOREIGN_AGENT = "agent_of_others";

  final ConcurrentHashMap<PublicId, StoredKey> keys = new ConcurrentHashMap<>();
  final ConcurrentHashMap<String, OrganizationSnapshot> organizations = new ConcurrentHashMap<>();
  final AtomicInteger loads = new AtomicInteger();
  volatile Consumer<SecretDigest> rehash = _ -> {};

  TestRecord() {
    organizations.put(ACME, organization(ACME, /* suspended= */ false));
    organizations.put(SUSPENDED, organization(SUSPENDED, /* suspended= */ true));
  }

  private static OrganizationSnapshot organization(String id, boolean suspended) {
    return new OrganizationSnapshot(id, suspended, Catalog.BUILT_IN, Set.of(AGENT, OTHER_AGENT));
  }

  /// A key that is nowhere yet.
  static Key key(KeyDraft draft, PublicId id) {
    Key.Stamp stamp = new Key.Stamp(0, "ann");
    return Key.made(draft, id, KeyText.DEFAULT_PREFIX, stamp);
  }

  IssuedKey issue(KeyDraft draft, Keyset keyset) {
    Key key = key(draft, PublicId.random(RANDOM));
    KeyText text = text(key);
    keys.put(key.id(), new StoredKey.Present(key, List.of(digest(text, keyset, 0))));
    return new IssuedKey(key, text);
  }

  /// Gives the key a second secret, beside its first.
  IssuedKey addSecret(Key key, Keyset keyset) {
    KeyText text = text(key);
    StoredKey.Present stored = stored(key.id());
    SecretDigest second = digest(text, keyset, 1);
    keys.put(key.id(), new StoredKey.Present(key, List.of(stored.secrets().getFirst(), second)));
    return new IssuedKey(key, text);
  }

  /// Another text for the key: well-formed, and nobody's secret until it is added.
  static KeyText text(Key key) {
    return KeyText.generate(key.prefix(), key.environment(), key.id(), RANDOM);
  }

  static Credential credential(KeyText text) {
    return Credential.token(text.token().reveal());
  }

  private static SecretDigest digest(KeyText text, Keyset keyset, int slot) {
    KeyReader reader = new KeyReader();
    if (!reader.read(credential(text))) {
      throw new IllegalStateException("a generated key is well-formed");
    }
    return reader.digest(keyset, slot);
  }

  private StoredKey.Present stored(PublicId id) {
    return (StoredKey.Present) Objects.requireNonNull(keys.get(id));
  }

  void revoke(PublicId id) {
    StoredKey.Present stored = stored(id);
    keys.put(id, new StoredKey.Present(revoked(stored.key()), stored.secrets()));
  }

  private static Key revoked(Key key) {
    return key.revoked(Optional.of(new Key.Revocation(0, "bob", RevocationReason.KEY_COMPROMISE)));
  }

  @Override
  public StoredKey load(PublicId id) {
    loads.incrementAndGet();
    return Objects.requireNonNullElseGet(keys.get(id), StoredKey.Unknown::new);
  }

  @Override
  public OrganizationSnapshot organization(String id) {
    OrganizationSnapshot stored = Objects.requireNonNull(organizations.get(id), id);
    return new OrganizationSnapshot(
        id, stored.suspended(), stored.catalog(), stored.agents()); // as read: another each time
  }

  @Override
  public Windows spent(Key key) {
    return Windows.EMPTY;
  }

  @Override
  public void rehash(Key key, SecretDigest old, SecretDigest fresh) {
    rehash.accept(fresh);
  }
}
