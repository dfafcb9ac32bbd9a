package latchkey.ops;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The wall clock without its steps backwards, so that no limit, expiry or lease lives twice.
///
/// It runs on the monotonic timer from where the wall clock stood, and follows the wall clock
/// only forward, when that is clearly ahead: after the machine slept or its clock was set right.
public final class SteadyClock implements InstantSource {
  private static final long CLEARLY_AHEAD_MILLIS = 500;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /// Asking the wall clock costs as much as the answer, so it is asked once in a while.
  private static final long LOOK_EVERY_NANOS = 1_000 * NANOS_PER_MILLI;

  private record Anchor(long wallMillis, long nanos, long lookAtNanos) {
    long at(long now) {
      return wallMillis + (now - nanos) / NANOS_PER_MILLI;
    }
  }

  private final LongSupplier wall;
  private final LongSupplier timer;
  private volatile Anchor anchor;

  public SteadyClock() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  SteadyClock(LongSupplier wall, LongSupplier timer) {
    this.wall = wall;
    this.timer = timer;
    long now = timer.getAsLong();
    this.anchor = new Anchor(wall.getAsLong(), now, now + LOOK_EVERY_NANOS);
  }

  @Override
  public long millis() {
    long now = timer.getAsLong();
    Anchor current = anchor;
    return now - current.lookAtNanos() < 0 ? current.at(now) : look();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  private synchronized long look() {
    Anchor current = anchor;
    long now = timer.getAsLong();
    long steady = current.at(now);
    long actual = wall.getAsLong();
    boolean ahead = actual - steady > CLEARLY_AHEAD_MILLIS;
    anchor =
        ahead
            ? new Anchor(actual, now, now + LOOK_EVERY_NANOS)
            : new Anchor(current.wallMillis(), current.nanos(), now + LOOK_EVERY_NANOS);
    return anchor.at(now);
  }
}
