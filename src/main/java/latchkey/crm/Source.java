package latchkey.crm;

import java.util.Arrays;
import java.util.Optional;

/// How a contact came to be.
public enum Source {
  API("via API"),
  MANUAL("Manually"),
  CSV("via CSV"),
  FORM("via Form"),
  CHAT("via Chat");

  private final String text;

  Source(String text) {
    this.text = text;
  }

  /// As people and clients read it.
  public String text() {
    return text;
  }

  public static Optional<Source> of(String text) {
    return Arrays.stream(values()).filter(source -> source.text.equals(text)).findFirst();
  }
}
