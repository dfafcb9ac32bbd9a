package latchkey.doors.open;

import latchkey.doors.Challenge;
import latchkey.doors.Refusals;
import latchkey.gate.Ask;
import latchkey.gate.Reason;
import latchkey.gate.Verdict;
import latchkey.http.Problem;

/// The gate's refusals in the words of this dialect, which its clients may compare.
final class OpenRefusals {
  private OpenRefusals() {}

  /// Key, secret or both are missing.
  static Problem unauthenticated() {
    return Problem.of(401, "CREDENTIAL_REQUIRED", "API key and secret are required")
        .withHeader(Challenge.HEADER.toString(), Challenge.BARE);
  }

  static Problem of(Verdict.Denied denied, Ask ask) {
    return Refusals.of(denied, ask).saying(text(denied.reason(), ask));
  }

  static Problem of(Verdict.Limited limited) {
    return Refusals.of(limited).saying(text(Reason.RATE_LIMITED, ""));
  }

  private static String text(Reason reason, Ask ask) {
    return text(reason, String.valueOf(ask.need()).replace('.', ':'));
  }

  private static String text(Reason reason, String needed) {
    return switch (reason) {
      case MALFORMED, UNKNOWN_KEY, WRONG_SECRET -> "Invalid API key or secret";
      case REVOKED -> "API key has been revoked";
      case NOT_YET_VALID -> "API key is not valid yet";
      case EXPIRED -> "API key has expired";
      case ORGANIZATION_SUSPENDED -> "Organization is suspended";
      case ADDRESS_NOT_ALLOWED -> "IP address is not allowed for this API key";
      case AGENT_NOT_ALLOWED -> "API key is not authorized for this agent";
      case PERMISSION_DENIED -> "Permission denied: " + needed + " is required";
      case COST_ABOVE_LIMIT -> "The request costs more than a rate limit of this API key allows";
      case RATE_LIMITED -> "Rate limit exceeded";
      case TOO_MANY_FAILURES -> "Too many failed API keys from this address";
    };
  }
}
