package latchkey.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Somebody's place in an organization.
///
/// @param id the person's, or the invitation's while they are invited only
/// @param name empty while they are invited only
/// @param since when they joined, or were invited, in epoch milliseconds
public record Member(
    String id, Email email, String name, Role role, Status status, long since, long version) {
  public enum Status {
    INVITED,
    ACTIVE,
    SUSPENDED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Status> of(String text) {
      return Arrays.stream(values()).filter(status -> status.text().equals(text)).findFirst();
    }
  }
}
