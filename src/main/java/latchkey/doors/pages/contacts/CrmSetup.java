package latchkey.doors.pages.contacts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// An agent's CRM settings as the API shows them.
///
/// @param fields the archived ones too
public record CrmSetup(
    List<String> stages,
    List<String> statuses,
    List<Field> fields,
    Automations automations,
    long version) {
  static final String API = "/api/v1/agents/{agentId}/crm";

  public CrmSetup {
    stages = List.copyOf(stages);
    statuses = List.copyOf(statuses);
    fields = List.copyOf(fields);
  }

  /// A custom field.
  public record Field(
      String key,
      String label,
      String type,
      boolean required,
      boolean unique,
      Optional<Integer> maxLength,
      List<String> choices,
      boolean archived) {
    public Field {
      choices = List.copyOf(choices);
    }
  }

  /// What happens when a contact is created.
  public record Automations(Created manual, Created captured) {}

  /// Of one kind of contacts.
  ///
  /// @param owners the strategy, and what it takes
  public record Created(Map<String, Object> owners, Optional<String> stage) {
    public Created {
      owners = Map.copyOf(owners);
    }
  }

  static CrmSetup of(Visit visit) {
    return visit.get(API).path("agentId", Desk.agentId(visit)).as(CrmSetup.class);
  }

  /// The names of a list, such as the stages.
  public List<String> names(String listing) {
    return switch (listing) {
      case "stages" -> stages;
      case "statuses" -> statuses;
      default -> throw Problem.of(404, "not_found", "");
    };
  }

  Field field(String key) {
    return fields.stream()
        .filter(field -> field.key.equals(key))
        .findFirst()
        .orElseThrow(() -> Problem.of(404, "not_found", ""));
  }

  /// Those in use, or those that are archived.
  public List<Field> fields(boolean archived) {
    return fields.stream().filter(field -> field.archived == archived).toList();
  }
}
