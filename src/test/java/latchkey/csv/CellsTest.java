package latchkey.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "+4915112345678", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "'=1"})
  void whatASpreadsheetWouldRunGetsAnApostrophe(String value) {
    assertThat(Cells.guarded(value)).isEqualTo("'" + value);
    assertThat(Cells.open(Cells.guarded(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'", "''", "'tis", "O'Neil", "ann@example.com", "a=b", " =1"})
  void everythingElseStaysAsItIsInBothDirections(String value) {
    assertThat(Cells.guarded(value)).isEqualTo(value);
    assertThat(Cells.open(value)).isEqualTo(value);
  }

  @Test
  void aLineQuotesEachCell() {
    assertThat(Cells.line(List.of("a", "say \"hi\"", "=1")))
        .isEqualTo("\"a\",\"say \"\"hi\"\"\",\"'=1\"\r\n");
  }

  @Property
  void whatIsGuardedIsOpenedAsItWasAndRunsNowhere(@ForAll("values") String value) {
    String guarded = Cells.guarded(value);
    assertThat(Cells.open(guarded)).isEqualTo(value);
    assertThat(guarded).doesNotMatch("(?s)[=+\\-@\t\r\n＝＋－＠].*");
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings().withChars("'=+-@\t\r\n＝a ").ofMaxLength(8);
  }
}
