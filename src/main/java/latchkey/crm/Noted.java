package latchkey.crm;

/// What became of a change to a note.
public sealed interface Noted {
  /// It is done; a deleted note is the one that was.
  record Done(Note note) implements Noted {}

  /// There is no such note, or no such contact.
  record Absent() implements Noted {}

  /// Somebody changed it since it was read.
  record Stale(long version) implements Noted {}

  /// Somebody else wrote it.
  record Anothers() implements Noted {}

  /// The contact has as many as a contact may have.
  record TooMany(int most) implements Noted {}
}
