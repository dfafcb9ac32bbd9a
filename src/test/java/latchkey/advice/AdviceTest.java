package latchkey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.access.AddressList;
import latchkey.access.Catalog;
import latchkey.advice.Finding.Kind;
import latchkey.advice.Finding.Remedy;
import latchkey.keys.Key;
import latchkey.keys.Key.Revocation;
import latchkey.keys.Key.Stamp;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyTerms;
import latchkey.keys.PublicId;
import latchkey.keys.RevocationReason;
import latchkey.keys.Validity;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long NOW = 2_000 * DAY;

  private static final KeyTerms TERMS =
      KeyTerms.of("a key", List.of("contacts.read", "leads.read"), KeyDraft.DEFAULT_LIMITS)
          .valid(until(NOW + 100 * DAY))
          .from(AddressList.parse(List.of("203.0.113.0/24")));

  /// In daily use, for all that it may.
  private static final Habits GOOD =
      new Habits(
          List.of("contacts.read", "leads.read"),
          List.of(),
          true,
          List.of("203.0.113.0/24"),
          0,
          500,
          3,
          OptionalLong.of(NOW - DAY),
          false);

  private static Validity until(long end) {
    return new Validity(Validity.UNBOUNDED.notBefore(), end);
  }

  private static Key key(KeyTerms terms, long ageDays) {
    return Key.made(
        KeyDraft.of("org_1", "a key", terms.permissions()).on(terms),
        PublicId.random(new SecureRandom()),
        "lk",
        new Stamp(NOW - ageDays * DAY, "person_1"));
  }

  private static Habits idle(OptionalLong lastUse) {
    return new Habits(List.of(), TERMS.permissions(), true, List.of(), 0, 0, 0, lastUse, false);
  }

  private static List<Kind> kinds(Key key, Habits habits) {
    return Advice.of(key, habits, NOW).stream().map(Finding::kind).toList();
  }

  @Test
  void aKeyThatUsesWhatItMayFromWhereItMayAndEndsSomeDayNeedsNothing() {
    assertThat(kinds(key(TERMS, 60), GOOD)).isEmpty();
    assertThat(Advice.points(List.of())).isEqualTo(100);
  }

  @Test
  void aKeyThatHasEndedIsNotSpokenOf() {
    Key revoked =
        key(TERMS, 300)
            .revoked(
                Optional.of(new Revocation(NOW - 1, "person_1", RevocationReason.UNSPECIFIED)));
    assertThat(kinds(revoked, idle(OptionalLong.empty()))).isEmpty();
    assertThat(kinds(key(TERMS.valid(until(NOW - 1)), 300), GOOD)).isEmpty();
  }

  @Test
  void permissionsThatWereNotUsedCanGoAndThoseThatWereStay() {
    Habits half =
        new Habits(
            List.of("contacts.read"),
            List.of("leads.read"),
            true,
            GOOD.networks(),
            0,
            500,
            0,
            GOOD.lastUse(),
            false);
    Finding found = Advice.of(key(TERMS, 60), half, NOW).getFirst();
    assertThat(found.kind()).isEqualTo(Kind.NARROW);
    assertThat(found.detail()).containsExactly("leads.read");
    assertThat(found.remedy())
        .isEqualTo(
            new Remedy.Change(
                Optional.of(List.of("contacts.read")), Optional.empty(), Optional.empty()));
    assertThat(kinds(key(TERMS, 3), half)).as("young").isEmpty();
  }

  @Test
  void nothingIsTakenAwayWhereItIsNotKnownOfEveryCallWhatItAskedFor() {
    Habits unsure =
        new Habits(
            List.of("contacts.read"),
            List.of("leads.read"),
            false,
            GOOD.networks(),
            0,
            500,
            0,
            GOOD.lastUse(),
            false);
    assertThat(kinds(key(TERMS, 60), unsure)).isEmpty();
  }

  @Test
  void aKeyFromAnywhereIsBoundToItsNetworksOnlyIfTheyAreFewAndAllAreKnown() {
    Key anywhere = key(TERMS.from(AddressList.ANY), 60);
    Finding found = Advice.of(anywhere, GOOD, NOW).getFirst();
    assertThat(found.kind()).isEqualTo(Kind.RESTRICT);
    assertThat(found.detail()).containsExactly("203.0.113.0/24");
    assertThat(kinds(anywhere, from(List.of("a/24", "b/24", "c/24"), 0, 500))).isEmpty();
    assertThat(kinds(anywhere, from(List.of("203.0.113.0/24"), 1, 500))).as("placeless").isEmpty();
    assertThat(kinds(anywhere, from(List.of("203.0.113.0/24"), 0, 5))).as("few calls").isEmpty();
  }

  private static Habits from(List<String> networks, long placeless, long granted) {
    return new Habits(
        GOOD.used(), List.of(), true, networks, placeless, granted, 0, GOOD.lastUse(), false);
  }

  @Test
  void aKeyThatNobodyUsesIsToBeRevoked() {
    assertThat(kinds(key(TERMS, 15), idle(OptionalLong.empty()))).containsExactly(Kind.NEVER_USED);
    assertThat(kinds(key(TERMS, 13), idle(OptionalLong.empty()))).as("young").isEmpty();
    assertThat(kinds(key(TERMS, 200), idle(OptionalLong.of(NOW - 90 * DAY))))
        .containsExactly(Kind.QUIET);
    assertThat(kinds(key(TERMS, 200), idle(OptionalLong.of(NOW - 89 * DAY)))).isEmpty();
  }

  @Test
  void aKeyWithoutAnEndGetsOneAndOneThatIsInUseIsWarnedOf() {
    Finding found = Advice.of(key(TERMS.valid(Validity.UNBOUNDED), 1), GOOD, NOW).getFirst();
    assertThat(found.kind()).isEqualTo(Kind.NO_EXPIRY);
    assertThat(found.remedy())
        .isEqualTo(
            new Remedy.Change(Optional.empty(), Optional.empty(), Optional.of(NOW + 365 * DAY)));
    assertThat(kinds(key(TERMS.valid(until(NOW + 13 * DAY)), 60), GOOD))
        .containsExactly(Kind.EXPIRING);
  }

  @Test
  void whoMadeItHavingLeftFailingMuchAndBeingWideForLongAreFoundToo() {
    Habits left =
        new Habits(GOOD.used(), List.of(), true, GOOD.networks(), 0, 500, 0, GOOD.lastUse(), true);
    assertThat(kinds(key(TERMS, 60), left)).containsExactly(Kind.CREATOR_LEFT);
    Habits failing =
        new Habits(GOOD.used(), List.of(), true, GOOD.networks(), 0, 60, 20, GOOD.lastUse(), false);
    assertThat(kinds(key(TERMS, 60), failing)).containsExactly(Kind.FAILING);
    Habits everything =
        new Habits(
            Catalog.BUILT_IN.permissions(),
            List.of(),
            true,
            GOOD.networks(),
            0,
            500,
            0,
            GOOD.lastUse(),
            false);
    assertThat(kinds(key(TERMS, 181), everything)).containsExactly(Kind.WIDE);
    assertThat(kinds(key(TERMS, 179), everything)).isEmpty();
  }

  @Test
  void pointsNeverFallBelowZero() {
    List<Finding> all =
        List.of(Kind.values()).stream().map(kind -> Finding.of(kind, new Remedy.Look())).toList();
    assertThat(Advice.points(all)).isZero();
    assertThat(Advice.points(all.subList(0, 1))).isEqualTo(100 - Kind.NARROW.weight());
  }
}
