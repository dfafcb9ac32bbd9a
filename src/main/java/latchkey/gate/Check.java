package latchkey.gate;

/// The checks of a decision, in their fixed and public order.
public enum Check {
  FORM(Reason.MALFORMED),
  KNOWN(Reason.UNKNOWN_KEY),
  SECRET(Reason.WRONG_SECRET),
  NOT_REVOKED(Reason.REVOKED),
  BEGUN(Reason.NOT_YET_VALID),
  NOT_ENDED(Reason.EXPIRED),
  ORGANIZATION_ACTIVE(Reason.ORGANIZATION_SUSPENDED),
  ADDRESS(Reason.ADDRESS_NOT_ALLOWED),
  AGENT(Reason.AGENT_NOT_ALLOWED),
  PERMISSION(Reason.PERMISSION_DENIED),
  LIMITS(Reason.RATE_LIMITED);

  private final Reason reason;

  Check(Reason reason) {
    this.reason = reason;
  }

  /// Why a request is refused that fails this check.
  public Reason reason() {
    return reason;
  }

  /// Which check a refusal failed.
  public static Check failedBy(Reason reason) {
    return switch (reason) {
      case MALFORMED, TOO_MANY_FAILURES -> FORM;
      case UNKNOWN_KEY -> KNOWN;
      case WRONG_SECRET -> SECRET;
      case REVOKED -> NOT_REVOKED;
      case NOT_YET_VALID -> BEGUN;
      case EXPIRED -> NOT_ENDED;
      case ORGANIZATION_SUSPENDED -> ORGANIZATION_ACTIVE;
      case ADDRESS_NOT_ALLOWED -> ADDRESS;
      case AGENT_NOT_ALLOWED -> AGENT;
      case PERMISSION_DENIED -> PERMISSION;
      case COST_ABOVE_LIMIT, RATE_LIMITED -> LIMITS;
    };
  }
}
