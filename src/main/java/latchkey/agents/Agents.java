package latchkey.agents;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import latchkey.agents.Agent.Kind;
import latchkey.agents.Agent.Stamp;
import latchkey.agents.Agent.Status;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.db.Database;
import latchkey.db.Ids;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// What one can do with agents. A change is announced to `changed`, by organization, after it is
/// durable and before the caller hears of it: so the keys of an agent that was archived or
/// deleted have stopped when that is answered.
public final class Agents {
  static final String RESOURCE = "Agent";

  /// Ends the keys of an agent in the transaction that deletes it, and says how many they are.
  @FunctionalInterface
  public interface EndKeys {
    int of(Tx tx, String organizationId, String agentId, By by);
  }

  /// Which agents a list shows.
  ///
  /// @param search a part of the name, in any case
  public record Filter(Optional<Status> status, Optional<String> search) {
    public static final Filter NONE = new Filter(Optional.empty(), Optional.empty());
  }

  /// What an agent is called.
  public record Named(String id, String name, Status status) {}

  private final Database database;
  private final Consumer<String> changed;
  private final EndKeys endKeys;
  private final SecureRandom random = new SecureRandom();

  public Agents(Database database, Consumer<String> changed) {
    this(database, changed, (_, _, _, _) -> 0);
  }

  public Agents(Database database, Consumer<String> changed, EndKeys endKeys) {
    this.database = database;
    this.changed = changed;
    this.endKeys = endKeys;
  }

  /// Makes one that the program brings along, such as the demo's.
  public void create(Agent agent) {
    var _ = announced(agent.organizationId(), tx -> insert(tx, agent, By.system("start")));
  }

  public Agent create(String organizationId, Kind kind, Profile profile, By by) {
    return announced(
        organizationId, tx -> insert(tx, made(tx, organizationId, kind, profile, by), by));
  }

  /// A new agent like that one; keys are not copied.
  public Change duplicate(String organizationId, String id, By by) {
    return announced(
        organizationId,
        tx ->
            AgentTable.find(tx.handle(), organizationId, id)
                .<Change>map(
                    like ->
                        new Change.Done(
                            insert(
                                tx,
                                made(tx, organizationId, like.kind(), like.profile().copied(), by),
                                by)))
                .orElseGet(Change.Absent::new));
  }

  private Agent made(Tx tx, String organizationId, Kind kind, Profile profile, By by) {
    Stamp now = new Stamp(tx.now(), by.id());
    String id = Ids.next(tx.now(), random);
    return new Agent(id, organizationId, kind, profile, Status.ACTIVE, now, now, 1);
  }

  private static Agent insert(Tx tx, Agent agent, By by) {
    Stamp now = new Stamp(tx.now(), by.id());
    Agent stamped =
        new Agent(
            agent.id(),
            agent.organizationId(),
            agent.kind(),
            agent.profile(),
            agent.status(),
            now,
            now,
            agent.version());
    AgentTable.insert(tx.handle(), stamped);
    AuditLog.append(
        tx,
        agent.organizationId(),
        by,
        Event.create(
            RESOURCE,
            agent.id(),
            "Created the agent \"%s\"".formatted(agent.name()),
            Facts.of(stamped)));
    return stamped;
  }

  /// Changes what is written about it to what `change` makes of it, which may refuse with an
  /// [IllegalArgumentException].
  public Change change(
      String organizationId,
      String id,
      OptionalLong version,
      UnaryOperator<Profile> change,
      By by) {
    return changing(
        organizationId,
        id,
        version,
        by,
        agent ->
            agent.status() == Status.ARCHIVED
                ? Optional.empty()
                : Optional.of(with(agent, change.apply(agent.profile()), agent.status())));
  }

  /// Pauses, archives or brings back.
  public Change setStatus(
      String organizationId, String id, OptionalLong version, Status status, By by) {
    return changing(
        organizationId,
        id,
        version,
        by,
        agent ->
            agent.status() == Status.ARCHIVED && status == Status.PAUSED
                ? Optional.empty()
                : Optional.of(with(agent, agent.profile(), status)));
  }

