package latchkey.doors.manage;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import latchkey.audit.AuditReader;
import latchkey.audit.AuditReader.Actor;
import latchkey.doors.Answer;
import latchkey.keys.KeyFacets;
import latchkey.people.Right;

/// `/api/v1/keys/facets`: what the organization's keys can be filtered by.
public final class KeyFacetOperations {
  private final KeyFacets facets;
  private final AuditReader audit;

  public KeyFacetOperations(KeyFacets facets, AuditReader audit) {
    this.facets = facets;
    this.audit = audit;
  }

  public List<Operation> operations() {
    return List.of(
        Operation.get(
            KeyOperations.ALL + "/facets", Need.of(Right.KEYS_READ, "keys.read"), this::list));
  }

  /// Somebody who made keys.
  ///
  /// @param name what they were last called in the audit log, unless that has forgotten them
  private record Creator(String id, Optional<String> kind, Optional<String> name) {
    static Creator of(String id, Optional<Actor> actor) {
      return new Creator(
          id,
          actor.map(one -> one.kind().name().toLowerCase(Locale.ROOT)),
          actor.map(Actor::name).filter(name -> !name.isEmpty()));
    }
  }

  private record Facets(List<String> tags, List<Creator> creators) {}

  private Answer list(Call call) {
    List<String> creators = facets.creators(call.organization());
    Map<String, Actor> actors = audit.actors(call.organization(), creators);
    return Answer.of(
        new Facets(
            facets.tags(call.organization()),
            creators.stream()
                .map(id -> Creator.of(id, Optional.ofNullable(actors.get(id))))
                .toList()));
  }
}
