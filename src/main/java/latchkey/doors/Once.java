package latchkey.doors;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import latchkey.crypto.Secret;
import latchkey.http.Problem;
import latchkey.idempotency.Attempt;
import latchkey.idempotency.Idempotency;
import latchkey.idempotency.Outcome;
import org.jspecify.annotations.Nullable;

/// Does what a request asks for or, where it repeats one under the same `Idempotency-Key`, answers
/// with what that was answered.
public final class Once {
  public static final String HEADER = "Idempotency-Key";

  private final Idempotency idempotency;

  public Once(Idempotency idempotency) {
    this.idempotency = idempotency;
  }

  /// An answer as text, and back.
  public record Keeping<A>(Function<A, Secret> text, Function<Secret, A> answer) {}

  /// The key that a request came with; nothing if it came with none.
  public static Optional<String> key(List<String> values) {
    if (values.size() > 1) {
      throw Problem.of(400, "invalid_request", HEADER + " came twice.");
    }
    return values.stream().findFirst();
  }

  /// What `made` makes of the key, which has a form.
  public static Attempt attempt(Supplier<Attempt> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw Problem.of(400, "invalid_request", String.valueOf(e.getMessage()));
    }
  }

  public <A> A answer(Attempt attempt, long now, Supplier<A> work, Keeping<A> keeping) {
    AtomicReference<@Nullable A> made = new AtomicReference<>();
    AtomicReference<@Nullable Problem> refused = new AtomicReference<>();
    Outcome outcome =
        idempotency.once(
            attempt,
            now,
            () -> {
              try {
                A answer = work.get();
                made.set(answer);
                return Optional.of(keeping.text.apply(answer));
              } catch (Problem problem) {
                refused.set(problem);
                return Optional.empty();
              }
            });
    return switch (outcome) {
      case Outcome.Done _ -> {
        A answer = made.get();
        Problem problem = refused.get();
        if (answer != null) {
          yield answer;
        }
        throw problem != null ? problem : new IllegalStateException("neither made nor refused");
      }
      case Outcome.Repeated(var answer) -> keeping.answer.apply(answer);
      case Outcome.OtherRequest _ ->
          throw conflict(
              "idempotency_key_used",
              "This %s came with another request before: take a new one.".formatted(HEADER));
      case Outcome.Running _ ->
          throw conflict("still_running", "The first request with this key is still running.")
              .withHeader("Retry-After", "1");
      case Outcome.AnswerLost _ ->
          throw conflict(
              "answer_lost",
              "This was done before, but its answer was lost in a crash: look for what it made.");
    };
  }

  private static Problem conflict(String code, String why) {
    return Problem.of(409, code, why);
  }
}
