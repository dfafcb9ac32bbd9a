package latchkey.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which field each column of a file is for; a column without one is passed over.
public record Mapping(List<Optional<String>> columns) {
  /// What the names of an agent's own fields begin with.
  public static final String CUSTOM = "customFields.";

  private static final Set<String> USUAL =
      Set.of(
          "externalReferenceId",
          Guess.NAME,
          "email",
          "mobileNumber",
          "gender",
          "status",
          "stage",
          "owner",
          "secondaryOwner");

  public Mapping {
    columns = List.copyOf(columns);
    Set<String> taken = new HashSet<>();
    for (Optional<String> column : columns) {
      String field = column.orElse(Guess.NAME);
      if (!USUAL.contains(field) && !field.startsWith(CUSTOM)) {
        throw new IllegalArgumentException(
            "contacts have no field \"%s\" that a file can fill".formatted(field));
      }
      if (!field.equals(Guess.NAME) && !taken.add(field)) {
        throw new IllegalArgumentException(
            "two columns are for %s; only name may be several".formatted(field));
      }
    }
    if (columns.stream().noneMatch(Mapping::identifies)) {
      throw new IllegalArgumentException(
          "no column is for email, mobileNumber or externalReferenceId, "
              + "so no row would say whose it is");
    }
  }

  private static boolean identifies(Optional<String> column) {
    return column
        .filter(Set.of("email", "mobileNumber", "externalReferenceId")::contains)
        .isPresent();
  }

  /// The column that a field came from, for who is told what is wrong with it.
  public Optional<Integer> columnOf(String field) {
    int at = columns.indexOf(Optional.of(field));
    return at < 0 ? Optional.empty() : Optional.of(at);
  }

  /// What a row would be sent as. An empty cell says nothing, so it clears nothing.
  ///
  /// @param kinds of the agent's own fields by their names; others are texts
  public ObjectNode contact(List<String> cells, Map<String, CellKind> kinds) {
    ObjectNode contact = JsonNodeFactory.instance.objectNode();
    ObjectNode custom = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < columns.size(); i++) {
      String field = columns.get(i).orElse("");
      String cell = i < cells.size() ? cells.get(i) : "";
      if (field.isEmpty() || cell.isEmpty()) {
        continue;
      }
      if (field.startsWith(CUSTOM)) {
        CellKind kind = kinds.getOrDefault(field, CellKind.TEXT);
        custom.set(field.substring(CUSTOM.length()), kind.value(cell));
      } else {
        // Only the name may be there already.
        contact.put(field, contact.has(field) ? contact.get(field).asText() + " " + cell : cell);
      }
    }
    if (!custom.isEmpty()) {
      contact.set("customFields", custom);
    }
    return contact;
  }
}
