package latchkey.doors.pages.forms;

import java.util.List;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Visit;

/// The agent whose forms a page is about.
public record Place(String id, String name) {
  public static final String ALL = "/agents/{agentId}/forms";
  static final String ONE = ALL + "/{formId}";
  static final String API = "/api/v1/agents/{agentId}/forms";
  static final String API_ONE = API + "/{formId}";

  /// The agent of the visit's path; 404 if it is none of the organization's.
  static Place of(Visit visit) {
    return visit
        .get("/api/v1/agents/{agentId}")
        .path("agentId", visit.path("agentId"))
        .as(Place.class);
  }

  static Asking one(Asking asking, Visit visit) {
    return asking.path("agentId", visit.path("agentId")).path("formId", visit.path("formId"));
  }

  static AgentForm form(Visit visit) {
    return one(visit.get(API_ONE), visit).as(AgentForm.class);
  }

  static String path(Visit visit) {
    return "/agents/%s/forms/%s".formatted(visit.path("agentId"), visit.path("formId"));
  }

  public String path() {
    return "/agents/" + id + "/forms";
  }

  public String contacts() {
    return "/agents/" + id + "/contacts";
  }

  /// A custom field of the agent's contacts, which a form may fill.
  public record Custom(String key, String label) {}

  private record Fields(List<Custom> customFields) {}

  List<Custom> customFields(Visit visit) {
    return visit
        .get("/api/v1/agents/{agentId}/contacts/fields")
        .path("agentId", id)
        .as(Fields.class)
        .customFields;
  }
}
