package latchkey.doors.pages.forms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A form as the API shows it.
public record AgentForm(
    String id,
    String name,
    String description,
    String state,
    List<Field> fields,
    long submissions,
    Optional<Instant> submittedAt,
    Instant createdAt,
    long version) {
  public AgentForm {
    fields = List.copyOf(fields);
  }

  /// One of its fields.
  public record Field(
      String key,
      String label,
      String type,
      boolean required,
      Optional<Integer> maxLength,
      List<String> choices,
      Optional<String> fills) {
    public Field {
      choices = List.copyOf(choices);
    }
  }

  public boolean is(String some) {
    return state.equals(some);
  }
}
