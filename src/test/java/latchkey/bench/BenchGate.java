package latchkey.bench;

import java.util.Objects;
import java.util.Set;
import latchkey.access.Catalog;
import latchkey.crypto.Keyset;
import latchkey.gate.Decider;
import latchkey.gate.Gate;
import latchkey.gate.OrganizationSnapshot;
import latchkey.keys.Key;
import latchkey.keys.KeyReader;
import latchkey.keys.KeyText;
import latchkey.keys.PublicId;
import latchkey.keys.SecretDigest;
import latchkey.keys.StoredKey;
import latchkey.limits.Windows;
import org.jspecify.annotations.Nullable;

/// The real gate, over keys that no database holds.
final class BenchGate implements Gate.Source {
  static final int KEPT_REFUSALS = 256;
  static final long FAILURES_PER_MINUTE = 60;
  static final long NO_FLOOD = 1_000_000_000;
  private static final long PLENTY = 16L << 30;

  final Keyset keyset = Keyset.generate(new FastRandom(1));
  final Gate gate;
  private final KeyReader reader = new KeyReader();
  private @Nullable StoredKey next;

  BenchGate(long failuresPerMinute) {
    gate =
        new Gate(
            this,
            keyset,
            new Gate.Bounds(PLENTY, 100_000, KEPT_REFUSALS, failuresPerMinute),
            new FastRandom(2));
  }

  void bringIntoMemory(KeyText text, int number) {
    SecretDigest digest = BenchKey.digest(text, reader, keyset);
    next = BenchKey.stored(text, number, digest);
    var _ = gate.find(new Decider.ColdKey(text.id()));
  }

  @Override
  public StoredKey load(PublicId id) {
    return Objects.requireNonNull(next);
  }

  @Override
  public OrganizationSnapshot organization(String id) {
    return new OrganizationSnapshot(id, /* suspended= */ false, Catalog.BUILT_IN, Set.of());
  }

  @Override
  public Windows spent(Key key) {
    return Windows.EMPTY;
  }

  @Override
  public void rehash(Key key, SecretDigest old, SecretDigest fresh) {
    throw new IllegalStateException("there is one pepper");
  }
}
