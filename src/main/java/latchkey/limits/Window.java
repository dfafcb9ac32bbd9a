package latchkey.limits;

import java.util.Arrays;

/// What one limit admitted lately: an immutable sliding window of 64 slices, in constant memory.
///
/// Slice s(t) = floor(64·t / W), exact for every W. At `now`, what was admitted at t counts while
/// s(now) - s(t) <= 64: the current slice and the 64 before it.
///
/// - *Never more than N in a window.* If now - t <= W then 64·now/W <= 64·t/W + 64, so s(now) <=
///   s(t) + 64: all of the closed window [now - W, now] counts, and a take is admitted only if it
///   fits with what counts.
/// - *Nothing refused too long.* If t counts, then 64·now/W < s(now) + 1 <= s(t) + 65 <= 64·t/W +
///   65, so now - t < W + W/64: only the last window plus one slice counts.
///
/// Time never goes back: a `now` before the current slice is taken to be in it.
final class Window {
  private static final int SLICES = 64;
  private static final int[] NOTHING = {};

  private final Limit limit;
  private final long slice;

  /// Bit a - 1 is set when slice - a admitted anything; `counts` has one entry for each set bit,
  /// oldest first.
  private final long used;

  private final int[] counts;
  private final long closed;
  private final int current;

  private Window(Limit limit, long slice, long used, int[] counts, long closed, int current) {
    this.limit = limit;
    this.slice = slice;
    this.used = used;
    this.counts = counts;
    this.closed = closed;
    this.current = current;
  }

  static Window empty(Limit limit, long now) {
    return emptyAt(limit, sliceOf(limit, now));
  }

  private static Window emptyAt(Limit limit, long slice) {
    return new Window(limit, slice, 0, NOTHING, 0, 0);
  }

  Limit limit() {
    return limit;
  }

  /// What counts against the limit.
  long admitted() {
    return closed + current;
  }

  /// This window after `taken` more were admitted in its current slice, moved on to the slice of
  /// `now`, and judged by `as`, a limit of the same length.
  Window moved(Limit as, long taken, long now) {
    // What a take added is at most the greatest max, which is an int; what was spent before is not.
    int latest = (int) Math.min(Integer.MAX_VALUE, current + taken);
    long steps = sliceOf(as, now) - slice;
    if (steps <= 0) {
      return new Window(as, slice, used, counts, closed, latest);
    }
    if (steps > SLICES) {
      return emptyAt(as, slice + steps);
    }
    long kept = steps == SLICES ? 0 : used << steps;
    int gone = Long.bitCount(used) - Long.bitCount(kept);
    long left = closed;
    for (int i = 0; i < gone; i++) {
      left -= counts[i];
    }
    if (latest == 0) {
      int[] same = gone == 0 ? counts : Arrays.copyOfRange(counts, gone, counts.length);
      return new Window(as, slice + steps, kept, same, left, 0);
    }
    int[] longer = Arrays.copyOfRange(counts, gone, counts.length + 1);
    longer[longer.length - 1] = latest;
    return new Window(as, slice + steps, kept | 1L << (steps - 1), longer, left + latest, 0);
  }

  /// The first moment of the next slice.
  long movesAt() {
    return startOf(slice + 1);
  }

  /// The first moment at which `cost`, at most the limit's max, fits when `taken` more are in the
  /// current slice.
  long fitsAt(long cost, long taken) {
    long excess = admitted() + taken + cost - limit.max();
    long older = used;
    for (int count : counts) {
      excess -= count;
      int age = Long.SIZE - Long.numberOfLeadingZeros(older);
      if (excess <= 0) {
        return leavesAt(slice - age);
      }
      older ^= Long.highestOneBit(older);
    }
    return leavesAt(slice);
  }

  /// The first moment at which nothing counts any more; long ago when nothing does now.
  long freeAt(long taken) {
    if (current + taken > 0) {
      return leavesAt(slice);
    }
    return used == 0 ? Long.MIN_VALUE : leavesAt(slice - 1 - Long.numberOfTrailingZeros(used));
  }

  private long leavesAt(long past) {
    return startOf(past + SLICES + 1);
  }

  private long startOf(long slice) {
    return Math.ceilDiv(slice * limit.windowMillis(), SLICES);
  }

  private static long sliceOf(Limit limit, long now) {
    return Math.floorDiv(Math.multiplyExact(now, (long) SLICES), limit.windowMillis());
  }
}
