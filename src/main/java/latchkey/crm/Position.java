package latchkey.crm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A place in a list of that order, between two contacts.
///
/// @param key of the contact before it, what the list is sorted by; empty where that is its number
public record Position(Sort sort, String key, long seq) {
  private static final String HELP =
      "the cursor is none that this list gave: leave it out to begin";

  /// As a caller keeps it.
  public String text() {
    String plain = "%s:%d:%s".formatted(sort, seq, key);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads what [#text] wrote.
  ///
  /// @throws IllegalArgumentException if no list has given that
  public static Position parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split(":", 3);
      if (parts.length < 3) {
        throw new IllegalArgumentException(HELP);
      }
      Sort sort = Sort.parse(parts[0]);
      if (sort.by() == Sort.By.UPDATED_AT) {
        var _ = Long.parseLong(parts[2]);
      }
      return new Position(sort, parts[2], Long.parseLong(parts[1]));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(HELP, e);
    }
  }
}
