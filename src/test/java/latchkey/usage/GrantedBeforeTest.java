package latchkey.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.usage.GrantedBefore.Granted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class GrantedBeforeTest {
  private static final String KEY = "1111111111111111";
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /// Some moment within a minute, an hour and a day.
  private static final long STARTED = 20_500 * DAY + 13 * HOUR + 17 * MINUTE + 23_456;

  @Parameter TestDatabases engine;
  private Database database;
  private UsageTable table;
  private long position;

  @BeforeEach
  void open() {
    database = engine.open(() -> 1);
    table =
        new UsageTable(
            database, number -> "action-" + number, number -> number == 0 ? "granted" : "refused");
    TestKeys.add(database, "acme", KEY);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void grant(long at, long cost) {
    count(at, 0, cost);
  }

  private void count(long at, int outcome, long cost) {
    Count count =
        new Count(
            Count.packId(KEY, 0),
            Count.packId(KEY, 8),
            at / MINUTE,
            1,
            outcome,
            0,
            1,
            cost,
            at,
            0,
            0);
    table.apply(List.of(new Harvest(1, ++position, List.of(count))));
  }

  private List<Granted> found(long windowMillis, long now) {
    return new GrantedBefore(database, "granted", STARTED).find("acme", KEY, windowMillis, now);
  }

  private static long sum(List<Granted> granted) {
    return granted.stream().mapToLong(Granted::cost).sum();
  }

  @Test
  void costsAreFoundAndRefusalsAreNone() {
    grant(STARTED - 5_000, 7);
    count(STARTED - 5_000, 1, 100);
    assertThat(found(MINUTE, STARTED)).containsExactly(new Granted(STARTED, 7));
    assertThat(found(MINUTE, STARTED + MINUTE / 2)).hasSize(1);
    assertThat(found(MINUTE, STARTED + 3 * MINUTE)).isEmpty();
  }

  @Test
  void anotherOrganizationsKeyHasNothing() {
    TestKeys.add(database, "rival", "9999999999999999");
    grant(STARTED - 5_000, 7);
    assertThat(new GrantedBefore(database, "granted", STARTED).find("rival", KEY, MINUTE, STARTED))
        .isEmpty();
  }

  @Test
  void nothingThatMattersToAWindowIsMissedOrTakenToBeEarlierThanItWas() {
    Random random = new Random(1);
    TestKeys.setZone(database, "acme", "Pacific/Kiritimati"); // 14 hours ahead
    List<Granted> granted = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long ago = (long) Math.exp(random.nextDouble() * Math.log(60.0 * DAY));
      granted.add(new Granted(STARTED - ago, 1 + random.nextInt(9)));
    }
    granted.forEach(each -> grant(each.at(), each.cost()));
    for (long window :
        new long[] {10_000, MINUTE, HOUR, 5 * HOUR, DAY, 7 * DAY, 30 * DAY, 50 * DAY}) {
      for (long now : new long[] {STARTED, STARTED + window / 3, STARTED + window}) {
        List<Granted> found = found(window, now);
        // From each moment on, there is at least as much as there really was.
        for (Granted each : granted) {
          if (each.at() > now - window) {
            long really = sum(granted.stream().filter(g -> g.at() >= each.at()).toList());
            long said = sum(found.stream().filter(g -> g.at() >= each.at()).toList());
            assertThat(said)
                .as("window %d at %d", window, now - STARTED)
                .isGreaterThanOrEqualTo(really);
          }
        }
        assertThat(found).allMatch(each -> each.at() <= STARTED);
      }
    }
  }
}
