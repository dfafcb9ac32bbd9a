package latchkey.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an agent's contacts look like, as JSON Schema 2020-12: what is served is what judges.
///
/// A change says only what becomes different, so it is judged by the same without what must be
/// there.
final class ContactSchema {
  static final List<String> TEXTS =
      List.of(
          "externalReferenceId",
          "name",
          "email",
          "mobileNumber",
          "gender",
          "status",
          "stage",
          "owner",
          "secondaryOwner");
  static final String CUSTOM = "customFields";
  static final int LONGEST_REFERENCE = 128;
  static final int LONGEST_NAME = 200;
  static final int LONGEST_GENDER = 50;
  static final int LONGEST_PHONE = 40;
  private static final double LARGEST = 1e15;
  private static final String CONTROL = "\\u0000-\\u001F\\u007F\\uD800-\\uDFFF";
  private static final String LINE = "^[^%1$s]*[^%1$s\\s][^%1$s]*$".formatted(CONTROL);
  private static final String TEXT =
      "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uD800-\\uDFFF]*$";
  private static final String REFERENCE = "^[^%s/\\\\]+$".formatted(CONTROL);

  /// Words of the paths, and what clients and proxies take out of a path.
  static final List<String> RESERVED = List.of("schema", "mantisid", "chatbots", ".", "..");

  private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(dialect());
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode document;
  private final Schema creation;
  private final Schema change;

  ContactSchema(Setup setup) {
    document = document(setup);
    creation = REGISTRY.getSchema(document);
    change = REGISTRY.getSchema(lenient(document));
  }

  private static Dialect dialect() {
    return Dialect.builder(Dialects.getDraft202012()).formats(ContactFormats.all()).build();
  }

  ObjectNode document() {
    return document.deepCopy();
  }

  List<FieldError> judgeCreation(ObjectNode sent) {
    return judge(creation, sent);
  }

  List<FieldError> judgeChange(ObjectNode sent) {
    return judge(change, sent);
  }

  // The document

  private static ObjectNode document(Setup setup) {
    ObjectNode root = NODES.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Contact");
    root.put("type", "object");
    root.put("additionalProperties", false);
    ObjectNode properties = root.putObject("properties");
    properties.set("externalReferenceId", reference());
    properties.set("name", line(LONGEST_NAME));
    properties.set("email", format(ContactFormats.EMAIL, ContactFormats.LONGEST_EMAIL, false));
    properties.set("mobileNumber", format(ContactFormats.PHONE, LONGEST_PHONE, false));
    properties.set("gender", line(LONGEST_GENDER));
    properties.set("status", choice(setup.statuses(), false));
    properties.set("stage", choice(setup.stages(), false));
    properties.set("owner", described(line(ContactFormats.LONGEST_EMAIL), OWNER));
    properties.set("secondaryOwner", described(line(ContactFormats.LONGEST_EMAIL), OWNER));
    List<CustomField> fields = setup.fields().stream().filter(f -> !f.archived()).toList();
    ObjectNode custom = properties.putObject(CUSTOM);
    boolean required = fields.stream().anyMatch(CustomField::required);
    type(custom, "object", required);
    custom.put("additionalProperties", false);
    ObjectNode customs = custom.putObject("properties");
    fields.forEach(field -> customs.set(field.key(), custom(field)));
    if (required) {
      ArrayNode needed = custom.putArray("required");
      fields.stream().filter(CustomField::required).forEach(field -> needed.add(field.key()));
      root.putArray("required").add(CUSTOM);
    }
    ArrayNode reached = root.putArray("anyOf");
    reached.add(present("email"));
    reached.add(present("mobileNumber"));
    return root;
  }

  private static final String OWNER = "The id or the e-mail address of a member";

  private static ObjectNode described(ObjectNode schema, String text) {
    return schema.put("description", text);
  }

  private static ObjectNode type(ObjectNode schema, String type, boolean required) {
    if (required) {
      return schema.put("type", type);
    }
    schema.putArray("type").add(type).add("null");
    return schema;
  }

  private static ObjectNode text(boolean required) {
    return type(NODES.objectNode(), "string", required);
  }

  private static ObjectNode reference() {
    ObjectNode schema = text(false).put("minLength", 1).put("maxLength", LONGEST_REFERENCE);
    schema.put("pattern", REFERENCE);
    ArrayNode reserved = schema.putObject("not").putArray("enum");
    RESERVED.forEach(reserved::add);
    return described(schema, "Your own id of the contact, unique among those of the agent");
  }

  private static ObjectNode line(int longest) {
    return text(false).put("minLength", 1).put("maxLength", longest).put("pattern", LINE);
  }

  private static ObjectNode format(String format, int longest, boolean required) {
    return text(required).put("format", format).put("maxLength", longest);
  }

  private static ObjectNode choice(List<String> choices, boolean required) {
    ObjectNode schema = text(required);
    ArrayNode some = schema.putArray("enum");
    choices.forEach(some::add);
    if (!required) {
      some.addNull();
    }
    return schema;
  }

  private static ObjectNode present(String field) {
    ObjectNode schema = NODES.objectNode();
    schema.putArray("required").add(field);
    schema.putObject("properties").putObject(field).put("type", "string");
    return schema;
  }

  private static ObjectNode custom(CustomField field) {
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

  private static ObjectNode lenient(ObjectNode document) {
    ObjectNode lenient = document.deepCopy();
    lenient.remove(List.of("required", "anyOf"));
    if (lenient.path("properties").path(CUSTOM) instanceof ObjectNode custom) {
      custom.remove("required");
    }
    return lenient;
  }

  // The judgement

  private static List<FieldError> judge(Schema schema, ObjectNode sent) {
    List<Error> errors =
        schema.validate(
            sent, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)));
    Map<String, FieldError> byField = new LinkedHashMap<>(); // the first of each is enough
    for (Error error : errors) {
      FieldError told = told(error);
      byField.putIfAbsent(told.field(), told);
    }
    return new ArrayList<>(byField.values());
  }

  private static FieldError told(Error error) {
    if (String.valueOf(error.getEvaluationPath()).contains("anyOf")) {
      return unreachable();
    }
    List<String> path = new ArrayList<>();
    for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
      path.add(String.valueOf(error.getInstanceLocation().getElement(i)));
    }
    String keyword = String.valueOf(error.getKeyword());
    if (keyword.equals("required") || keyword.equals("additionalProperties")) {
      path.add(String.valueOf(error.getProperty()));
    }
    return new FieldError(String.join(".", path), keyword, message(keyword, error));
  }

  static FieldError unreachable() {
    return new FieldError("email", "anyOf", "an email or a mobileNumber is needed, or both");
  }

  private static String message(String keyword, Error error) {
    JsonNode rule = error.getSchemaNode() == null ? NODES.nullNode() : error.getSchemaNode();
    String value = rule.isValueNode() ? rule.asText() : rule.path(keyword).asText();
    return switch (keyword) {
      case "required" -> "is required";
      case "additionalProperties" -> "there is no such field";
      case "format" -> ContactFormats.expected(value);
      case "maxLength" -> "has at most %s characters".formatted(value);
      case "minLength" -> "must not be empty: leave it out, or send null to clear it";
      case "pattern" -> "has characters that it cannot have, or only spaces";
      case "not" -> "cannot be a word of the paths: " + String.join(", ", RESERVED);
      default -> error.getMessage();
    };
  }
}
