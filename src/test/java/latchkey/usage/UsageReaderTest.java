package latchkey.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.usage.UsageQuery.Answer;
import latchkey.usage.UsageQuery.Group;
import latchkey.usage.UsageQuery.OfAgent;
import latchkey.usage.UsageQuery.OfKey;
import latchkey.usage.UsageQuery.Row;
import latchkey.usage.UsageQuery.Scope;
import latchkey.usage.UsageQuery.WholeOrganization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class UsageReaderTest {
  private static final String ONE = "1111111111111111";
  private static final String TWO = "2222222222222222";
  private static final String THREE = "3333333333333333";
  private static final String RIVALS = "9999999999999999";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Scope WHOLE = new WholeOrganization();

  @Parameter TestDatabases engine;
  private Database database;
  private UsageTable table;
  private UsageReader reader;
  private long position;
  private long transactions;

  @BeforeEach
  void open() {
    database =
        engine.open(
            () -> {
              transactions++;
              return 1;
            });
    table = new UsageTable(database, number -> "action-" + number, number -> "outcome-" + number);
    reader = new UsageReader(database, "outcome-0");
    TestKeys.add(database, "acme", ONE);
    TestKeys.add(database, "acme", TWO);
    TestKeys.add(database, "acme", THREE);
    TestKeys.add(database, "rival", RIVALS);
    TestKeys.give(database, ONE, "sales");
    TestKeys.give(database, TWO, "sales");
    TestKeys.give(database, RIVALS, "rivals");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void count(String key, Instant at, int action, int outcome, long count) {
    apply(List.of(counted(key, at, action, outcome, count)));
  }

  private void apply(List<Count> counts) {
    table.apply(List.of(new Harvest(1, ++position, counts)));
  }

  private static Count counted(String key, Instant at, int action, int outcome, long count) {
    return new Count(
        Count.packId(key, 0),
        Count.packId(key, 8),
        at.getEpochSecond() / 60,
        action,
        outcome,
        0,
        count,
        3 * count,
        at.toEpochMilli(),
        0,
        0);
  }

  private static UsageQuery query(Scope scope, Resolution resolution, Group... groups) {
    return new UsageQuery(
        "acme",
        scope,
        Set.of(groups),
        resolution,
        false,
        0,
        Long.MAX_VALUE,
        Optional.empty(),
        Optional.empty());
  }

  private List<String> asked(UsageQuery query) {
    return reader.ask(query, 100).rows().stream()
        .map(
            row ->
                String.join(
                        " ",
                        row.key().orElse("-"),
                        row.agent().orElse("-"),
                        row.action().orElse("-"),
                        row.outcome().orElse("-"))
                    + " "
                    + row.count()
                    + " "
                    + row.cost())
        .toList();
  }

  private void someCounts() {
    count(ONE, NOON, 1, 0, 5);
    count(TWO, NOON.plusSeconds(90), 1, 4, 2);
    count(THREE, NOON.plusSeconds(7_200), 2, 0, 1);
    count(RIVALS, NOON, 1, 0, 100);
  }

  @Test
  void countsAreAddedUpByWhatIsAskedForAtEveryResolution() {
    someCounts();
    for (Resolution resolution : Resolution.values()) {
      assertThat(asked(query(WHOLE, resolution))).containsExactly("- - - - 8 24");
      assertThat(asked(query(WHOLE, resolution, Group.OUTCOME)))
          .containsExactly("- - - outcome-0 6 18", "- - - outcome-4 2 6");
      assertThat(asked(query(WHOLE, resolution, Group.ACTION)))
          .containsExactly("- - action-1 - 7 21", "- - action-2 - 1 3");
      assertThat(asked(query(WHOLE, resolution, Group.KEY)))
          .containsExactly(ONE + " - - - 5 15", TWO + " - - - 2 6", THREE + " - - - 1 3");
      assertThat(asked(query(WHOLE, resolution, Group.AGENT))).containsExactly("- sales - - 7 21");
      assertThat(asked(query(new OfAgent("sales"), resolution, Group.KEY, Group.OUTCOME)))
          .containsExactly(ONE + " - - outcome-0 5 15", TWO + " - - outcome-4 2 6");
      assertThat(asked(query(new OfAgent("sales"), resolution))).containsExactly("- - - - 7 21");
      assertThat(asked(query(new OfAgent("rivals"), resolution))).isEmpty();
      assertThat(asked(query(new OfKey(TWO), resolution, Group.ACTION, Group.AGENT)))
          .containsExactly("- sales action-1 - 2 6");
      assertThat(asked(query(new OfKey(RIVALS), resolution))).isEmpty();
    }
  }

  @Test
  void timesAreToldApartAndCutAtBothEnds() {
    someCounts();
    long noon = NOON.getEpochSecond() / 3_600;
    UsageQuery hours =
        new UsageQuery(
            "acme",
            WHOLE,
            Set.of(),
            Resolution.HOUR,
            true,
            noon,
            noon + 3,
            Optional.empty(),
            Optional.empty());
    assertThat(reader.ask(hours, 100).rows())
        .extracting(Row::time, Row::count)
        .containsExactly(tuple(Optional.of(noon), 7L), tuple(Optional.of(noon + 2), 1L));
    UsageQuery less =
        new UsageQuery(
            "acme",
            WHOLE,
            Set.of(),
            Resolution.HOUR,
            true,
            noon + 1,
            noon + 2,
            Optional.empty(),
            Optional.empty());
    assertThat(reader.ask(less, 100).rows()).isEmpty();
  }

  @Test
  void actionsAndOutcomesCanBeAskedForAlone() {
    someCounts();
    UsageQuery refused =
        new UsageQuery(
            "acme",
            WHOLE,
            Set.of(),
            Resolution.DAY,
            false,
            0,
            Long.MAX_VALUE,
            Optional.of("action-1"),
            Optional.of("outcome-4"));
    assertThat(asked(refused)).containsExactly("- - - - 2 6");
  }

  @Test
  void thereAreNoMoreRowsThanAskedForAndTheAnswerSaysSo() {
    someCounts();
    Answer two = reader.ask(query(WHOLE, Resolution.DAY, Group.KEY), 2);
    assertThat(two.rows()).hasSize(2);
    assertThat(two.more()).isTrue();
    assertThat(reader.ask(query(WHOLE, Resolution.DAY, Group.KEY), 3).more()).isFalse();
  }

  @Test
  void aBucketIsReadPartByPartWithoutMissingARow() {
    someCounts();
    count(TWO, NOON, 1, 0, 4);
    for (Group[] groups : new Group[][] {{Group.KEY, Group.OUTCOME}, {Group.AGENT}, {}}) {
      long day = NOON.getEpochSecond() / 86_400;
      UsageQuery query = query(WHOLE, Resolution.DAY, groups).at(day);
      List<Row> rows = new ArrayList<>();
      Optional<Row> last = Optional.empty();
      do {
        Answer part = reader.part(query, last, 1);
        rows.addAll(part.rows());
        last = part.more() ? Optional.of(part.rows().getLast()) : Optional.empty();
      } while (last.isPresent());
      assertThat(rows).containsExactlyInAnyOrderElementsOf(reader.ask(query, 100).rows());
    }
  }

  @Test
  void ofEachSumItIsKnownHowMuchWasGranted() {
    someCounts();
    assertThat(reader.ask(query(WHOLE, Resolution.DAY, Group.KEY), 100).rows())
        .extracting(row -> row.key().orElseThrow(), Row::count, Row::granted)
        .containsExactly(tuple(ONE, 5L, 5L), tuple(TWO, 2L, 0L), tuple(THREE, 1L, 1L));
  }

  @Test
  void daysAreThoseOfTheOrganizationsTimeZoneToTheMinute() {
    TestKeys.setZone(database, "acme", "Asia/Kolkata"); // 5:30 ahead
    count(ONE, Instant.parse("2026-03-01T18:29:00Z"), 1, 0, 1);
    count(ONE, Instant.parse("2026-03-01T18:30:00Z"), 1, 0, 2);
    UsageQuery days =
        new UsageQuery(
            "acme",
            WHOLE,
            Set.of(),
            Resolution.DAY,
            true,
            0,
            Long.MAX_VALUE,
            Optional.empty(),
            Optional.empty());
    long first = LocalDate.of(2026, 3, 1).toEpochDay();
    assertThat(reader.ask(days, 10).rows())
        .extracting(row -> row.time().orElseThrow())
        .containsExactly(first, first + 1);
    ZoneId zone = ZoneId.of("Asia/Kolkata");
    assertThat(Instant.ofEpochMilli(Resolution.DAY.startOf(first + 1, zone)))
        .isEqualTo("2026-03-01T18:30:00Z");
  }

  @Test
  void anAgentKeepsWhatItsKeysDidWhenTheyWereItsOwn() {
    count(ONE, NOON, 1, 0, 5);
    TestKeys.give(database, ONE, "support");
    count(ONE, NOON, 1, 0, 1);
    assertThat(asked(query(WHOLE, Resolution.HOUR, Group.AGENT)))
        .containsExactly("- sales - - 5 15", "- support - - 1 3");
  }

  @Test
  void whatIsTooOldGoesInSmallTransactionsAndTheCoarserRowsStillSayWhatItWas() {
    List<Count> counts = new ArrayList<>();
    for (int minute = 0; minute < 2_500; minute++) {
      counts.add(counted(ONE, NOON.plusSeconds(minute * 60L), 1, 0, 1));
    }
    apply(counts);
    Instant now = NOON.plus(Duration.ofDays(30));
    UsageRetention retention =
        new UsageRetention(
            database,
            new UsageRetention.Kept(Duration.ofDays(2), Duration.ofDays(35), Duration.ofDays(400)));
    transactions = 0;
    // Of the key, of the agent and of the organization.
    assertThat(retention.prune(now.toEpochMilli())).isEqualTo(3 * 2_500);
    assertThat(transactions).isGreaterThanOrEqualTo(3 + 6);
    assertThat(retention.prune(now.toEpochMilli())).isZero();
    assertThat(asked(query(WHOLE, Resolution.MINUTE))).isEmpty();
    assertThat(asked(query(new OfKey(ONE), Resolution.HOUR))).containsExactly("- - - - 2500 7500");
    assertThat(retention.prune(now.plus(Duration.ofDays(8)).toEpochMilli())).isPositive();
    assertThat(asked(query(new OfKey(ONE), Resolution.HOUR))).isEmpty();
    assertThat(asked(query(new OfKey(ONE), Resolution.DAY))).containsExactly("- - - - 2500 7500");
    assertThat(Resolution.DAY.bucketOf(NOON.toEpochMilli(), ZoneOffset.UTC)).isEqualTo(20_513);
  }
}
