package latchkey.doors.pages.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What the page shows of an OpenAPI file.
///
/// @param door whose file it is
public record ApiDoc(
    String door,
    String title,
    String description,
    List<Operation> operations,
    List<Schema> schemas) {
  private static final String PROBLEM = "application/problem+json";
  private static final List<String> BASES = List.of("/api/v1/", "/v1/open/");

  public ApiDoc {
    operations = List.copyOf(operations);
    schemas = List.copyOf(schemas);
  }

  /// Operations about the same thing.
  public record Group(String name, List<Operation> operations) {
    public Group {
      operations = List.copyOf(operations);
    }
  }

  /// One method of one path.
  ///
  /// @param right what a caller needs, where the file says it
  /// @param body name of its schema
  /// @param example of a body, as JSON
  public record Operation(
      String id,
      String method,
      String path,
      String summary,
      String description,
      String right,
      List<Parameter> parameters,
      String body,
      String example,
      List<Answer> answers) {
    public Operation {
      parameters = List.copyOf(parameters);
      answers = List.copyOf(answers);
    }

    String group() {
      int base =
          BASES.stream().filter(path::startsWith).mapToInt(String::length).findAny().orElse(1);
      String below = path.substring(base);
      return below.split("/", 2)[0];
    }
  }

  /// A value in the path or the query string.
  public record Parameter(String name, String in, String type, String description) {}

  public record Answer(String status, String description, String schema) {}

  public record Schema(String name, String description, List<Field> fields, List<String> values) {
    public Schema {
      fields = List.copyOf(fields);
      values = List.copyOf(values);
    }
  }

  public record Field(String name, String type, String description) {}

  /// The operations by what they are about, in the file's order.
  public List<Group> groups() {
    return operations.stream()
        .collect(Collectors.groupingBy(Operation::group, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(group -> new Group(group.getKey(), group.getValue()))
        .toList();
  }

  static ApiDoc of(String door, JsonNode api) {
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
    return new ApiDoc(
        door,
        api.at("/info/title").asText(),
        api.at("/info/description").asText(),
        operations,
        schemas);
  }

  private static Operation operation(JsonNode api, String path, String method, JsonNode node) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode one : node.path("parameters")) {
      JsonNode parameter = resolved(api, one);
      parameters.add(
          new Parameter(
              parameter.path("name").asText(),
              parameter.path("in").asText(),
              type(parameter.path("schema")),
              parameter.path("description").asText()));
    }
    JsonNode body = node.at("/requestBody/content/application~1json");
    return new Operation(
        node.path("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        node.path("summary").asText(),
        node.path("description").asText(),
        node.path("x-right").asText(),
        parameters,
        type(body.path("schema")),
        body.has("example") ? body.path("example").toPrettyString() : "",
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
