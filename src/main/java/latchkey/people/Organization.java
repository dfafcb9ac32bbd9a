package latchkey.people;

import java.util.List;
import latchkey.access.Resource;

/// A tenant: all that it owns names it, and nobody else's keys reach it.
public record Organization(
    String id,
    String name,
    Status status,
    String keyPrefix,
    boolean sealedCopies,
    List<Resource> ownResources) {
  public static final int LEAST_NAME = 3;
  public static final int MOST_NAME = 100;

  public enum Status {
    ACTIVE,
    SUSPENDED
  }

  public Organization {
    if (name.length() < LEAST_NAME || name.length() > MOST_NAME) {
      throw new IllegalArgumentException(
          "an organization's name has %d to %d characters".formatted(LEAST_NAME, MOST_NAME));
    }
    ownResources = List.copyOf(ownResources);
  }

  /// An active one that keeps no sealed copies and declares nothing of its own.
  public static Organization named(String id, String name, String keyPrefix) {
    return new Organization(id, name, Status.ACTIVE, keyPrefix, false, List.of());
  }
}
