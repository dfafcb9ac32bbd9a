package latchkey.imports;

/// A file that cannot be read as CSV, and what to do about it. It has no stack trace: it tells
/// about the file, not about the program.
public final class Unreadable extends RuntimeException {
  /// What is wrong.
  public enum Kind {
    EMPTY,
    /// A workbook, an archive, an image: not text.
    NOT_TEXT,
    /// Bytes that the encoding does not know.
    ENCODING,
    /// Quotes that do not match.
    QUOTES,
    TOO_MANY_ROWS,
    TOO_MANY_COLUMNS,
    TITLE_TOO_LONG,
    CELL_TOO_LONG
  }

  private final Kind kind;

  Unreadable(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  public String why() {
    return String.valueOf(getMessage());
  }
}
