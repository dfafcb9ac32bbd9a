package latchkey.crm;

/// What became of a contact that was to be taken away for good.
public enum Removal {
  REMOVED,
  /// It has another version than the one that was to go, or is not there.
  CHANGED,
  /// Somebody has put something beside it: a note, a file.
  IN_USE
}
