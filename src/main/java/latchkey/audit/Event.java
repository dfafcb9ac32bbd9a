package latchkey.audit;

import java.util.Optional;

/// What was done, in words and as data.
///
/// @param resource the kind of thing, as people call it: `API Key`
/// @param description a sentence that says it all: `Revoked the key "Production sync"`
/// @param before what the change replaced, as JSON; never a secret
/// @param after what it left, as JSON; never a secret
public record Event(
    Action action,
    String resource,
    String resourceId,
    String description,
    Status status,
    Optional<String> before,
    Optional<String> after) {
  private static final int LONGEST = 300;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int LONGEST_DATA = 50_000;

  public enum Action {
    CREATE,
    READ,
    UPDATE,
    DELETE,
    LOGIN,
    LOGOUT
  }

  public enum Status {
    SUCCESS,
    FAILED
  }

  public Event {
    resource = Text.clean(resource, LONGEST);
    resourceId = Text.clean(resourceId, LONGEST);
    description = Text.clean(description, LONGEST_DESCRIPTION);
    before = before.map(data -> Text.clean(data, LONGEST_DATA));
    after = after.map(data -> Text.clean(data, LONGEST_DATA));
    if (resource.isEmpty() || description.isEmpty()) {
      throw new IllegalArgumentException("an event has a resource and a description");
    }
  }

  public static Event create(String resource, String id, String description, String after) {
    return new Event(
        Action.CREATE,
        resource,
        id,
        description,
        Status.SUCCESS,
        Optional.empty(),
        Optional.of(after));
  }

  public static Event update(
      String resource, String id, String description, String before, String after) {
    return new Event(
        Action.UPDATE,
        resource,
        id,
        description,
        Status.SUCCESS,
        Optional.of(before),
        Optional.of(after));
  }

  public static Event delete(String resource, String id, String description, String before) {
    return new Event(
        Action.DELETE,
        resource,
        id,
        description,
        Status.SUCCESS,
        Optional.of(before),
        Optional.empty());
  }

  /// Something that has no before and after, such as a login or a look at a secret.
  public static Event of(Action action, String resource, String id, String description) {
    return new Event(
        action, resource, id, description, Status.SUCCESS, Optional.empty(), Optional.empty());
  }

  /// The same, tried in vain.
  public Event failed() {
    return new Event(action, resource, resourceId, description, Status.FAILED, before, after);
  }
}
