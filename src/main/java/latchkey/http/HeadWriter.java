package latchkey.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the heads of answers into one array that an event loop reuses for all of them.
final class HeadWriter {
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
    int length = value.length();
    reserve(length + 2);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 127 || c > 255) {
        throw new IllegalArgumentException(
            "The value of header "
                + name
                + " holds a character that a header cannot carry, at "
                + i);
      }
      bytes[count + i] = (byte) c;
    }
    count += length;
    endLine();
  }

  void header(HeaderName name, long value) {
    raw(name.encoded);
    number(value);
    endLine();
  }

  void endLine() {
    reserve(2);
    bytes[count++] = '\r';
    bytes[count++] = '\n';
  }

  private void number(long value) {
    reserve(20);
    if (value >= 10) {
      number(value / 10);
    }
    bytes[count++] = (byte) ('0' + value % 10);
  }

  private void reserve(int more) {
    if (count + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(count + more, 2 * bytes.length));
    }
  }
}
