package latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import latchkey.access.Address;
import latchkey.access.AddressList;
import latchkey.crypto.Keyset;
import latchkey.gate.TestGate.Counted;
import latchkey.gate.Verdict.Denied;
import latchkey.gate.Verdict.Granted;
import latchkey.keys.Credential;
import latchkey.keys.IssuedKey;
import latchkey.keys.Key;
import latchkey.keys.KeyDraft;
import latchkey.keys.PublicId;
import latchkey.keys.SecretDigest;
import latchkey.keys.StoredKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who is a stranger and what one learns; secrets, peppers, floods and counting.
@Timeout(120) // only so that a wait for ever fails
class DeciderTest {
  private static final long NOW = Scenario.NOW;
  private static final Address ADDRESS = Scenario.address("192.0.2.1");
  private static final KeyDraft DRAFT = KeyDraft.of(TestRecord.ACME, "k", List.of("contacts.read"));

  private final TestGate gate = new TestGate();

  private static Ask ask(Credential credential) {
    return Ask.of(credential, null, ADDRESS, NOW);
  }

  private static Ask ask(IssuedKey key) {
    return ask(TestRecord.credential(key.text()));
  }

  private static Ask askOf(String organization, IssuedKey key) {
    return new Ask(
        TestRecord.credential(key.text()),
        null,
        null,
        organization,
        ADDRESS,
        1,
        /* limited= */ true,
        NOW);
  }

