package latchkey.audit;

import java.util.Locale;
import java.util.Optional;
import latchkey.audit.Event.Action;
import latchkey.audit.Event.Status;

/// Which entries somebody wants to see.
///
/// @param actor the id of a person or a key
/// @param from epoch milliseconds, the first
/// @param to epoch milliseconds, the first one that is too late
/// @param text part of the description, in any case
public record AuditFilter(
    Optional<String> actor,
    Optional<Action> action,
    Optional<String> resource,
    Optional<String> resourceId,
    Optional<Status> status,
    long from,
    long to,
    Optional<String> text) {

  public static final AuditFilter ALL =
      new AuditFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          Optional.empty());

  public AuditFilter withActor(String id) {
    return new AuditFilter(Optional.of(id), action, resource, resourceId, status, from, to, text);
  }

  public AuditFilter withAction(Action wanted) {
    return new AuditFilter(
        actor, Optional.of(wanted), resource, resourceId, status, from, to, text);
  }

  public AuditFilter withResource(String wanted) {
    return new AuditFilter(actor, action, Optional.of(wanted), resourceId, status, from, to, text);
  }

  public AuditFilter withResourceId(String id) {
    return new AuditFilter(actor, action, resource, Optional.of(id), status, from, to, text);
  }

  public AuditFilter withStatus(Status wanted) {
    return new AuditFilter(
        actor, action, resource, resourceId, Optional.of(wanted), from, to, text);
  }

  public AuditFilter between(long first, long end) {
    return new AuditFilter(actor, action, resource, resourceId, status, first, end, text);
  }

  public AuditFilter withText(String wanted) {
    return new AuditFilter(
        actor, action, resource, resourceId, status, from, to, Optional.of(wanted));
  }

  boolean admits(Entry entry) {
    Event event = entry.event();
    return actor.map(entry.by().id()::equals).orElse(true)
        && action.map(event.action()::equals).orElse(true)
        && resource.map(event.resource()::equals).orElse(true)
        && resourceId.map(event.resourceId()::equals).orElse(true)
        && status.map(event.status()::equals).orElse(true)
        && entry.at() >= from
        && entry.at() < to
        && text.map(part -> contains(event.description(), part)).orElse(true);
  }

  private static boolean contains(String description, String part) {
    return description.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
