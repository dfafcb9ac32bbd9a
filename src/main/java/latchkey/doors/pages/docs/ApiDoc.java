package latchkey.doors.pages.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What the pages show of an OpenAPI file.
///
/// @param door whose file it is
public record ApiDoc(String door, String title, String description, List<Part> parts) {
  private static final String FORM = "multipart/form-data";
  private static final String PROBLEM = "application/problem+json";
  private static final Pattern BASE = Pattern.compile("^/(api/v1/|v1/open/|v1/)?");
  private static final String OF_AN_AGENT = "agents/{agentId}/";

  /// Of paths, which are shown as one part.
  private static final int FEW = 12;

  private static final String SCHEMAS = "/components/schemas/";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  public ApiDoc {
    parts = List.copyOf(parts);
  }

  /// Operations about the same thing, and the schemas that they speak of.
  public record Part(String name, List<Operation> operations, List<Schema> schemas) {
    public Part {
      operations = List.copyOf(operations);
      schemas = List.copyOf(schemas);
    }
  }

  /// One method of one path.
  ///
  /// @param right what a caller needs, where the file says it
  /// @param parameters the files of a form's body are among them
  /// @param bodyType the media type of a body; empty without one
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
      String bodyType,
      String body,
      String example,
      List<Answer> answers) {
    public Operation {
      parameters = List.copyOf(parameters);
      answers = List.copyOf(answers);
    }
  }

  /// A value in the path or the query string, or a part of a form.
  ///
  /// @param in as the file says it; of a form, `file` or `files`
  public record Parameter(String name, String in, String type, String description) {}

  public record Answer(String status, String description, String schema) {}

  public record Schema(String name, String description, List<Field> fields, List<String> values) {
    public Schema {
      fields = List.copyOf(fields);
      values = List.copyOf(values);
    }
  }

  public record Field(String name, String type, String description) {}

  Optional<Part> part(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  static ApiDoc of(String door, JsonNode api) {
    Map<String, List<Operation>> operations = new LinkedHashMap<>();
    Map<String, Set<String>> schemas = new LinkedHashMap<>();
    boolean few = api.path("paths").size() <= FEW;
    for (var path : api.path("paths").properties()) {
      String part = few ? door : part(api, path.getKey());
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations
              .computeIfAbsent(part, _ -> new ArrayList<>())
              .add(operation(api, path.getKey(), method.getKey(), method.getValue()));
          addSchemas(api, method.getValue(), schemas.computeIfAbsent(part, _ -> new TreeSet<>()));
        }
      }
    }
    return new ApiDoc(
        door,
        api.at("/info/title").asText(),
        api.at("/info/description").asText(),
        operations.entrySet().stream()
            .map(
                part ->
                    new Part(
                        part.getKey(),
                        part.getValue(),
                        schemas.getOrDefault(part.getKey(), Set.of()).stream()
                            .map(name -> schema(name, api.at(SCHEMAS + name)))
                            .toList()))
            .toList());
  }

  /// What a path is about: the first thing in it, or what an agent has that can be read.
  private static String part(JsonNode api, String path) {
    String base = path.substring(0, path.length() - BASE.matcher(path).replaceFirst("").length());
    String below = path.substring(base.length());
    if (below.startsWith(OF_AN_AGENT)) {
      String thing = below.substring(OF_AN_AGENT.length()).split("/", 2)[0];
      if (api.path("paths").path(base + OF_AN_AGENT + thing).has("get")) {
        return thing;
      }
    }
    return below.split("/", 2)[0];
  }

  /// Adds the names of all schemas that it leads to.
  private static void addSchemas(JsonNode api, JsonNode from, Set<String> names) {
    String ref = from.path("$ref").asText();
    if (ref.startsWith("#" + SCHEMAS)) {
      if (!names.add(ref.substring(SCHEMAS.length() + 1))) {
        return;
      }
    }
    if (!ref.isEmpty()) {
      addSchemas(api, api.at(ref.substring(1)), names);
    }
    from.forEach(child -> addSchemas(api, child, names));
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
    String bodyType =
        node.at("/requestBody/content")
            .propertyStream()
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("");
    JsonNode body = node.at("/requestBody/content").path(bodyType);
    if (bodyType.equals(FORM)) {
      for (var part : body.at("/schema/properties").properties()) {
        parameters.add(sent(part.getKey(), part.getValue()));
      }
    }
    return new Operation(
        node.path("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        node.path("summary").asText(),
        node.path("description").asText(),
        node.path("x-right").asText(),
        parameters,
        bodyType,
        body.path("schema").has("$ref") ? type(body.path("schema")) : "",
        body.has("example") ? body.path("example").toPrettyString() : "",
        answers(api, node));
  }

  private static Parameter sent(String name, JsonNode schema) {
    boolean several = schema.path("type").asText().equals("array");
    return new Parameter(
        name,
        several ? "files" : "file",
        several ? "files" : "file",
        schema.path("description").asText());
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
