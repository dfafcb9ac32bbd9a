package latchkey.crm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Custom fields, shortly written.
final class TestFields {
  private TestFields() {}

  static List<CustomField> of(String json) {
    try {
      List<CustomField> fields = new ArrayList<>();
      new ObjectMapper().readTree(json.replace('\'', '"')).forEach(node -> fields.add(field(node)));
      return fields;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static CustomField field(JsonNode node) {
    List<String> choices = new ArrayList<>();
    node.path("choices").forEach(choice -> choices.add(choice.textValue()));
    return new CustomField(
        node.path("key").textValue(),
        node.path("label").textValue(),
        CustomField.Type.of(node.path("type").textValue()).orElseThrow(),
        node.path("required").booleanValue(),
        node.path("unique").booleanValue(),
        node.has("maxLength")
            ? OptionalInt.of(node.path("maxLength").intValue())
            : OptionalInt.empty(),
        choices,
        node.path("archived").booleanValue());
  }
}
