package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the program in the middle of an import: each row becomes one contact, and it says that
/// it went on.
class ImportCrashTest {
  private static final int ROWS = 6_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Random random = new Random();
  private String token = "";
  private String url = "";

  @Test
  void eachRowOfAnImportTakesEffectOnceHoweverOftenTheServerIsKilled() throws Exception {
    String path = begun();
    int kills = 0;
    JsonNode now;
    do {
      try (Child child = Child.server(folder)) {
        url = child.url();
        now = read(path);
        if (now.path("state").asText().equals("running") && kills < 4) {
          assertThat(child.endsWithin(100 + random.nextInt(200), TimeUnit.MILLISECONDS)).isFalse();
          child.kill();
          assertThat(child.exitCode()).as(child.complaints()).isEqualTo(128 + 9);
          kills++;
        } else {
          long end = System.nanoTime() + PATIENCE.toNanos();
          while (now.path("state").asText().equals("running")) {
            assertThat(System.nanoTime()).as("rows done: " + now.path("progress")).isLessThan(end);
            now = read(path);
          }
          child.terminate();
          assertThat(child.exitCode()).as(child.complaints()).isZero();
        }
      }
    } while (now.path("state").asText().equals("running"));

    assertThat(now.path("state").asText()).isEqualTo("done");
    assertThat(now.path("progress").path("created").asInt()).isEqualTo(ROWS);
    assertThat(now.path("resumed").asInt()).isGreaterThanOrEqualTo(Math.max(1, kills));
    try (Database database =
        Database.open(new Location.Sqlite(folder.resolve("latchkey.db")), () -> 1)) {
      List<String> names =
          database.read(
              handle ->
                  handle
                      .createQuery("SELECT name FROM contact WHERE name LIKE 'Person %'")
                      .mapTo(String.class)
                      .list());
      assertThat(names).hasSize(ROWS);
      assertThat(new HashSet<>(names)).hasSize(ROWS);
      assertThat(
              database.<Integer>read(
                  handle ->
                      handle
                          .createQuery(
                              """
                              SELECT count(*) FROM outbox_event
                              WHERE subject_id IN (
                                SELECT id FROM contact WHERE name LIKE 'Person %')
                              """)
                          .mapTo(int.class)
                          .one()))
          .isEqualTo(ROWS);
    }
  }

  /// Starts an import at a server that is stopped in its middle.
  private String begun() throws Exception {
    try (TestServer server = TestServer.start(Map.of(Setting.DATA, folder.toString()))) {
      url = server.url();
      token = server.managementToken();
      StringBuilder content = new StringBuilder("Name,Email\n");
      for (int i = 0; i < ROWS; i++) {
        content.append("Person %d,p%d@example.com\n".formatted(i, i));
      }
      String all = "/api/v1/agents/" + server.agents().getFirst() + "/imports";
      JsonNode made = json(post(all, "multipart/form-data; boundary=b", form(content)), 201);
      assertThat(made.path("rows").asInt()).isEqualTo(ROWS);
      assertThat(made.path("guess").toString()).isEqualTo("[\"name\",\"email\"]");
      String path = all + "/" + made.path("id").asText();
      String plan = "{\"fields\":[\"name\",\"email\"]}";
      JsonNode preview = json(post(path + "/preview", "application/json", plan), 200);
      assertThat(preview.path("items")).hasSize(10);
      JsonNode running = json(post(path + "/start", "application/json", plan), 200);
      assertThat(running.path("state").asText()).isEqualTo("running");
      assertThat(post(path + "/start", "application/json", plan).statusCode()).isEqualTo(409);
      return path;
    }
  }

  private static String form(CharSequence content) {
    return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n"
        + content
        + "\r\n--b--\r\n";
  }

  private JsonNode read(String path) throws Exception {
    return json(
        client.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString()),
        200);
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return ApiFile.read(response.body());
  }
}
