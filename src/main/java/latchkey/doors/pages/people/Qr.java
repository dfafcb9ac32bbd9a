package latchkey.doors.pages.people;

import io.nayuki.qrcodegen.QrCode;

/// A text as a square that cameras read.
///
/// @param size in modules, with the quiet border that readers need
/// @param path of the dark ones, as SVG writes it
public record Qr(int size, String path) {
  private static final int BORDER = 4;
  private static final int LONGEST = 1_000;

  /// Whether it is short enough.
  static boolean fits(String text) {
    return text.length() <= LONGEST && text.chars().allMatch(c -> c < 128);
  }

  static Qr of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + BORDER).append(' ').append(y + BORDER).append("h1v1h-1z");
        }
      }
    }
    return new Qr(code.size + 2 * BORDER, path.toString());
  }
}
