package latchkey.gate;

/// One thing that can be wrong with a request, in the public order of the checks.
enum Fault {
  MALFORMED(Reason.MALFORMED),
  UNKNOWN_KEY(Reason.UNKNOWN_KEY),
  WRONG_SECRET(Reason.WRONG_SECRET),
  REVOKED(Reason.REVOKED),
  NOT_YET_VALID(Reason.NOT_YET_VALID),
  EXPIRED(Reason.EXPIRED),
  SUSPENDED(Reason.ORGANIZATION_SUSPENDED),
  ADDRESS(Reason.ADDRESS_NOT_ALLOWED),
  AGENT(Reason.AGENT_NOT_ALLOWED),
  PERMISSION(Reason.PERMISSION_DENIED),
  COST_ABOVE_LIMIT(Reason.COST_ABOVE_LIMIT),
  USED_UP(Reason.RATE_LIMITED);

  private final Reason reason;

  Fault(Reason reason) {
    this.reason = reason;
  }

  /// Why a request with this fault and none before it is refused.
  Reason reason() {
    return reason;
  }
}
