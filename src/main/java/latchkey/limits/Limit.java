package latchkey.limits;

import java.util.regex.Pattern;

/// At most `max` admitted in any window of `windowMillis`; `name` is how answers and headers
/// speak of it.
public record Limit(String name, long max, long windowMillis) {
  static final long GREATEST_MAX = 1_000_000_000;
  static final long SHORTEST_WINDOW = 1_000;
  static final long LONGEST_WINDOW = 366L * 24 * 3_600_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern TEXT = Pattern.compile("([^=]*)=([0-9]{1,18})/([0-9]{1,15})(s|ms)");

  public Limit {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A limit's name has 1 to 64 characters of A-Z a-z 0-9 . _ - , not \"" + name + "\"");
    }
    if (max < 1 || max > GREATEST_MAX) {
      throw new IllegalArgumentException(
          "Limit %s: the number must be 1 to %d, not %d".formatted(name, GREATEST_MAX, max));
    }
    if (windowMillis < SHORTEST_WINDOW || windowMillis > LONGEST_WINDOW) {
      throw new IllegalArgumentException(
          "Limit %s: the window must be 1 second to 366 days, not %d ms"
              .formatted(name, windowMillis));
    }
  }

  public static Limit perMinute(long max) {
    return new Limit("per-minute", max, 60_000);
  }

  public static Limit perHour(long max) {
    return new Limit("per-hour", max, 3_600_000);
  }

  public static Limit perDay(long max) {
    return new Limit("per-day", max, 24 * 3_600_000);
  }

  /// Whether whoever keeps to this limit keeps to the other one too: its window is covered by so
  /// many of these.
  public boolean implies(Limit other) {
    return Math.ceilDiv(other.windowMillis, windowMillis) * max <= other.max;
  }

  /// As stored: `per-minute=60/60s`; the unit is `ms` where whole seconds do not do.
  public String text() {
    String window = windowMillis % 1_000 == 0 ? windowMillis / 1_000 + "s" : windowMillis + "ms";
    return name + "=" + max + "/" + window;
  }

  public static Limit ofText(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "A limit is written like per-minute=60/60s, not \"" + text + "\"");
    }
    long unit = parts.group(4).equals("s") ? 1_000 : 1;
    return new Limit(
        parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)) * unit);
  }
}
