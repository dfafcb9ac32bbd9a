package latchkey.http;

import java.nio.charset.StandardCharsets;

/// The name of a header on answers, encoded once.
public final class HeaderName {
  final String name;
  final byte[] encoded;

  private HeaderName(String name) {
    this.name = name;
    this.encoded = (name + ": ").getBytes(StandardCharsets.US_ASCII);
  }

  public static HeaderName of(String name) {
    if (name.isEmpty() || !name.chars().allMatch(HeaderName::token)) {
      throw new IllegalArgumentException("Not a header name: " + name);
    }
    return new HeaderName(name);
  }

  private static boolean token(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  @Override
  public String toString() {
    return name;
  }
}
