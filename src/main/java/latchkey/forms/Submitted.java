package latchkey.forms;

import java.util.List;
import latchkey.crm.Contact;
import latchkey.crm.FieldError;

/// What became of answers to a form.
public sealed interface Submitted {
  /// It is kept.
  ///
  /// @param contact as the answers left it
  record Done(Submission submission, Contact contact) implements Submitted {}

  /// There is no such form, or it was never published.
  record NoForm() implements Submitted {}

  /// The form takes no answers any more.
  record Archived() implements Submitted {}

  /// There is no such contact, and the answers of this form make none.
  record NoContact() implements Submitted {}

  record Invalid(List<FieldError> errors) implements Submitted {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /// Another contact has that value of a field that must be unique.
  record Taken(String field) implements Submitted {}
}
