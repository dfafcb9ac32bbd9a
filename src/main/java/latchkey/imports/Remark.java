package latchkey.imports;

/// What is to be said of a row that failed or was skipped.
///
/// @param row counted from 1 without the header, and `line` as editors count
/// @param title of the column, where it is about one
/// @param field of a contact, and the rule of it that the row breaks
public record Remark(
    long row, long line, Outcome outcome, String title, String field, String rule, String message) {
  public enum Outcome {
    FAILED,
    SKIPPED
  }
}
