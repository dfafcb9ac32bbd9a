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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kills the program in the middle of an import, and of its undoing: each row becomes one contact,
/// each contact goes again, and it says that it went on.
class ImportCrashTest {
  private static final int ROWS = 3_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Random random = new Random();
  private String token = "";
  private String url = "";

  @ParameterizedTest
  @EnumSource(TestDatabases.class)
  void eachRowTakesEffectOnceAndIsUndoneOnceHoweverOftenTheServerIsKilled(TestDatabases engine)
      throws Exception {
    CrashSite site = CrashSite.on(engine, folder);
    String path = begun(site);
    int kills = engine == TestDatabases.SQLITE ? 2 : 1;
    JsonNode done = goneOn(site, path, "running", kills);
    assertThat(done.path("state").asText()).isEqualTo("done");
    assertThat(done.at("/progress/created").asInt()).isEqualTo(ROWS);
    assertThat(done.path("resumed").asInt()).isPositive();
    int deleted;
    try (Database database = site.database()) {
      List<String> names = CrashSite.texts(database, NAMES);
      assertThat(names).hasSize(ROWS);
      assertThat(new HashSet<>(names)).hasSize(ROWS);
      assertThat(CrashSite.texts(database, CREATED)).containsExactly("" + ROWS);
      deleted = Integer.parseInt(CrashSite.texts(database, DELETED).getFirst());
    }

    try (Child child = site.server()) {
      url = child.url();
      JsonNode undoing = json(post(path + "/undo", "application/json", ""), 200);
      assertThat(undoing.path("state").asText()).isEqualTo("undoing");
      child.kill();
      assertThat(child.exitCode()).as(child.complaints()).isEqualTo(128 + 9);
    }
    JsonNode undone = goneOn(site, path, "undoing", 0);
    assertThat(undone.path("state").asText()).isEqualTo("undone");
    assertThat(undone.at("/undone/removed").asInt()).isEqualTo(ROWS);
    assertThat(undone.path("resumed").asInt()).isGreaterThan(done.path("resumed").asInt());
    try (Database database = site.database()) {
      assertThat(CrashSite.texts(database, NAMES)).isEmpty();
      assertThat(CrashSite.texts(database, DELETED)).containsExactly("" + (deleted + ROWS));
      assertThat(CrashSite.texts(database, "SELECT '' || sum(n) FROM contact_count"))
          .isEqualTo(CrashSite.texts(database, "SELECT '' || count(*) FROM contact"));
    }
  }

  private static final String NAMES = "SELECT name FROM contact WHERE name LIKE 'Person %'";
  private static final String CREATED =
      """
      SELECT '' || count(*) FROM outbox_event
      WHERE type = 'contact.created'
        AND subject_id IN (SELECT id FROM contact WHERE name LIKE 'Person %')
      """;
  private static final String DELETED =
      "SELECT '' || count(*) FROM outbox_event WHERE type = 'contact.deleted'";

  /// The import when it is at its end; the server is killed in its middle so often, if it is not
  /// at its end before.
  private JsonNode goneOn(CrashSite site, String path, String atWork, int kills) throws Exception {
    int left = kills;
    while (true) {
      try (Child child = site.server()) {
        url = child.url();
        JsonNode now = read(path);
        if (left > 0 && now.path("state").asText().equals(atWork)) {
          left--;
          assertThat(child.endsWithin(100 + random.nextInt(200), TimeUnit.MILLISECONDS)).isFalse();
          child.kill();
          assertThat(child.exitCode()).as(child.complaints()).isEqualTo(128 + 9);
        } else {
          long end = System.nanoTime() + PATIENCE.toNanos();
          while (now.path("state").asText().equals(atWork)) {
            assertThat(System.nanoTime()).as("it is at " + now).isLessThan(end);
            now = read(path);
          }
          child.terminate();
          assertThat(child.exitCode()).as(child.complaints()).isZero();
          return now;
        }
      }
    }
  }

  /// Starts an import at a server that is stopped in its middle.
  private String begun(CrashSite site) throws Exception {
    try (TestServer server = TestServer.start(site.settings())) {
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
