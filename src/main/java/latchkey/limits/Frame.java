package latchkey.limits;

import java.util.List;

/// The windows of a key's limits as they stand until a slice of one of them ends, with the two
/// numbers that most takes are decided by: `room`, the most that every limit admits, and `until`,
/// when the frame is outdated.
final class Frame {
  static final Frame EMPTY = new Frame(Limits.NONE, new Window[0]);

  final Limits limits;
  final Window[] windows;
  final long room;
  final long until;

  private Frame(Limits limits, Window[] windows) {
    this.limits = limits;
    this.windows = windows;
    long room = Long.MAX_VALUE;
    long until = Long.MAX_VALUE;
    for (Window window : windows) {
      room = Math.min(room, window.limit().max() - window.admitted());
      until = Math.min(until, window.movesAt());
    }
    this.room = room;
    this.until = until;
  }

  /// Whether this is the frame of `now` under these limits.
  boolean covers(Limits of, long now) {
    return now < until && limits.equals(of);
  }

  boolean unlimited() {
    return windows.length == 0;
  }

  /// The frame of `now` under `to`, after `taken` more were admitted in this one. Counts carry
  /// over to a limit of the same length, whatever its name and max; a length that is new starts
  /// empty.
  Frame moved(Limits to, long taken, long now) {
    List<Limit> list = to.list();
    var moved = new Window[list.size()];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = movedWindow(list.get(i), taken, now);
    }
    return new Frame(to, moved);
  }

  private Window movedWindow(Limit limit, long taken, long now) {
    for (Window window : windows) {
      if (window.limit().windowMillis() == limit.windowMillis()) {
        return window.moved(limit, taken, now);
      }
    }
    return Window.empty(limit, now);
  }
}
