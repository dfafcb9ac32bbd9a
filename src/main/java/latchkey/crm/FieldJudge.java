package latchkey.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Judges what was sent by the very schema that is served.
public final class FieldJudge {
  private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(dialect());

  private final Schema schema;

  /// @param document of what [FieldSchemas] makes
  public FieldJudge(ObjectNode document) {
    schema = REGISTRY.getSchema(document);
  }

  private static Dialect dialect() {
    return Dialect.builder(Dialects.getDraft202012()).formats(ContactFormats.all()).build();
  }

  /// What is wrong, the first thing of each field.
  public List<FieldError> judge(ObjectNode sent) {
    List<Error> errors =
        schema.validate(
            sent, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)));
    Map<String, FieldError> byField = new LinkedHashMap<>();
    for (Error error : errors) {
      FieldError told = told(error);
      byField.putIfAbsent(told.field(), told);
    }
    return new ArrayList<>(byField.values());
  }

  private static FieldError told(Error error) {
    if (names(error.getEvaluationPath()).stream().limit(1).anyMatch("anyOf"::equals)) {
      return unreachable();
    }
    List<String> path = names(error.getInstanceLocation());
    String keyword = String.valueOf(error.getKeyword());
    if (keyword.equals("required") || keyword.equals("additionalProperties")) {
      path.add(String.valueOf(error.getProperty()));
    }
    return new FieldError(String.join(".", path), keyword, message(keyword, error));
  }

  private static List<String> names(NodePath path) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < path.getNameCount(); i++) {
      names.add(String.valueOf(path.getElement(i)));
    }
    return names;
  }

  /// What a schema says with `anyOf`.
  static FieldError unreachable() {
    return new FieldError("email", "anyOf", "an email or a mobileNumber is needed, or both");
  }

  private static String message(String keyword, Error error) {
    JsonNode rule =
        error.getSchemaNode() == null ? JsonNodeFactory.instance.nullNode() : error.getSchemaNode();
    String value = rule.isValueNode() ? rule.asText() : rule.path(keyword).asText();
    return switch (keyword) {
      case "required" -> "is required";
      case "additionalProperties" -> "there is no such field";
      case "format" -> ContactFormats.expected(value);
      case "maxLength" -> "has at most %s characters".formatted(value);
      case "minLength" -> "must not be empty: leave it out, or send null to clear it";
      case "pattern" -> "has characters that it cannot have, or only spaces";
      case "not" -> "cannot be a word of the paths: " + String.join(", ", ContactSchema.RESERVED);
      default -> error.getMessage();
    };
  }
}
