package latchkey.doors.manage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import latchkey.access.Address;
import latchkey.access.InvalidQueryException;
import latchkey.access.Query;
import latchkey.doors.Answer;
import latchkey.gate.Ask;
import latchkey.gate.Check;
import latchkey.gate.Explanation;
import latchkey.gate.Gate;
import latchkey.gate.KeySnapshot;
import latchkey.gate.Refusal;
import latchkey.http.Problem;
import latchkey.keys.Credential;
import latchkey.keys.Key;
import latchkey.keys.KeyRoom;
import latchkey.keys.PublicId;
import latchkey.people.Organizations;
import latchkey.people.Right;

/// `/api/v1/decisions`, a key's refusals and `/api/v1/simulate`: why something was refused, and
/// what would be decided.
public final class ExplainOperations {
  private static final long LAST_TIME = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

  private final Gate gate;
  private final KeyRoom room;
  private final Organizations organizations;

  public ExplainOperations(Gate gate, KeyRoom room, Organizations organizations) {
    this.gate = gate;
    this.room = room;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.KEYS_READ, "keys.read");
    return Stream.of(
            Operation.get("/api/v1/decisions/{decisionId}", read, this::decision),
            Operation.get(KeyOperations.ONE + "/refusals", read, this::refusals)
                .taking(Operation.LIMIT),
            Operation.post("/api/v1/simulate", read, this::simulate))
        .map(Operation::alsoForOneAgent)
        .toList();
  }

  /// One check, and what it looked at.
  private record Step(String check, String outcome, String input) {}

  /// A decision with all of its checks.
  ///
  /// @param changes all are needed to be admitted
  private record Explained(
      Optional<String> decisionId,
      Instant at,
      Optional<String> keyId,
      Optional<String> permission,
      Optional<String> address,
      Optional<String> agentId,
      long cost,
      boolean valid,
      String code,
      List<Step> checks,
      List<String> changes) {
    static Explained of(Ask ask, Explanation made) {
      return new Explained(
          made.decisionId(),
          Instant.ofEpochMilli(ask.now()),
          made.keyId(),
          Optional.ofNullable(ask.need()).map(Query::toString),
          Optional.ofNullable(ask.address()).map(Address::toString),
          Optional.ofNullable(ask.agent()),
          ask.cost(),
          made.code().equals(Explanation.VALID),
          made.code(),
          made.steps().stream()
              .map(step -> new Step(step.check().name(), step.outcome().name(), step.input()))
              .toList(),
          made.changes());
    }
  }

  private Answer decision(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Refusal refusal =
        gate.decisions()
            .find(call.organization(), call.path("decisionId"))
            .orElseThrow(ExplainOperations::forgotten);
    Explanation explained = refusal.explain();
    if (caller.scope().agentId().isPresent()
        && explained
            .keyId()
            .flatMap(PublicId::parse)
            .flatMap(id -> room.keys().find(caller.scope(), id))
            .isEmpty()) {
      throw forgotten();
    }
    return Answer.of(Explained.of(refusal.ask(), explained));
  }

  private static Problem forgotten() {
    return Problem.of(
        404,
        "not_found",
        "No such refusal is kept: the last refusals of an organization are, until the server is"
            + " restarted, but never what was granted.");
  }

  /// A refusal, as a line of a list.
  ///
  /// @param check the first that it failed
  private record Line(
      String decisionId,
      Instant at,
      String code,
      String check,
      Optional<String> permission,
      Optional<String> address,
      Optional<String> agentId,
      long cost) {
    static Line of(Refusal refusal) {
      Ask ask = refusal.ask();
      return new Line(
          refusal.decisionId(),
          Instant.ofEpochMilli(ask.now()),
          refusal.reason().code(),
          Check.failedBy(refusal.reason()).name(),
          Optional.ofNullable(ask.need()).map(Query::toString),
          Optional.ofNullable(ask.address()).map(Address::toString),
          Optional.ofNullable(ask.agent()),
          ask.cost());
    }
  }

  private record Lines(List<Line> items) {
    Lines {
      items = List.copyOf(items);
    }
  }

  private Answer refusals(Call call) {
    int most = call.page().limit();
    Key key = key(call, KeyOperations.id(call));
    return Answer.of(
        new Lines(
            gate.decisions().ofKey(key.organizationId(), key.id().toString(), most).stream()
                .map(Line::of)
                .toList()));
  }

  private Key key(Call call, PublicId id) {
    return room.keys()
        .find(KeyCaller.of(call, organizations).scope(), id)
        .orElseThrow(KeyOperations::absent);
  }

  /// A question about a key, whose secret nobody has to show.
  ///
  /// @param limits whether they are asked
  /// @param changes how the key would be
  private record Question(
      String keyId,
      Optional<String> permission,
      Optional<String> address,
      Optional<String> agentId,
      Optional<Long> cost,
      Optional<Boolean> limits,
      Optional<String> at,
      Optional<KeyFields.Changes> changes) {
    /// @throws IllegalArgumentException when something is wrong with it
    Ask ask(long now) {
      return new Ask(
          Credential.GONE,
          permission.map(Question::query).orElse(null),
          agentId.orElse(null),
          null,
          address.map(Question::parse).orElse(null),
          cost.orElse(1L),
          limits.orElse(true),
          at.map(Question::time).orElse(now));
    }

    private static long time(String text) {
      long time = KeyFields.instant(text);
      if (time < 0 || time > LAST_TIME) {
        throw new IllegalArgumentException("at is a time of the years 1970 to 9999");
      }
      return time;
    }

    private static Query query(String text) {
      try {
        return Query.parse(text);
      } catch (InvalidQueryException e) {
        throw Faults.invalid("permission: " + e.getMessage())
            .with("position", e.position())
            .with("expected", e.expected());
      }
    }

    private static Address parse(String text) {
      return Address.parse(text)
          .orElseThrow(() -> new IllegalArgumentException("address is one IPv4 or IPv6 address"));
    }
  }

  private Answer simulate(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Question question = call.body(Question.class);
    Key stored = key(call, KeyOperations.id(question.keyId()));
    Ask ask = Faults.checked(() -> question.ask(call.now()));
    KeySnapshot key = gate.key(stored.id()).orElseThrow(KeyOperations::absent);
    return Answer.of(
        Explained.of(ask, Explanation.simulated(changed(key, question.changes(), caller), ask)));
  }

  /// The key as it would be.
  static KeySnapshot changed(
      KeySnapshot key, Optional<KeyFields.Changes> changes, KeyCaller caller) {
    return changes
        .map(how -> key.under(Faults.checked(() -> how.to(key.key().terms(), caller))))
        .orElse(key);
  }
}
