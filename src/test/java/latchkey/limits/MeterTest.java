package latchkey.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final long NOW = 1_764_000_000_000L;
  private static final Limits LIMITS = Limits.of(Limit.perMinute(60), Limit.perHour(1_000));

  private final Meter meter = new Meter();

  @RepeatedTest(20)
  void manyThreadsTogetherAreAdmittedExactlyAsOftenAsTheSmallestLimitSays() throws Exception {
    Limits limits = Limits.of(Limit.perHour(5_000), Limit.perMinute(3_000));

    long admitted = Threads.sum(4, thread -> takes(limits, 1, 1_500));

    assertThat(admitted).isEqualTo(3_000);
    assertThat(meter.peek(limits, NOW)).extracting(Standing::remaining).containsExactly(2_000L, 0L);
  }

  @RepeatedTest(20)
  void costsOfManyThreadsNeverSumToMoreThanTheLimit() throws Exception {
    Limits limits = Limits.of(Limit.perMinute(1_000));

    long admitted = Threads.sum(4, thread -> (thread + 2) * takes(limits, thread + 2, 500));

    // The last ones admitted may leave less than the smallest cost, which is 2.
    assertThat(admitted).isBetween(999L, 1_000L);
  }

  private long takes(Limits limits, long cost, int times) {
    long admitted = 0;
    for (int i = 0; i < times; i++) {
      if (meter.take(limits, cost, NOW) instanceof Take.Taken) {
        admitted++;
      }
    }
    return admitted;
  }

  @Test
  void everyTakeSaysHowTheLimitsStandAfterIt() {
    Take take = meter.take(LIMITS, 5, NOW);

    assertThat(take.standings(NOW)).isEqualTo(meter.peek(LIMITS, NOW));
    assertThat(take.standings(NOW)).extracting(Standing::remaining).containsExactly(55L, 995L);
  }

  @Test
  void lookingSpendsNothing() {
    List<Standing> before = meter.peek(LIMITS, NOW);

    assertThat(meter.ask(LIMITS, 60, NOW)).isInstanceOf(Take.Taken.class);
    assertThat(meter.ask(LIMITS, 61, NOW)).isInstanceOf(Take.Impossible.class);
    assertThat(meter.take(LIMITS, 0, NOW)).isInstanceOf(Take.Taken.class);
    assertThat(meter.peek(LIMITS, NOW)).isEqualTo(before);
    assertThat(meter.idle(NOW)).isTrue();
  }

  @Test
  void aMeterIsIdleWhenAllItsWindowsAreFreeAgain() {
    meter.take(LIMITS, 1, NOW);
    long free = meter.peek(LIMITS, NOW).getLast().resetAt();

    assertThat(meter.idle(free - 1)).isFalse();
    assertThat(meter.idle(free)).isTrue();
  }

  @Test
  void limitsReadAnewFromTheStoreKeepTheirCounts() {
    meter.take(LIMITS, 60, NOW);

    assertThat(meter.take(Limits.ofText(LIMITS.text()), 1, NOW)).isInstanceOf(Take.Refused.class);
  }

  @Test
  void aCostBelowZeroIsAnErrorOfTheCaller() {
    assertThatThrownBy(() -> meter.take(LIMITS, -1, NOW)).hasMessageContaining("-1");
    assertThatThrownBy(() -> meter.ask(LIMITS, -1, NOW)).hasMessageContaining("-1");
  }
}
