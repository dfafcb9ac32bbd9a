package latchkey.http;

import java.nio.charset.StandardCharsets;

/// `Content-Disposition` of what a browser saves and never shows (RFC 6266), whatever its name.
public final class Attachment {
  public static final HeaderName HEADER = HeaderName.of("Content-Disposition");
  private static final String PLAIN = "!#$&+-.^_`|~";

  private Attachment() {}

  /// For every client the name in ASCII, and for those that know it the name as it is.
  public static String named(String name) {
    StringBuilder ascii = new StringBuilder();
    name.codePoints()
        .map(c -> c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : c)
        .forEach(ascii::appendCodePoint);
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded(name);
  }

  private static String encoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean letterOrDigit = b > 0 && Character.isLetterOrDigit(b);
      if (letterOrDigit || (b > 0 && PLAIN.indexOf(b) >= 0)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append("%02X".formatted(b & 0xff));
      }
    }
    return encoded.toString();
  }
}
