package latchkey.crm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What an agent's contacts look like, as JSON Schema 2020-12: what is served is what judges.
///
/// A change says only what becomes different, so it is judged by the same without what must be
/// there.
final class ContactSchema {
  static final String CUSTOM = "customFields";
  static final int LONGEST_REFERENCE = 128;
  static final int LONGEST_NAME = 200;
  static final int LONGEST_GENDER = 50;
  private static final String REFERENCE = "^[^%s/\\\\]+$".formatted(FieldSchemas.CONTROL);

  /// Words of the paths, and what clients and proxies take out of a path.
  static final List<String> RESERVED = List.of("schema", "mantisid", "chatbots", ".", "..");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode document;
  private final FieldJudge creation;
  private final FieldJudge change;

  ContactSchema(Setup setup) {
    document = document(setup);
    creation = new FieldJudge(document);
    change = new FieldJudge(lenient(document));
  }

  ObjectNode document() {
    return document.deepCopy();
  }

  List<FieldError> judgeCreation(ObjectNode sent) {
    return creation.judge(sent);
  }

  List<FieldError> judgeChange(ObjectNode sent) {
    return change.judge(sent);
  }

  // The document

  private static ObjectNode document(Setup setup) {
    ObjectNode root = FieldSchemas.document("Contact");
    ObjectNode properties = root.putObject("properties");
    properties.set("externalReferenceId", reference());
    properties.set("name", FieldSchemas.line(LONGEST_NAME));
    properties.set(
        "email", FieldSchemas.format(ContactFormats.EMAIL, ContactFormats.LONGEST_EMAIL, false));
    properties.set(
        "mobileNumber",
        FieldSchemas.format(ContactFormats.PHONE, FieldSchemas.LONGEST_PHONE, false));
    properties.set("gender", FieldSchemas.line(LONGEST_GENDER));
    properties.set("status", FieldSchemas.choice(setup.statuses(), false));
    properties.set("stage", FieldSchemas.choice(setup.stages(), false));
    properties.set("owner", described(FieldSchemas.line(ContactFormats.LONGEST_EMAIL), OWNER));
    properties.set(
        "secondaryOwner", described(FieldSchemas.line(ContactFormats.LONGEST_EMAIL), OWNER));
    List<CustomField> fields = setup.fields().stream().filter(f -> !f.archived()).toList();
    ObjectNode custom = properties.putObject(CUSTOM);
    boolean required = fields.stream().anyMatch(CustomField::required);
    FieldSchemas.type(custom, "object", required);
    custom.put("additionalProperties", false);
    ObjectNode customs = custom.putObject("properties");
    fields.forEach(field -> customs.set(field.key(), of(field)));
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

  private static ObjectNode of(CustomField field) {
    ObjectNode schema = FieldSchemas.of(field);
    return field.unique() ? described(schema, UNIQUE) : schema;
  }

  private static final String UNIQUE = "No two contacts of the agent have the same value";
  private static final String OWNER = "The id or the e-mail address of a member";

  private static ObjectNode described(ObjectNode schema, String text) {
    return schema.put("description", text);
  }

  private static ObjectNode reference() {
    ObjectNode schema =
        FieldSchemas.text(false).put("minLength", 1).put("maxLength", LONGEST_REFERENCE);
    schema.put("pattern", REFERENCE);
    ArrayNode reserved = schema.putObject("not").putArray("enum");
    RESERVED.forEach(reserved::add);
    return described(schema, "Your own id of the contact, unique among those of the agent");
  }

  private static ObjectNode present(String field) {
    ObjectNode schema = NODES.objectNode();
    schema.putArray("required").add(field);
    schema.putObject("properties").putObject(field).put("type", "string");
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
}
