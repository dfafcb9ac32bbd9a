package latchkey.forms;

import java.util.OptionalLong;
import latchkey.crm.Place;

/// What an agent asks people.
///
/// @param submissions how many there are
/// @param submittedAt when the last of them came
/// @param version counts the changes of its terms, from 1
public record Form(
    String id,
    Place place,
    FormTerms terms,
    long submissions,
    OptionalLong submittedAt,
    long createdAt,
    long updatedAt,
    long version) {
  public boolean is(FormTerms.State state) {
    return terms.state() == state;
  }
}
