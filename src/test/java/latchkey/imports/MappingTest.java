package latchkey.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {
  private static final Map<String, CellKind> KINDS =
      Map.of(
          "customFields.age", CellKind.NUMBER,
          "customFields.vip", CellKind.BOOLEAN,
          "customFields.tags", CellKind.TEXTS);

  /// A column for each field; "-" is for none.
  private static Mapping mapping(String... fields) {
    return new Mapping(
        Arrays.stream(fields).map(Optional::of).map(f -> f.filter(x -> !x.equals("-"))).toList());
  }

  @Test
  void aRowBecomesWhatItsColumnsAreFor() {
    Mapping mapping =
        mapping(
            "name",
            "-",
            "name",
            "email",
            "customFields.age",
            "customFields.vip",
            "customFields.tags",
            "customFields.note");
    List<String> row = List.of("Ann", "x", "Lee", "a@b.io", "42.5", "Yes", "red; blue;", "hi");
    assertThat(mapping.contact(row, KINDS))
        .hasToString(
            """
            {"name":"Ann Lee","email":"a@b.io","customFields":\
            {"age":42.5,"vip":true,"tags":["red","blue"],"note":"hi"}}""");
    assertThat(mapping.columnOf("email")).contains(3);
    assertThat(mapping.columnOf("stage")).isEmpty();
  }

  @Test
  void emptyAndMissingCellsSayNothing() {
    Mapping mapping = mapping("name", "email", "customFields.age");
    assertThat(mapping.contact(List.of("", "a@b.io"), KINDS)).hasToString("{\"email\":\"a@b.io\"}");
  }

  @Test
  void aColumnIsForAFieldThatThereIsAndThatNoOtherIsFor() {
    assertThatThrownBy(() -> mapping("email", "email")).hasMessageContaining("two columns");
    assertThatThrownBy(() -> mapping("email", "id")).hasMessageContaining("no field \"id\"");
    assertThatThrownBy(() -> mapping("name", "-")).hasMessageContaining("whose it is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1e9", "1e999999999", "0x1", "1,5", "NaN", "٣", "-", "1."})
  void whatIsNoNumberStaysATextForWhoJudgesIt(String cell) {
    assertThat(CellKind.NUMBER.value(cell).isTextual()).isTrue();
    assertThat(CellKind.NUMBER.value("9".repeat(1_000)).isTextual()).isTrue();
    assertThat(CellKind.BOOLEAN.value("maybe").isTextual()).isTrue();
    assertThat(CellKind.TEXTS.value("[1").isTextual()).isTrue();
  }

  @Property
  void severalTextsAreReadBackAsTheyWereWritten(@ForAll("texts") List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    assertThat(CellKind.TEXTS.value(CellKind.cell(array))).isEqualTo(array);
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings().withChars("ab;[]\" ,").ofMaxLength(6).list().ofMaxSize(4);
  }

  @Property
  void numbersAndTruthsAreReadBackAsTheyWereWritten(@ForAll BigDecimal number) {
    JsonNode value = DecimalNode.valueOf(number);
    String cell = CellKind.cell(value);
    if (cell.length() <= 40) {
      assertThat(CellKind.NUMBER.value(cell).decimalValue()).isEqualByComparingTo(number);
    }
    for (String truth : List.of("true", "false")) {
      assertThat(CellKind.cell(CellKind.BOOLEAN.value(truth))).isEqualTo(truth);
    }
  }
}
