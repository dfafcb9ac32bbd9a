package latchkey.doors.pages.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What both secrets of a rotating key did in the last hour, minute by minute, to be drawn.
public record Traffic(Instant from, List<Long> oldSecret, List<Long> newSecret) {
  private static final int HEIGHT = 72;
  private static final int STEP = 10;
  private static final int WIDTH = 7;

  public Traffic {
    oldSecret = List.copyOf(oldSecret);
    newSecret = List.copyOf(newSecret);
  }

  /// A part of the picture.
  ///
  /// @param old whose requests it stands for
  public record Bar(int x, long y, int width, long height, boolean old) {}

  /// The old secret's requests stand below, those of the new one on top of them.
  public List<Bar> bars() {
    long most = 1;
    for (int i = 0; i < oldSecret.size(); i++) {
      most = Math.max(most, oldSecret.get(i) + newSecret.get(i));
    }
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < oldSecret.size(); i++) {
      long old = height(oldSecret.get(i), most);
      long fresh = height(newSecret.get(i), most);
      if (old > 0) {
        bars.add(new Bar(i * STEP, HEIGHT - old, WIDTH, old, true));
      }
      if (fresh > 0) {
        bars.add(new Bar(i * STEP, HEIGHT - old - fresh, WIDTH, fresh, false));
      }
    }
    return bars;
  }

  /// At least to be seen.
  private static long height(long count, long most) {
    return count == 0 ? 0 : Math.max(2, Math.round((HEIGHT - 2.0) * count / most));
  }

  public int width() {
    return oldSecret.size() * STEP;
  }

  public int height() {
    return HEIGHT;
  }

  public long sumOfOld() {
    return oldSecret.stream().mapToLong(Long::longValue).sum();
  }

  public long sumOfNew() {
    return newSecret.stream().mapToLong(Long::longValue).sum();
  }
}
