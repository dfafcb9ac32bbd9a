package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import latchkey.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CSV files at the manage door of a real server.
class ImportsAtTheDoorTest {
  private static final String ALL = "/api/v1/agents/{agentId}/imports";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private static HttpResponse<String> upload(TestServer server, String content) {
    String body =
        "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n"
            + content
            + "\r\n--cut--\r\n";
    return key(server)
        .send("POST", all(server), body, "Content-Type", "multipart/form-data; boundary=cut");
  }

  private static ManageClient key(TestServer server) {
    return ManageClient.key(server, server.managementToken());
  }

  private static String all(TestServer server) {
    return ALL.replace("{agentId}", server.agents().getFirst());
  }

  @Test
  void onAFullDiskAnImportIsRefusedForNowAndLeavesNothingAndALaterOneIsTaken() throws Exception {
    Path imports = Files.createDirectories(folder.resolve("imports"));
    String content = "name,email\n" + "Ann,ann@example.com\n".repeat(20_000);
    try (SmallDisk disk = SmallDisk.memory(imports);
        TestServer server = TestServer.start(Map.of(Setting.DATA, folder.toString()))) {
      ApiFile file = ApiFile.manage(server);
      try (AutoCloseable _ = disk.fill()) {
        HttpResponse<String> refused = upload(server, content);
        JsonNode why = file.documented(503, "post", ALL, refused);
        assertThat(why.path("code").asText()).isEqualTo("storage_unavailable");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        try (Stream<Path> left = Files.list(imports)) {
          assertThat(left.map(path -> path.getFileName().toString())).containsExactly("ballast");
        }
      }
      assertThat(ApiFile.read(key(server).get(all(server)).body()).path("items")).isEmpty();
      file.documented(201, "post", ALL, upload(server, content));
    }
  }

  @Test
  void aTitleIsShortAndOnlyTheImportItselfShowsItsColumns() {
    try (TestServer server = TestServer.start()) {
      ApiFile file = ApiFile.manage(server);
      HttpResponse<String> refused =
          upload(server, "email,%s\na@example.com,1\n".formatted("x".repeat(201)));
      JsonNode why = file.documented(400, "post", ALL, refused);
      assertThat(why.path("reason").asText()).isEqualTo("title_too_long");
      assertThat(why.path("detail").asText())
          .startsWith("The title of column 2 has more than 200 characters.");

      String title = "x".repeat(200);
      JsonNode made =
          file.documented(
              201, "post", ALL, upload(server, "email,%s\na@example.com,1\n".formatted(title)));
      assertThat(made.at("/columns/1").asText()).isEqualTo(title);
      String one = all(server) + "/" + made.path("id").asText();
      JsonNode read = file.documented(200, "get", ALL + "/{importId}", key(server).get(one));
      assertThat(read.path("columns")).hasSize(2);
      JsonNode listed = file.documented(200, "get", ALL, key(server).get(all(server)));
      assertThat(listed.at("/items/0/id").asText()).isEqualTo(made.path("id").asText());
      assertThat(listed.at("/items/0").has("columns")).isFalse();
      assertThat(listed.at("/items/0").has("fields")).isFalse();
    }
  }

  @Test
  void allErrorsOfAnImportAreExportedHoweverManyThereAre() {
    try (TestServer server = TestServer.start()) {
      StringBuilder content = new StringBuilder("name,email\n");
      for (int i = 1; i <= 2_345; i++) {
        content.append("Person %d,no address\n".formatted(i));
      }
      String one =
          all(server)
              + "/"
              + ApiFile.read(upload(server, content.toString()).body()).path("id").asText();
      String plan = "{\"fields\":[\"name\",\"email\"]}";
      JsonNode started = ApiFile.read(key(server).send("POST", one + "/start", plan).body());
      assertThat(started.path("columns")).hasSize(2);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!ApiFile.read(key(server).get(one).body()).path("state").asText().equals("done")) {
        assertThat(System.nanoTime()).as("it is at work still").isLessThan(end);
      }
      HttpResponse<String> errors = key(server).get(one + "/errors/export");
      assertThat(errors.statusCode()).isEqualTo(200);
      assertThat(errors.headers().firstValue("Content-Disposition").orElse(""))
          .contains("import-errors.csv");
      String[] lines = errors.body().split("\r\n", -1);
      assertThat(lines).hasSize(1 + 2_345 + 1);
      assertThat(lines[2_345]).startsWith("\"2345\",\"2346\",\"failed\",\"email\",\"email\"");
    }
  }
}
