package latchkey.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

  @Test
  void limitsAreWrittenAsNamesNumbersAndWindows() {
    Limits limits = Limits.of(Limit.perMinute(60), Limit.perHour(1000), new Limit("odd", 5, 1500));

    assertThat(limits.text()).isEqualTo("per-minute=60/60s per-hour=1000/3600s odd=5/1500ms");
    assertThat(Limits.NONE.text()).isEmpty();
  }

  @Property
  void whatIsWrittenIsReadBackTheSame(@ForAll("anyLimits") Limits limits) {
    assertThat(Limits.ofText(limits.text())).isEqualTo(limits);
  }

  @Property
  void anyOtherTextIsRefusedAsAnArgument(@ForAll String text) {
    try {
      assertThat(Limits.ofText(text).list()).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s).*(limit|Limit).*");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "per-minute",
        "per-minute=60",
        "per-minute=60/60",
        "per-minute=60/60h",
        "per-minute=-1/60s",
        "per-minute=60/60s ",
        "per-minute=60/60s  per-hour=9/3600s",
        "=60/60s",
        "a=b=60/60s",
        "a=99999999999999999999/60s",
      })
  void aTextThatIsNoLimitIsRefusedAndShown(String text) {
    assertThatThrownBy(() -> Limits.ofText(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit");
  }

  @Test
  void theNumberIsOneToABillion() {
    assertThat(Limit.perDay(1_000_000_000).max()).isEqualTo(1_000_000_000);
    assertThatThrownBy(() -> Limit.perMinute(0)).hasMessageContaining("per-minute", "1 to", "0");
    assertThatThrownBy(() -> Limit.perMinute(1_000_000_001)).hasMessageContaining("1000000001");
  }

  @Test
  void theWindowIsASecondToALeapYear() {
    assertThat(new Limit("year", 1, 31_622_400_000L).windowMillis()).isEqualTo(31_622_400_000L);
    assertThatThrownBy(() -> new Limit("short", 1, 999)).hasMessageContaining("999 ms");
    assertThatThrownBy(() -> new Limit("long", 1, 31_622_400_001L)).hasMessageContaining("366");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "per minute", "é", "a=b", "a/b", "a\n"})
  void aNameThatWouldNotFitAHeaderIsRefused(String name) {
    assertThatThrownBy(() -> new Limit(name, 1, 60_000)).hasMessageContaining("name");
  }

  @Test
  void aNameHasAtMost64Characters() {
    assertThat(new Limit("n".repeat(64), 1, 60_000).name()).hasSize(64);
    assertThatThrownBy(() -> new Limit("n".repeat(65), 1, 60_000)).hasMessageContaining("64");
  }

  @Test
  void namesAreUniqueWithinAKey() {
    assertThatThrownBy(() -> Limits.of(Limit.perMinute(1), new Limit("per-minute", 2, 1000)))
        .hasMessageContaining("per-minute");
  }

  @Test
  void aKeyHasAtMostEightLimits() {
    List<Limit> nine =
        IntStream.range(0, 9).mapToObj(i -> new Limit("limit-" + i, 1, 1000 + i)).toList();

    assertThat(new Limits(nine.subList(0, 8)).list()).hasSize(8);
    assertThatThrownBy(() -> new Limits(nine)).hasMessageContaining("8");
  }

  @Provide
  Arbitrary<Limits> anyLimits() {
    Arbitrary<String> names =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('A', 'Z')
            .numeric()
            .withChars("._-")
            .ofMinLength(1)
            .ofMaxLength(64);
    Arbitrary<Limit> limits =
        Combinators.combine(
                names,
                Arbitraries.longs().between(1, Limit.GREATEST_MAX),
                Arbitraries.longs().between(Limit.SHORTEST_WINDOW, Limit.LONGEST_WINDOW))
            .as(Limit::new);
    return limits.list().ofMaxSize(Limits.MOST).uniqueElements(Limit::name).map(Limits::new);
  }
}
