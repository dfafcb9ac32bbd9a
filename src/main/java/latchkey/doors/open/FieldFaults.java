package latchkey.doors.open;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import latchkey.crm.FieldError;
import latchkey.http.Problem;

/// What is wrong with fields, as `error.fields` has it.
final class FieldFaults {
  private static final int MOST_SAID = 3;

  private FieldFaults() {}

  static List<Map<String, String>> of(String field, String message) {
    return List.of(Map.of("field", field, "message", message));
  }

  /// The 400 that names every field and the rule that it breaks.
  static Problem invalid(List<FieldError> errors) {
    String said =
        errors.stream()
            .limit(MOST_SAID)
            .map(error -> (error.field() + " " + error.message()).strip())
            .collect(Collectors.joining("; "));
    String more = errors.size() > MOST_SAID ? "; and more" : "";
    return Problem.of(400, "validation_failed", "Validation failed: " + said + more)
        .with("fields", errors.stream().map(FieldFaults::told).toList());
  }

  /// The 409 for a value that another contact has.
  static Problem taken(String field) {
    return Problem.of(409, "already_exists", "A contact with this " + field + " exists already")
        .with("fields", List.of(told(new FieldError(field, "unique", "is another contact's"))));
  }

  private static Map<String, String> told(FieldError error) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("field", error.field());
    told.put("rule", error.rule());
    told.put("message", error.message());
    return told;
  }
}
