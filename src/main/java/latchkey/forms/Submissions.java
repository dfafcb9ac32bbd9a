package latchkey.forms;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which submissions of an agent are wanted, the newest first.
///
/// @param before the id of the submission that the part before ended with
public record Submissions(
    Optional<String> formId,
    Optional<String> contactId,
    Optional<String> before,
    long skip,
    int most) {
  public static Submissions ofForm(String formId, int most) {
    return new Submissions(Optional.of(formId), Optional.empty(), Optional.empty(), 0, most);
  }

  public static Submissions ofContact(String contactId, int most) {
    return new Submissions(Optional.empty(), Optional.of(contactId), Optional.empty(), 0, most);
  }

  public Submissions by(Optional<String> contact) {
    return new Submissions(formId, contact, before, skip, most);
  }

  public Submissions after(Optional<String> last) {
    return new Submissions(formId, contactId, last, skip, most);
  }

  public Submissions skipping(long some) {
    return new Submissions(formId, contactId, before, some, most);
  }

  public Submissions atMost(int some) {
    return new Submissions(formId, contactId, before, skip, some);
  }

  Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    formId.ifPresent(id -> values.put("form", id));
    contactId.ifPresent(id -> values.put("contact", id));
    before.ifPresent(id -> values.put("before", id));
    return values;
  }
}
