package latchkey.keys;

import java.util.Locale;

/// Whether what a key does is real.
public enum Environment {
  LIVE,
  TEST;

  /// As it stands in a key's text and in the record.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Environment of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
