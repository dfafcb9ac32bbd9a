package latchkey.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final long NOW = 1_764_000_000_000L;

  private final Failures<String> failures = new Failures<>(3, 100);

  @Test
  void anAddressFloodsAfterItsLastFailureOfTheMinuteIsSpent() {
    assertThat(failures.record("a", NOW)).isEqualTo(2);
    assertThat(failures.record("a", NOW)).isEqualTo(1);
    assertThat(failures.flooded("a", NOW)).isFalse();
    assertThat(failures.record("a", NOW)).isZero();

    assertThat(failures.flooded("a", NOW)).isTrue();
    assertThat(failures.flooded("b", NOW)).isFalse();
  }

  @Test
  void aFloodEndsExactlyWhenTheAddressWasTold() {
    for (int i = 0; i < 3; i++) {
      failures.record("a", NOW);
    }
    long wait = failures.retryAfterMillis("a", NOW);

    assertThat(wait).isBetween(60_000L, 61_000L);
    assertThat(failures.flooded("a", NOW + wait - 1)).isTrue();
    assertThat(failures.flooded("a", NOW + wait)).isFalse();
  }

  @Test
  void failuresOfAFloodingAddressDoNotProlongIt() {
    for (int i = 0; i < 3; i++) {
      failures.record("a", NOW);
    }
    long wait = failures.retryAfterMillis("a", NOW);
    failures.record("a", NOW + 30_000);

    assertThat(failures.flooded("a", NOW + wait)).isFalse();
  }

  @Test
  void asManyAddressesAsComeTakeNoMoreMemory() {
    for (int i = 0; i < 10_000; i++) {
      failures.record("address-" + i, NOW);
    }

    assertThat(failures.addresses()).isBetween(1L, 100L);
  }
}
