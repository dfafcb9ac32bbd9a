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
import java.util.List;
import java.util.Map;

/// An OpenAPI file as a server serves it, and whether answers are as it says.
public record ApiFile(JsonNode api) {
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
          new YAMLMapper().readTree(server.get("/openapi/" + door + ".yaml").body()));
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
