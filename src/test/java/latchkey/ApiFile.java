package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An OpenAPI file as a server serves it, and whether answers are as it says.
///
/// @param door whose it is, as paths name it
public record ApiFile(String door, JsonNode api) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static ApiFile verify(TestServer server) {
    return of(server, "verify");
  }

  public static ApiFile open(TestServer server) {
    return of(server, "open");
  }

  public static ApiFile manage(TestServer server) {
    return of(server, "manage");
  }

  private static ApiFile of(TestServer server, String door) {
    try {
      return new ApiFile(
          door, new YAMLMapper().readTree(server.get("/openapi/" + door + ".yaml").body()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The answer's body, which has that status and is as the file says.
  public JsonNode documented(
      int status, String method, String path, HttpResponse<String> response) {
    String what = "%s %s: %d %s".formatted(method, path, response.statusCode(), response.body());
    assertThat(response.statusCode()).as(what).isEqualTo(status);
    JsonNode responses = api.path("paths").path(path).path(method).path("responses");
    JsonNode answer =
        resolved(responses.path(responses.has("" + status) ? "" + status : "default"));
    assertThat(answer.isMissingNode()).as("undocumented: " + what).isFalse();
    if (answer.path("content").isMissingNode()) {
      assertThat(response.body()).as(what).isEmpty();
      return answer;
    }
    String type = response.headers().firstValue("Content-Type").orElse("none");
    JsonNode schema = answer.path("content").path(type).path("schema");
    assertThat(schema.isMissingNode()).as(type + " is undocumented: " + what).isFalse();
    JsonNode body = read(response.body());
    assertThat(problems(schema, body)).as(what).isEmpty();
    assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    return body;
  }

  public JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? api.at(node.path("$ref").asText().substring(1)) : node;
  }

  /// What is wrong with a value by a schema of this file.
  public List<String> problems(JsonNode schema, JsonNode value) {
    return problems(compiled(schema), value);
  }

  /// A schema of this file, for those who judge often.
  public Schema compiled(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", api.path("components")); // where references lead
    return SchemaRegistry.withDefaultDialect(Dialects.getDraft202012()).getSchema(whole);
  }

  public static List<String> problems(Schema compiled, JsonNode value) {
    List<String> problems = new ArrayList<>();
    compiled
        .validate(value, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)))
        .forEach(error -> problems.add(error.toString()));
    return problems;
  }

  /// What a caller must know of an operation, as the file says it or as its door has it.
  ///
  /// @param right of people who may; empty where none come
  /// @param parameters of its query string, and in braces those of its path
  record Told(String right, String permission, Set<String> parameters, boolean idempotent) {
    static Told of(
        String path,
        String right,
        String permission,
        Collection<String> parameters,
        boolean idempotent) {
      Set<String> all = new TreeSet<>(parameters);
      for (String part : path.split("/", -1)) {
        if (part.startsWith("{")) {
          all.add(part);
        }
      }
      return new Told(right, permission, all, idempotent);
    }
  }

  /// What the file tells of every operation, by method and path.
  Map<String, Told> operations() {
    Map<String, Told> operations = new TreeMap<>();
    for (var path : api.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        operations.put(
            method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
            told(method.getValue()));
      }
    }
    return operations;
  }

  private Told told(JsonNode operation) {
    Set<String> parameters = new TreeSet<>();
    boolean idempotent = false;
    for (JsonNode one : operation.path("parameters")) {
      JsonNode parameter = resolved(one);
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "query" -> parameters.add(name);
        case "path" -> parameters.add("{" + name + "}");
        default -> idempotent |= name.equals("Idempotency-Key");
      }
    }
    return new Told(
        operation.path("x-right").asText(),
        operation.path("x-permission").asText(),
        parameters,
        idempotent);
  }

  /// Every body has an example, which is as its schema says.
  void requireRightExamples() {
    for (var path : api.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        JsonNode body = method.getValue().at("/requestBody/content/application~1json");
        if (!body.isMissingNode()) {
          assertThat(body.has("example")).as(path.getKey()).isTrue();
          assertThat(problems(body.path("schema"), body.path("example")))
              .as(method.getKey() + " " + path.getKey())
              .isEmpty();
        }
      }
    }
  }

  /// It is served as JSON too, and as pages: its contents, and the parts that these lead to.
  void requireServedAsJsonAndAsPages(TestServer server) {
    assertThat(read(server.get("/openapi/" + door + ".json").body())).isEqualTo(api);
    String docs = "/docs/" + door;
    String contents = server.get(docs).body();
    assertThat(contents).contains(names(api.path("paths")));
    StringBuilder parts = new StringBuilder();
    Matcher links = Pattern.compile("href=\"(" + docs + "/[^\"#]+)\"").matcher(contents);
    while (links.find()) {
      parts.append(server.get(links.group(1)).body());
    }
    assertThat(parts.toString())
        .contains(names(api.path("paths")))
        .contains(names(api.at("/components/schemas")));
    assertThat(server.get(docs + "/nothing").statusCode()).isEqualTo(404);
  }

  static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }
}
