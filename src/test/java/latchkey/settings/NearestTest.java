package latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A mistyped name finds the one that was meant.
final class NearestTest {
  @ParameterizedTest
  @CsvSource({"prot,port", "prt,port", "hots,host", "drain-timout,drain-timeout", "banana,"})
  void suggestsTheClosestNameOrNothing(String typed, String meant) {
    assertThat(Nearest.name(typed, List.of("host", "port", "drain-timeout")).orElse(null))
        .isEqualTo(meant);
  }
}
