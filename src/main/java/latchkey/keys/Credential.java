package latchkey.keys;

import org.jspecify.annotations.Nullable;

/// What a caller presented as its key, not looked at yet: one token, or a pair. Prints as
/// `[redacted]`.
public final class Credential {
  /// What is left of one that must not be kept.
  public static final Credential GONE = new Credential("", null);

  private final String key;
  private final @Nullable String secret;

  private Credential(String key, @Nullable String secret) {
    this.key = key;
    this.secret = secret;
  }

  public static Credential token(String token) {
    return new Credential(token, null);
  }

  public static Credential pair(String apiKey, String apiSecret) {
    return new Credential(apiKey, apiSecret);
  }

  String key() {
    return key;
  }

  @Nullable String secret() {
    return secret;
  }

  /// Whether both are the same text, however it was presented.
  public boolean same(Credential other) {
    return text().equals(other.text());
  }

  /// All of it as one text.
  String text() {
    return secret == null ? key : key + "_" + secret;
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
