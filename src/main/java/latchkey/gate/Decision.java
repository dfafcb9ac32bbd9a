package latchkey.gate;

import latchkey.access.Address;
import latchkey.gate.Verdict.Denied;
import latchkey.gate.Verdict.Granted;
import latchkey.gate.Verdict.Limited;
import latchkey.limits.Take;
import org.jspecify.annotations.Nullable;

/// What follows for a holder who has proved to have the key: one column of early returns, pure
/// over the snapshot, the question and the meter. It does no I/O, waits for nothing and reads no
/// clock.
///
/// The same column decides and explains: an [Inspector] hears of every check, and says whether a
/// failed one ends the matter.
final class Decision {
  /// Hears of every check in order.
  interface Inspector {
    /// Whether to refuse now.
    boolean refuses(Check check, boolean passed);

    /// Takes from the meter, or only asks it.
    Take take(KeySnapshot key, Ask ask);
  }

  /// Decides: the first failed check refuses, and what is admitted is spent.
  static final Inspector DECIDING =
      new Inspector() {
        @Override
        public boolean refuses(Check check, boolean passed) {
          return !passed;
        }

        @Override
        public Take take(KeySnapshot key, Ask ask) {
          return key.meter().take(key.limits(), ask.cost(), ask.now());
        }
      };

  /// Says what a decision would be: the limits are asked, and nothing is spent.
  static final Inspector ASKING =
      new Inspector() {
        @Override
        public boolean refuses(Check check, boolean passed) {
          return !passed;
        }

        @Override
        public Take take(KeySnapshot key, Ask ask) {
          return key.meter().ask(key.limits(), ask.cost(), ask.now());
        }
      };

  private Decision() {}

  static Verdict judge(KeySnapshot key, int slot, Ask ask, Inspector inspector, long decision) {
    if (inspector.refuses(Check.NOT_REVOKED, !key.revokedAt(ask.now()))) {
      return new Denied(Reason.REVOKED, key, decision);
    }
    if (inspector.refuses(Check.BEGUN, key.begunAt(ask.now()))) {
      return new Denied(Reason.NOT_YET_VALID, key, decision);
    }
    if (inspector.refuses(Check.NOT_ENDED, !key.endedAt(ask.now()))) {
      return new Denied(Reason.EXPIRED, key, decision);
    }
    if (inspector.refuses(Check.ORGANIZATION_ACTIVE, !key.organization().suspended())) {
      return new Denied(Reason.ORGANIZATION_SUSPENDED, key, decision);
    }
    if (inspector.refuses(Check.ADDRESS, addressAllowed(key, ask.address()))) {
      return new Denied(Reason.ADDRESS_NOT_ALLOWED, key, decision);
    }
    if (inspector.refuses(Check.AGENT, agentAllowed(key, ask.agent()))) {
      return new Denied(Reason.AGENT_NOT_ALLOWED, key, decision);
    }
    if (inspector.refuses(Check.PERMISSION, permitted(key, ask))) {
      return new Denied(Reason.PERMISSION_DENIED, key, decision);
    }
    if (!ask.limited() || key.limits().list().isEmpty()) {
      return new Granted(key, slot, null, decision);
    }
    Take take = inspector.take(key, ask); // last: what is refused spends nothing
    return switch (take) {
      case Take.Taken taken -> new Granted(key, slot, taken, decision);
      case Take.Refused refused ->
          new Limited(key, refused.limit(), refused.retryAfterMillis(), refused, decision);
      case Take.Impossible _ -> new Denied(Reason.COST_ABOVE_LIMIT, key, decision);
    };
  }

  /// A key with an address list is of no use from an address that nobody told us.
  private static boolean addressAllowed(KeySnapshot key, @Nullable Address address) {
    return address == null ? key.addresses().isAny() : key.addresses().allows(address);
  }

  /// A key of one agent works for that one, while there is that one; a key of the organization
  /// for all that it has.
  private static boolean agentAllowed(KeySnapshot key, @Nullable String agent) {
    if (key.agentGone()) {
      return false;
    }
    if (agent == null) {
      return true;
    }
    String own = key.agent();
    return own == null ? key.organization().agents().contains(agent) : own.equals(agent);
  }

  private static boolean permitted(KeySnapshot key, Ask ask) {
    return ask.need() == null || ask.need().heldBy(key.grants());
  }
}
