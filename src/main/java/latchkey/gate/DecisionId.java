package latchkey.gate;

import java.util.Optional;

/// The numbers of decisions: unlike each other across threads, nodes and restarts, and written
/// `dec_` and 16 hexadecimal digits.
public final class DecisionId {
  private static final String PREFIX = "dec_";
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /// A source for one thread, from a random start.
  DecisionId(long seed) {
    this.state = seed;
  }

  /// The next number: a bijection of a counter (SplitMix64), so it repeats after 2^64 of them.
  long next() {
    state += GOLDEN;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  public static String text(long decision) {
    return PREFIX + java.util.HexFormat.of().toHexDigits(decision);
  }

  static Optional<Long> parse(String text) {
    if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + 16) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseUnsignedLong(text, PREFIX.length(), text.length(), 16));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
