package latchkey.doors;

import latchkey.gate.Ask;
import latchkey.gate.DecisionId;
import latchkey.gate.Reason;
import latchkey.gate.Verdict;
import latchkey.http.Problem;

/// Refusals as RFC 9457 problems with the challenge of RFC 6750: one wording for every reason.
public final class Refusals {
  private static final long FLOOD_RETRY_SECONDS = 60;

  private Refusals() {}

  /// No credential came, so there is no error to name.
  public static Problem unauthenticated() {
    return Problem.of(
            401,
            "CREDENTIAL_REQUIRED",
            "Send a key as Authorization: Bearer, or as X-API-Key and X-API-Secret.")
        .withHeader(Challenge.HEADER.toString(), Challenge.BARE);
  }

  /// The request cannot be read; RFC 6750 §3.1 calls it `invalid_request`.
  public static Problem unreadable(String why) {
    return Problem.of(
        400, "INVALID_CREDENTIAL_HEADERS", "The credential cannot be read: " + why + ".");
  }

  public static Problem of(Verdict.Denied denied, Ask ask) {
    Reason reason = denied.reason();
    Problem problem =
        Problem.of(status(reason), reason.code(), detail(reason))
            .with("decisionId", DecisionId.text(denied.decision()));
    return switch (reason) {
      case MALFORMED, UNKNOWN_KEY, WRONG_SECRET, REVOKED, NOT_YET_VALID, EXPIRED ->
          problem.withHeader(Challenge.HEADER.toString(), Challenge.INVALID_TOKEN);
      case PERMISSION_DENIED ->
          problem.withHeader(
              Challenge.HEADER.toString(),
              Challenge.insufficientScope(ask.need() == null ? "" : ask.need().toString()));
      case TOO_MANY_FAILURES ->
          problem.withHeader("Retry-After", Long.toString(FLOOD_RETRY_SECONDS));
      case ORGANIZATION_SUSPENDED,
          ADDRESS_NOT_ALLOWED,
          AGENT_NOT_ALLOWED,
          COST_ABOVE_LIMIT,
          RATE_LIMITED ->
          problem;
    };
  }

  public static Problem of(Verdict.Limited limited) {
    return Problem.of(
            429,
            Reason.RATE_LIMITED.code(),
            "The limit %s is used up.".formatted(limited.limit().name()))
        .with("decisionId", DecisionId.text(limited.decision()))
        .with("limit", limited.limit().name());
  }

  public static int status(Reason reason) {
    return switch (reason) {
      case MALFORMED, UNKNOWN_KEY, WRONG_SECRET, REVOKED, NOT_YET_VALID, EXPIRED -> 401;
      case ORGANIZATION_SUSPENDED,
          ADDRESS_NOT_ALLOWED,
          AGENT_NOT_ALLOWED,
          PERMISSION_DENIED,
          COST_ABOVE_LIMIT ->
          403;
      case RATE_LIMITED, TOO_MANY_FAILURES -> 429;
    };
  }

  private static String detail(Reason reason) {
    return switch (reason) {
      case MALFORMED, UNKNOWN_KEY, WRONG_SECRET -> "The key is not valid.";
      case REVOKED -> "The key has been revoked.";
      case NOT_YET_VALID -> "The key is not valid yet.";
      case EXPIRED -> "The key has expired.";
      case ORGANIZATION_SUSPENDED -> "The organization is suspended.";
      case ADDRESS_NOT_ALLOWED -> "The key may not be used from this address.";
      case AGENT_NOT_ALLOWED -> "The key is not authorized for this agent.";
      case PERMISSION_DENIED -> "The key does not hold the permission that is required.";
      case COST_ABOVE_LIMIT -> "The cost is above one of the key's limits: it can never pass.";
      case RATE_LIMITED -> "A limit of the key is used up.";
      case TOO_MANY_FAILURES -> "Too many failed credentials from this address.";
    };
  }
}
