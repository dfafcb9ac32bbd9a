package latchkey.access;

import java.util.Optional;

/// A permission as people write it, `resource.action`; either part may be the wildcard `*`.
record PermissionName(String resource, String action) {
  static final String ANY = "*";
  private static final int MAX_PART_LENGTH = 64;

  PermissionName {
    if (!isPartOrAny(resource) || !isPartOrAny(action)) {
      throw new IllegalArgumentException(resource + "." + action + " is not a permission name");
    }
  }

  /// Reads `contacts.read`, the open dialect's `contacts:read`, `contacts.*`, `*.read`, and `*`
  /// for `*.*`.
  static Optional<PermissionName> parse(String text) {
    if (text.equals(ANY)) {
      return Optional.of(new PermissionName(ANY, ANY));
    }
    int separator = Math.max(text.indexOf('.'), text.indexOf(':'));
    if (separator < 0) {
      return Optional.empty();
    }
    String resource = text.substring(0, separator);
    String action = text.substring(separator + 1);
    return isPartOrAny(resource) && isPartOrAny(action)
        ? Optional.of(new PermissionName(resource, action))
        : Optional.empty();
  }

  /// Whether the text can name a resource or an action: `[a-z][a-z0-9_-]{0,63}`.
  static boolean isPart(String text) {
    if (text.isEmpty() || text.length() > MAX_PART_LENGTH || !isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPartOrAny(String text) {
    return text.equals(ANY) || isPart(text);
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  boolean isWildcard() {
    return resource.equals(ANY) || action.equals(ANY);
  }

  /// Whether this stands for all that the other one does, in every catalog.
  boolean covers(PermissionName other) {
    return (resource.equals(ANY) || resource.equals(other.resource))
        && (action.equals(ANY) || action.equals(other.action));
  }

  /// The canonical form, under which the catalog knows it.
  @Override
  public String toString() {
    return resource.equals(ANY) && action.equals(ANY) ? ANY : resource + "." + action;
  }
}