  @ParameterizedTest
  @EnumSource(names = {"MALFORMED", "UNKNOWN_KEY", "WRONG_SECRET"})
  void aStrangerIsToldTheSameWhateverIsWrong(Fault fault) {
    Verdict verdict = Scenario.with(gate, EnumSet.of(fault)).decide();
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Denied.class,
            denied -> {
              assertThat(denied.reason().code()).isEqualTo("INVALID");
              assertThat(denied.key()).isNull();
            });
  }

  @Test
  void aDeletedKeyIsLikeOneThatNeverWas() {
    IssuedKey key = gate.issue(DRAFT);
    assertThat(gate.decide(ask(key))).isInstanceOf(Granted.class);
    gate.record.keys.put(key.key().id(), new StoredKey.Deleted());
    gate.gate.keyChanged(key.key().id());
    assertThat(Scenario.reason(gate.decide(ask(key)))).isEqualTo(Reason.UNKNOWN_KEY);
  }

  @Test
  void anothersKeyIsLikeOneThatNeverWasAndItsCountsStayAsTheyAre() {
    IssuedKey key = gate.issue(DRAFT);
    assertThat(gate.decide(askOf("org_other", key)))
        .isInstanceOfSatisfying(
            Denied.class,
            denied -> {
              assertThat(denied.reason()).isEqualTo(Reason.UNKNOWN_KEY);
              assertThat(denied.key()).isNull();
            });
    assertThat(gate.counted).isEmpty();
    assertThat(gate.decide(askOf(TestRecord.ACME, key)))
        .isInstanceOfSatisfying(
            Granted.class,
            granted -> assertThat(granted.standings(NOW).getFirst().remaining()).isEqualTo(59));
  }

  @Test
  void aMalformedKeyIsNotLookedUp() {
    for (String text : List.of("", "x", "lk_live_", "\0".repeat(75), "é".repeat(75))) {
      assertThat(Scenario.reason(gate.decide(ask(Credential.token(text)))))
          .isEqualTo(Reason.MALFORMED);
    }
    assertThat(gate.record.loads).hasValue(0);
  }

  @Test
  void aColdKeyIsLookedUpOnceAndThenDecidedInMemory() {
    IssuedKey key = gate.issue(DRAFT);
    assertThat(gate.decider.decide(ask(key))).isInstanceOf(Decider.Cold.class);
    assertThat(gate.decide(ask(key))).isInstanceOf(Granted.class);
    assertThat(gate.decider.decide(ask(key))).isInstanceOf(Verdict.class);
    assertThat(gate.record.loads).hasValue(1);
  }

  @Test
  void aKeyIsProvedByItsTokenAndByItsPair() {
    IssuedKey key = gate.issue(DRAFT);
    Credential pair = Credential.pair(key.text().apiKey(), key.text().apiSecret().reveal());
    assertThat(gate.decide(ask(pair))).isInstanceOf(Granted.class);
    assertThat(gate.decide(ask(key))).isInstanceOf(Granted.class);
  }

  @Test
  void bothSecretsOfAKeyVerifyAndTheSlotIsTold() {
    IssuedKey first = gate.issue(DRAFT);
    IssuedKey second = gate.record.addSecret(first.key(), gate.keyset);
    assertThat(slot(gate.decide(ask(first)))).isEqualTo(0);
    assertThat(slot(gate.decide(ask(second)))).isEqualTo(1);
    assertThat(gate.counted).extracting(Counted::secretSlot).containsExactly(0, 1);
    IssuedKey neither = new IssuedKey(first.key(), TestRecord.text(first.key()));
    assertThat(Scenario.reason(gate.decide(ask(neither)))).isEqualTo(Reason.WRONG_SECRET);
  }

  private static int slot(Verdict verdict) {
    return ((Granted) verdict).secretSlot();
  }

  @Test
  void bothSecretsVerifyAlsoUnderDifferentPeppers() {
    IssuedKey first = gate.issue(DRAFT);
    TestGate rotated = rotated();
    IssuedKey second = gate.record.addSecret(first.key(), rotated.keyset);
    assertThat(slot(rotated.decide(ask(second)))).isEqualTo(1);
    assertThat(slot(rotated.decide(ask(first)))).isEqualTo(0);
  }

  /// A gate over the same record, whose keyset has one pepper more.
  private TestGate rotated() {
    Keyset more = gate.keyset.withNewPepper(TestRecord.RANDOM);
    return new TestGate(gate.record, more, TestGate.BOUNDS);
  }

  @Test
  void aKeyOfAnOlderPepperVerifiesAndIsRehashedOnce() throws InterruptedException {
    IssuedKey issued = gate.issue(DRAFT);
    Key key = issued.key();
    TestGate rotated = rotated();
    CountDownLatch mayStore = new CountDownLatch(1);
    CountDownLatch stored = new CountDownLatch(1);
    AtomicInteger rehashed = new AtomicInteger();
    gate.record.rehash =
        fresh -> {
          rehashed.incrementAndGet();
          await(mayStore);
          gate.record.keys.put(key.id(), new StoredKey.Present(key, List.of(fresh)));
          rotated.gate.keyChanged(key.id());
          stored.countDown();
        };
    for (int i = 0; i < 3; i++) { // while it is being stored
      assertThat(rotated.decide(ask(issued))).isInstanceOf(Granted.class);
    }
    mayStore.countDown();
    stored.await();
    SecretDigest digest = ((StoredKey.Present) gate.record.load(key.id())).secrets().getFirst();
    assertThat(digest.pepperVersion()).isEqualTo(2);
    for (int i = 0; i < 3; i++) {
      assertThat(rotated.decide(ask(issued))).isInstanceOf(Granted.class);
    }
    assertThat(rehashed).hasValue(1);
    IssuedKey wrong = new IssuedKey(key, TestRecord.text(key));
    assertThat(Scenario.reason(rotated.decide(ask(wrong)))).isEqualTo(Reason.WRONG_SECRET);
  }

  @Test
  void aWrongSecretIsNotRehashed() {
    IssuedKey issued = gate.issue(DRAFT);
    TestGate rotated = rotated();
    gate.record.rehash =
        _ -> {
          throw new AssertionError("rehashed");
        };
    IssuedKey wrong = new IssuedKey(issued.key(), TestRecord.text(issued.key()));
    assertThat(Scenario.reason(rotated.decide(ask(wrong)))).isEqualTo(Reason.WRONG_SECRET);
    assertThat(rotated.gate.rehashing()).isEmpty();
  }

  @Test
  void aRecordThatRefusesARehashIsNotAskedAgainAndTheKeyGoesOnVerifying()
      throws InterruptedException {
    IssuedKey refused = gate.issue(DRAFT);
    IssuedKey other = gate.issue(DRAFT);
    TestGate rotated = rotated();
    LinkedBlockingQueue<SecretDigest> asked = new LinkedBlockingQueue<>();
    gate.record.rehash =
        fresh -> {
          asked.add(fresh);
          throw new IllegalStateException("the disk is full");
        };
    for (int i = 0; i < 5; i++) {
      assertThat(rotated.decide(ask(refused))).isInstanceOf(Granted.class);
      if (i == 0) {
        asked.take();
      }
    }
    assertThat(rotated.decide(ask(other))).isInstanceOf(Granted.class);
    asked.take();
    assertThat(asked).isEmpty();
    assertThat(rotated.gate.rehashing())
        .containsExactlyInAnyOrder(refused.key().id(), other.key().id());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAddressThatFailsTooOftenIsRefusedWithoutAQueryAndAKeyInMemoryStillPasses() {
    int failures = 5;
    TestGate gate =
        new TestGate(
            new TestRecord(),
            Keyset.generate(TestRecord.RANDOM),
            new Gate.Bounds(1 << 20, 100, 8, failures));
    IssuedKey known = gate.issue(DRAFT);
    IssuedKey cold = gate.issue(DRAFT);
    assertThat(gate.decide(ask(known))).isInstanceOf(Granted.class);
    for (int i = 0; i < failures; i++) {
      assertThat(Scenario.reason(gate.decide(ask(guess())))).isEqualTo(Reason.UNKNOWN_KEY);
    }
    int loads = gate.record.loads.get();
    IssuedKey wrong = new IssuedKey(known.key(), TestRecord.text(known.key()));
    for (Credential flood :
        List.of(
            guess(),
            guess(),
            Credential.token("garbage"),
            TestRecord.credential(wrong.text()),
            TestRecord.credential(cold.text()))) {
      Verdict verdict = gate.decide(ask(flood));
      assertThat(Scenario.reason(verdict)).isEqualTo(Reason.TOO_MANY_FAILURES);
      assertThat(((Denied) verdict).key()).isNull();
    }
    assertThat(gate.record.loads).hasValue(loads);
    assertThat(gate.decide(ask(known))).isInstanceOf(Granted.class);

    Address other = Scenario.address("192.0.2.2");
    assertThat(Scenario.reason(gate.decide(Ask.of(guess(), null, other, NOW))))
        .isEqualTo(Reason.UNKNOWN_KEY);
    long minuteLater = NOW + 62_000; // a minute and one slice
    Ask later = Ask.of(TestRecord.credential(cold.text()), null, ADDRESS, minuteLater);
    assertThat(gate.decide(later)).isInstanceOf(Granted.class);
  }

  @Test
  void whoHoldsA64BitIpv6NetworkDoesNotEscapeTheCountByTakingAnotherAddressOfIt() {
    TestGate gate =
        new TestGate(
            new TestRecord(),
            Keyset.generate(TestRecord.RANDOM),
            new Gate.Bounds(1 << 20, 100, 8, /* failuresPerMinute= */ 2));
    for (String address : List.of("2001:db8:1:2::1", "2001:db8:1:2::2")) {
      assertThat(guessFrom(gate, address)).isEqualTo(Reason.UNKNOWN_KEY);
    }
    assertThat(guessFrom(gate, "2001:db8:1:2:ffff::3")).isEqualTo(Reason.TOO_MANY_FAILURES);
    assertThat(guessFrom(gate, "2001:db8:1:3::1")).isEqualTo(Reason.UNKNOWN_KEY);
  }

  private static Reason guessFrom(TestGate gate, String address) {
    return Scenario.reason(gate.decide(Ask.of(guess(), null, Scenario.address(address), NOW)));
  }

  private static Credential guess() {
    Key nobodys = TestRecord.key(DRAFT, PublicId.random(TestRecord.RANDOM));
    return TestRecord.credential(TestRecord.text(nobodys));
  }

  @Test
  void refusalsOfAProvedHolderAreNoFailuresOfItsAddress() {
    TestGate gate =
        new TestGate(
            new TestRecord(),
            Keyset.generate(TestRecord.RANDOM),
            new Gate.Bounds(1 << 20, 100, 8, /* failuresPerMinute= */ 1));
    IssuedKey key = gate.issue(DRAFT.from(AddressList.parse(List.of("10.0.0.0/8"))));
    for (int i = 0; i < 3; i++) {
      assertThat(Scenario.reason(gate.decide(ask(key)))).isEqualTo(Reason.ADDRESS_NOT_ALLOWED);
    }
    assertThat(Scenario.reason(gate.decide(ask(guess())))).isEqualTo(Reason.UNKNOWN_KEY);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"MALFORMED", "UNKNOWN_KEY"})
  void aDecidedRequestOfAKnownKeyIsCountedOnceWithItsOutcome(Fault fault) {
    Scenario scenario = Scenario.with(gate, EnumSet.of(fault));
    scenario.decide();
    assertThat(gate.counted)
        .singleElement()
        .satisfies(
            counted -> {
              assertThat(counted.outcome()).isEqualTo(fault.reason().number());
              assertThat(counted.key().key().id()).isEqualTo(scenario.key().id());
              assertThat(counted.ask()).isSameAs(scenario.ask());
            });
    assertThat(gate.gate.decided(fault.reason().number())).isEqualTo(1);
  }

  @Test
  void aGrantIsCountedAndAStrangerWithoutAKeyIsCountedForNone() {
    Scenario.with(gate, EnumSet.noneOf(Fault.class)).decide();
    assertThat(gate.counted).extracting(Counted::outcome).containsExactly(Reason.GRANTED);
    Scenario.with(gate, EnumSet.of(Fault.MALFORMED)).decide();
    Scenario.with(gate, EnumSet.of(Fault.UNKNOWN_KEY)).decide();
    assertThat(gate.counted).hasSize(1);
    assertThat(gate.gate.decided(Reason.GRANTED)).isEqualTo(1);
    assertThat(gate.gate.decided(Reason.MALFORMED.number())).isEqualTo(1);
    assertThat(gate.gate.decided(Reason.UNKNOWN_KEY.number())).isEqualTo(1);
  }

  @Test
  void aRequestThatCannotBeCountedIsNotAnswered() {
    IssuedKey key = gate.issue(DRAFT);
    Decider decider =
        gate.gate.decider(
            (_, _, _, _) -> {
              throw new IllegalStateException("no room to count");
            });
    assertThatThrownBy(() -> TestGate.decide(gate.gate, decider, ask(key)))
        .hasMessage("no room to count");
  }

  @Test
  void boundsOfZeroAreRefused() {
    assertThatThrownBy(() -> new Gate.Bounds(1, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
