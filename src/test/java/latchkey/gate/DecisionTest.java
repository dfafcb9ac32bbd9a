package latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import latchkey.access.Address;
import latchkey.access.AddressList;
import latchkey.access.Query;
import latchkey.gate.Verdict.Denied;
import latchkey.gate.Verdict.Granted;
import latchkey.gate.Verdict.Limited;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.Validity;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.limits.Standing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The order of the checks, and each of them at its edges.
class DecisionTest {
  private static final long NOW = Scenario.NOW;
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  private final TestGate gate = new TestGate();

  private Ask ask(IssuedKey key, @Nullable String agent, @Nullable Address address) {
    return new Ask(
        TestRecord.credential(key.text()), null, agent, null, address, 1, /* limited= */ true, NOW);
  }

  private Ask ask(IssuedKey key, long cost, boolean limited, long now) {
    return new Ask(TestRecord.credential(key.text()), null, null, null, null, cost, limited, now);
  }

  private static KeyDraft draft() {
    return KeyDraft.of(TestRecord.ACME, "k", List.of("contacts.read"));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void eachFaultHasItsReason(Fault fault) {
    Verdict verdict = Scenario.with(gate, EnumSet.of(fault)).decide();
    assertThat(Scenario.reason(verdict)).isEqualTo(fault.reason());
    if (verdict instanceof Denied denied) {
      assertThat(denied.key() == null).isEqualTo(fault.reason().ofAStranger());
    }
  }

  @Test
  void everyReasonIsOneOfTheseFaultsOrAFlood() {
    Set<Reason> reasons = new HashSet<>(List.of(Reason.TOO_MANY_FAILURES));
    ALL.forEach(fault -> reasons.add(fault.reason()));
    assertThat(reasons).containsExactlyInAnyOrder(Reason.values());
  }

  @Test
  void aRequestWithSeveralFaultsIsRefusedForTheFirstAndSpendsNothing() {
    for (Set<Fault> faults : Scenario.everySet(ALL)) {
      Scenario scenario = Scenario.with(gate, faults);
      boolean known = !faults.contains(Fault.UNKNOWN_KEY);
      List<Standing> before = known ? scenario.standings() : List.of();
      Verdict verdict = scenario.decide();
      List<Standing> after = known ? scenario.standings() : List.of();
      if (faults.isEmpty()) {
        assertThat(verdict).isInstanceOf(Granted.class);
        assertThat(after).isNotEqualTo(before);
      } else {
        assertThat(Scenario.reason(verdict)).as("%s", faults).isEqualTo(Scenario.expected(faults));
        assertThat(after).as("%s", faults).isEqualTo(before);
      }
    }
  }

  @Test
  void aGrantTakesItsCostFromEveryLimitAndSaysHowTheyStand() {
    IssuedKey key = gate.issue(draft().limited(Scenario.LIMITS));
    Verdict verdict = gate.decide(ask(key, 3, /* limited= */ true, NOW));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Granted.class,
            granted ->
                assertThat(granted.standings(NOW))
                    .extracting(Standing::name, Standing::limit, Standing::remaining)
                    .containsExactly(tuple("per-minute", 5L, 2L), tuple("per-hour", 100L, 97L)));
  }

  @Test
  void aLimitedRequestPassesAfterTheWaitThatItWasTold() {
    IssuedKey key = gate.issue(draft().limited(Limits.of(Limit.perMinute(1))));
    gate.decide(ask(key, 1, /* limited= */ true, NOW));
    Verdict verdict = gate.decide(ask(key, 1, /* limited= */ true, NOW + 10));
    assertThat(verdict).isInstanceOf(Limited.class);
    long wait = ((Limited) verdict).retryAfterMillis();
    assertThat(((Limited) verdict).limit().name()).isEqualTo("per-minute");
    assertThat(gate.decide(ask(key, 1, /* limited= */ true, NOW + 10 + wait - 1)))
        .isInstanceOf(Limited.class);
    assertThat(gate.decide(ask(key, 1, /* limited= */ true, NOW + 10 + wait)))
        .isInstanceOf(Granted.class);
  }

  @Test
  void aCostOfZeroAsksWithoutSpending() {
    IssuedKey key = gate.issue(draft().limited(Limits.of(Limit.perMinute(1))));
    for (int i = 0; i < 5; i++) {
      assertThat(gate.decide(ask(key, 0, /* limited= */ true, NOW))).isInstanceOf(Granted.class);
    }
    assertThat(gate.decide(ask(key, 1, /* limited= */ true, NOW))).isInstanceOf(Granted.class);
    assertThat(gate.decide(ask(key, 1, /* limited= */ true, NOW))).isInstanceOf(Limited.class);
  }

  @Test
  void withoutLimitsNothingIsTakenAndNothingRefused() {
    IssuedKey key = gate.issue(draft().limited(Limits.of(Limit.perMinute(1))));
    for (int i = 0; i < 5; i++) {
      assertThat(gate.decide(ask(key, 100, /* limited= */ false, NOW)))
          .isInstanceOfSatisfying(
              Granted.class, granted -> assertThat(granted.standings(NOW)).isEmpty());
    }
    assertThat(gate.decide(ask(key, 1, /* limited= */ true, NOW))).isInstanceOf(Granted.class);
  }

