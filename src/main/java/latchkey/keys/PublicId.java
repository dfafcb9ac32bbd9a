package latchkey.keys;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

/// How a key is shown, logged and found: 16 base62 characters, as two numbers of eight digits
/// each.
public record PublicId(long high, long low) {
  public static final int LENGTH = 16;
  private static final int HALF = LENGTH / 2;
  private static final long BOUND = 218_340_105_584_896L; // 62^8

  public PublicId {
    if (high < 0 || high >= BOUND || low < 0 || low >= BOUND) {
      throw new IllegalArgumentException("not a public id: " + high + ", " + low);
    }
  }

  /// No secret, so a seeded source will do where ids are to be the same again.
  public static PublicId random(Random random) {
    return of(Base62.random(LENGTH, random));
  }

  public static Optional<PublicId> parse(String text) {
    if (text.length() != LENGTH || !text.chars().allMatch(c -> Base62.isDigit((char) c))) {
      return Optional.empty();
    }
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    return Optional.of(new PublicId(Base62.parse(ascii, 0, HALF), Base62.parse(ascii, HALF, HALF)));
  }

  /// The id of a row, which was one when it was written.
  public static PublicId of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a public id: " + text));
  }

  /// Spreads well: both halves come from people, or from strangers who choose them.
  @Override
  public int hashCode() {
    long mixed = (high * 0x9E3779B97F4A7C15L) ^ (low * 0xC2B2AE3D27D4EB4FL);
    return (int) (mixed >>> 32) ^ (int) mixed;
  }

  /// The 16 characters.
  @Override
  public String toString() {
    return Base62.text(high, HALF) + Base62.text(low, HALF);
  }
}
