package latchkey.people;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import latchkey.access.Resource;
import latchkey.keys.KeyText;

/// A tenant: all that it owns names it, and nobody else's keys reach it.
///
/// @param timeZone in which a date means a time
/// @param defaultRegion the country of phone numbers without one, as two letters
public record Organization(
    String id,
    String name,
    Status status,
    String keyPrefix,
    boolean sealedCopies,
    List<Resource> ownResources,
    ZoneId timeZone,
    String defaultRegion,
    Plan plan,
    Optional<Email> billingContact,
    long version) {
  public static final int LEAST_NAME = 3;
  public static final int MOST_NAME = 100;

  public enum Status {
    ACTIVE,
    SUSPENDED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Organization {
    name = name.strip();
    int length = name.codePointCount(0, name.length());
    if (length < LEAST_NAME || length > MOST_NAME || name.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "an organization's name has %d to %d characters".formatted(LEAST_NAME, MOST_NAME));
    }
    if (!KeyText.isPrefix(keyPrefix)) {
      throw new IllegalArgumentException(
          "a key prefix is 1 to %d of a-z and 0-9, a letter first, not \"%s\""
              .formatted(KeyText.MOST_PREFIX, keyPrefix));
    }
    if (!Arrays.asList(Locale.getISOCountries()).contains(defaultRegion)) {
      throw new IllegalArgumentException("not a country's two letters: " + defaultRegion);
    }
    ownResources = List.copyOf(ownResources);
  }

  /// With the settings that a new one begins with.
  public Organization(
      String id,
      String name,
      Status status,
      String keyPrefix,
      boolean sealedCopies,
      List<Resource> ownResources) {
    this(
        id,
        name,
        status,
        keyPrefix,
        sealedCopies,
        ownResources,
        ZoneId.of("UTC"),
        "US",
        Plan.STARTER,
        Optional.empty(),
        1);
  }

  /// An active one that keeps no sealed copies and declares nothing of its own.
  public static Organization named(String id, String name, String keyPrefix) {
    return new Organization(id, name, Status.ACTIVE, keyPrefix, false, List.of());
  }

  /// The same in another state.
  public Organization in(Status other) {
    return new Organization(
        id,
        name,
        other,
        keyPrefix,
        sealedCopies,
        ownResources,
        timeZone,
        defaultRegion,
        plan,
        billingContact,
        version);
  }

  /// The same with these resources of its own.
  public Organization declaring(List<Resource> resources) {
    return new Organization(
        id,
        name,
        status,
        keyPrefix,
        sealedCopies,
        resources,
        timeZone,
        defaultRegion,
        plan,
        billingContact,
        version);
  }
}
