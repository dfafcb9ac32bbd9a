package latchkey.people;

import java.util.Optional;

/// A passkey as its owner sees it in their list.
///
/// @param backedUp whether it is on more devices than one, as its authenticator says
public record Passkey(
    String id,
    String name,
    boolean backedUp,
    long createdAt,
    Optional<Long> lastUsedAt,
    long version) {
  public static final int MOST_NAME = 100;

  public Passkey {
    name = name(name);
  }

  static String name(String text) {
    String name = text.strip();
    if (name.isEmpty()
        || name.codePointCount(0, name.length()) > MOST_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a passkey's name has 1 to %d characters".formatted(MOST_NAME));
    }
    return name;
  }
}
