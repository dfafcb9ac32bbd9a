package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import latchkey.doors.open.OpenOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// That the open door is what its OpenAPI file says, and nothing else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenOpenApiTest {
  private TestServer server;
  private ApiFile file;

  @BeforeAll
  void start() {
    server = TestServer.start();
    file = ApiFile.open(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /// What a caller must know of an operation, from either side.
  private record Told(String permission, TreeSet<String> parameters, boolean idempotent) {}

  @Test
  void everyOperationIsInTheFileAsItIsAndNothingElse() {
    assertThat(documented()).isEqualTo(registered());
  }

  private Map<String, Told> registered() {
    Map<String, Told> operations = new TreeMap<>();
    for (OpenOperation operation : server.server().openOperations()) {
      TreeSet<String> parameters = new TreeSet<>(operation.parameters());
      for (String part : operation.path().split("/", -1)) {
        if (part.startsWith("{")) {
          parameters.add(part);
        }
      }
      operations.put(
          operation.method() + " " + operation.path(),
          new Told(operation.permission().toString(), parameters, operation.creates()));
    }
    operations.put("GET /v1/open/health", new Told("", new TreeSet<>(), false));
    return operations;
  }

  private Map<String, Told> documented() {
    Map<String, Told> operations = new TreeMap<>();
    for (var path : file.api().path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        operations.put(
            method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
            told(method.getValue()));
      }
    }
    return operations;
  }

  private Told told(JsonNode operation) {
    TreeSet<String> parameters = new TreeSet<>();
    boolean idempotent = false;
    for (JsonNode one : operation.path("parameters")) {
      JsonNode parameter = file.resolved(one);
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "query" -> parameters.add(name);
        case "path" -> parameters.add("{" + name + "}");
        default -> idempotent |= name.equals("Idempotency-Key");
      }
    }
    return new Told(operation.path("x-permission").asText(), parameters, idempotent);
  }

  @Test
  void everyExampleIsAsItsSchemaSays() {
    for (var path : file.api().path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        JsonNode body = method.getValue().at("/requestBody/content/application~1json");
        if (!body.isMissingNode()) {
          assertThat(body.has("example")).as(path.getKey()).isTrue();
          assertThat(file.problems(body.path("schema"), body.path("example")))
              .as(method.getKey() + " " + path.getKey())
              .isEmpty();
        }
      }
    }
  }

  @Test
  void theFileIsServedAsJsonAndAsPages() {
    assertThat(ApiFile.read(server.get("/openapi/open.json").body())).isEqualTo(file.api());
    String contents = server.get("/docs/open").body();
    assertThat(contents).contains(ApiFile.names(file.api().path("paths")));
    StringBuilder parts = new StringBuilder(contents);
    Matcher links = Pattern.compile("href=\"(/docs/open/[^\"#]+)\"").matcher(contents);
    while (links.find()) {
      parts.append(server.get(links.group(1)).body());
    }
    assertThat(parts.toString()).contains(ApiFile.names(file.api().at("/components/schemas")));
  }
}