  private static Agent with(Agent agent, Profile profile, Status status) {
    return new Agent(
        agent.id(),
        agent.organizationId(),
        agent.kind(),
        profile,
        status,
        agent.created(),
        agent.updated(),
        agent.version());
  }

  private Change changing(
      String organizationId,
      String id,
      OptionalLong version,
      By by,
      Function<Agent, Optional<Agent>> change) {
    return found(
        organizationId,
        id,
        version,
        (tx, before) -> {
          Optional<Agent> asked = change.apply(before);
          if (asked.isEmpty()) {
            return new Change.Archived();
          }
          if (asked.get().equals(before)) {
            return new Change.Done(before);
          }
          AgentTable.update(tx.handle(), asked.get(), new Stamp(tx.now(), by.id()));
          Agent after = AgentTable.find(tx.handle(), organizationId, id).orElseThrow();
          AuditLog.append(
              tx,
              organizationId,
              by,
              Event.update(
                  RESOURCE, id, described(before, after), Facts.of(before), Facts.of(after)));
          return new Change.Done(after);
        });
  }

  private static String described(Agent before, Agent after) {
    String verb =
        before.status() == after.status()
            ? "Changed"
            : switch (after.status()) {
              case ACTIVE -> before.status() == Status.ARCHIVED ? "Restored" : "Resumed";
              case PAUSED -> "Paused";
              case ARCHIVED -> "Archived";
            };
    return "%s the agent \"%s\"".formatted(verb, after.name());
  }

  /// Ends it for good, with its keys; what other rooms have of it goes later ([Leavings]).
  public Change delete(String organizationId, String id, OptionalLong version, By by) {
    return found(
        organizationId,
        id,
        version,
        (tx, before) -> {
          AgentTable.delete(tx.handle(), organizationId, id, new Stamp(tx.now(), by.id()));
          Leavings.begin(tx, new Leavings.Left(organizationId, id));
          int keys = endKeys.of(tx, organizationId, id, by);
          AuditLog.append(
              tx,
              organizationId,
              by,
              Event.delete(
                  RESOURCE,
                  id,
                  "Deleted the agent \"%s\" and revoked its %d keys".formatted(before.name(), keys),
                  Facts.of(before)));
          return new Change.Done(before);
        });
  }

  private interface Work {
    Change on(Tx tx, Agent agent);
  }

  /// Works on an agent that nobody else changes meanwhile.
  private Change found(String organizationId, String id, OptionalLong version, Work work) {
    return announced(
        organizationId,
        tx -> {
          if (!AgentTable.lock(tx.handle(), organizationId, id)) {
            return new Change.Absent();
          }
          Agent agent = AgentTable.find(tx.handle(), organizationId, id).orElseThrow();
          return version.isPresent() && version.getAsLong() != agent.version()
              ? new Change.Stale(agent.version())
              : work.on(tx, agent);
        });
  }

  public Optional<Agent> find(String organizationId, String id) {
    return database.read(handle -> AgentTable.find(handle, organizationId, id));
  }

  /// Whether it is there, and not deleted.
  public static boolean has(Handle handle, String organizationId, String id) {
    return AgentTable.find(handle, organizationId, id).isPresent();
  }

  /// What the newest are called, at most so many of them.
  public List<Named> names(String organizationId, int most) {
    return database.read(handle -> AgentTable.names(handle, organizationId, most));
  }

  /// What these are called, unless they are deleted.
  public List<Named> names(String organizationId, List<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : database.read(handle -> AgentTable.names(handle, organizationId, ids));
  }

  /// A page, the newest first: those before `before`.
  public List<Agent> list(String organizationId, Filter filter, Optional<String> before, int most) {
    return database.read(handle -> AgentTable.list(handle, organizationId, filter, before, most));
  }

  /// Those whose keys work: all but the archived and the deleted.
  public Set<String> idsOf(String organizationId) {
    return database.read(handle -> AgentTable.working(handle, organizationId));
  }

  private <T> T announced(String organizationId, Function<Tx, T> work) {
    try {
      return database.write(work);
    } finally {
      changed.accept(organizationId);
    }
  }
}