  @Test
  void aCostThatNobodyMayHaveIsRefusedWhenAsked() {
    IssuedKey key = gate.issue(draft());
    assertThatThrownBy(() -> ask(key, -1, /* limited= */ true, NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ask(key, Ask.MOST_COST + 1, /* limited= */ true, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyHoldsFromItsStartUntilJustBeforeItsEnd() {
    IssuedKey key = gate.issue(draft().valid(new Validity(NOW, NOW + 10)));
    assertThat(Scenario.reason(gate.decide(ask(key, 1, /* limited= */ false, NOW - 1))))
        .isEqualTo(Reason.NOT_YET_VALID);
    assertThat(gate.decide(ask(key, 1, /* limited= */ false, NOW))).isInstanceOf(Granted.class);
    assertThat(gate.decide(ask(key, 1, /* limited= */ false, NOW + 9))).isInstanceOf(Granted.class);
    assertThat(Scenario.reason(gate.decide(ask(key, 1, /* limited= */ false, NOW + 10))))
        .isEqualTo(Reason.EXPIRED);
  }

  @Test
  void aKeyWithAddressesIsOfNoUseFromAnUnknownOne() {
    IssuedKey bound = gate.issue(draft().from(AddressList.parse(List.of("0.0.0.0/0", "::/0"))));
    assertThat(Scenario.reason(gate.decide(ask(bound, null, null))))
        .isEqualTo(Reason.ADDRESS_NOT_ALLOWED);
    IssuedKey free = gate.issue(draft());
    assertThat(gate.decide(ask(free, null, null))).isInstanceOf(Granted.class);
  }

  @Test
  void anIpv4AddressIsTheSameInItsMappedForm() {
    IssuedKey plain = gate.issue(draft().from(AddressList.parse(List.of("192.0.2.0/24"))));
    IssuedKey mapped = gate.issue(draft().from(AddressList.parse(List.of("::ffff:192.0.2.7"))));
    for (String from : List.of("192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207")) {
      Address address = Scenario.address(from);
      assertThat(gate.decide(ask(plain, null, address))).isInstanceOf(Granted.class);
      assertThat(gate.decide(ask(mapped, null, address))).isInstanceOf(Granted.class);
    }
    assertThat(Scenario.reason(gate.decide(ask(mapped, null, Scenario.address("::192.0.2.7")))))
        .isEqualTo(Reason.ADDRESS_NOT_ALLOWED);
  }

  @Test
  void aKeyOfTheOrganizationIsForEveryAgentThatItHas() {
    IssuedKey key = gate.issue(draft());
    for (String agent : List.of(TestRecord.AGENT, TestRecord.OTHER_AGENT)) {
      assertThat(gate.decide(ask(key, agent, null))).isInstanceOf(Granted.class);
    }
    for (String agent : List.of(TestRecord.FOREIGN_AGENT, "nobody", "")) {
      assertThat(Scenario.reason(gate.decide(ask(key, agent, null))))
          .isEqualTo(Reason.AGENT_NOT_ALLOWED);
    }
  }

  @Test
  void aKeyOfOneAgentIsForNoOther() {
    IssuedKey key = gate.issue(draft().forAgent(TestRecord.AGENT));
    assertThat(gate.decide(ask(key, TestRecord.AGENT, null))).isInstanceOf(Granted.class);
    assertThat(gate.decide(ask(key, null, null))).isInstanceOf(Granted.class);
    assertThat(Scenario.reason(gate.decide(ask(key, TestRecord.OTHER_AGENT, null))))
        .isEqualTo(Reason.AGENT_NOT_ALLOWED);
  }

  @Test
  void aQueryIsHeldOrNotByWhatTheKeyWasGranted() {
    IssuedKey key =
        gate.issue(
            KeyDraft.of(TestRecord.ACME, "k", List.of("leads.write", "contacts.*", "gone.read")));
    assertThat(permitted(key, "contacts.* AND leads.update")).isTrue();
    assertThat(permitted(key, "leads.read OR contacts.read")).isTrue();
    assertThat(permitted(key, "leads.read")).isFalse();
    assertThat(permitted(key, "leads.*")).isFalse();
    assertThat(permitted(key, "gone.read")).isFalse();
  }

  private boolean permitted(IssuedKey key, String query) {
    Verdict verdict =
        gate.decide(
            new Ask(
                TestRecord.credential(key.text()),
                Query.parse(query),
                null,
                null,
                null,
                1,
                /* limited= */ false,
                NOW));
    return verdict instanceof Granted;
  }

  @Test
  void everyDecisionHasANumberOfItsOwn() {
    IssuedKey key = gate.issue(draft());
    Decider other = gate.gate.decider((_, _, _, _) -> {});
    Set<Long> numbers = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      numbers.add(gate.decide(ask(key, null, null)).decision());
      numbers.add(TestGate.decide(gate.gate, other, ask(key, null, null)).decision());
    }
    assertThat(numbers).hasSize(200);
  }
}
