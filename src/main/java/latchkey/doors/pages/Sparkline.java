package latchkey.doors.pages;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A small line without axes, as the `d` of an SVG path in a box of 100 by 24.
public final class Sparkline {
  private static final double WIDTH = 100;
  private static final double HEIGHT = 24;
  private static final double MARGIN = 2;

  private Sparkline() {}

  /// From the left to the right, zero at the bottom.
  public static String line(List<Long> values) {
    long most = Math.max(1, values.stream().mapToLong(Long::longValue).max().orElse(1));
    double step = values.size() < 2 ? 0 : WIDTH / (values.size() - 1);
    return IntStream.range(0, values.size())
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    i == 0 ? "M" : "L",
                    i * step,
                    HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * values.get(i) / most))
        .collect(Collectors.joining());
  }

  /// The same, with all that is below it.
  public static String area(List<Long> values) {
    return values.isEmpty() ? "" : line(values) + "L100 24L0 24Z";
  }
}
