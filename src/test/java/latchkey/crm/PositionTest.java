package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PositionTest {
  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of("a", ":", "é", "王", "🦊", "\n", "%", " ")
        .list()
        .ofMaxSize(100)
        .map(parts -> String.join("", parts));
  }

  @Property
  void whatIsWrittenIsReadBackTheSame(
      @ForAll("keys") String key, @ForAll long seq, @ForAll boolean down, @ForAll long time) {
    Position byName = new Position(new Sort(Sort.By.NAME, down), key, seq);
    assertThat(Position.parse(byName.text())).isEqualTo(byName);
    Position byChange = new Position(new Sort(Sort.By.UPDATED_AT, down), Long.toString(time), seq);
    assertThat(Position.parse(byChange.text())).isEqualTo(byChange);
    Position byCreation = new Position(new Sort(Sort.By.CREATED_AT, down), "", seq);
    assertThat(Position.parse(byCreation.text())).isEqualTo(byCreation);
  }

  @Property
  void anyOtherTextIsRefusedAsAnArgument(@ForAll String text) {
    try {
      assertThat(Position.parse(text)).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("leave it out to begin");
    }
  }
}
