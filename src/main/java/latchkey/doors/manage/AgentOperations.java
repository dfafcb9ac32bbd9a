package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.agents.Agent;
import latchkey.agents.Agent.Kind;
import latchkey.agents.Agent.Status;
import latchkey.agents.Agents;
import latchkey.agents.Change;
import latchkey.agents.Profile;
import latchkey.doors.Answer;
import latchkey.http.Problem;
import latchkey.http.Sent;
import latchkey.keys.KeyList;
import latchkey.people.Right;

/// `/api/v1/agents`.
public final class AgentOperations {
  private static final String ALL = "/api/v1/agents";
  private static final String ONE = ALL + "/{agentId}";
  private static final String WORKING_KEYS = "workingKeys";
  private static final int MOST_NAMES = 1_000;

  private final Agents agents;
  private final KeyList keys;

  public AgentOperations(Agents agents, KeyList keys) {
    this.agents = agents;
    this.keys = keys;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.AGENTS_READ, "agents.read");
    Need create = Need.of(Right.AGENTS_MANAGE, "agents.create");
    Need update = Need.of(Right.AGENTS_MANAGE, "agents.update");
    Need delete = Need.of(Right.AGENTS_MANAGE, "agents.delete");
    return List.of(
        Operation.list(ALL, read, this::list, "status", "search", WORKING_KEYS),
        Operation.create(ALL, create, this::create),
        Operation.get(ALL + "/names", read, this::names).taking("ids"),
        Operation.get(ONE, read, this::show),
        Operation.patch(ONE, update, this::change),
        Operation.put(ONE + "/status", update, this::setStatus),
        Operation.create(ONE + "/duplicate", create, this::duplicate),
        Operation.delete(ONE, delete, this::delete));
  }

  /// An agent as it is shown.
  ///
  /// @param workingKeys only where somebody reads and wants it; a change's answer leaves it out
  private record Shown(
      String id,
      String name,
      String kind,
      String status,
      Optional<String> voiceId,
      String greeting,
      String prompt,
      Optional<String> knowledgeBaseId,
      Optional<String> phoneNumber,
      Instant createdAt,
      String createdBy,
      Instant updatedAt,
      String updatedBy,
      Optional<Integer> workingKeys,
      long version) {
    static Shown of(Agent agent, Optional<Integer> workingKeys) {
      Profile profile = agent.profile();
      return new Shown(
          agent.id(),
          profile.name(),
          agent.kind().text(),
          agent.status().text(),
          profile.voiceId(),
          profile.greeting(),
          profile.prompt(),
          profile.knowledgeBaseId(),
          profile.phoneNumber(),
          Instant.ofEpochMilli(agent.created().at()),
          agent.created().by(),
          Instant.ofEpochMilli(agent.updated().at()),
          agent.updated().by(),
          workingKeys,
          agent.version());
    }
  }

  private Answer list(Call call) {
    Page page = call.page();
    Agents.Filter filter =
        new Agents.Filter(
            call.parameter("status").map(AgentOperations::status), call.parameter("search"));
    List<Agent> found =
        agents.list(call.organization(), filter, page.after().map(List::getFirst), page.oneMore());
    Optional<Map<String, Integer>> working =
        counted(call)
            ? Optional.of(
                keys.working(
                    call.organization(), found.stream().map(Agent::id).toList(), call.now()))
            : Optional.empty();
    return page.answer(
        found,
        agent -> List.of(agent.id()),
        agent -> Shown.of(agent, working.map(counts -> counts.getOrDefault(agent.id(), 0))));
  }

  private record Named(String id, String name, String status) {
    static Named of(Agents.Named agent) {
      return new Named(agent.id(), agent.name(), agent.status().text());
    }
  }

  private record Names(List<Named> items) {}

  /// All in one answer, for who chooses one or reads their names.
  private Answer names(Call call) {
    List<Agents.Named> found =
        call.parameter("ids")
            .map(ids -> agents.names(call.organization(), ids(ids)))
            .orElseGet(() -> agents.names(call.organization(), MOST_NAMES));
    return Answer.of(new Names(found.stream().map(Named::of).toList()));
  }

  private static List<String> ids(String text) {
    List<String> ids = List.of(text.split(",", -1));
    if (ids.size() > Page.MOST) {
      throw Faults.invalid("ids are at most " + Page.MOST + " agents' ids, with commas.");
    }
    return ids;
  }

  /// Counting reads many rows, which who only wants names can spare us.
  private static boolean counted(Call call) {
    return call.flag(WORKING_KEYS).orElse(true);
  }

  private Answer show(Call call) {
    return agents
        .find(call.organization(), call.path("agentId"))
        .map(agent -> shown(agent, Optional.of(working(call, agent))))
        .orElseThrow(AgentOperations::absent);
  }

  private int working(Call call, Agent agent) {
    return keys.working(call.organization(), List.of(agent.id()), call.now())
        .getOrDefault(agent.id(), 0);
  }

  private record New(
      String name,
      Optional<String> kind,
      Optional<String> voiceId,
      Optional<String> greeting,
      Optional<String> prompt,
      Optional<String> knowledgeBaseId,
      Optional<String> phoneNumber) {
    Profile profile() {
      return new Profile(
          name, voiceId, greeting.orElse(""), prompt.orElse(""), knowledgeBaseId, phoneNumber);
    }

    Kind ofKind() {
      return kind.map(
              text ->
                  Kind.of(text).orElseThrow(() -> Faults.invalid("kind is general or medical.")))
          .orElse(Kind.GENERAL);
    }
  }

  private Answer create(Call call) {
    New wanted = call.body(New.class);
    Profile profile = Faults.checked(wanted::profile);
    return created(agents.create(call.organization(), wanted.ofKind(), profile, call.by()));
  }

  /// What is left out stays as it is.
  private record Changes(
      Optional<String> name,
      Sent<String> voiceId,
      Optional<String> greeting,
      Optional<String> prompt,
      Sent<String> knowledgeBaseId,
      Sent<String> phoneNumber) {
    Profile to(Profile before) {
      return new Profile(
          name.orElse(before.name()),
          voiceId.over(before.voiceId()),
          greeting.orElse(before.greeting()),
          prompt.orElse(before.prompt()),
          knowledgeBaseId.over(before.knowledgeBaseId()),
          phoneNumber.over(before.phoneNumber()));
    }
  }

  private Answer change(Call call) {
    Changes changes = call.body(Changes.class);
    return shown(
        agents.change(
            call.organization(),
            call.path("agentId"),
            call.version(),
            before -> Faults.checked(() -> changes.to(before)),
            call.by()));
  }

  private record NewStatus(String status) {}

  private Answer setStatus(Call call) {
    Status status = status(call.body(NewStatus.class).status());
    return shown(
        agents.setStatus(
            call.organization(), call.path("agentId"), call.version(), status, call.by()));
  }

  private static Status status(String text) {
    return Status.of(text)
        .orElseThrow(() -> Faults.invalid("status is active, paused or archived."));
  }

  private Answer duplicate(Call call) {
    return created(done(agents.duplicate(call.organization(), call.path("agentId"), call.by())));
  }

  private Answer delete(Call call) {
    var _ =
        done(agents.delete(call.organization(), call.path("agentId"), call.version(), call.by()));
    return Answer.none();
  }

  private static Answer created(Agent agent) {
    return Answer.created(Shown.of(agent, Optional.empty()), ALL + "/" + agent.id())
        .version(agent.version());
  }

  private static Answer shown(Change change) {
    return shown(done(change), Optional.empty());
  }

  private static Answer shown(Agent agent, Optional<Integer> workingKeys) {
    return Answer.of(Shown.of(agent, workingKeys)).version(agent.version());
  }

  private static Agent done(Change change) {
    return switch (change) {
      case Change.Done(var agent) -> agent;
      case Change.Absent _ -> throw absent();
      case Change.Stale(var version) -> throw Faults.stale(version);
      case Change.Archived _ ->
          throw Faults.conflict(
              "agent_archived", "The agent is archived: make it active before you change it.");
    };
  }

  private static Problem absent() {
    return Faults.absent("agent");
  }
}
