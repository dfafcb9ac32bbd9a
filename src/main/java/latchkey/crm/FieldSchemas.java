package latchkey.crm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What a field accepts, as JSON Schema 2020-12: the same for contacts and for forms.
/// [FieldJudge] judges by it.
public final class FieldSchemas {
  public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  static final int LONGEST_PHONE = 40;
  static final String CONTROL = "\\u0000-\\u001F\\u007F\\uD800-\\uDFFF";
  private static final String LINE = "^[^%1$s]*[^%1$s\\s][^%1$s]*$".formatted(CONTROL);
  private static final String TEXT =
      "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uD800-\\uDFFF]*$";
  private static final double LARGEST = 1e15;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private FieldSchemas() {}

  /// A schema of an object that has no other fields than those that it says.
  public static ObjectNode document(String title) {
    ObjectNode root = NODES.objectNode();
    root.put("$schema", DIALECT);
    root.put("title", title);
    root.put("type", "object");
    return root.put("additionalProperties", false);
  }

  /// What a field of that type and with those rules accepts; null too, if it is not required.
  public static ObjectNode of(CustomField field) {
    boolean required = field.required();
    ObjectNode schema =
        switch (field.type()) {
          case TEXT ->
              text(required)
                  .put("minLength", 1)
                  .put("maxLength", field.maxLength().orElse(CustomField.LONGEST_TEXT))
                  .put("pattern", TEXT);
          case NUMBER ->
              type(NODES.objectNode(), "number", required)
                  .put("minimum", -LARGEST)
                  .put("maximum", LARGEST);
          case BOOLEAN -> type(NODES.objectNode(), "boolean", required);
          case DATE -> text(required).put("format", ContactFormats.DATE);
          case CHOICE -> choice(field.choices(), required);
          case MULTI_CHOICE -> choices(field);
          case URL -> format(ContactFormats.URL, ContactFormats.LONGEST_URL, required);
          case PHONE -> format(ContactFormats.PHONE, LONGEST_PHONE, required);
          case EMAIL -> format(ContactFormats.EMAIL, ContactFormats.LONGEST_EMAIL, required);
        };
    return schema.put("title", field.label());
  }

  private static ObjectNode choices(CustomField field) {
    ObjectNode schema = type(NODES.objectNode(), "array", field.required());
    schema.put("uniqueItems", true).put("maxItems", field.choices().size());
    schema.put("minItems", field.required() ? 1 : 0);
    schema.set("items", choice(field.choices(), true));
    return schema;
  }

  static ObjectNode type(ObjectNode schema, String type, boolean required) {
    if (required) {
      return schema.put("type", type);
    }
    schema.putArray("type").add(type).add("null");
    return schema;
  }

  static ObjectNode text(boolean required) {
    return type(NODES.objectNode(), "string", required);
  }

  static ObjectNode line(int longest) {
    return text(false).put("minLength", 1).put("maxLength", longest).put("pattern", LINE);
  }

  static ObjectNode format(String format, int longest, boolean required) {
    return text(required).put("format", format).put("maxLength", longest);
  }

  static ObjectNode choice(List<String> choices, boolean required) {
    ObjectNode schema = text(required);
    ArrayNode some = schema.putArray("enum");
    choices.forEach(some::add);
    if (!required) {
      some.addNull();
    }
    return schema;
  }
}
