package latchkey.doors.manage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import latchkey.crypto.Secret;
import latchkey.doors.Answer;
import latchkey.doors.Once;
import latchkey.http.JsonRecords;
import latchkey.idempotency.Attempt;
import latchkey.idempotency.Idempotency;

/// Answers a call: by its operation or, where it repeats one under the same `Idempotency-Key`,
/// with what that was answered.
final class Repeats {
  private static final Once.Keeping<Answer> KEEPING = new Once.Keeping<>(Kept::of, Kept::read);

  private final Once once;

  Repeats(Idempotency idempotency) {
    this.once = new Once(idempotency);
  }

  /// @param content what makes it the same request as another one with that key
  Answer answer(Call call, Supplier<String> content, Supplier<Answer> work) {
    Optional<String> key =
        call.operation().creates()
            ? Once.key(call.request().headers(Once.HEADER))
            : Optional.empty();
    if (key.isEmpty()) {
      return work.get();
    }
    Attempt attempt = Once.attempt(() -> attempt(call, content.get(), key.get()));
    return once.answer(attempt, call.now(), work, KEEPING);
  }

  private static Attempt attempt(Call call, String content, String name) {
    String operation = call.operation().method() + " " + call.request().path();
    Secret request = new Secret(call.request().query() + "\n" + content);
    return switch (call.caller()) {
      case Caller.Anonymous _ ->
          throw new IllegalArgumentException(Once.HEADER + " needs a caller that is known");
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
