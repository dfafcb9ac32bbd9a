package latchkey.gate;

import java.util.Locale;
import latchkey.usage.Count;

/// Why a request was not admitted.
///
/// The first three are one to whoever asks: a stranger learns nothing. The number of each stands
/// in usage rows and never changes.
public enum Reason {
  MALFORMED(1, "INVALID"),
  UNKNOWN_KEY(2, "INVALID"),
  WRONG_SECRET(3, "INVALID"),
  REVOKED(4, "REVOKED"),
  NOT_YET_VALID(5, "NOT_YET_VALID"),
  EXPIRED(6, "EXPIRED"),
  ORGANIZATION_SUSPENDED(7, "ORGANIZATION_SUSPENDED"),
  ADDRESS_NOT_ALLOWED(8, "ADDRESS_NOT_ALLOWED"),
  AGENT_NOT_ALLOWED(9, "AGENT_NOT_ALLOWED"),
  PERMISSION_DENIED(10, "PERMISSION_DENIED"),
  COST_ABOVE_LIMIT(11, "COST_ABOVE_LIMIT"),
  RATE_LIMITED(12, "RATE_LIMITED"),
  TOO_MANY_FAILURES(13, "TOO_MANY_FAILURES");

  /// The outcome of a request that was admitted, where a reason's number would stand.
  public static final int GRANTED = Count.GRANTED;

  private final int number;
  private final String code;

  Reason(int number, String code) {
    this.number = number;
    this.code = code;
  }

  /// What usage rows and metrics call an outcome.
  public static String outcomeName(int outcome) {
    if (outcome == GRANTED) {
      return "granted";
    }
    for (Reason reason : values()) {
      if (reason.number == outcome) {
        return reason.name().toLowerCase(Locale.ROOT);
      }
    }
    return "outcome_" + outcome; // counted by a newer program
  }

  public int number() {
    return number;
  }

  /// What the answer says.
  public String code() {
    return code;
  }

  /// Whether the holder did not prove to have the secret.
  public boolean ofAStranger() {
    return switch (this) {
      case MALFORMED, UNKNOWN_KEY, WRONG_SECRET, TOO_MANY_FAILURES -> true;
      case REVOKED,
          NOT_YET_VALID,
          EXPIRED,
          ORGANIZATION_SUSPENDED,
          ADDRESS_NOT_ALLOWED,
          AGENT_NOT_ALLOWED,
          PERMISSION_DENIED,
          COST_ABOVE_LIMIT,
          RATE_LIMITED ->
          false;
    };
  }
}
