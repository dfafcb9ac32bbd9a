package latchkey.http;

import java.util.List;

/// A whole header of answers that is always the same, encoded once.
public final class HeaderLine {
  public static final HeaderLine JSON = of("Content-Type", "application/json");
  public static final HeaderLine NO_STORE = of("Cache-Control", "no-store");

  final byte[] encoded;

  private HeaderLine(byte[] encoded) {
    this.encoded = encoded;
  }

  public static HeaderLine of(String name, String value) {
    return of(HeaderName.of(name), value);
  }

  public static HeaderLine of(HeaderName name, String value) {
    var writer = new HeadWriter();
    writer.header(name, value);
    return new HeaderLine(writer.copy());
  }

  /// Several lines that always come together.
  public static HeaderLine all(List<HeaderLine> lines) {
    var writer = new HeadWriter();
    lines.forEach(line -> writer.raw(line.encoded));
    return new HeaderLine(writer.copy());
  }
}
