package latchkey.gate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import latchkey.access.Address;
import latchkey.access.AddressList;
import latchkey.access.Query;
import latchkey.keys.Credential;
import latchkey.keys.IssuedKey;
import latchkey.keys.Key;
import latchkey.keys.KeyDraft;
import latchkey.keys.Validity;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.limits.Standing;

/// A key and a question that have some [Fault]s; without any, the question is granted.
record Scenario(TestGate gate, Key key, Ask ask) {
  static final long NOW = 1_000_000_000_000L;
  static final int LEAST_LIMIT = 5;
  static final Limits LIMITS = Limits.of(Limit.perMinute(LEAST_LIMIT), Limit.perHour(100));
  private static final Address HOME = address("10.1.2.3");
  private static final Address ELSEWHERE = address("192.0.2.1");

  static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  static Scenario with(TestGate gate, Set<Fault> faults) {
    IssuedKey issued =
        gate.issue(
            KeyDraft.of(
                    faults.contains(Fault.SUSPENDED) ? TestRecord.SUSPENDED : TestRecord.ACME,
                    "k",
                    List.of("contacts.read"))
                .forAgent(TestRecord.AGENT)
                .from(AddressList.parse(List.of("10.0.0.0/8")))
                .limited(LIMITS)
                .valid(validity(faults)));
    Key key = issued.key();
    if (faults.contains(Fault.USED_UP)) {
      snapshot(gate, key).meter().take(LIMITS, LEAST_LIMIT, NOW);
    }
    if (faults.contains(Fault.REVOKED)) {
      gate.record.revoke(key.id());
    }
    if (faults.contains(Fault.UNKNOWN_KEY)) {
      gate.record.keys.remove(key.id());
    }
    gate.gate.keyChanged(key.id());
    Ask ask =
        new Ask(
            credential(issued, faults),
            Query.of(faults.contains(Fault.PERMISSION) ? "contacts.delete" : "contacts.read"),
            faults.contains(Fault.AGENT) ? TestRecord.OTHER_AGENT : TestRecord.AGENT,
            null,
            faults.contains(Fault.ADDRESS) ? ELSEWHERE : HOME,
            faults.contains(Fault.COST_ABOVE_LIMIT) ? LEAST_LIMIT + 1 : 1,
            /* limited= */ true,
            NOW);
    return new Scenario(gate, key, ask);
  }

  /// All sets of faults that one key can have.
  static List<Set<Fault>> everySet(Set<Fault> of) {
    List<Set<Fault>> sets = new ArrayList<>();
    sets.add(EnumSet.noneOf(Fault.class));
    for (Fault fault : of) {
      for (Set<Fault> smaller : List.copyOf(sets)) {
        Set<Fault> larger = EnumSet.copyOf(smaller);
        larger.add(fault);
        sets.add(larger);
      }
    }
    sets.removeIf(set -> set.containsAll(EnumSet.of(Fault.NOT_YET_VALID, Fault.EXPIRED)));
    return sets;
  }

  Verdict decide() {
    return gate.decide(ask);
  }

  /// How the key's limits stand.
  List<Standing> standings() {
    return snapshot(gate, key).meter().peek(LIMITS, NOW);
  }

  private static KeySnapshot snapshot(TestGate gate, Key key) {
    Found found = gate.gate.keys().find(key.id());
    if (found instanceof KeySnapshot snapshot) {
      return snapshot;
    }
    throw new IllegalStateException("no key " + key.id());
  }

  private static Credential credential(IssuedKey issued, Set<Fault> faults) {
    if (faults.contains(Fault.WRONG_SECRET)) {
      issued = new IssuedKey(issued.key(), TestRecord.text(issued.key()));
    }
    String token = issued.text().token().reveal();
    return Credential.token(faults.contains(Fault.MALFORMED) ? token + "x" : token);
  }

  private static Validity validity(Set<Fault> faults) {
    if (faults.contains(Fault.NOT_YET_VALID)) {
      return new Validity(NOW + 1, NOW + 2);
    }
    return faults.contains(Fault.EXPIRED) ? new Validity(NOW - 1, NOW) : new Validity(NOW, NOW + 1);
  }

  static Reason reason(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Granted granted -> throw new AssertionError("granted: " + granted);
      case Verdict.Denied denied -> denied.reason();
      case Verdict.Limited _ -> Reason.RATE_LIMITED;
    };
  }

  /// The fault that decides: the first in the public order.
  static Reason expected(Set<Fault> faults) {
    return Objects.requireNonNull(EnumSet.copyOf(faults).iterator().next()).reason();
  }
}
