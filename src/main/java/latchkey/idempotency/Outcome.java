package latchkey.idempotency;

import latchkey.crypto.Secret;

/// What became of an [Attempt].
public sealed interface Outcome {
  /// The work was done now, or refused by itself.
  record Done() implements Outcome {}

  /// It was done before; this was answered.
  record Repeated(Secret answer) implements Outcome {}

  /// Another request came under this key before.
  record OtherRequest() implements Outcome {}

  /// The first one is still at work.
  record Running() implements Outcome {}

  /// It was done before, and its answer is not known: the process ended between the two.
  record AnswerLost() implements Outcome {}
}
