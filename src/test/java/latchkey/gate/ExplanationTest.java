package latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.access.Address;
import latchkey.access.AddressList;
import latchkey.access.Catalog;
import latchkey.access.Query;
import latchkey.gate.Explanation.Outcome;
import latchkey.gate.Explanation.Step;
import latchkey.gate.Verdict.Granted;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.Validity;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// That an explanation tells every check as it was, and that what it says to change admits.
class ExplanationTest {
  private static final long NOW = Scenario.NOW;
  private static final Set<Fault> OF_HOLDERS = EnumSet.range(Fault.REVOKED, Fault.USED_UP);

  private final TestGate gate = new TestGate();

  private static Explanation explain(Scenario scenario) {
    return Explanation.of(scenario.ask(), scenario.decide());
  }

  private static Set<Check> failed(Explanation explanation) {
    return explanation.steps().stream()
        .filter(step -> step.outcome() == Outcome.FAILED)
        .map(Step::check)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Check.class)));
  }

  private static String input(Explanation explanation, Check check) {
    return explanation.steps().stream()
        .filter(step -> step.check() == check)
        .map(Step::input)
        .findFirst()
        .orElseThrow();
  }

  private KeyDraft draft(String... permissions) {
    return KeyDraft.of(TestRecord.ACME, "k", List.of(permissions));
  }

  private Ask ask(
      IssuedKey key, @Nullable Query need, @Nullable String agent, long cost, long now) {
    Address address = Scenario.address("192.0.2.1");
    return new Ask(
        TestRecord.credential(key.text()),
        need,
        agent,
        null,
        address,
        cost,
        /* limited= */ true,
        now);
  }

  private String onlyChange(Ask ask) {
    Explanation explanation = Explanation.of(ask, gate.decide(ask));
    assertThat(explanation.changes()).hasSize(1);
    return explanation.changes().getFirst();
  }

  private static MatchResult match(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError("\"" + text + "\" is not like " + pattern));
  }

  @Test
  void exactlyWhatIsWrongFailsAndEachHasItsChange() {
    for (Set<Fault> faults : Scenario.everySet(OF_HOLDERS)) {
      Explanation explanation = explain(Scenario.with(gate, faults));
      Set<Check> wrong =
          faults.stream()
              .map(fault -> Check.failedBy(fault.reason()))
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Check.class)));
      assertThat(explanation.steps()).extracting(Step::check).containsExactly(Check.values());
      assertThat(failed(explanation)).isEqualTo(wrong);
      assertThat(explanation.steps())
          .allSatisfy(
              step -> {
                assertThat(step.outcome()).isNotEqualTo(Outcome.NOT_REACHED);
                assertThat(step.input()).isNotBlank();
              });
      assertThat(explanation.changes())
          .hasSize(wrong.size())
          .allSatisfy(change -> assertThat(change).isNotBlank());
      assertThat(explanation.code())
          .isEqualTo(faults.isEmpty() ? Explanation.VALID : Scenario.expected(faults).code());
    }
  }

  @Test
  void everyCheckTellsWhatItLookedAt() {
    Scenario scenario = Scenario.with(gate, EnumSet.noneOf(Fault.class));
    Explanation explanation = explain(scenario);
    assertThat(explanation.keyId()).contains(scenario.key().id().toString());
    assertThat(explanation.steps())
        .extracting(Step::input)
        .containsExactly(
            "form and checksum are right",
            scenario.key().apiKey(),
            "the digest matches",
            "not revoked",
            "valid from 2001-09-09T01:46:40Z",
            "expires 2001-09-09T01:46:40.001Z",
            "org_acme is active",
            "10.1.2.3; allowed: 10.0.0.0/8",
            "agent_1; the key is for agent_1",
            "contacts.read; held: contacts.read",
            "cost 1; per-minute 4 of 5 left, per-hour 99 of 100 left");
  }

  @Test
  void aFailedCheckTellsWhatItLookedAt() {
    assertThat(input(explainFault(Fault.REVOKED), Check.NOT_REVOKED))
        .isEqualTo("revoked 1970-01-01T00:00:00Z by bob: keyCompromise");
    assertThat(input(explainFault(Fault.SUSPENDED), Check.ORGANIZATION_ACTIVE))
        .isEqualTo("org_suspended is suspended");
    assertThat(input(explainFault(Fault.ADDRESS), Check.ADDRESS))
        .isEqualTo("192.0.2.1; allowed: 10.0.0.0/8");
    assertThat(input(explainFault(Fault.AGENT), Check.AGENT))
        .isEqualTo("agent_2; the key is for agent_1");
    assertThat(input(explainFault(Fault.PERMISSION), Check.PERMISSION))
        .isEqualTo("contacts.delete; held: contacts.read");
    assertThat(input(explainFault(Fault.USED_UP), Check.LIMITS))
        .isEqualTo("cost 1; per-minute 0 of 5 left, per-hour 95 of 100 left");
  }

  private Explanation explainFault(Fault fault) {
    return explain(Scenario.with(gate, EnumSet.of(fault)));
  }

  @Test
  void whereNoLimitWasAskedTheExplanationSaysSo() {
    IssuedKey key = gate.issue(draft("contacts.read"));
    Ask ask =
        new Ask(
            TestRecord.credential(key.text()),
            null,
            null,
            null,
            null,
            1,
            /* limited= */ false,
            NOW);
    Explanation explanation = Explanation.of(ask, gate.decide(ask));
    assertThat(input(explanation, Check.LIMITS)).isEqualTo("not asked");
    assertThat(failed(explanation)).isEmpty();
  }

  @Test
  void explainingSpendsNothing() {
    Scenario scenario = Scenario.with(gate, EnumSet.of(Fault.PERMISSION));
    Verdict verdict = scenario.decide();
    for (int i = 0; i < 10; i++) {
      var _ = Explanation.of(scenario.ask(), verdict);
    }
    assertThat(scenario.standings().getFirst().remaining()).isEqualTo(Scenario.LEAST_LIMIT);
  }

  @Test
  void aRevokedKeyIsReplacedAndASuspendedOrganizationReactivated() {
    assertThat(explainFault(Fault.REVOKED).changes())
        .containsExactly("issue another key: a revoked one stays revoked");
    assertThat(explainFault(Fault.EXPIRED).changes())
        .containsExactly("move the key's expiry, or issue another key");
    assertThat(explainFault(Fault.SUSPENDED).changes())
        .containsExactly("reactivate the organization org_suspended");
  }

  @Test
  void aKeyThatHasNotBegunIsAdmittedAtTheTimeThatIsTold() {
    IssuedKey key = gate.issue(draft("contacts.read").valid(Validity.from(NOW + 5_001)));
    String change = onlyChange(ask(key, null, null, 1, NOW));
    long start =
        Instant.parse(match("wait until (\\S+), or move the key's start", change).group(1))
            .toEpochMilli();
    assertThat(gate.decide(ask(key, null, null, 1, start - 1))).isNotInstanceOf(Granted.class);
    assertThat(gate.decide(ask(key, null, null, 1, start))).isInstanceOf(Granted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::7"})
  void anAddressThatIsAddedAsToldIsAdmitted(String from) {
    KeyDraft draft = draft("contacts.read").from(AddressList.parse(List.of("10.0.0.0/8")));
    IssuedKey key = gate.issue(draft);
    Ask ask = askFrom(key, Scenario.address(from));
    String added = match("add (\\S+) to the key's addresses", onlyChange(ask)).group(1);
    IssuedKey widened = gate.issue(draft.from(AddressList.parse(List.of("10.0.0.0/8", added))));
    assertThat(gate.decide(askFrom(widened, Scenario.address(from)))).isInstanceOf(Granted.class);
  }

  @Test
  void anUnknownAddressIsToBeOneOfTheKeys() {
    IssuedKey key =
        gate.issue(draft("contacts.read").from(AddressList.parse(List.of("10.0.0.0/8"))));
    assertThat(onlyChange(askFrom(key, null)))
        .isEqualTo("say from which of the key's addresses the request comes");
    assertThat(gate.decide(askFrom(key, Scenario.address("10.0.0.1")))).isInstanceOf(Granted.class);
  }

  private static Ask askFrom(IssuedKey key, @Nullable Address address) {
    return new Ask(
        TestRecord.credential(key.text()), null, null, null, address, 1, /* limited= */ true, NOW);
  }

  @Test
  void anotherAgentNeedsAnotherKey() {
    KeyDraft draft = draft("contacts.read");
    IssuedKey key = gate.issue(draft.forAgent(TestRecord.AGENT));
    String other = TestRecord.OTHER_AGENT;
    assertThat(onlyChange(ask(key, null, other, 1, NOW)))
        .isEqualTo("use a key of agent agent_2, or one for the organization");
    for (IssuedKey told : List.of(gate.issue(draft.forAgent(other)), gate.issue(draft))) {
      assertThat(gate.decide(ask(told, null, other, 1, NOW))).isInstanceOf(Granted.class);
    }
  }

  @Test
  void anAgentThatNoKeyCanBeForIsToBeNamedOtherwise() {
    IssuedKey bound = gate.issue(draft("contacts.read").forAgent(TestRecord.AGENT));
    assertThat(onlyChange(ask(bound, null, TestRecord.FOREIGN_AGENT, 1, NOW)))
        .isEqualTo("name agent_1");
    IssuedKey free = gate.issue(draft("contacts.read"));
    assertThat(onlyChange(ask(free, null, TestRecord.FOREIGN_AGENT, 1, NOW)))
        .isEqualTo("name an agent of the organization");
  }

  @Property(tries = 500)
  void whatIsGrantedAsToldAdmitsAndNothingLessDoes(
      @ForAll("permissions") String held, @ForAll("queries") String text) {
    Query need = Query.parse(text);
    IssuedKey key = gate.issue(draft(held));
    Ask ask = ask(key, need, null, 1, NOW);
    Verdict verdict = gate.decide(ask);
    if (verdict instanceof Granted) {
      assertThat(Explanation.of(ask, verdict).changes()).isEmpty();
      return;
    }
    List<String> missing =
        Arrays.asList(match("grant (.+)", onlyChange(ask)).group(1).split(" and ", -1));
    assertThat(permitted(need, held, missing)).isTrue();
    for (String one : missing) {
      assertThat(permitted(need, held, missing.stream().filter(m -> !m.equals(one)).toList()))
          .isFalse();
    }
  }

  private boolean permitted(Query need, String held, List<String> more) {
    String[] all = Stream.concat(Stream.of(held), more.stream()).toArray(String[]::new);
    return gate.decide(ask(gate.issue(draft(all)), need, null, 1, NOW)) instanceof Granted;
  }

  @Provide
  Arbitrary<String> permissions() {
    List<String> names =
        Stream.concat(
                Catalog.BUILT_IN.permissions().stream(),
                Stream.of("contacts.*", "*.read", "leads.write", "models.invoke"))
            .toList();
    return Arbitraries.of(names);
  }

  @Provide
  Arbitrary<String> queries() {
    return Arbitraries.recursive(
        this::permissions,
        inner ->
            Combinators.combine(inner, Arbitraries.of("AND", "OR"), permissions())
                .as((left, join, right) -> "(%s) %s %s".formatted(left, join, right)),
        0,
        5);
  }

  @Test
  void whatNobodyDeclaredIsToBeDeclared() {
    IssuedKey key = gate.issue(draft("*.*"));
    Ask ask = ask(key, Query.parse("invoices.approve"), null, 1, NOW);
    Explanation explanation = Explanation.of(ask, gate.decide(ask));
    assertThat(explanation.changes())
        .containsExactly(
            "declare what is asked among the organization's own resources, and grant it");
    assertThat(input(explanation, Check.PERMISSION))
        .endsWith("; nobody declared: invoices.approve");
  }

  @Property(tries = 500)
  void aWaitOrARaiseAsToldAdmitsAndNothingLessDoes(
      @ForAll @IntRange(min = 1, max = 10) int perMinute,
      @ForAll @IntRange(min = 1, max = 10) int perHour,
      @ForAll @IntRange(max = 10) int before,
      @ForAll @IntRange(min = 1, max = 12) int cost) {
    Limits limits = Limits.of(Limit.perMinute(perMinute), Limit.perHour(perHour));
    int taken = Math.min(before, Math.min(perMinute, perHour));
    IssuedKey key = used(limits, taken);
    Ask ask = ask(key, null, null, cost, NOW);
    if (gate.decide(ask) instanceof Granted) {
      return;
    }
    String change = onlyChange(ask);
    Limits raised = raised(limits, match("or raise (.+)", change).group(1), 0);
    Limits tooLittle = raised(limits, match("or raise (.+)", change).group(1), 1);
    assertThat(gate.decide(ask(used(raised, taken), null, null, cost, NOW)))
        .isInstanceOf(Granted.class);
    assertThat(gate.decide(ask(used(tooLittle, taken), null, null, cost, NOW)))
        .isNotInstanceOf(Granted.class);
    if (change.startsWith("wait")) {
      MatchResult wait = match("wait (\\d+)\\.(\\d{3}) s,", change);
      long at = NOW + Long.parseLong(wait.group(1)) * 1_000 + Long.parseLong(wait.group(2));
      assertThat(gate.decide(ask(key, null, null, cost, at - 1))).isNotInstanceOf(Granted.class);
      assertThat(gate.decide(ask(key, null, null, cost, at))).isInstanceOf(Granted.class);
    } else {
      long most = Long.parseLong(match("can never pass: ask for at most (\\d+),", change).group(1));
      IssuedKey unused = gate.issue(draft("contacts.read").limited(limits));
      assertThat(gate.decide(ask(unused, null, null, most + 1, NOW)))
          .isNotInstanceOf(Granted.class);
      assertThat(gate.decide(ask(unused, null, null, most, NOW))).isInstanceOf(Granted.class);
    }
  }

  private IssuedKey used(Limits limits, int taken) {
    IssuedKey key = gate.issue(draft("contacts.read").limited(limits));
    assertThat(gate.decide(ask(key, null, null, taken, NOW))).isInstanceOf(Granted.class);
    return key;
  }

  /// The limits with what the text says, less `less`: `per-minute to at least 6 and …`.
  private static Limits raised(Limits limits, String text, int less) {
    return new Limits(
        limits.list().stream()
            .map(
                limit -> {
                  Optional<MatchResult> told =
                      Pattern.compile(limit.name() + " to at least (\\d+)")
                          .matcher(text)
                          .results()
                          .findFirst();
                  long max = told.map(t -> Long.parseLong(t.group(1)) - less).orElse(limit.max());
                  return new Limit(limit.name(), max, limit.windowMillis());
                })
            .toList());
  }

  @Test
  void whatIsSimulatedIsWhatIsThenDecidedAndSpendsAndCountsNothing() {
    for (Set<Fault> faults : Scenario.everySet(OF_HOLDERS)) {
      Scenario scenario = Scenario.with(gate, faults);
      KeySnapshot key = gate.gate.key(scenario.key().id()).orElseThrow();
      int counted = gate.counted.size();
      Explanation first = Explanation.simulated(key, scenario.ask());
      Explanation again = Explanation.simulated(key, scenario.ask());
      assertThat(again).isEqualTo(first);
      assertThat(first.decisionId()).isEmpty();
      assertThat(gate.counted).hasSize(counted);
      Explanation decided = explain(scenario);
      assertThat(first.code()).isEqualTo(decided.code());
      assertThat(first.changes()).isEqualTo(decided.changes());
      assertThat(failed(first)).isEqualTo(failed(decided));
      assertThat(first.steps()).extracting(Step::check).containsExactly(Check.values());
      assertThat(input(first, Check.PERMISSION)).isEqualTo(input(decided, Check.PERMISSION));
      assertThat(input(first, Check.SECRET)).contains("none was shown");
    }
  }

  @Test
  void aSimulationJudgesATimeThatLiesAheadAndTermsThatAreNotYet() {
    Scenario scenario = Scenario.with(gate, EnumSet.noneOf(Fault.class));
    KeySnapshot key = gate.gate.key(scenario.key().id()).orElseThrow();
    Ask ask = scenario.ask();
    Ask later =
        new Ask(
            ask.credential(),
            ask.need(),
            ask.agent(),
            null,
            ask.address(),
            1,
            /* limited= */ true,
            NOW + 1);
    assertThat(Explanation.simulated(key, ask).code()).isEqualTo(Explanation.VALID);
    assertThat(Explanation.simulated(key, later).code()).isEqualTo("EXPIRED");
    KeySnapshot elsewhere =
        key.under(scenario.key().terms().from(AddressList.parse(List.of("192.0.2.0/24"))));
    assertThat(Explanation.simulated(elsewhere, ask).code()).isEqualTo("ADDRESS_NOT_ALLOWED");
    assertThat(Explanation.simulated(elsewhere, ask).changes())
        .containsExactly("add 10.1.2.3 to the key's addresses");
    KeySnapshot endless = key.under(scenario.key().terms().valid(Validity.UNBOUNDED));
    assertThat(Explanation.simulated(endless, later).code()).isEqualTo(Explanation.VALID);
  }

  @ParameterizedTest
  @EnumSource(names = {"MALFORMED", "UNKNOWN_KEY", "WRONG_SECRET"})
  void aStrangersRefusalNamesNoKeyAndNoChange(Fault fault) {
    Scenario scenario = Scenario.with(gate, EnumSet.of(fault));
    Explanation explanation = explain(scenario);
    assertThat(explanation.keyId()).isEmpty();
    assertThat(explanation.changes()).isEmpty();
    assertThat(explanation.code()).isEqualTo("INVALID");
    assertThat(explanation.toString()).doesNotContain(scenario.key().id().toString());
    assertThat(failed(explanation)).containsExactly(Check.failedBy(fault.reason()));
    assertThat(explanation.steps())
        .filteredOn(step -> step.check().compareTo(Check.failedBy(fault.reason())) > 0)
        .allSatisfy(step -> assertThat(step.outcome()).isEqualTo(Outcome.NOT_REACHED));
  }
}
