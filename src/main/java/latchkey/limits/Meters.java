package latchkey.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The meter of every key that was used lately, apart from any cache of keys: evicting a key
/// forgets no count.
public final class Meters<K> {
  private final ConcurrentHashMap<K, Meter> meters = new ConcurrentHashMap<>();

  /// The key's meter. It may be kept: if it is swept away meanwhile, it passes takes on to the
  /// one that follows it.
  public Meter of(K key) {
    return of(key, () -> Windows.EMPTY);
  }

  /// The key's meter; if there is none, one that goes on from `before`, which may block.
  public Meter of(K key, Supplier<Windows> before) {
    Meter meter = meters.get(key);
    if (meter != null) {
      return meter;
    }
    Windows windows = before.get(); // not within the map's lock; whoever comes first wins
    return meters.computeIfAbsent(key, k -> create(k, windows));
  }

  private Meter create(K key, Windows before) {
    return new Meter(before, () -> successor(key));
  }

  /// A retired meter may still be in the map for a moment, so it is replaced here and not waited
  /// for.
  private Meter successor(K key) {
    return meters.compute(
        key, (k, meter) -> meter == null || meter.retired() ? create(k, Windows.EMPTY) : meter);
  }

  /// Forgets the meters that are idle at `now`; says how many.
  public int sweep(long now) {
    int swept = 0;
    for (var entry : meters.entrySet()) {
      Meter meter = entry.getValue();
      if (meter.retire(now) && meters.remove(entry.getKey(), meter)) {
        swept++;
      }
    }
    return swept;
  }

  public int size() {
    return meters.size();
  }
}
