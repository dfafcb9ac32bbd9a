package latchkey.forms;

/// What became of the wish to change a form.
public sealed interface FormChange {
  /// It is as wished, whether it was so before or not.
  record Changed(Form form) implements FormChange {}

  record Absent() implements FormChange {}

  /// It is of another version than the caller saw.
  record Stale(long version) implements FormChange {}
}
