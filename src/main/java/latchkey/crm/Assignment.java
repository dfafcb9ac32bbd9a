package latchkey.crm;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/// Whom a new contact is given to, if whoever creates it does not say.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "strategy")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Assignment.Creator.class, name = "creator"),
  @JsonSubTypes.Type(value = Assignment.OrganizationOwner.class, name = "organization-owner"),
  @JsonSubTypes.Type(value = Assignment.Selected.class, name = "selected"),
  @JsonSubTypes.Type(value = Assignment.RoundRobin.class, name = "round-robin"),
  @JsonSubTypes.Type(value = Assignment.None.class, name = "none")
})
public sealed interface Assignment {
  int MOST = 50;

  /// Whoever adds it, where that is a person.
  record Creator() implements Assignment {}

  record OrganizationOwner() implements Assignment {}

  /// Always the same, by the ids of persons.
  record Selected(String primary, Optional<String> secondary) implements Assignment {
    public Selected {
      if (secondary.filter(primary::equals).isPresent()) {
        throw new IllegalArgumentException("nobody is both primary and secondary admin");
      }
    }
  }

  /// By turns. The two rotate independently; without secondary ones there is only a primary admin.
  record RoundRobin(List<String> primary, List<String> secondary) implements Assignment {
    public RoundRobin {
      primary = checked("primary", primary);
      secondary = secondary.isEmpty() ? List.of() : checked("secondary", secondary);
      if (primary.stream().anyMatch(secondary::contains)) {
        throw new IllegalArgumentException("nobody is both primary and secondary admin");
      }
    }

    private static List<String> checked(String which, List<String> people) {
      if (people.size() < 2 || people.size() > MOST) {
        throw new IllegalArgumentException(
            "round robin takes at least two %s admins, and at most %d".formatted(which, MOST));
      }
      if (people.stream().distinct().count() < people.size()) {
        throw new IllegalArgumentException("somebody is a %s admin twice".formatted(which));
      }
      return List.copyOf(people);
    }
  }

  record None() implements Assignment {}
}
