package latchkey.limits;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/// The frame that a [Meter] counts in, and what was taken since it was opened.
///
/// A take changes one number, so it leaves no garbage in old memory. A frame ends by being
/// closed: its number stands still from then on, and whoever meets it may put the next frame in
/// its place.
final class OpenFrame {
  static final long NOT_TAKEN = -1;

  private static final AtomicLongFieldUpdater<OpenFrame> TAKEN =
      AtomicLongFieldUpdater.newUpdater(OpenFrame.class, "taken");

  final Frame frame;

  /// What was taken; once the frame is closed its complement, which is negative.
  private volatile long taken;

  OpenFrame(Windows windows) {
    frame = windows.frame();
    taken = windows.taken();
  }

  Windows windows() {
    long seen = taken;
    return new Windows(frame, seen < 0 ? ~seen : seen);
  }

  /// Takes `cost` and says all that is taken now; or [#NOT_TAKEN] where one addition does not do:
  /// the frame is closed, outdated or too full.
  long take(Limits limits, long cost, long now) {
    if (!frame.covers(limits, now) || frame.unlimited()) {
      return NOT_TAKEN;
    }
    long seen = taken;
    while (seen >= 0 && cost <= frame.room - seen) {
      if (TAKEN.compareAndSet(this, seen, seen + cost)) {
        return seen + cost;
      }
      seen = taken;
    }
    return NOT_TAKEN;
  }

  /// Closes the frame if it is still as `seen`, or closed already with that much taken.
  boolean close(Windows seen) {
    long closed = ~seen.taken();
    return TAKEN.compareAndSet(this, seen.taken(), closed) || taken == closed;
  }
}
