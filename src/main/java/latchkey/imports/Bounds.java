package latchkey.imports;

/// How large a file may be in each of its directions, so that none costs more than it is worth.
///
/// @param rows without the header
/// @param cell in characters
public record Bounds(long rows, int columns, int cell) {
  public static final Bounds USUAL = new Bounds(1_000_000, 200, 10_000);

  public Bounds {
    if (rows < 1 || columns < 1 || cell < 1) {
      throw new IllegalArgumentException("a file has room for one cell at least");
    }
  }
}
