package latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import latchkey.access.Query;
import latchkey.keys.Credential;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.limits.Take;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which refusals can be explained, for how long, to whom; and that none of them holds a secret.
class DecisionsTest {
  private static final int KEPT = TestGate.BOUNDS.refusalsKept();

  private final TestGate gate = new TestGate();
  private final Decisions decisions = gate.gate.decisions();

  private String refuse(Fault fault) {
    return DecisionId.text(Scenario.with(gate, EnumSet.of(fault)).decide().decision());
  }

  private List<String> refuse(Fault fault, int times) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      ids.add(refuse(fault));
    }
    return ids;
  }

  @Test
  void theLastRefusalsOfAnOrganizationResolveAndOlderOnesDoNot() {
    List<String> ids = refuse(Fault.PERMISSION, KEPT + 3);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(decisions.explain(TestRecord.ACME, ids.get(i)).isPresent()).isEqualTo(i >= 3);
    }
    assertThat(decisions.explain(TestRecord.ACME, ids.getLast()).orElseThrow().decisionId())
        .contains(ids.getLast());
  }

  @Test
  void neitherStrangersNorOthersCrowdOutAnOrganizations() {
    String id = refuse(Fault.PERMISSION);
    refuse(Fault.UNKNOWN_KEY, 10 * KEPT);
    refuse(Fault.SUSPENDED, 10 * KEPT); // of another organization
    assertThat(decisions.explain(TestRecord.ACME, id)).isPresent();
  }

  @Test
  void anothersRefusalsDoNotResolve() {
    String acmes = refuse(Fault.PERMISSION);
    String others = refuse(Fault.SUSPENDED);
    assertThat(decisions.explain(TestRecord.SUSPENDED, acmes)).isEmpty();
    assertThat(decisions.explain(TestRecord.ACME, others)).isEmpty();
    assertThat(decisions.explain("org_none", acmes)).isEmpty();
    assertThat(decisions.explainStranger(acmes)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MALFORMED", "UNKNOWN_KEY", "WRONG_SECRET"})
  void aStrangersRefusalResolvesForNoOrganization(Fault fault) {
    String id = refuse(fault);
    assertThat(decisions.explain(TestRecord.ACME, id)).isEmpty();
    assertThat(decisions.explainStranger(id).orElseThrow().keyId()).isEmpty();
  }

  @Test
  void theLastRefusalsOfAKeyAreListedNewestFirst() {
    Scenario one = Scenario.with(gate, EnumSet.of(Fault.PERMISSION));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < KEPT; i++) {
      ids.addFirst(DecisionId.text(one.decide().decision()));
      if (i % 2 == 1) {
        refuse(Fault.ADDRESS); // of another key: two of it push one of ours out
      }
    }
    String keyId = one.key().id().toString();
    List<Refusal> all = decisions.ofKey(TestRecord.ACME, keyId, 100);
    assertThat(all).extracting(Refusal::decisionId).isNotEmpty().isSubsetOf(ids);
    assertThat(ids).startsWith(all.stream().map(Refusal::decisionId).toArray(String[]::new));
    assertThat(all).extracting(Refusal::reason).containsOnly(Reason.PERMISSION_DENIED);
    assertThat(decisions.ofKey(TestRecord.ACME, keyId, 2)).isEqualTo(all.subList(0, 2));
    assertThat(decisions.ofKey(TestRecord.SUSPENDED, keyId, 100)).isEmpty();
    assertThat(decisions.ofKey("", keyId, 100)).isEmpty();
  }

  @Test
  void aGrantIsNotKept() {
    Verdict verdict = Scenario.with(gate, EnumSet.noneOf(Fault.class)).decide();
    refuse(Fault.PERMISSION);
    assertThat(decisions.explain(TestRecord.ACME, DecisionId.text(verdict.decision()))).isEmpty();
  }

  @Test
  void whatIsNoDecisionIdResolvesToNothing() {
    refuse(Fault.PERMISSION);
    for (String id : List.of("", "dec_", "dec_xyz", "0123456789abcdef", "dec_0123456789abcdeg")) {
      assertThat(decisions.explain(TestRecord.ACME, id)).isEmpty();
    }
  }

  @Test
  void aDecisionIdReadsBack() {
    for (long number : new long[] {0, 1, -1, Long.MIN_VALUE, 0x0123_4567_89ab_cdefL}) {
      assertThat(DecisionId.text(number)).matches("dec_[0-9a-f]{16}");
      assertThat(DecisionId.parse(DecisionId.text(number))).contains(number);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REVOKED",
        "NOT_YET_VALID",
        "EXPIRED",
        "ADDRESS",
        "AGENT",
        "PERMISSION",
        "COST_ABOVE_LIMIT",
        "USED_UP"
      })
  void aRefusalIsExplainedAsItWasHoweverTheKeyWentOn(Fault fault) {
    Scenario scenario = Scenario.with(gate, EnumSet.of(fault));
    Verdict verdict = scenario.decide();
    Explanation then = Explanation.of(scenario.ask(), verdict);
    spendAllThatIsLeft(verdict);
    gate.record.keys.remove(scenario.key().id());
    gate.gate.keyChanged(scenario.key().id());
    gate.gate.organizationChanged(TestRecord.ACME);
    assertThat(decisions.explain(TestRecord.ACME, DecisionId.text(verdict.decision())))
        .contains(then);
  }

  private static void spendAllThatIsLeft(Verdict verdict) {
    KeySnapshot key =
        switch (verdict) {
          case Verdict.Granted granted -> granted.key();
          case Verdict.Limited limited -> limited.key();
          case Verdict.Denied denied -> Objects.requireNonNull(denied.key());
        };
    long later = Scenario.NOW + 120_000;
    assertThat(key.meter().take(key.limits(), Scenario.LEAST_LIMIT, later))
        .isInstanceOf(Take.Taken.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"MALFORMED"})
  void noKeptRefusalHoldsTheSecret(Fault fault) {
    Scenario scenario = Scenario.with(gate, EnumSet.of(fault));
    scenario.decide();
    requireNoSecret(scenario.ask().credential());
  }

  @Test
  void noKeptRefusalHoldsAPairOrGarbage() {
    IssuedKey key = gate.issue(KeyDraft.of(TestRecord.ACME, "k", List.of("contacts.read")));
    Credential pair = Credential.pair(key.text().apiKey(), key.text().apiSecret().reveal());
    Credential garbage = Credential.token("a password pasted into the wrong field");
    for (Credential credential : List.of(pair, garbage)) {
      gate.decide(
          Ask.of(credential, Query.of("leads.read"), Scenario.address("192.0.2.1"), Scenario.NOW));
      requireNoSecret(credential);
    }
  }

  private void requireNoSecret(Credential credential) {
    String secret = secretOf(credential);
    refuse(Fault.PERMISSION);
    assertThat(holds(credential, secret)).as("the search finds what is there").isTrue();
    assertThat(holds(decisions, TestRecord.ACME)).isTrue();
    assertThat(holds(decisions, secret)).isFalse();
  }

  /// The last 40 characters of whatever was shown, less the checksum.
  private static String secretOf(Credential credential) {
    List<String> texts = new ArrayList<>();
    walk(
        credential,
        found -> {
          if (found instanceof String text) {
            texts.add(text);
          }
        });
    String last = texts.getLast();
    return last.substring(Math.max(0, last.length() - 40), last.length() - 6);
  }

  private static boolean holds(Object root, String text) {
    boolean[] held = new boolean[1];
    walk(
        root,
        found -> {
          String seen =
              switch (found) {
                case CharSequence chars -> chars.toString();
                case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
                case char[] chars -> String.valueOf(chars);
                default -> "";
              };
          held[0] |= seen.contains(text);
        });
    return held[0];
  }

  /// Visits all that can be reached, through our own objects' fields and the JDK's collections.
  private static void walk(Object root, Consumer<Object> visitor) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (seen.add(next)) {
        visitor.accept(next);
        for (Object inside : inside(next)) {
          open.push(inside);
        }
      }
    }
  }

  private static List<Object> inside(Object object) {
    List<Object> inside = new ArrayList<>();
    switch (object) {
      case Map<?, ?> map ->
          map.forEach(
              (key, value) -> {
                inside.add(key);
                inside.add(value);
              });
      case Iterable<?> many -> many.forEach(inside::add);
      case Optional<?> one -> one.ifPresent(inside::add);
      case AtomicReferenceArray<?> array -> {
        for (int i = 0; i < array.length(); i++) {
          addIfThere(inside, array.get(i));
        }
      }
      default -> {
        Class<?> type = object.getClass();
        if (type.isArray() && !type.getComponentType().isPrimitive()) {
          for (int i = 0; i < Array.getLength(object); i++) {
            addIfThere(inside, Array.get(object, i));
          }
        } else if (type.getName().startsWith("latchkey.")) {
          fields(object, type, inside);
        }
      }
    }
    return inside;
  }

  private static void fields(Object object, Class<?> type, List<Object> inside) {
    for (Field field : type.getDeclaredFields()) {
      if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        try {
          addIfThere(inside, field.get(object));
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private static void addIfThere(List<Object> inside, @Nullable Object value) {
    if (value != null) {
      inside.add(value);
    }
  }
}
