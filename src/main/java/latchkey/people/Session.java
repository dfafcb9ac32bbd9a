package latchkey.people;

import java.util.Optional;

/// Somebody who is signed in at one device.
///
/// @param place the organization that they work in at the moment; none for a mere operator
/// @param csrfToken what a change must show besides the cookie
public record Session(
    String id, Person person, Optional<Place> place, String csrfToken, long createdAt) {
  /// Where somebody works; `suspended` says whether the organization is.
  public record Place(String organizationId, Role role, boolean suspended) {}

  /// One of a person's sessions, as they see it in their list.
  public record Listed(
      String id,
      Optional<String> organizationId,
      String address,
      String userAgent,
      long createdAt,
      long lastSeenAt,
      long expiresAt) {}
}
