package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What leaves the manage door as a file of contacts comes back in as the same contacts.
@ParameterizedClass
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnumSource(TestDatabases.class)
@SuppressWarnings("NullAway.Init") // the server is started before each engine's run
class ExportAtTheDoorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String BOUNDARY = "latchkey-test";

  @Parameter TestDatabases engine;
  private TestServer server;

  @BeforeParameterizedClassInvocation
  void start(TestDatabases on) {
    server = TestServer.on(on);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) {
    return server.get(path, "Authorization", "Bearer " + server.managementToken());
  }

  private JsonNode agent(String name) {
    HttpResponse<String> made =
        server.post("/api/v1/agents", "{\"kind\":\"general\",\"name\":\"" + name + "\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return ApiFile.read(made.body());
  }

  private String at(JsonNode agent) {
    String path = "/api/v1/agents/" + agent.path("id").asText();
    for (String field :
        List.of(
            "{\"label\":\"Score\",\"type\":\"number\"}",
            "{\"label\":\"Sizes\",\"type\":\"multi-choice\",\"choices\":[\"S\",\"M; L\",\"[X\"]}",
            "{\"label\":\"Member\",\"type\":\"boolean\"}",
            "{\"label\":\"Born\",\"type\":\"date\"}",
            "{\"label\":\"Remark\",\"type\":\"text\"}")) {
      HttpResponse<String> made = server.post(path + "/crm/fields", field);
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }
    return path;
  }

  private void add(String path, String contact) {
    HttpResponse<String> made = server.post(path + "/contacts", contact);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  private JsonNode upload(String path, String content) {
    HttpResponse<String> made =
        server.send(
            HttpRequest.newBuilder(URI.create(server.url() + path + "/imports"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + server.managementToken())
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(form(content)));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return ApiFile.read(made.body());
  }

  /// A form with so many files.
  private static HttpRequest.BodyPublisher form(String... contents) {
    StringBuilder form = new StringBuilder();
    for (String content : contents) {
      form.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; ")
          .append("filename=\"contacts.csv\"\r\n\r\n" + content + "\r\n");
    }
    return BodyPublishers.ofString(form + "--" + BOUNDARY + "--\r\n");
  }

  private JsonNode imported(String path, String content) {
    JsonNode one = upload(path, content);
    String at = path + "/imports/" + one.path("id").asText();
    ObjectNode plan = JsonNodeFactory.instance.objectNode();
    plan.set("fields", one.path("guess"));
    HttpResponse<String> started = server.post(at + "/start", plan.toString());
    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode now = ApiFile.read(get(at).body());
    while (now.path("state").asText().equals("running")) {
      assertThat(System.nanoTime()).isLessThan(end);
      now = ApiFile.read(get(at).body());
    }
    assertThat(now.path("state").asText()).isEqualTo("done");
    assertThat(get(at + "/errors").body()).isEqualTo("{\"items\":[]}");
    return now;
  }

  /// What of each contact is written by people, in the order of the file.
  private ArrayNode written(String path) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    HttpResponse<String> lines = get(path + "/contacts/export?format=jsonl");
    assertThat(lines.statusCode()).as(lines.body()).isEqualTo(200);
    assertThat(lines.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    lines
        .body()
        .lines()
        .forEach(
            line -> {
              ObjectNode contact = (ObjectNode) ApiFile.read(line);
              all.add(contact.remove(List.of("id", "source", "createdAt", "updatedAt", "version")));
            });
    return all;
  }

  @Test
  void anExportIsImportedAsTheSameContacts() {
    String from = at(agent("From"));
    String to = at(agent("To"));
    add(
        from,
        """
        {"externalReferenceId":"=1+1","name":"Lee, \\"Ann\\" Jr","email":"ann@example.com",
         "mobileNumber":"+493090182000","gender":"–","stage":"Prospect","status":"Inactive",
         "customFields":{"score":-12.50,"sizes":["M; L","[X"],"member":false,
           "born":"2001-02-03","remark":"@SUM(A1)\\n+next; \\"x\\""}}
        """);
    add(
        from,
        """
        {"email":"'x@example.com","customFields":{"score":1234567890123,"sizes":["S"],"member":true,
          "remark":"'=already guarded"}}
        """);
    add(from, "{\"name\":\"李 Zoë\",\"email\":\"zoe@example.com\"}");

    HttpResponse<String> csv = get(from + "/contacts/export");
    assertThat(csv.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(
            value -> assertThat(value).startsWith("attachment; filename=\"contacts.csv\""));
    assertThat(csv.body()).contains("\"'=1+1\"").contains("\"'@SUM(A1)\n+next; \"\"x\"\"\"");
    assertThat(imported(to, csv.body()).at("/progress/created").asInt()).isEqualTo(3);

    assertThat(written(to)).isEqualTo(written(from)).hasSize(3);
  }

  @Test
  void anExportHasAllThatTheFiltersLeaveAndNothingOfOthers() {
    String from = at(agent("Many"));
    StringBuilder people = new StringBuilder("name,email,stage\n");
    for (int i = 0; i < 1_250; i++) {
      String stage = i % 2 == 0 ? "Lead" : "Customer";
      people.append("Person %d,p%d@example.com,%s\n".formatted(i, i, stage));
    }
    var _ = imported(from, people.toString());
    assertThat(written(from)).hasSize(1_250);
    assertThat(get(from + "/contacts/export?stage=Lead").body().lines()).hasSize(626);
    assertThat(get(from + "/contacts/export?stage=None").body().lines()).hasSize(1);
    assertThat(get(from + "/contacts/export?archived=true&format=jsonl").body()).isEmpty();
    assertThat(get(from + "/contacts/export?format=xlsx").statusCode()).isEqualTo(400);
    assertThat(get(from + "/contacts/export?limit=5").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/agents/018f2b6e4c5a7d3e9b1f0a2c/contacts/export").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aRepeatedUploadUnderOneIdempotencyKeyIsOneImport() {
    String path = at(agent("Repeats"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path + "/imports"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + server.managementToken())
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .header("Idempotency-Key", "once")
            .POST(form("email\na@b.de"));
    String first = server.send(request).body();
    assertThat(server.send(request).body()).isEqualTo(first);
    assertThat(ApiFile.read(get(path + "/imports").body()).path("items")).hasSize(1);
    assertThat(server.send(request.POST(form("email\nc@d.de"))).statusCode()).isEqualTo(409);
    request.setHeader("Idempotency-Key", "two files");
    HttpResponse<String> two = server.send(request.POST(form("email\na@b.de", "email\nc@d.de")));
    assertThat(two.statusCode()).as(two.body()).isEqualTo(400);
    assertThat(ApiFile.read(get(path + "/imports").body()).path("items")).hasSize(1);
  }
}
