package latchkey.agents;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// One agent of an organization.
public record Agent(
    String id,
    String organizationId,
    Kind kind,
    Profile profile,
    Status status,
    Stamp created,
    Stamp updated,
    long version) {
  /// What it was made as; that never changes.
  public enum Kind {
    GENERAL,
    MEDICAL;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String text) {
      return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
  }

  /// Whether it is at work, and whether its keys are.
  public enum Status {
    ACTIVE,
    /// Takes no calls; its keys go on, for integrations still read and change what it holds.
    PAUSED,
    /// Out of use, with its keys, until it is restored.
    ARCHIVED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Status> of(String text) {
      return Arrays.stream(values()).filter(status -> status.text().equals(text)).findFirst();
    }
  }

  /// Who did something, and when.
  public record Stamp(long at, String by) {}

  /// An active one of which only the name is said.
  public Agent(String id, String organizationId, String name) {
    this(
        id,
        organizationId,
        Kind.GENERAL,
        Profile.named(name),
        Status.ACTIVE,
        new Stamp(0, ""),
        new Stamp(0, ""),
        1);
  }

  public String name() {
    return profile.name();
  }
}
