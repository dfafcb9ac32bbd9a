package latchkey.audit;

import java.util.List;
import java.util.Optional;

/// One link of an organization's chain.
///
/// @param seq 1 for the organization's first entry, and one more for each that follows
public record Entry(String orgId, long seq, long at, By by, Event event) {
  /// Where [#texts] are stored, in their order.
  static final List<String> COLUMNS =
      List.of(
          "actor_kind",
          "actor_id",
          "actor_name",
          "address",
          "user_agent",
          "request_id",
          "action",
          "resource",
          "resource_id",
          "description",
          "status",
          "before",
          "after");

  /// All that is text, in the order in which the hash covers it.
  List<Optional<String>> texts() {
    return List.of(
        Optional.of(by.kind().name()),
        Optional.of(by.id()),
        Optional.of(by.name()),
        Optional.of(by.origin().address()),
        Optional.of(by.origin().userAgent()),
        Optional.of(by.origin().requestId()),
        Optional.of(event.action().name()),
        Optional.of(event.resource()),
        Optional.of(event.resourceId()),
        Optional.of(event.description()),
        Optional.of(event.status().name()),
        event.before(),
        event.after());
  }
}
