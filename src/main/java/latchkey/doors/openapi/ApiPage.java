package latchkey.doors.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the page shows of an OpenAPI file.
public record ApiPage(
    String title, String description, List<Operation> operations, List<Schema> schemas) {

  /// One method of one path.
  public record Operation(
      String method,
      String path,
      String summary,
      String description,
      List<Field> parameters,
      String body,
      List<Answer> answers) {}

  public record Answer(String status, String description, String schema) {}

  public record Schema(String name, String description, List<Field> fields, List<String> values) {}

  public record Field(String name, String type, String description) {}

  static ApiPage of(JsonNode api) {
    List<Operation> operations = new ArrayList<>();
    for (var path : api.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        operations.add(operation(api, path.getKey(), method.getKey(), method.getValue()));
      }
    }
    List<Schema> schemas = new ArrayList<>();
    for (var schema : api.at("/components/schemas").properties()) {
      schemas.add(schema(schema.getKey(), schema.getValue()));
    }
    return new ApiPage(
        api.at("/info/title").asText(), api.at("/info/description").asText(), operations, schemas);
  }

  private static Operation operation(JsonNode api, String path, String method, JsonNode node) {
    List<Field> parameters = new ArrayList<>();
    for (JsonNode parameter : node.path("parameters")) {
      parameters.add(
          new Field(
              parameter.path("name").asText(),
              parameter.path("in").asText() + ", " + type(parameter.path("schema")),
              parameter.path("description").asText()));
    }
    List<Answer> answers = new ArrayList<>();
    for (var answer : node.path("responses").properties()) {
      JsonNode said = resolved(api, answer.getValue());
      answers.add(
          new Answer(
              answer.getKey(),
              said.path("description").asText(),
              type(said.path("content").path("application/json").path("schema"))));
    }
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        path,
        node.path("summary").asText(),
        node.path("description").asText(),
        parameters,
        type(node.at("/requestBody/content/application~1json/schema")),
        answers);
  }

  private static Schema schema(String name, JsonNode node) {
    List<Field> fields = new ArrayList<>();
    for (var property : node.path("properties").properties()) {
      fields.add(
          new Field(
              property.getKey(),
              type(property.getValue()),
              property.getValue().path("description").asText()));
    }
    List<String> values = new ArrayList<>();
    node.path("enum").forEach(value -> values.add(value.asText()));
    return new Schema(name, node.path("description").asText(), fields, values);
  }

  private static JsonNode resolved(JsonNode api, JsonNode node) {
    return node.has("$ref") ? api.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      String ref = schema.path("$ref").asText();
      return ref.substring(ref.lastIndexOf('/') + 1);
    }
    if (schema.path("type").asText().equals("array")) {
      return "list of " + type(schema.path("items"));
    }
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.path("enum").forEach(value -> values.add(value.asText()));
      return String.join(" | ", values);
    }
    return schema.path("type").asText();
  }
}
