package latchkey.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetersTest {
  private static final long NOW = 1_764_000_000_000L;
  private static final long DAY = 24 * 3_600_000L;
  private static final Limits LIMITS = Limits.of(Limit.perMinute(10), Limit.perHour(15));

  private final Meters<String> meters = new Meters<>();

  @Test
  void aKeyHasOneMeter() {
    assertThat(meters.of("a")).isSameAs(meters.of("a")).isNotSameAs(meters.of("b"));
    assertThat(meters.size()).isEqualTo(2);
  }

  @Test
  void sweepingForgetsIdleMetersOnly() {
    meters.of("idle").take(LIMITS, 1, NOW);
    meters.of("used").take(LIMITS, 1, NOW + DAY);

    assertThat(meters.sweep(NOW + DAY)).isEqualTo(1);
    assertThat(meters.size()).isEqualTo(1);
    assertThat(meters.of("used").peek(LIMITS, NOW + DAY).getFirst().remaining()).isEqualTo(9);
  }

  @Test
  void aTakeFromAMeterThatWasSweptAwayIsCountedByItsSuccessor() {
    Meter held = meters.of("a");
    meters.sweep(NOW);
    assertThat(meters.size()).isZero();

    held.take(LIMITS, 4, NOW);

    assertThat(meters.of("a").peek(LIMITS, NOW).getFirst().remaining()).isEqualTo(6);
    assertThat(held.peek(LIMITS, NOW).getFirst().remaining()).isEqualTo(6);
    assertThat(held.ask(LIMITS, 7, NOW)).isInstanceOf(Take.Refused.class);
  }

  @Test
  void aTakeBetweenRetirementAndRemovalIsNotLost() {
    // What a sweep does first; it has yet to remove the meter from the map.
    Meter held = meters.of("a");
    assertThat(held.retire(NOW)).isTrue();

    held.take(LIMITS, 4, NOW);
    meters.sweep(NOW);

    assertThat(meters.of("a").peek(LIMITS, NOW).getFirst().remaining()).isEqualTo(6);
  }

  @Test
  void aMeterThatWasTakenFromIsNotRetired() {
    Meter meter = meters.of("a");
    meter.take(LIMITS, 1, NOW);

    assertThat(meter.retire(NOW)).isFalse();
  }

  @Test
  void sweepsThatRaceWithTakesNeverAdmitMoreNorLess() throws Exception {
    Meter held = meters.of("a");
    for (int round = 1; round <= 300; round++) {
      // A day later everything counted is gone, so the meter may be swept until the first take.
      long now = NOW + round * DAY;
      long admitted =
          Threads.sum(
              3,
              thread ->
                  switch (thread) {
                    case 0 -> sweeps(now);
                    case 1 -> takes(held, now);
                    default -> takes(meters.of("a"), now);
                  });
      assertThat(admitted).isEqualTo(10);
    }
  }

  private long sweeps(long now) {
    for (int i = 0; i < 50; i++) {
      meters.sweep(now);
    }
    return 0;
  }

  private static long takes(Meter meter, long now) {
    long admitted = 0;
    for (int i = 0; i < 20; i++) {
      if (meter.take(LIMITS, 1, now) instanceof Take.Taken) {
        admitted++;
      }
    }
    return admitted;
  }
}
