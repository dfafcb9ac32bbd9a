package latchkey.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What the cells of a column say, and so which JSON they become.
///
/// A cell that is none of its kind becomes a text, so that whoever judges the contact says what
/// is wrong with it, and with which field.
public enum CellKind {
  TEXT {
    @Override
    public JsonNode value(String cell) {
      return TextNode.valueOf(cell);
    }
  },
  NUMBER {
    @Override
    public JsonNode value(String cell) {
      try {
        return cell.length() > LONGEST_NUMBER || !cell.matches(DECIMAL)
            ? TextNode.valueOf(cell)
            : DecimalNode.valueOf(new BigDecimal(cell));
      } catch (NumberFormatException _) {
        return TextNode.valueOf(cell);
      }
    }
  },
  BOOLEAN {
    @Override
    public JsonNode value(String cell) {
      return switch (cell.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "y", "1" -> BooleanNode.TRUE;
        case "false", "no", "n", "0" -> BooleanNode.FALSE;
        default -> TextNode.valueOf(cell);
      };
    }
  },
  /// Several texts: between semicolons or, as we write those that hold one, a JSON array.
  TEXTS {
    @Override
    public JsonNode value(String cell) {
      if (cell.startsWith("[")) {
        try {
          return JSON.readTree(cell) instanceof ArrayNode array ? array : TextNode.valueOf(cell);
        } catch (JsonProcessingException _) {
          return TextNode.valueOf(cell);
        }
      }
      ArrayNode texts = JsonNodeFactory.instance.arrayNode();
      Arrays.stream(cell.split(";", -1))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .forEach(texts::add);
      return texts;
    }
  };

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_NUMBER = 40;

  /// Without exponents: "1e999999999" is small to write and large to hold.
  private static final String DECIMAL = "-?[0-9]+(\\.[0-9]+)?";

  public abstract JsonNode value(String cell);

  /// What such a value is written as, so that [#value] reads it back.
  public static String cell(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().toPlainString();
    }
    return value instanceof ArrayNode array ? texts(array) : value.asText();
  }

  private static String texts(ArrayNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    boolean plain =
        !texts.isEmpty()
            && texts.stream()
                .noneMatch(
                    text ->
                        text.isEmpty()
                            || text.indexOf(';') >= 0
                            || text.startsWith("[")
                            || !text.equals(text.strip()));
    return plain ? String.join(";", texts) : array.toString();
  }
}
