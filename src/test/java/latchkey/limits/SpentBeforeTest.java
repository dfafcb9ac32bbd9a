package latchkey.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import latchkey.limits.Windows.Spent;
import org.junit.jupiter.api.Test;

class SpentBeforeTest {
  private static final long NOW = 1_764_000_000_000L;
  private static final Limits LIMITS = Limits.of(Limit.perMinute(10), Limit.perHour(15));

  private final Meters<String> meters = new Meters<>();

  private Meter meter(Spent... spent) {
    return meters.of("a", () -> Windows.after(List.of(spent), LIMITS));
  }

  @Test
  void aMeterGoesOnFromWhatWasSpentBefore() {
    Meter meter = meter(new Spent(NOW - 1_800_000, 4), new Spent(NOW - 30_000, 3));
    assertThat(meter.peek(LIMITS, NOW)).extracting(Standing::remaining).containsExactly(7L, 8L);
    assertThat(meter.take(LIMITS, 7, NOW)).isInstanceOf(Take.Taken.class);
    assertThat(meter.take(LIMITS, 1, NOW)).isInstanceOf(Take.Refused.class);
    assertThat(meter.peek(LIMITS, NOW + 65_000))
        .extracting(Standing::remaining)
        .containsExactly(10L, 1L);
  }

  @Test
  void moreThanALimitAdmitsIsWaitedFor() {
    Meter meter = meter(new Spent(NOW - 30_000, 5_000_000_000L), new Spent(NOW - 20_000, 1));
    assertThat(meter.take(LIMITS, 1, NOW)).isInstanceOf(Take.Refused.class);
    assertThat(meter.take(LIMITS, 10, NOW + 3_700_000)).isInstanceOf(Take.Taken.class);
  }

  @Test
  void whatWasSpentBeforeIsAskedForOnceAsLongAsTheMeterLives() {
    meter().take(LIMITS, 10, NOW);
    assertThat(meter(new Spent(NOW, 10)).peek(LIMITS, NOW))
        .extracting(Standing::remaining)
        .containsExactly(0L, 5L);
  }
}
