package latchkey.keys;

import java.util.Arrays;
import java.util.Random;

/// The 62 digits that a key is written in.
final class Base62 {
  static final int RADIX = 62;
  private static final byte[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
          .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /// The value of each ASCII character as a digit, or -1.
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < RADIX; i++) {
      VALUES[DIGITS[i]] = (byte) i;
    }
  }

  private Base62() {}

  static int value(byte ascii) {
    return VALUES[ascii];
  }

  static boolean isDigit(char c) {
    return c < 128 && VALUES[c] >= 0;
  }

  /// The number that the digits mean, or -1 when one is not a digit. At most 10 digits.
  static long parse(byte[] text, int from, int length) {
    long number = 0;
    int invalid = 0;
    for (int i = from; i < from + length; i++) {
      int digit = VALUES[text[i]];
      invalid |= digit;
      number = number * RADIX + digit;
    }
    return invalid < 0 ? -1 : number;
  }

  static String text(long number, int length) {
    byte[] text = new byte[length];
    long rest = number;
    for (int i = length - 1; i >= 0; i--) {
      text[i] = DIGITS[(int) (rest % RADIX)];
      rest /= RADIX;
    }
    return new String(text, java.nio.charset.StandardCharsets.US_ASCII);
  }

  static String random(int length, Random random) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) DIGITS[random.nextInt(RADIX)]); // nextInt(bound) is without bias
    }
    return text.toString();
  }
}
