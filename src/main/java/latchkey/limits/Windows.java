package latchkey.limits;

import java.util.ArrayList;
import java.util.List;

/// What a key's limits admitted lately: an immutable state, and the pure step to the next one. A
/// take adds its cost to every limit alike, so between two frames one number is all that changes.
public final class Windows {
  public static final Windows EMPTY = new Windows(Frame.EMPTY, 0);

  /// What was admitted at some time, before anybody metered here.
  public record Spent(long at, long cost) {}

  private final Frame frame;
  private final long taken;

  Windows(Frame frame, long taken) {
    this.frame = frame;
    this.taken = taken;
  }

  /// The windows of `limits` after all of this was admitted, the earliest first. It counts even
  /// where it is more than they admit.
  public static Windows after(List<Spent> spent, Limits limits) {
    Windows windows = EMPTY;
    for (Spent some : spent) {
      Windows at = windows.at(limits, some.at);
      windows = new Windows(at.frame, at.taken + some.cost);
    }
    return windows;
  }

  Frame frame() {
    return frame;
  }

  /// What was taken since the frame began.
  long taken() {
    return taken;
  }

  boolean same(Windows other) {
    return frame == other.frame && taken == other.taken;
  }

  /// Takes `cost` from all of `limits`, or from none. The answer holds the windows that come
  /// next; after a refusal they are the same ones, at most moved on to `now`.
  Take take(Limits limits, long cost, long now) {
    Windows at = at(limits, now);
    if (cost > at.frame.room - at.taken) {
      return at.refuse(cost, now);
    }
    return new Take.Taken(at.frame.unlimited() ? at : new Windows(at.frame, at.taken + cost));
  }

  /// These windows at `now` under `limits`.
  Windows at(Limits limits, long now) {
    if (frame.covers(limits, now)) {
      return this;
    }
    return new Windows(frame.moved(limits, taken, now), 0);
  }

  private Take refuse(long cost, long now) {
    Window slowest = frame.windows[0];
    long fitsAt = Long.MIN_VALUE;
    for (Window window : frame.windows) {
      Limit limit = window.limit();
      if (cost > limit.max()) {
        return new Take.Impossible(limit, this);
      }
      if (cost > limit.max() - window.admitted() - taken) {
        long fits = window.fitsAt(cost, taken);
        if (fits > fitsAt) {
          slowest = window;
          fitsAt = fits;
        }
      }
    }
    return new Take.Refused(slowest.limit(), fitsAt - now, this);
  }

  /// How every limit stands at `now`, in the order of the limits.
  public List<Standing> standings(long now) {
    var standings = new ArrayList<Standing>(frame.windows.length);
    tell(
        now,
        (limit, remaining, resetAt) ->
            standings.add(
                new Standing(limit.name(), limit.max(), remaining, resetAt, limit.windowMillis())));
    return standings;
  }

  /// Tells how every limit stands at `now`, and makes nothing.
  public void tell(long now, Listener listener) {
    Windows at = at(frame.limits, now);
    for (Window window : at.frame.windows) {
      Limit limit = window.limit();
      long remaining = Math.max(0, limit.max() - window.admitted() - at.taken);
      long resetAt = Math.max(now, window.freeAt(at.taken));
      listener.standing(limit, remaining, resetAt);
    }
  }

  /// Hears of each limit in turn, as a [Standing] says it.
  @FunctionalInterface
  public interface Listener {
    void standing(Limit limit, long remaining, long resetAt);
  }

  /// Whether nothing counts any more at `now`, so that new windows would give the same answers.
  boolean free(long now) {
    for (Window window : frame.windows) {
      if (window.freeAt(taken) > now) {
        return false;
      }
    }
    return true;
  }
}
