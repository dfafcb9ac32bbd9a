package latchkey.keys;

import java.util.Locale;

/// Whether what a key does is real.
public enum Environment {
  LIVE("live"),
  TEST("test");

  private final String text;

  Environment(String text) {
    this.text = text;
  }

  /// As it stands in a key's text and in the record.
  public String text() {
    return text;
  }

  public static Environment of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
