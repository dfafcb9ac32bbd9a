package latchkey.gate;

import latchkey.limits.Take;
import org.jspecify.annotations.Nullable;

/// What was refused, and all that it was decided over. Holds no credential.
///
/// @param limits how the limits stood then, if they are asked of a key that was shown
public record Refusal(Ask ask, Verdict verdict, @Nullable Take limits) {
  static Refusal of(Ask ask, Verdict verdict) {
    return new Refusal(ask.withoutCredential(), verdict, Explanation.limits(ask, verdict));
  }

  public String decisionId() {
    return DecisionId.text(verdict.decision());
  }

  /// What its answer said, and which check it failed first.
  public Reason reason() {
    return switch (verdict) {
      case Verdict.Denied denied -> denied.reason();
      case Verdict.Limited _ -> Reason.RATE_LIMITED;
      case Verdict.Granted _ -> throw new IllegalStateException("a grant is no refusal");
    };
  }

  public Explanation explain() {
    return Explanation.of(ask, verdict, limits);
  }

  /// Whether it refused a holder of that key; of a stranger, nobody knows whose.
  boolean isOf(String keyId) {
    KeySnapshot key =
        switch (verdict) {
          case Verdict.Granted granted -> granted.key();
          case Verdict.Limited limited -> limited.key();
          case Verdict.Denied denied -> denied.key();
        };
    return key != null && key.idText().equals(keyId);
  }
}
