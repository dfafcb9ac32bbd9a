package latchkey.http;

/// A whole header of answers that is always the same, encoded once.
public final class HeaderLine {
  public static final HeaderLine JSON = of("Content-Type", "application/json");
  public static final HeaderLine NO_STORE = of("Cache-Control", "no-store");

  final byte[] encoded;

  private HeaderLine(byte[] encoded) {
    this.encoded = encoded;
  }

  public static HeaderLine of(String name, String value) {
    var writer = new HeadWriter();
    writer.header(HeaderName.of(name), value);
    return new HeaderLine(writer.copy());
  }
}
