package latchkey.limits;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;

/// The counts of one key, for any number of threads: [Windows] in one reference, replaced by one
/// CAS.
///
/// `now` is best read from a clock that never steps back: counts wait for a clock that did until
/// it has caught up.
public final class Meter {
  /// The last state of a meter that [Meters] has forgotten; who still holds it is sent to its
  /// successor.
  private static final Windows RETIRED = new Windows(Frame.EMPTY, 0);

  private static final AtomicReferenceFieldUpdater<Meter, Windows> WINDOWS =
      AtomicReferenceFieldUpdater.newUpdater(Meter.class, Windows.class, "windows");

  private volatile Windows windows = Windows.EMPTY;
  private final Supplier<Meter> successor;

  /// A meter that stands alone and is never retired.
  public Meter() {
    this(Meter::new);
  }

  Meter(Supplier<Meter> successor) {
    this.successor = successor;
  }

  /// This meter, or the one that follows it: who keeps a meter keeps this one from now on.
  public Meter current() {
    return retired() ? successor.get() : this;
  }

  /// Takes `cost` from all of `limits`, or from none of them. A cost of 0 asks without spending.
  public Take take(Limits limits, long cost, long now) {
    requireCost(cost);
    while (true) {
      Windows before = windows;
      if (before == RETIRED) {
        return successor.get().take(limits, cost, now);
      }
      Take take = before.take(limits, cost, now);
      Windows after = take.windows();
      if (after == before || WINDOWS.compareAndSet(this, before, after)) {
        return take;
      }
    }
  }

  /// The answer that a take would get; changes nothing.
  public Take ask(Limits limits, long cost, long now) {
    requireCost(cost);
    Windows seen = windows;
    return seen == RETIRED ? successor.get().ask(limits, cost, now) : seen.take(limits, cost, now);
  }

  /// How `limits` stand at `now`; changes nothing.
  public List<Standing> peek(Limits limits, long now) {
    Windows seen = windows;
    return seen == RETIRED
        ? successor.get().peek(limits, now)
        : seen.at(limits, now).standings(now);
  }

  /// Whether all windows are empty at `now`, so that forgetting the meter changes no later
  /// answer.
  public boolean idle(long now) {
    return windows.free(now);
  }

  /// Retires the meter if it is idle; fails when a take came in between, which is then not lost.
  boolean retire(long now) {
    Windows seen = windows;
    return seen.free(now) && WINDOWS.compareAndSet(this, seen, RETIRED);
  }

  boolean retired() {
    return windows == RETIRED;
  }

  private static void requireCost(long cost) {
    if (cost < 0) {
      throw new IllegalArgumentException("A cost is 0 or more, not " + cost);
    }
  }
}
