package latchkey.imports;

import java.util.Optional;

/// What is to be said of a row that failed or was skipped, or whose contact an undoing has kept.
///
/// @param row counted from 1 without the header, and `line` as editors count
/// @param title of the column, where it is about one
/// @param field of a contact, and the rule of it that the row breaks
/// @param contactId of a contact that is there
public record Remark(
    long row,
    long line,
    Outcome outcome,
    String title,
    String field,
    String rule,
    String message,
    Optional<String> contactId) {
  public enum Outcome {
    FAILED,
    SKIPPED,
    KEPT
  }
}
