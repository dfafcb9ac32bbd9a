package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Limits as people type them.
final class RatesTest {
  @Test
  void aRateIsANumberPerWindow() {
    assertThat(Rates.read(List.of("60/minute", "5/10s", "7/2d")))
        .hasToString(
            """
            [{"name":"per-minute","max":60,"windowMillis":60000},\
            {"name":"per-10s","max":5,"windowMillis":10000},\
            {"name":"per-2d","max":7,"windowMillis":172800000}]""");
  }

  @Test
  void noneIsNoLimits() {
    assertThat(Rates.read(List.of("none"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"60", "60/", "minute", "-1/minute", "60/fortnight", "60/0s", "none "})
  void anythingElseIsSaidToBeWrong(String rate) {
    assertThatThrownBy(() -> Rates.read(List.of(rate)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("60/minute");
  }
}
