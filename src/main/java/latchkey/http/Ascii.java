package latchkey.http;

/// Comparisons of ASCII text in byte arrays, with no text made.
final class Ascii {
  private Ascii() {}

  /// Is this text at that place? There must be as many bytes.
  static boolean same(String text, byte[] bytes, int from) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The same without case; the text is in lower case.
  static boolean sameIgnoringCase(String lower, byte[] bytes, int from) {
    for (int i = 0; i < lower.length(); i++) {
      if (lower(bytes[from + i]) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Are these bytes exactly this lower-case text, without case?
  static boolean is(String lower, byte[] bytes, int from, int to) {
    return to - from == lower.length() && sameIgnoringCase(lower, bytes, from);
  }

  /// Is this lower-case word one of a comma-separated list?
  static boolean listHas(String lower, byte[] bytes, int from, int to) {
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || bytes[i] == ',') {
        if (trimmedIs(lower, bytes, start, i)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  private static boolean trimmedIs(String lower, byte[] bytes, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && (bytes[start] == ' ' || bytes[start] == '\t')) {
      start++;
    }
    while (end > start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
      end--;
    }
    return is(lower, bytes, start, end);
  }

  static int lower(int b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }
}
