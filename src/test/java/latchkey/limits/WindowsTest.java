package latchkey.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static final long NOW = 1_764_000_000_000L;
  private static final Long[] LENGTHS = {1_000L, 1_001L, 1_337L, 6_400L, 60_000L};

  /// One request: so long after the last one (or before it), under the key's limits as first set
  /// or as changed.
  record Arrival(long gap, long cost, boolean changed) {}

  @Property(tries = 1500)
  void neverMoreThanTheLimitInAWindowAndNeverLessThanItOverWindowPlusSlice(
      @ForAll("limits") Limits first,
      @ForAll("maxima") List<Long> maxima,
      @ForAll("starts") long start,
      @ForAll("arrivals") List<Arrival> arrivals) {
    Limits changed = withMaxima(first, maxima);
    Oracle oracle = new Oracle();
    Windows windows = Windows.EMPTY;
    long now = start;
    for (Arrival arrival : arrivals) {
      now += arrival.gap();
      long cost = arrival.cost();
      Limits limits = arrival.changed() ? changed : first;
      List<Standing> before = windows.at(limits, now).standings(now);
      oracle.sees(now);

      Take take = windows.take(limits, cost, now);

      switch (take) {
        case Take.Taken taken -> {
          for (Limit limit : limits.list()) {
            assertThat(oracle.inWindow(limit.windowMillis()) + cost)
                .isLessThanOrEqualTo(limit.max());
          }
          oracle.admits(cost);
        }
        case Take.Refused refused -> {
          assertThat(limits.list())
              .anyMatch(limit -> oracle.inWindowAndSlice(limit.windowMillis()) + cost > limit.max())
              .allMatch(limit -> cost <= limit.max());
          assertThat(refused.standings(now)).isEqualTo(before);
          retryIsExact(refused, limits, cost, now);
        }
        case Take.Impossible impossible -> {
          assertThat(limits.list()).contains(impossible.limit());
          assertThat(cost).isGreaterThan(impossible.limit().max());
          assertThat(impossible.standings(now)).isEqualTo(before);
        }
      }
      windows = take.windows();
      standingsAreExact(windows, limits, oracle, now);
    }
  }

  private static void retryIsExact(Take.Refused refused, Limits limits, long cost, long now) {
    long wait = refused.retryAfterMillis();
    assertThat(wait).isPositive();
    Take early = refused.windows().take(limits, cost, now + wait - 1);
    assertThat(early)
        .isInstanceOfSatisfying(
            Take.Refused.class,
            again -> {
              assertThat(again.limit()).isEqualTo(refused.limit());
              assertThat(again.retryAfterMillis()).isEqualTo(1);
            });
    assertThat(refused.windows().take(limits, cost, now + wait)).isInstanceOf(Take.Taken.class);
  }

  private static void standingsAreExact(Windows windows, Limits limits, Oracle oracle, long now) {
    List<Standing> standings = windows.standings(now);
    assertThat(standings).hasSameSizeAs(limits.list());
    for (int i = 0; i < standings.size(); i++) {
      Limit limit = limits.list().get(i);
      Standing standing = standings.get(i);
      long counted = oracle.inSlices(limit.windowMillis());
      assertThat(standing)
          .isEqualTo(
              new Standing(
                  limit.name(),
                  limit.max(),
                  Math.max(0, limit.max() - counted),
                  standing.resetAt(),
                  limit.windowMillis()));
      if (counted == 0) {
        assertThat(standing.resetAt()).isEqualTo(now);
      } else {
        assertThat(countedAt(windows, limits, i, standing.resetAt() - 1)).isPositive();
      }
      assertThat(countedAt(windows, limits, i, standing.resetAt())).isZero();
    }
    long free = standings.stream().mapToLong(Standing::resetAt).max().orElse(now);
    assertThat(windows.free(free)).isTrue();
    assertThat(windows.free(free - 1)).isEqualTo(free == now && windows.free(now - 1));
  }

  /// What counts at a later moment, read through a limit that is too wide to hide any of it.
  private static long countedAt(Windows windows, Limits limits, int index, long at) {
    Limits wide = withMaxima(limits, List.of(Limit.GREATEST_MAX));
    return Limit.GREATEST_MAX - windows.at(wide, at).standings(at).get(index).remaining();
  }

  private static Limits withMaxima(Limits limits, List<Long> maxima) {
    List<Limit> changed = new ArrayList<>();
    for (Limit limit : limits.list()) {
      long max = maxima.get(changed.size() % maxima.size());
      changed.add(new Limit("changed-" + limit.name(), max, limit.windowMillis()));
    }
    return new Limits(changed);
  }

  @Test
  void aFullWindowOpensOneSliceAfterItsLengthAndNotBefore() {
    // 6,400 ms: slices of 100 ms, one of which starts at 0.
    Limits limits = Limits.of(new Limit("test", 2, 6_400));
    Windows full = taken(taken(Windows.EMPTY, limits, 1, 0), limits, 1, 99);

    assertThat(full.take(limits, 1, 6_499))
        .isInstanceOfSatisfying(
            Take.Refused.class, refused -> assertThat(refused.retryAfterMillis()).isEqualTo(1));
    assertThat(full.take(limits, 2, 6_500)).isInstanceOf(Take.Taken.class);
  }

  @Test
  void aBurstAtTheEndOfOneWindowAndTheStartOfTheNextIsNotTwiceTheLimit() {
    Limits limits = Limits.of(Limit.perMinute(60));
    Windows burst = taken(Windows.EMPTY, limits, 60, NOW + 59_999);

    assertThat(burst.take(limits, 1, NOW + 60_000)).isInstanceOf(Take.Refused.class);
  }

  @Test
  void aRefusalOfOneLimitSpendsNothingOfTheOther() {
    Limits limits = Limits.of(Limit.perMinute(1), Limit.perHour(2));
    Windows once = taken(Windows.EMPTY, limits, 1, NOW);
    Windows twice = once.take(limits, 1, NOW + 1).windows();

    assertThat(twice.standings(NOW + 1))
        .extracting(Standing::name, Standing::remaining)
        .containsExactly(tuple("per-minute", 0L), tuple("per-hour", 1L));
  }

  @Test
  void theLimitThatIsWaitedForLongestIsNamed() {
    Limits limits = Limits.of(Limit.perMinute(3), Limit.perHour(3));
    Windows full = taken(Windows.EMPTY, limits, 3, NOW);

    assertThat(full.take(limits, 1, NOW))
        .isInstanceOfSatisfying(
            Take.Refused.class,
            refused -> {
              assertThat(refused.limit()).isEqualTo(Limit.perHour(3));
              assertThat(refused.retryAfterMillis()).isBetween(3_600_000L, 3_656_250L);
            });
  }

  @Test
  void aCostAboveTheLimitCanNeverPassEvenWhenAnotherLimitIsFull() {
    Limits limits = Limits.of(Limit.perMinute(10), Limit.perHour(20));
    Windows full = taken(Windows.EMPTY, limits, 10, NOW);

    assertThat(full.take(limits, 21, NOW)).isInstanceOf(Take.Impossible.class);
    assertThat(full.take(limits, 11, NOW))
        .isInstanceOfSatisfying(
            Take.Impossible.class,
            impossible -> assertThat(impossible.limit()).isEqualTo(Limit.perMinute(10)));
    assertThat(full.take(limits, Long.MAX_VALUE, NOW)).isInstanceOf(Take.Impossible.class);
  }

  @Test
  void countsStayWithAWindowOfTheSameLengthAndANewLengthStartsEmpty() {
    Windows minute = taken(Windows.EMPTY, Limits.of(Limit.perMinute(10)), 7, NOW);
    Limits changed = Limits.of(Limit.perHour(10), new Limit("burst", 9, 60_000));

    assertThat(minute.at(changed, NOW).standings(NOW))
        .extracting(Standing::remaining)
        .containsExactly(10L, 2L);
  }

  @Test
  void aMaxThatIsLoweredBelowTheCountLeavesNothingAndOpensWhenEnoughHasLeft() {
    Limits high = Limits.of(new Limit("test", 10, 6_400));
    Limits low = Limits.of(new Limit("test", 4, 6_400));
    Windows windows = Windows.EMPTY;
    for (int i = 0; i < 10; i++) {
      windows = taken(windows, high, 1, i * 100L);
    }

    assertThat(windows.at(low, 1_000).standings(1_000).getFirst().remaining()).isZero();
    // The 7th of ten has to leave so that one more makes four: it came in slice 6.
    assertThat(windows.take(low, 1, 1_000))
        .isInstanceOfSatisfying(
            Take.Refused.class,
            refused -> assertThat(refused.retryAfterMillis()).isEqualTo(7_100 - 1_000));
  }

  @Test
  void aClockThatGoesBackAdmitsNoMore() {
    Limits limits = Limits.of(Limit.perMinute(2));
    Windows full = taken(taken(Windows.EMPTY, limits, 1, NOW), limits, 1, NOW - 1_000_000);

    assertThat(full.take(limits, 1, NOW - 1_000_000)).isInstanceOf(Take.Refused.class);
    assertThat(full.take(limits, 1, NOW + 60_000)).isInstanceOf(Take.Refused.class);
    assertThat(full.take(limits, 2, NOW + 61_000)).isInstanceOf(Take.Taken.class);
  }

  @Test
  void withoutLimitsEverythingPasses() {
    Windows windows = taken(Windows.EMPTY, Limits.NONE, Long.MAX_VALUE, NOW);

    assertThat(windows.take(Limits.NONE, Long.MAX_VALUE, NOW)).isInstanceOf(Take.Taken.class);
    assertThat(windows.standings(NOW)).isEmpty();
  }

  @Test
  void theGreatestLimitCountsExactly() {
    Limits limits = Limits.of(Limit.perDay(Limit.GREATEST_MAX));
    Windows windows = taken(Windows.EMPTY, limits, Limit.GREATEST_MAX - 1, NOW);
    windows = taken(windows, limits, 1, NOW + 3_600_000);

    assertThat(windows.standings(NOW + 3_600_000).getFirst().remaining()).isZero();
    assertThat(windows.take(limits, 1, NOW + 7_200_000)).isInstanceOf(Take.Refused.class);
  }

  private static Windows taken(Windows windows, Limits limits, long cost, long now) {
    Take take = windows.take(limits, cost, now);
    assertThat(take).isInstanceOf(Take.Taken.class);
    return take.windows();
  }

  @Provide
  Arbitrary<Limits> limits() {
    Arbitrary<Limit> limit =
        Combinators.combine(Arbitraries.of(LENGTHS), Arbitraries.longs().between(1, 20))
            .as((length, max) -> new Limit("l" + length + "-" + max, max, length));
    return limit.list().ofMinSize(1).ofMaxSize(3).uniqueElements(Limit::name).map(Limits::new);
  }

  @Provide
  Arbitrary<List<Long>> maxima() {
    return Arbitraries.longs().between(1, 20).list().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<Long> starts() {
    return Arbitraries.longs().between(-100_000, 2_000_000_000_000L);
  }

  @Provide
  Arbitrary<List<Arrival>> arrivals() {
    Arbitrary<Long> length = Arbitraries.of(LENGTHS);
    Arbitrary<Long> nearly = Arbitraries.longs().between(-2, 2);
    Arbitrary<Long> gap =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.longs().between(0, 3)),
            Tuple.of(6, Arbitraries.longs().between(0, 120)),
            Tuple.of(2, Combinators.combine(length, nearly).as((l, n) -> l / 64 + n)),
            Tuple.of(2, Combinators.combine(length, nearly).as((l, n) -> l + n)),
            Tuple.of(2, Combinators.combine(length, nearly).as((l, n) -> l + l / 64 + n)),
            Tuple.of(1, Arbitraries.longs().between(0, 100_000_000_000L)),
            Tuple.of(1, Arbitraries.longs().between(-5_000, 0)));
    Arbitrary<Long> cost =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.just(1L)), Tuple.of(3, Arbitraries.longs().between(0, 21)));
    Arbitrary<Boolean> changed = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    return Combinators.combine(gap, cost, changed)
        .as(Arrival::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(150);
  }
}
