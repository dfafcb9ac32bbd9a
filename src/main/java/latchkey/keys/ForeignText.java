package latchkey.keys;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import latchkey.crypto.Sha256;

/// How imported keys, which have a form of their own, are found by the text that their holder
/// presents: by a hash of all of it, or of the part that names the key.
final class ForeignText {
  static final int LEAST = 8;
  static final int MOST = 256;

  /// Of the separators in a text, so many can end the part that names the key.
  private static final int MOST_NAMES = 8;

  private static final String SEPARATORS = "_.-:";

  private ForeignText() {}

  static boolean isName(String text) {
    return !text.isEmpty() && text.length() < MOST && isPrintable(text);
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /// How a key is found of which the SHA-256 of its text is known.
  static byte[] finder(byte[] sha256) {
    return hash("=", sha256);
  }

  /// How a key is found whose text begins with this name and a separator.
  static byte[] finderOfName(String name) {
    return hash("<", utf8(name));
  }

  /// All that a text can be found by, its own hash first.
  static List<byte[]> finders(String text) {
    List<byte[]> finders = new ArrayList<>();
    finders.add(finder(Sha256.of(utf8(text))));
    for (int i = 1; i < text.length() && finders.size() <= MOST_NAMES; i++) {
      if (SEPARATORS.indexOf(text.charAt(i)) >= 0) {
        finders.add(finderOfName(text.substring(0, i)));
      }
    }
    return finders;
  }

  private static byte[] hash(String kind, byte[] bytes) {
    return Sha256.of(utf8(kind), bytes);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
