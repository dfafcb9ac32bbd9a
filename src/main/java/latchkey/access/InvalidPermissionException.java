package latchkey.access;

import static latchkey.access.Quoted.quoted;

/// A permission or resource that cannot be granted or declared; the message names it and says
/// what would be right.
public final class InvalidPermissionException extends IllegalArgumentException {
  private final String entry;

  InvalidPermissionException(String entry, String reason) {
    super(quoted(entry) + " " + reason);
    this.entry = entry;
  }

  public String entry() {
    return entry;
  }
}
