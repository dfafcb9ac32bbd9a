package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class HeadWriterTest {
  private static String written(HeaderValue value) {
    var writer = new HeadWriter();
    value.write(writer);
    return new String(writer.copy(), StandardCharsets.US_ASCII);
  }

  @Property
  void numbersAreWrittenAsTheJdkWritesThem(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long number) {
    assertThat(written(head -> head.number(number))).isEqualTo(Long.toString(number));
    assertThat(written(head -> head.shortNumber(number))).isEqualTo(Long.toString(number, 32));
  }

  @Example
  void aValueCannotEndItsLine() {
    for (String value : List.of("a\r\nX: b", "a\nb", "a\0b", "a\u007fb", "a\u0100b")) {
      assertThatThrownBy(() -> written(head -> head.text(value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at 1");
    }
  }
}
