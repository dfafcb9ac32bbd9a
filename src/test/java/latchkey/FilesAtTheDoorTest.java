package latchkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Files of contacts, as an integration sends and fetches them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesAtTheDoorTest {
  private final Path data = TestServer.newFolder();
  private TestServer server;
  private String agent;
  private OpenClient client;
  private int contacts;
  private String external;
  private String files;

  @BeforeAll
  void start() {
    server =
        TestServer.start(
            Map.of(
                Setting.DATA, data.toString(),
                Setting.MAX_UPLOAD, "1MB",
                Setting.FILES_PER_CONTACT, "3"));
    agent = server.agents().getFirst();
    client = OpenClient.of(server, agent);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void contact() {
    external = "crm-" + ++contacts;
    String json =
        "{\"externalReferenceId\":\"%s\",\"email\":\"a%d@example.com\"}"
            .formatted(external, contacts);
    var created = client.send("POST", "/v1/open/contacts/chatbots/" + agent, json);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    files = "/v1/open/contacts/" + external + "/chatbots/" + agent + "/files";
  }

  private record Part(String name, String content) {}

  private HttpResponse<String> upload(List<Part> parts, String... headers) {
    StringBuilder body = new StringBuilder();
    for (Part part : parts) {
      body.append("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
          .append(part.name)
          .append("\"\r\nContent-Type: text/html\r\n\r\n")
          .append(part.content)
          .append("\r\n");
    }
    body.append("--cut--\r\n");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + files))
            .header("Content-Type", "multipart/form-data; boundary=cut")
            .POST(BodyPublishers.ofByteArray(body.toString().getBytes(UTF_8)));
    client.sign(request);
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static JsonNode data(HttpResponse<String> response) {
    return ApiFile.read(response.body()).path("data");
  }

  private static String code(HttpResponse<String> response) {
    return ApiFile.read(response.body()).at("/error/code").asText();
  }

  @Test
  void severalFilesAreUploadedListedReadAndDeletedByBothAddresses() {
    var uploaded = upload(List.of(new Part("a.txt", "first"), new Part("../b.csv", "x,y")));
    assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
    assertThat(data(uploaded).findValuesAsText("name")).containsExactly("a.txt", "b.csv");
    assertThat(data(uploaded).findValuesAsText("type"))
        .containsExactly("text/plain", "text/csv"); // whatever the sender said
    String id = data(uploaded).at("/0/id").asText();

    var list = client.get(files + "?limit=1");
    assertThat(ApiFile.read(list.body()).at("/pagination/total").asInt()).isEqualTo(2);
    assertThat(data(list)).hasSize(1);
    String contact = data(uploaded).at("/0/contactId").asText();
    String byId = "/v1/open/contacts/mantisid/" + contact + "/chatbots/" + agent + "/files";
    assertThat(data(client.get(byId))).hasSize(2);
    assertThat(data(client.get(byId + "/" + id))).isEqualTo(data(uploaded).get(0));

    assertThat(client.send("DELETE", byId + "/" + id, "").statusCode()).isEqualTo(200);
    for (String gone : List.of(id, id + "/content")) {
      assertThat(client.get(files + "/" + gone).statusCode()).isEqualTo(404);
    }
    assertThat(client.send("DELETE", byId + "/" + id, "").statusCode()).isEqualTo(404);
    assertThat(data(client.get(files))).hasSize(1);
  }

  @Test
  void aDownloadIsSavedAndNeverShownAndComesInRanges() {
    var uploaded = upload(List.of(new Part("Grüße.html", "<script>1</script>")));
    String content = files + "/" + data(uploaded).at("/0/id").asText() + "/content";
    var whole = client.get(content);
    assertThat(whole.body()).isEqualTo("<script>1</script>");
    var headers = whole.headers();
    assertThat(headers.firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"Gr__e.html\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.html");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("Content-Security-Policy").orElse("")).startsWith("sandbox");

    var part = client.get(content, "Range", "bytes=8-8");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("1");
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 8-8/18");
    var beyond = client.get(content, "Range", "bytes=99-");
    assertThat(beyond.statusCode()).isEqualTo(416);
    String etag = headers.firstValue("ETag").orElseThrow();
    var known = client.get(content, "If-None-Match", etag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
  }

  @Test
  void whatIsRefusedLeavesNothing() throws IOException {
    long before = onDisk();
    var program = upload(List.of(new Part("a.txt", "fine"), new Part("b.exe", "MZ")));
    assertThat(program.statusCode()).isEqualTo(415);
    assertThat(code(program)).isEqualTo("executable_file");
    assertThat(upload(List.of(new Part("big", "x".repeat(1 << 20)))).statusCode()).isEqualTo(413);
    var none = upload(List.of());
    assertThat(none.statusCode()).isEqualTo(400);
    var json = client.send("POST", files, "{}");
    assertThat(json.statusCode()).isEqualTo(415);
    var many =
        upload(
            List.of(
                new Part("1", "1"), new Part("2", "2"), new Part("3", "3"), new Part("4", "4")));
    assertThat(code(many)).isEqualTo("too_many_files");
    assertThat(data(client.get(files))).isEmpty();
    assertThat(onDisk()).isEqualTo(before);
  }

  @Test
  void aRepeatUnderTheSameKeyIsAnsweredAndKeptOnce() {
    List<Part> parts = List.of(new Part("a.txt", "once"));
    var first = upload(parts, "Idempotency-Key", "k-" + external);
    var second = upload(parts, "Idempotency-Key", "k-" + external);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(data(client.get(files))).hasSize(1);
    var other = upload(List.of(new Part("a.txt", "other")), "Idempotency-Key", "k-" + external);
    assertThat(other.statusCode()).isEqualTo(409);
  }

  @Test
  void ofAContactThatIsNotThereNothingIsKept() throws IOException {
    long before = onDisk();
    files = "/v1/open/contacts/nobody/chatbots/" + agent + "/files";
    assertThat(upload(List.of(new Part("a.txt", "a"))).statusCode()).isEqualTo(404);
    assertThat(client.get(files).statusCode()).isEqualTo(404);
    assertThat(onDisk()).isEqualTo(before);
  }

  @Test
  void eachChangeIsAnEventInTheOutbox() {
    var uploaded = upload(List.of(new Part("a.txt", "event")));
    String id = data(uploaded).at("/0/id").asText();
    assertThat(client.send("DELETE", files + "/" + id, "").statusCode()).isEqualTo(200);
    List<String> types =
        server
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "SELECT type FROM outbox_event"
                                + " WHERE org_id = :org AND subject_id = :id ORDER BY id")
                        .bind("org", server.organization())
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
    assertThat(types).containsExactly("file.created", "file.deleted");
  }

  private long onDisk() throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("files"))) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
