package latchkey.keys;

/// When the old secret of a rotating key stops to work.
public sealed interface Retirement {
  /// When somebody says so.
  record ByHand() implements Retirement {}

  /// At a time, to the millisecond.
  record At(long time) implements Retirement {}

  /// After so many days in which nobody used it.
  record WhenQuiet(int days) implements Retirement {
    public static final int MOST_DAYS = 366;

    public WhenQuiet {
      if (days < 1 || days > MOST_DAYS) {
        throw new IllegalArgumentException(
            "quiet for 1 to %d days, not %d".formatted(MOST_DAYS, days));
      }
    }

    long millis() {
      return days * 86_400_000L;
    }
  }
}
