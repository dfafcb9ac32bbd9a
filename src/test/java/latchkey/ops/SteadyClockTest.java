package latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {
  /// Time goes on by so much, and the wall clock steps by so much more or less.
  record Step(long millis, long wallStep) {}

  private long wall = 1_700_000_000_000L;
  private long nanos = Long.MAX_VALUE - 3_000_000_000L; // the timer may overflow

  private final SteadyClock clock = new SteadyClock(() -> wall, () -> nanos);

  private void goOn(Step step) {
    nanos += step.millis() * 1_000_000;
    wall += step.millis() + step.wallStep();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> wallSteps =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.just(0L)),
            Tuple.of(1, Arbitraries.longs().between(-100_000, 100_000)));
    return Combinators.combine(Arbitraries.longs().between(0, 5_000), wallSteps)
        .as(Step::new)
        .list()
        .ofMaxSize(50);
  }

  @Property
  void itNeverGoesBackAndNeverStandsStill(@ForAll("steps") List<Step> steps) {
    long last = clock.millis();
    for (Step step : steps) {
      goOn(step);
      assertThat(clock.millis()).isGreaterThanOrEqualTo(last + step.millis());
      last = clock.millis();
    }
  }

  @Property
  void itIsNeverFarBehindTheWallClockOnceItLooked(@ForAll("steps") List<Step> steps) {
    for (Step step : steps) {
      goOn(step);
      clock.millis();
    }
    goOn(new Step(1_000, 0));
    assertThat(clock.millis()).isGreaterThanOrEqualTo(wall - 500);
  }

  @Test
  void itFollowsAWallClockThatWasSetForward() {
    goOn(new Step(1_000, 60_000));
    assertThat(clock.millis()).isEqualTo(wall);
    assertThat(clock.instant().toEpochMilli()).isEqualTo(wall);
  }

  @Test
  void itIgnoresAWallClockThatWasSetBack() {
    long before = clock.millis();
    goOn(new Step(1_000, -3_600_000));
    assertThat(clock.millis()).isEqualTo(before + 1_000);
  }
}
