package latchkey.access;

/// A query that cannot be read: where (characters counted from 1), what was expected there, and
/// what was found.
public final class InvalidQueryException extends IllegalArgumentException {
  private final int position;
  private final String expected;

  InvalidQueryException(int position, String expected, String found) {
    super("at " + position + ": expected " + expected + ", found " + found);
    this.position = position;
    this.expected = expected;
  }

  public int position() {
    return position;
  }

  public String expected() {
    return expected;
  }
}
