package latchkey.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import latchkey.access.Address;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// From where keys were used, as it stands in the record.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class SightingsTest {
  private static final String KEY = "4fYq8GzT0aBcDeF1";
  private static final String OTHER = "AAAAAAAAAAAAAAAA";
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final long TODAY = 20_500;
  private static final long NOON = TODAY * DAY + DAY / 2;
  private static final int REFUSED = 10;

  @Parameter TestDatabases engine;
  private Database database;
  private UsageTable usage;
  private Sightings sightings;
  private long position;

  @BeforeEach
  void open() {
    database = engine.open(() -> 1);
    usage = new UsageTable(database, number -> "action-" + number, number -> "outcome-" + number);
    sightings = new Sightings(database);
    TestKeys.add(database, "acme", KEY);
    TestKeys.add(database, "acme", OTHER);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void apply(Count... counts) {
    usage.apply(List.of(new Harvest(1, ++position, List.of(counts))));
  }

  private static Count count(String address, long at, int action, int outcome, long count) {
    return count(KEY, address, at, action, outcome, 0, count);
  }

  private static Count count(
      String key, String address, long at, int action, int outcome, int slot, long count) {
    Address from = Address.parse(address).orElse(new Address(0, 0));
    return new Count(
        Count.packId(key, 0),
        Count.packId(key, 8),
        at / MINUTE,
        action,
        outcome,
        slot,
        count,
        count,
        at,
        from.high(),
        from.low());
  }

  private List<String> seen(long since) {
    return sightings.of("acme", KEY, since).stream()
        .map(
            seen ->
                "%s %s %d..%d %d %d"
                    .formatted(
                        seen.place().text(),
                        seen.action(),
                        seen.firstAt() - NOON,
                        seen.lastAt() - NOON,
                        seen.granted(),
                        seen.refused()))
        .toList();
  }

  @Test
  void eachPlaceAndActionAddsUpWithItsFirstAndLastTime() {
    apply(
        count("192.0.2.1", NOON + 7, 1, Count.GRANTED, 1),
        count("192.0.2.1", NOON + 9, 1, REFUSED, 3),
        count("2001:db8::1", NOON + 8, 1, Count.GRANTED, 1));
    apply(
        count("192.0.2.1", NOON + 2 * MINUTE, 1, Count.GRANTED, 5),
        count("192.0.2.1", NOON + 3 * MINUTE, 2, REFUSED, 1),
        count("", NOON + 4 * MINUTE, 1, Count.GRANTED, 1));
    assertThat(seen(TODAY))
        .containsExactly(
            " action-1 240000..240000 1 0",
            "192.0.2.1 action-2 180000..180000 0 1",
            "192.0.2.1 action-1 0..120000 6 3",
            "2001:db8::1 action-1 8..8 1 0");
    assertThat(sightings.places("acme", List.of(KEY, OTHER), TODAY))
        .containsOnlyKeys(KEY)
        .extractingByKey(KEY)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Sighting.class))
        .extracting(seen -> seen.place().text() + " " + seen.granted() + " " + seen.refused())
        .containsExactly(" 1 0", "192.0.2.1 6 4", "2001:db8::1 1 0");
  }

  @Test
  void onlyTheDaysThatAreAskedForAreAddedUp() {
    apply(
        count("192.0.2.1", NOON - DAY, 1, Count.GRANTED, 1),
        count("192.0.2.1", NOON, 1, Count.GRANTED, 1),
        count("192.0.2.2", NOON - 2 * DAY, 1, Count.GRANTED, 1));
    assertThat(sightings.of("acme", KEY, TODAY)).hasSize(1);
    assertThat(seen(TODAY - 1)).containsExactly("192.0.2.1 action-1 -86400000..0 2 0");
    assertThat(sightings.of("acme", KEY, TODAY - 2)).hasSize(2);
    assertThat(sightings.of("acme", KEY, TODAY + 1)).isEmpty();
  }

  @Test
  void whoProvesNoSecretIsNotSeenAndAnotherOrganizationSeesNothing() {
    TestKeys.add(database, "rival", "BBBBBBBBBBBBBBBB");
    apply(
        count(KEY, "192.0.2.9", NOON, 1, 3, Count.NO_SECRET, 4),
        count("192.0.2.1", NOON, 1, Count.GRANTED, 1));
    assertThat(sightings.of("acme", KEY, TODAY)).hasSize(1);
    assertThat(sightings.of("rival", KEY, TODAY)).isEmpty();
    assertThat(sightings.places("rival", List.of(KEY), TODAY)).isEmpty();
  }

  @Test
  void aPartThatComesAgainIsNotSeenAgain() {
    Harvest part = new Harvest(9, 1, List.of(count("192.0.2.1", NOON, 1, Count.GRANTED, 2)));
    usage.apply(List.of(part));
    usage.apply(List.of(part));
    assertThat(sightings.of("acme", KEY, TODAY)).extracting(Sighting::granted).containsExactly(2L);
  }

  @Test
  void aKeyThatIsUsedFromEverywhereKeepsABoundedNumberOfRowsAndEveryCount() {
    int addresses = 2_000;
    for (int round = 0; round < 3; round++) {
      List<Count> counts = new ArrayList<>();
      for (int i = 0; i < addresses; i++) {
        String address = "10.%d.%d.%d".formatted(round, i / 8, i % 8);
        counts.add(count(address, NOON, 1 + i % 2, Count.GRANTED, 1));
      }
      counts.add(count(OTHER, "192.0.2.1", NOON, 1, Count.GRANTED, 0, 1));
      usage.apply(List.of(new Harvest(1, ++position, counts)));
    }
    List<Sighting> seen = sightings.of("acme", KEY, TODAY);
    assertThat(seen).hasSize(2 * Sightings.MOST_EXACT + 1);
    assertThat(seen.stream().filter(one -> one.place() instanceof Place.One))
        .hasSize(Sightings.MOST_EXACT);
    assertThat(seen.stream().filter(one -> one.place() instanceof Place.Network))
        .hasSize(Sightings.MOST_EXACT)
        .allSatisfy(one -> assertThat(one.place().text()).endsWith(".0/24"));
    assertThat(seen.stream().filter(one -> one.place() instanceof Place.Various))
        .singleElement()
        .satisfies(one -> assertThat(one.action()).isEmpty());
    assertThat(seen.stream().mapToLong(Sighting::granted).sum()).isEqualTo(3L * addresses);
    assertThat(sightings.of("acme", OTHER, TODAY)).hasSize(1);
    assertThat(sightings.of("acme", KEY, TODAY + 1)).isEmpty();
    apply(count("203.0.113.1", NOON + DAY, 1, Count.GRANTED, 1));
    assertThat(sightings.of("acme", KEY, TODAY + 1)).as("a new day").hasSize(1);
  }

  @Test
  void addressesAddUpToTheirNetworksWhichAreTheMostUsedFirst() {
    List<Sighting> places =
        List.of(
            sighting("203.0.113.7", 1, 5),
            sighting("203.0.113.0/24", 2, 3),
            sighting("203.0.113.8", 3, 1),
            sighting("2001:db8:1:2::3", 4, 10),
            sighting("2001:db8:1:3::3", 2, 1),
            sighting("", 9, 100),
            sighting("*", 9, 100));
    assertThat(NetworkUse.of(places))
        .extracting(
            use ->
                "%s %d %d %d"
                    .formatted(use.network(), use.addresses(), use.lastAt(), use.granted()))
        .containsExactly("2001:db8:1::/48 2 4 11", "203.0.113.0/24 2 3 9");
  }

  private static Sighting sighting(String place, long lastAt, long granted) {
    return new Sighting(Place.ofText(place), "", 0, lastAt, granted, 0);
  }

  @Test
  void countsThatWereNotToldApartAreOfVariousPlaces() {
    Count untold = count("192.0.2.1", NOON, 1, Count.GRANTED, 7);
    apply(
        new Count(
            untold.idHigh(),
            untold.idLow(),
            untold.minute(),
            1,
            Count.GRANTED,
            0,
            7,
            7,
            NOON,
            Count.UNTOLD,
            Count.UNTOLD));
    assertThat(seen(TODAY)).containsExactly("*  0..0 7 0");
    assertThat(usage.lastUsed("acme", KEY)).extracting(LastUse::at).containsExactly(NOON);
  }

  @Test
  void usesOfBothSecretsAreToldApartInTheRowsAndAddUpWhenAsked() {
    apply(
        count(KEY, "192.0.2.1", NOON, 1, Count.GRANTED, 0, 2),
        count(KEY, "192.0.2.1", NOON + 1, 1, Count.GRANTED, 1, 3));
    assertThat(seen(TODAY)).containsExactly("192.0.2.1 action-1 0..1 5 0");
    List<Integer> slots =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT secret_slot FROM usage_address ORDER BY secret_slot")
                    .mapTo(Integer.class)
                    .list());
    assertThat(slots).containsExactly(0, 1);
  }

  @Test
  void sightingsGoWithTheHoursOfUsage() {
    apply(
        count("192.0.2.1", NOON - 40 * DAY, 1, Count.GRANTED, 1),
        count("192.0.2.1", NOON, 1, Count.GRANTED, 1));
    assertThat(
            new UsageRetention(
                    database,
                    new UsageRetention.Kept(
                        Duration.ofDays(2), Duration.ofDays(35), Duration.ofDays(400)))
                .prune(NOON))
        .isPositive();
    assertThat(seen(0)).containsExactly("192.0.2.1 action-1 0..0 1 0");
  }

  @Test
  void whatSeveralKeysWereGrantedIsReadOfTheirDays() {
    apply(
        count("192.0.2.1", NOON, 1, Count.GRANTED, 3),
        count("192.0.2.1", NOON - DAY, 1, Count.GRANTED, 1),
        count("192.0.2.1", NOON, 2, Count.GRANTED, 9),
        count("192.0.2.1", NOON, 3, REFUSED, 9),
        count("192.0.2.1", NOON - 90 * DAY, 4, Count.GRANTED, 9),
        count(OTHER, "192.0.2.1", NOON, 5, Count.GRANTED, 0, 1));
    UsageReader reader = new UsageReader(database, "outcome-0");
    assertThat(reader.grantedActions("acme", List.of(KEY, OTHER, "unused"), TODAY - 30))
        .containsOnlyKeys(KEY, OTHER)
        .containsEntry(
            KEY,
            List.of(
                new UsageReader.GrantedAction("action-2", 9, TODAY),
                new UsageReader.GrantedAction("action-1", 4, TODAY)));
    assertThat(reader.grantedActions("rival", List.of(KEY), 0)).isEmpty();
  }
}
