package latchkey.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a query string, decoded, in their order, each at most once.
public record Parameters(Map<String, String> values) {
  private static final Parameters NONE = new Parameters(Map.of());

  public Parameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// Reads what follows the question mark.
  public static Parameters of(String query) {
    if (query.isEmpty()) {
      return NONE;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = Percent.ofQuery(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : Percent.ofQuery(pair.substring(equals + 1));
      if (values.put(name, value) != null) {
        throw Problem.badRequest("The parameter \"%s\" came twice.".formatted(name));
      }
    }
    return new Parameters(values);
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// Refuses every parameter with another name: it may be a misspelt one, and what it would have
  /// asked for is then not answered.
  public void only(List<String> names) {
    List<String> unknown = new ArrayList<>(values.keySet());
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw Problem.of(
          400,
          "unknown_parameters",
          "Unknown parameters: %s; this takes %s."
              .formatted(
                  String.join(", ", unknown), names.isEmpty() ? "none" : String.join(", ", names)));
    }
  }
}
