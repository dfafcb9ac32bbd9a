package latchkey.doors.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the page shows of an OpenAPI file.
///
/// @param door whose file it is
/// @param doors that have such a page
public record ApiPage(
    String door,
    List<String> doors,
    String title,
    String description,
    List<Operation> operations,
    List<Schema> schemas) {

  private static final String PROBLEM = "application/problem+json";

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

  static ApiPage of(String door, List<String> doors, JsonNode api) {
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
        door,
        doors,
        api.at("/info/title").asText(),
        api.at("/info/description").asText(),
        operations,
        schemas);
  }

  private static Operation operation(JsonNode api, String path, String method, JsonNode node) {
    List<Field> parameters = new ArrayList<>();
    for (JsonNode one : node.path("parameters")) {
      JsonNode parameter = resolved(api, one);
      parameters.add(
          new Field(
              parameter.path("name").asText(),
              parameter.path("in").asText() + ", " + type(parameter.path("schema")),
              parameter.path("description").asText()));
    }
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        path,
        node.path("summary").asText(),
        node.path("description").asText(),
        parameters,
        type(node.at("/requestBody/content/application~1json/schema")),
        answers(api, node));
  }

  /// One row for statuses that are answered alike.
  private static List<Answer> answers(JsonNode api, JsonNode operation) {
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (var response : operation.path("responses").properties()) {
      JsonNode said = resolved(api, response.getValue());
      JsonNode content = said.path("content");
      String schema =
          type(
              content
                  .path(content.has("application/json") ? "application/json" : PROBLEM)
                  .path("schema"));
      Answer answer = new Answer(response.getKey(), said.path("description").asText(), schema);
      answers.merge(
          answer.description(),
          answer,
          (before, more) ->
              new Answer(
                  before.status() + ", " + more.status(), before.description(), before.schema()));
    }
    return List.copyOf(answers.values());
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
