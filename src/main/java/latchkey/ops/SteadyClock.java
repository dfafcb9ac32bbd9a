package latchkey.ops;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Wall time that never steps back, so that limits are not paused by a clock that was corrected.
///
/// It runs with the monotonic clock, and jumps forward when the wall clock is well ahead: after
/// the machine slept, or was set right.
public final class SteadyClock {
  private static final long JUMP_MILLIS = 500;

  private final long startNanos = System.nanoTime();

  /// Wall time at `startNanos`; only ever grows.
  private final AtomicLong anchor = new AtomicLong(System.currentTimeMillis());

  public long millis() {
    long steady = anchor.get() + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    long ahead = System.currentTimeMillis() - steady;
    if (ahead < JUMP_MILLIS) {
      return steady;
    }
    anchor.addAndGet(ahead); // two threads at once jump twice: ahead, never back
    return steady + ahead;
  }
}
