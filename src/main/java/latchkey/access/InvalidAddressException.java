package latchkey.access;

import static latchkey.access.Quoted.quoted;

/// An entry of an address list that is no address or range; the message names it and says what is
/// wrong.
public final class InvalidAddressException extends IllegalArgumentException {
  private final String entry;

  InvalidAddressException(String entry, String reason) {
    super(quoted(entry) + " " + reason);
    this.entry = entry;
  }

  public String entry() {
    return entry;
  }
}
