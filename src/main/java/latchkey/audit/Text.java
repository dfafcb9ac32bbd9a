package latchkey.audit;

import java.nio.charset.StandardCharsets;

/// Texts as both engines give them back, character for character: the hash covers them.
final class Text {
  private Text() {}

  /// Without what cannot be stored (NUL, halves of characters), and no longer than `longest`.
  static String clean(String text, int longest) {
    String stored =
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            .replace('\0', '\ufffd');
    if (stored.length() <= longest) {
      return stored;
    }
    int end = Character.isHighSurrogate(stored.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return stored.substring(0, end) + "…";
  }
}
