package latchkey.http;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Percent-encoded text of a target, read strictly: what is not UTF-8 is a 400 and never guessed
/// at.
final class Percent {
  private Percent() {}

  /// A name or value of a query string, where a plus is a blank.
  static String ofQuery(String text) {
    return decoded(text, "The query string");
  }

  /// One segment of a path, where a plus is a plus.
  static String ofPath(String segment) {
    return decoded(segment.replace("+", "%2B"), "The path");
  }

  private static String decoded(String text, String where) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      byte[] bytes =
          URLDecoder.decode(text, StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      String read = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (read.indexOf('\0') < 0) {
        return read;
      }
    } catch (IllegalArgumentException | CharacterCodingException _) {
      // said below
    }
    throw Problem.badRequest(where + " is not text in UTF-8, percent-encoded correctly.");
  }
}
