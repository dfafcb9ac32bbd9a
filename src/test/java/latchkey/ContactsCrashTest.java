package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kills the program while many integrations create contacts, whose transactions share commits,
/// and upload files to them.
class ContactsCrashTest {
  private static final int UPLOAD_ONE_IN = 3;
  private static final int CLIENTS = 12;
  private static final int MOST_BEFORE_A_KILL = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final AtomicInteger names = new AtomicInteger();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Set<String> certain = ConcurrentHashMap.newKeySet();

  /// What was acknowledged of files: where each is read, and what is in it.
  private final Map<String, String> files = new ConcurrentHashMap<>();
  private String agent = "";
  private String path = "";
  private List<String> credential = List.of();

  @ParameterizedTest
  @EnumSource(TestDatabases.class)
  void noAcknowledgedContactOrFileIsLostAndARepeatUnderItsKeyDoublesNone(TestDatabases engine)
      throws Exception {
    CrashSite site = CrashSite.on(engine, folder);
    int kills = engine == TestDatabases.SQLITE ? 3 : 1;
    try (TestServer server = TestServer.start(site.settings())) {
      agent = server.agents().getFirst();
      path = "/v1/open/contacts/chatbots/" + agent;
      credential = OpenClient.of(server, agent).headers();
    }
    for (int kill = 0; kill <= kills; kill++) {
      try (Child child = site.server();
          HttpClient client = HttpClient.newHttpClient()) {
        String url = child.url();
        repeat(client, url);
        if (kill < kills) {
          load(client, url, child);
          assertThat(child.exitCode()).as(child.complaints()).isEqualTo(128 + 9);
        } else {
          readFiles(client, url);
          child.terminate();
          assertThat(child.exitCode()).as(child.complaints()).isZero();
        }
      }
    }
    compare(site);
    assertThat(certain).hasSizeGreaterThan(kills);
  }

  /// What had no answer when the server died is asked for again, under the same keys.
  private void repeat(HttpClient client, String url) throws Exception {
    for (String name : Set.copyOf(underWay)) {
      HttpResponse<String> response = create(client, url, name);
      boolean lost = response.body().contains("\"answer_lost\""); // and so it was done
      assertThat(response.statusCode()).as(response.body()).isEqualTo(lost ? 409 : 201);
      underWay.remove(name);
      certain.add(name);
    }
  }

  private void load(HttpClient client, String url, Child child) throws Exception {
    AtomicInteger before = new AtomicInteger(1 + random.nextInt(MOST_BEFORE_A_KILL));
    List<Callable<Boolean>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(() -> createUntilItDies(client, url, child, before));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> one : threads.invokeAll(clients)) {
        assertThat(one.get()).isTrue();
      }
    }
  }

  private boolean createUntilItDies(
      HttpClient client, String url, Child child, AtomicInteger before) throws Exception {
    while (true) {
      String name = "Person " + names.incrementAndGet();
      underWay.add(name);
      HttpResponse<String> response;
      try {
        response = create(client, url, name);
      } catch (IOException _) {
        return true;
      }
      assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
      certain.add(name);
      underWay.remove(name);
      if (before.decrementAndGet() == 0) {
        child.kill();
      }
      if (certain.size() % UPLOAD_ONE_IN == 0) {
        String id = ApiFile.read(response.body()).at("/data/id").asText();
        try {
          upload(client, url, id, (name + " ").repeat(10_000));
        } catch (IOException _) {
          return true;
        }
      }
    }
  }

  private void upload(HttpClient client, String url, String contact, String content)
      throws IOException, InterruptedException {
    String all = "/v1/open/contacts/mantisid/%s/chatbots/%s/files".formatted(contact, agent);
    String body =
        "--cut\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\n"
            + content
            + "\r\n--cut--\r\n";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + all))
            .timeout(PATIENCE)
            .header("Content-Type", "multipart/form-data; boundary=cut")
            .headers(credential.toArray(String[]::new))
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    String id = ApiFile.read(response.body()).at("/data/0/id").asText();
    files.put(all + "/" + id + "/content", content);
  }

  private void readFiles(HttpClient client, String url) throws IOException, InterruptedException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + file.getKey()))
              .timeout(PATIENCE)
              .headers(credential.toArray(String[]::new))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as("seed %d: %s", seed, file.getKey()).isEqualTo(200);
      assertThat(response.body().equals(file.getValue())).as("seed %d", seed).isTrue();
    }
  }

  private HttpResponse<String> create(HttpClient client, String url, String name)
      throws IOException, InterruptedException {
    String word = name.replace(' ', '-');
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", word)
            .headers(credential.toArray(String[]::new))
            .POST(
                BodyPublishers.ofString(
                    "{\"name\":\"%s\",\"email\":\"%s@example.com\"}".formatted(name, word)));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private void compare(CrashSite site) {
    try (Database database = site.database()) {
      assertThat(CrashSite.texts(database, "SELECT name FROM contact WHERE name LIKE 'Person %'"))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(certain);
      String contacts = "SELECT '' || count(*) FROM contact";
      assertThat(CrashSite.texts(database, "SELECT '' || sum(n) FROM contact_count"))
          .isEqualTo(CrashSite.texts(database, contacts));
      assertThat(
              CrashSite.texts(
                  database,
                  "SELECT '' || count(*) FROM outbox_event WHERE type = 'contact.created'"))
          .isEqualTo(CrashSite.texts(database, contacts));
      assertThat(CrashSite.texts(database, "SELECT '' || sum(bytes) FROM file_usage"))
          .isEqualTo(CrashSite.texts(database, "SELECT '' || sum(size) FROM contact_file"));
    }
  }
}
