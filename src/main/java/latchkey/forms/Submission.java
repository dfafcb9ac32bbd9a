package latchkey.forms;

import java.util.List;
import latchkey.crm.Place;

/// What was answered to a form once.
///
/// @param formVersion of the form that was answered
/// @param answers in the order of that form's fields; what was not answered is not among them
/// @param by the id of the key that brought it
public record Submission(
    String id,
    Place place,
    String formId,
    long formVersion,
    String contactId,
    List<Answer> answers,
    String by,
    long at) {
  /// An answer, with what the question was called then.
  ///
  /// @param value a text, a number, a boolean or a list of texts
  public record Answer(String key, String label, Object value) {
    public Answer {
      value = value instanceof List<?> several ? List.copyOf(several) : value;
    }
  }

  public Submission {
    answers = List.copyOf(answers);
  }
}
