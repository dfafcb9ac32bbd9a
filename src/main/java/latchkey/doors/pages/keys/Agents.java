package latchkey.doors.pages.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Visit;

/// The agents that keys may be for.
public record Agents(List<Agent> list) {
  public Agents {
    list = List.copyOf(list);
  }

  public record Agent(String id, String name, String status) {}

  private record Items(List<Agent> items) {}

  /// The first thousand, and those with these ids, unless they are deleted.
  static Agents of(Visit visit, Collection<String> ids) {
    List<Agent> agents = new ArrayList<>(ask(visit).as(Items.class).items());
    agents.addAll(
        named(
                visit,
                ids.stream()
                    .filter(id -> agents.stream().noneMatch(agent -> agent.id().equals(id)))
                    .toList())
            .list());
    return new Agents(agents);
  }

  /// Those with these ids alone.
  static Agents named(Visit visit, Collection<String> ids) {
    List<String> wanted = ids.stream().distinct().toList();
    return new Agents(
        wanted.isEmpty()
            ? List.of()
            : ask(visit).query("ids", String.join(",", wanted)).as(Items.class).items());
  }

  private static Asking ask(Visit visit) {
    return visit.get("/api/v1/agents/names");
  }

  public Optional<Agent> find(String id) {
    return list.stream().filter(agent -> agent.id().equals(id)).findFirst();
  }

  /// What an agent is called; one that is gone, by its id.
  public String name(String id) {
    return find(id).map(Agent::name).orElse(id);
  }
}
