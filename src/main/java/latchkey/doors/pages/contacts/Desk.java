package latchkey.doors.pages.contacts;

import java.util.List;
import java.util.Optional;
import latchkey.doors.pages.Visit;

/// The agent whose contacts a page is about, and what its forms offer.
///
/// @param people who may own a contact, or did
public record Desk(Agent agent, Fields fields, List<Person> people) {
  public static final String ALL = "/agents/{agentId}/contacts";
  static final String API = "/api/v1/agents/{agentId}/contacts";

  /// What every contact has, in the order of forms, as the API calls it.
  static final List<String> BASIC =
      List.of(
          "name",
          "email",
          "mobileNumber",
          "gender",
          "externalReferenceId",
          "stage",
          "status",
          "owner",
          "secondaryOwner");

  public Desk {
    people = List.copyOf(people);
  }

  /// Only what is named of an agent.
  public record Agent(String id, String name) {
    public String path() {
      return "/agents/" + id;
    }
  }

  /// What a contact of the agent has besides what every contact has.
  public record Fields(List<String> stages, List<String> statuses, List<Custom> customFields) {
    public Fields {
      stages = List.copyOf(stages);
      statuses = List.copyOf(statuses);
      customFields = List.copyOf(customFields);
    }
  }

  /// A custom field.
  public record Custom(
      String key,
      String label,
      String type,
      boolean required,
      Optional<Integer> maxLength,
      List<String> choices) {
    public Custom {
      choices = List.copyOf(choices);
    }

    /// Of its input, and of what the API says is wrong with it.
    public String name() {
      return "customFields." + key;
    }

    public boolean is(String some) {
      return type.equals(some);
    }

    /// What browsers help to fill in.
    public String input() {
      return switch (type) {
        case "date", "email", "url" -> type;
        case "phone" -> "tel";
        default -> "text";
      };
    }
  }

  /// A member of the organization.
  public record Person(String id, String name, String email, String role, String status) {
    String called() {
      return name.isEmpty() ? email : name;
    }

    boolean mayOwn() {
      return status.equals("active") && !role.equals("viewer");
    }
  }

  private record People(List<Person> items, Optional<String> next) {}

  /// The agent of the visit's path; 404 if it is none of the organization's.
  static Agent agent(Visit visit) {
    return visit.get("/api/v1/agents/{agentId}").path("agentId", agentId(visit)).as(Agent.class);
  }

  static Desk of(Visit visit) {
    return new Desk(
        agent(visit),
        visit.get(API + "/fields").path("agentId", agentId(visit)).as(Fields.class),
        visit.get("/api/v1/members").all(People.class, People::items, People::next));
  }

  static String agentId(Visit visit) {
    return visit.path("agentId");
  }

  public String path() {
    return path(agent.id);
  }

  static String path(String agentId) {
    return "/agents/" + agentId + "/contacts";
  }

  public List<Choice> owners() {
    return people.stream()
        .filter(Person::mayOwn)
        .map(person -> new Choice(person.id, person.called()))
        .toList();
  }

  /// The name of a contact's owner, or the id of one who is gone.
  public String owner(String id) {
    return people.stream()
        .filter(person -> person.id.equals(id))
        .findFirst()
        .map(Person::called)
        .orElse(id);
  }

  /// What a select offers.
  public record Choice(String value, String label) {}
}
