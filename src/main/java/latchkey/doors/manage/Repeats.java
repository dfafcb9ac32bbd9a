package latchkey.doors.manage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import latchkey.crypto.Secret;
import latchkey.http.JsonRecords;
import latchkey.http.Problem;
import latchkey.idempotency.Attempt;
import latchkey.idempotency.Idempotency;
import latchkey.idempotency.Outcome;
import org.jspecify.annotations.Nullable;

/// Answers a call: by its operation or, where it repeats one under the same `Idempotency-Key`,
/// with what that was answered.
final class Repeats {
  static final String HEADER = "Idempotency-Key";

  private final Idempotency idempotency;

  Repeats(Idempotency idempotency) {
    this.idempotency = idempotency;
  }

  Answer answer(Call call) {
    List<String> keys = call.request().headers(HEADER);
    if (!call.operation().creates() || keys.isEmpty()) {
      return call.operation().handler().handle(call);
    }
    if (keys.size() > 1) {
      throw Faults.invalid(HEADER + " came twice.");
    }
    return once(call, Faults.checked(() -> attempt(call, keys.getFirst())));
  }

  private Answer once(Call call, Attempt attempt) {
    AtomicReference<@Nullable Answer> made = new AtomicReference<>();
    AtomicReference<@Nullable Problem> refused = new AtomicReference<>();
    Outcome outcome =
        idempotency.once(
            attempt,
            call.now(),
            () -> {
              try {
                Answer answer = call.operation().handler().handle(call);
                made.set(answer);
                return Optional.of(Kept.of(answer));
              } catch (Problem problem) {
                refused.set(problem);
                return Optional.empty();
              }
            });
    return switch (outcome) {
      case Outcome.Done _ -> {
        Answer answer = made.get();
        Problem problem = refused.get();
        if (answer != null) {
          yield answer;
        }
        throw problem != null ? problem : new IllegalStateException("neither made nor refused");
      }
      case Outcome.Repeated(var answer) -> Kept.read(answer);
      case Outcome.OtherRequest _ ->
          throw Faults.conflict(
              "idempotency_key_used",
              "This %s came with another request before: take a new one.".formatted(HEADER));
      case Outcome.Running _ ->
          throw Faults.conflict(
                  "still_running", "The first request with this key is still running.")
              .withHeader("Retry-After", "1");
      case Outcome.AnswerLost _ ->
          throw Faults.conflict(
              "answer_lost",
              "This was done before, but its answer was lost in a crash: look for what it made.");
    };
  }

  private static Attempt attempt(Call call, String name) {
    String operation = call.operation().method() + " " + call.request().path();
    Secret request =
        new Secret(
            call.request().query() + "\n" + new String(call.bytes(), StandardCharsets.ISO_8859_1));
    return switch (call.caller()) {
      case Caller.Anonymous _ ->
          throw new IllegalArgumentException(HEADER + " needs a caller that is known");
      case Caller.Person(var session) ->
          new Attempt("", "person:" + session.person().id(), operation, name, request);
      case Caller.Operator(var session) ->
          new Attempt("", "person:" + session.person().id(), operation, name, request);
      case Caller.Member(var session, var place) ->
          new Attempt(
              place.organizationId(), "person:" + session.person().id(), operation, name, request);
      case Caller.Manager(var key) ->
          new Attempt(key.organization().id(), "key:" + key.idText(), operation, name, request);
    };
  }

  /// An answer as it is kept; cookies are not, for what creates sets none.
  private record Kept(
      int status, String type, String body, Optional<Long> version, Optional<String> location) {
    static Secret of(Answer answer) {
      Kept kept =
          new Kept(
              answer.status(),
              answer.type(),
              answer.body(),
              answer.version().isPresent()
                  ? Optional.of(answer.version().getAsLong())
                  : Optional.empty(),
              answer.location());
      return new Secret(new String(JsonRecords.write(kept), StandardCharsets.UTF_8));
    }

    static Answer read(Secret text) {
      Kept kept = JsonRecords.read(text.reveal().getBytes(StandardCharsets.UTF_8), Kept.class);
      return new Answer(
          kept.status,
          kept.type,
          kept.body,
          kept.version.map(OptionalLong::of).orElseGet(OptionalLong::empty),
          kept.location,
          Optional.empty(),
          Optional.empty(),
          List.of());
    }
  }
}
