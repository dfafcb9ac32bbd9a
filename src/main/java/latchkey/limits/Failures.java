package latchkey.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/// Failed credentials of each client address: after `perMinute` of them in a minute the address
/// floods.
///
/// Memory is bounded: past the given number of `addresses` those seen least are forgotten.
public final class Failures<K> {
  private final Limits limits;
  private final Cache<K, Meter> meters;

  public Failures(long perMinute, long addresses) {
    this(Limits.of(Limit.perMinute(perMinute)), addresses);
  }

  /// After as many as any of these limits allows the address floods.
  public Failures(Limits limits, long addresses) {
    this.limits = limits;
    // Evicts in the calling thread: the bound holds at once, and no pool is needed.
    meters = Caffeine.newBuilder().maximumSize(addresses).executor(Runnable::run).build();
  }

  /// Whether the address has failed so often that it is not to be heard now.
  public boolean flooded(K address, long now) {
    return retryAfterMillis(address, now) > 0;
  }

  /// How long a flooding address has to wait until one more failure is allowed; 0 when it does
  /// not flood.
  public long retryAfterMillis(K address, long now) {
    Meter meter = meters.getIfPresent(address);
    return meter != null && meter.ask(limits, 1, now) instanceof Take.Refused refused
        ? refused.retryAfterMillis()
        : 0;
  }

  /// Counts a failure; says how many more the address may have at `now` before it floods.
  public long record(K address, long now) {
    return meters
        .get(address, k -> new Meter())
        .take(limits, 1, now)
        .standings(now)
        .getFirst()
        .remaining();
  }

  long addresses() {
    meters.cleanUp();
    return meters.estimatedSize();
  }
}
