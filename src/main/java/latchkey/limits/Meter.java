package latchkey.limits;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;

/// The counts of one key, for any number of threads and without a lock: [Windows] as an
/// [OpenFrame] that most takes only add to, and that is replaced by one CAS when its time is over.
///
/// `now` is best read from a clock that never steps back: counts wait for a clock that did until
/// it has caught up.
public final class Meter {
  /// The last state of a meter that [Meters] has forgotten; who still holds it is sent to its
  /// successor.
  private static final OpenFrame RETIRED = new OpenFrame(Windows.EMPTY);

  private static final AtomicReferenceFieldUpdater<Meter, OpenFrame> OPEN =
      AtomicReferenceFieldUpdater.newUpdater(Meter.class, OpenFrame.class, "open");

  private volatile OpenFrame open;
  private final Supplier<Meter> successor;

  /// A meter that stands alone and is never retired.
  public Meter() {
    this(Windows.EMPTY, Meter::new);
  }

  Meter(Windows before, Supplier<Meter> successor) {
    this.open = new OpenFrame(before);
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
      OpenFrame seen = open;
      if (seen == RETIRED) {
        return successor.get().take(limits, cost, now);
      }
      long taken = seen.take(limits, cost, now);
      if (taken != OpenFrame.NOT_TAKEN) {
        return new Take.Taken(new Windows(seen.frame, taken));
      }
      Windows before = seen.windows();
      Take take = before.take(limits, cost, now);
      if (take.windows().same(before) || replaced(seen, before, take.windows())) {
        return take;
      }
    }
  }

  private boolean replaced(OpenFrame seen, Windows before, Windows after) {
    return seen.close(before) && OPEN.compareAndSet(this, seen, new OpenFrame(after));
  }

  /// The answer that a take would get; changes nothing.
  public Take ask(Limits limits, long cost, long now) {
    requireCost(cost);
    OpenFrame seen = open;
    return seen == RETIRED
        ? successor.get().ask(limits, cost, now)
        : seen.windows().take(limits, cost, now);
  }

  /// How `limits` stand at `now`; changes nothing.
  public List<Standing> peek(Limits limits, long now) {
    OpenFrame seen = open;
    return seen == RETIRED
        ? successor.get().peek(limits, now)
        : seen.windows().at(limits, now).standings(now);
  }

  /// Whether all windows are empty at `now`, so that forgetting the meter changes no later
  /// answer.
  public boolean idle(long now) {
    return open.windows().free(now);
  }

  /// Retires the meter if it is idle; fails when a take came in between, which is then not lost.
  boolean retire(long now) {
    OpenFrame seen = open;
    Windows windows = seen.windows();
    return windows.free(now) && seen.close(windows) && OPEN.compareAndSet(this, seen, RETIRED);
  }

  boolean retired() {
    return open == RETIRED;
  }

  private static void requireCost(long cost) {
    if (cost < 0) {
      throw new IllegalArgumentException("A cost is 0 or more, not " + cost);
    }
  }
}
