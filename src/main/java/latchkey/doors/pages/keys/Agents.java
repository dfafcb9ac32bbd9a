package latchkey.doors.pages.keys;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// The agents that keys may be for.
///
/// @param list the first thousand, and those that were asked for by their ids
public record Agents(List<Agent> list) {
  public Agents {
    list = List.copyOf(list);
  }

  public record Agent(String id, String name, String status) {}

  private record Items(List<Agent> items, Optional<String> next) {}

  /// Among them those with these ids, unless they are deleted.
  static Agents of(Visit visit, Collection<String> ids) {
    List<Agent> agents =
        visit
            .get("/api/v1/agents")
            .query("workingKeys", "false")
            .all(Items.class, Items::items, Items::next);
    ids.stream()
        .filter(id -> agents.stream().noneMatch(agent -> agent.id().equals(id)))
        .distinct()
        .toList()
        .forEach(id -> one(visit, id).ifPresent(agents::add));
    return new Agents(agents);
  }

  private static Optional<Agent> one(Visit visit, String id) {
    try {
      return Optional.of(visit.get("/api/v1/agents/{agentId}").path("agentId", id).as(Agent.class));
    } catch (Problem problem) {
      if (problem.status() == 404) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  public Optional<Agent> find(String id) {
    return list.stream().filter(agent -> agent.id().equals(id)).findFirst();
  }

  /// What an agent is called; one that is gone, by its id.
  public String name(String id) {
    return find(id).map(Agent::name).orElse(id);
  }
}
