package latchkey.doors.pages;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Who is signed in, as `/api/v1/me` says it.
public record Me(
    Person person,
    Optional<String> organizationId,
    Optional<String> role,
    List<String> rights,
    List<Belonging> organizations,
    Factors factors) {
  public Me {
    rights = List.copyOf(rights);
    organizations = List.copyOf(organizations);
  }

  public record Person(
      String id, String email, String firstName, String lastName, boolean operator, long version) {
    /// As others see it; who has not given a name yet goes by their address.
    public String name() {
      String name = (firstName + " " + lastName).strip();
      return name.isEmpty() ? email : name;
    }
  }

  public record Belonging(
      String id, String name, String role, String status, boolean suspended, boolean current) {}

  public record Factors(boolean password, boolean totp, int recoveryCodes) {}

  /// The organization that they work in.
  public Optional<Belonging> current() {
    return organizations.stream().filter(Belonging::current).findFirst();
  }

  public boolean holds(String right) {
    return rights.contains(right);
  }

  /// Whether the navigation leads them there.
  public boolean sees(Section section) {
    return switch (section.group()) {
      case WORK, SETTINGS, HELP -> section.right().map(this::holds).orElse(true);
      case OPERATOR -> person.operator();
      case NONE -> false;
    };
  }

  /// For the round picture that nobody uploaded.
  public String initials() {
    return person
        .name()
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .limit(1)
        .mapToObj(Character::toString)
        .findFirst()
        .orElse("?")
        .toUpperCase(Locale.ROOT);
  }
}
