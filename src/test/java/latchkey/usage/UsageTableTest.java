package latchkey.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class UsageTableTest {
  private static final String KEY = "4fYq8GzT0aBcDeF1";
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  /// A whole hour.
  private static final long NOON = 475_000 * HOUR;

  private static final long SOMEWHERE = 0xffff_c000_0201L; // 192.0.2.1
  private static final long ELSEWHERE = 0xffff_c000_0202L;

  @Parameter TestDatabases engine;
  private Database database;
  private UsageTable usage;

  @BeforeEach
  void open() {
    database = engine.open(() -> 1);
    usage = new UsageTable(database, number -> "action-" + number, number -> "outcome-" + number);
    TestKeys.add(database, "acme", KEY);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void countsOfSeveralWritersAddUp() {
    usage.apply(List.of(new Harvest(1, 1, List.of(count(NOON, 3)))));
    usage.apply(
        List.of(
            new Harvest(1, 2, List.of(count(NOON, 4))),
            new Harvest(2, 1, List.of(count(NOON, 5), count(NOON + MINUTE, 6)))));
    assertThat(usage.totals("acme", KEY, NOON, NOON + MINUTE)).containsExactly(total(12));
    assertThat(usage.totals("acme", KEY, NOON, NOON + HOUR)).containsExactly(total(18));
  }

  @Test
  void aPartThatComesAgainIsNotAddedAgain() {
    Harvest first = new Harvest(-1, 1, List.of(count(NOON, 3)));
    Harvest second = new Harvest(-1, 2, List.of(count(NOON, 4)));
    usage.apply(List.of(first));
    usage.apply(List.of(first, second));
    usage.apply(List.of(first));
    assertThat(usage.totals("acme", KEY, NOON, NOON + HOUR)).containsExactly(total(7));
  }

  @Test
  void whatWasRememberedOfAWriterGoesWhenItIsForgotten() {
    usage.apply(List.of(new Harvest(1, 9, List.of()), new Harvest(2, 9, List.of())));
    usage.forget(Set.of(1L, 3L));
    List<Long> writers =
        database.read(
            handle ->
                handle.createQuery("SELECT writer FROM usage_applied").mapTo(Long.class).list());
    assertThat(writers).containsExactly(2L);
  }

  @Test
  void aTimeIsCutAtMinutesWhereverItBeginsAndEnds() {
    List<Count> eachMinuteOfThreeHours = new ArrayList<>();
    for (int minute = 0; minute < 180; minute++) {
      eachMinuteOfThreeHours.add(count(NOON + minute * MINUTE, 1));
    }
    usage.apply(List.of(new Harvest(1, 1, eachMinuteOfThreeHours)));
    int[] edges = {0, 1, 59, 60, 61, 119, 120, 121, 180};
    for (int from : edges) {
      for (int to : edges) {
        long counted =
            usage.totals("acme", KEY, NOON + from * MINUTE, NOON + to * MINUTE).stream()
                .mapToLong(UsageTotal::count)
                .sum();
        assertThat(counted).as("%d to %d", from, to).isEqualTo(Math.max(0, to - from));
      }
    }
  }

  @Test
  void actionsOutcomesAndSecretsAreToldApart() {
    usage.apply(
        List.of(
            new Harvest(
                1,
                1,
                List.of(
                    count(NOON, 1, 0, 0, 5), count(NOON, 1, 0, 1, 6), count(NOON, 2, 4, -1, 7)))));
    assertThat(usage.totals("acme", KEY, NOON, NOON + HOUR))
        .containsExactly(
            new UsageTotal("action-1", "outcome-0", 0, 5, 10),
            new UsageTotal("action-1", "outcome-0", 1, 6, 12),
            new UsageTotal("action-2", "outcome-4", -1, 7, 14));
  }

  @Test
  void theLastUseOfEachSecretIsKeptWhicheverOrderItComesIn() {
    usage.apply(
        List.of(
            new Harvest(1, 1, List.of(used(0, NOON + 2, SOMEWHERE), used(0, NOON, ELSEWHERE)))));
    usage.apply(List.of(new Harvest(2, 1, List.of(used(0, NOON + 1, ELSEWHERE)))));
    usage.apply(List.of(new Harvest(3, 1, List.of(used(1, NOON + 3, 0)))));
    assertThat(usage.lastUsed("acme", KEY))
        .containsExactly(
            new LastUse(1, NOON + 3, Optional.empty()),
            new LastUse(0, NOON + 2, Optional.of("192.0.2.1")));
  }

  @Test
  void aStrangerWithoutASecretIsCountedButDoesNotUseTheKey() {
    usage.apply(List.of(new Harvest(1, 1, List.of(used(Count.NO_SECRET, NOON, SOMEWHERE)))));
    assertThat(usage.lastUsed("acme", KEY)).isEmpty();
    assertThat(usage.totals("acme", KEY, NOON, NOON + HOUR)).hasSize(1);
  }

  @Test
  void anotherOrganizationSeesNothing() {
    TestKeys.add(database, "rival", "AAAAAAAAAAAAAAAA");
    usage.apply(List.of(new Harvest(1, 1, List.of(count(NOON, 3)))));
    assertThat(usage.totals("rival", KEY, NOON, NOON + HOUR)).isEmpty();
    assertThat(usage.lastUsed("rival", KEY)).isEmpty();
  }

  @Test
  void countsOfAKeyThatIsUnknownAreDroppedAndHoldUpNobody() {
    Count unknown =
        new Count(
            Count.packId("unknown0", 0),
            Count.packId("unknown0", 0),
            1,
            1,
            1,
            0,
            1,
            1,
            1,
            0,
            SOMEWHERE);
    usage.apply(List.of(new Harvest(1, 1, List.of(unknown, count(NOON, 3)))));
    assertThat(usage.totals("acme", KEY, NOON, NOON + HOUR)).containsExactly(total(3));
  }

  private static UsageTotal total(long count) {
    return new UsageTotal("action-1", "outcome-0", 0, count, 2 * count);
  }

  private static Count count(long at, long count) {
    return count(at, 1, 0, 0, count);
  }

  private static Count count(long at, int action, int outcome, int slot, long count) {
    return new Count(
        Count.packId(KEY, 0),
        Count.packId(KEY, 8),
        at / MINUTE,
        action,
        outcome,
        slot,
        count,
        2 * count,
        at,
        0,
        SOMEWHERE);
  }

  private static Count used(int slot, long at, long address) {
    return new Count(
        Count.packId(KEY, 0), Count.packId(KEY, 8), at / MINUTE, 1, 0, slot, 1, 0, at, 0, address);
  }
}
