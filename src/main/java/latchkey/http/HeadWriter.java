package latchkey.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the heads of answers into one array that an event loop reuses for all of them.
public final class HeadWriter {
  private static final int LONGEST_NUMBER = 19;
  private static final byte[] DIGITS =
      "0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1024];
  private int count;

  void clear() {
    count = 0;
  }

  byte[] array() {
    return bytes;
  }

  int count() {
    return count;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, count);
  }

  void raw(byte[] encoded) {
    raw(encoded, encoded.length);
  }

  void raw(byte[] source, int length) {
    reserve(length);
    System.arraycopy(source, 0, bytes, count, length);
    count += length;
  }

  void raw(String ascii) {
    raw(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  void header(HeaderName name, String value) {
    raw(name.encoded);
    text(value);
    endLine();
  }

  void header(HeaderName name, HeaderValue value) {
    raw(name.encoded);
    value.write(this);
    endLine();
  }

  /// A part of a value.
  public HeadWriter text(String value) {
    int length = value.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 127 || c > 255) {
        throw new IllegalArgumentException(
            "A header's value holds a character that it cannot carry, at " + i);
      }
      bytes[count + i] = (byte) c;
    }
    count += length;
    return this;
  }

  void header(HeaderName name, long value) {
    raw(name.encoded);
    number(value);
    endLine();
  }

  /// A part of a value: a number of 0 or more.
  public HeadWriter number(long value) {
    reserve(LONGEST_NUMBER);
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int at = count + digits - 1; at >= count; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    count += digits;
    return this;
  }

  /// The same with 32 digits: fewer of them, and no division.
  HeadWriter shortNumber(long value) {
    reserve(LONGEST_NUMBER);
    int digits = (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 4) / 5;
    for (int i = 1; i <= digits; i++) {
      bytes[count + digits - i] = DIGITS[(int) (value >>> (5 * (i - 1))) & 31];
    }
    count += digits;
    return this;
  }

  void endLine() {
    reserve(2);
    bytes[count++] = '\r';
    bytes[count++] = '\n';
  }

  private void reserve(int more) {
    if (count + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(count + more, 2 * bytes.length));
    }
  }
}
