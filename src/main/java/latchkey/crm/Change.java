package latchkey.crm;

import java.util.List;

/// What became of the wish to change a contact.
public sealed interface Change {
  /// It is as wished, whether it was so before or not.
  record Changed(Contact contact) implements Change {}

  record Absent() implements Change {}

  /// It is of another version than the caller saw.
  record Stale(long version) implements Change {}

  record Invalid(List<FieldError> errors) implements Change {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /// Another contact has that value of a field that must be unique.
  record Taken(String field) implements Change {}
}
