package latchkey.doors.manage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import latchkey.http.Problem;

/// What is wrong with the fields of a body: all of it at once, so that a form can say so beside
/// each.
final class FieldFaults {
  /// One field that is wrong, and the rule that it breaks.
  record Fault(String field, String message) {}

  private final List<Fault> faults = new ArrayList<>();

  /// What is made of a field; `otherwise` if that field is wrong, which then stands here.
  <T> T of(String field, Supplier<T> made, T otherwise) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      faults.add(new Fault(field, String.valueOf(e.getMessage())));
      return otherwise;
    }
  }

  List<Fault> list() {
    return List.copyOf(faults);
  }

  /// A 400 that names them, if there are any.
  void refuse() {
    if (!faults.isEmpty()) {
      throw problem();
    }
  }

  private Problem problem() {
    return Faults.invalid(faults.stream().map(Fault::message).collect(Collectors.joining("; ")))
        .with(
            "fields",
            faults.stream()
                .map(fault -> Map.of("field", fault.field(), "message", fault.message()))
                .toList());
  }
}
