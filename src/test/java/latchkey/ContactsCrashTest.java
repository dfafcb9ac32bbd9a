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
import latchkey.db.Location;
import latchkey.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the program while many integrations create contacts, whose transactions share commits.
class ContactsCrashTest {
  private static final int KILLS = 4;
  private static final int CLIENTS = 12;
  private static final int MOST_BEFORE_A_KILL = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final AtomicInteger names = new AtomicInteger();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Set<String> certain = ConcurrentHashMap.newKeySet();
  private String path = "";
  private List<String> credential = List.of();

  @Test
  void noAcknowledgedContactIsLostAndARepeatUnderItsKeyDoublesNone() throws Exception {
    try (TestServer server = TestServer.start(Map.of(Setting.DATA, folder.toString()))) {
      String agent = server.agents().getFirst();
      path = "/v1/open/contacts/chatbots/" + agent;
      credential = OpenClient.of(server, agent).headers();
    }
    for (int kill = 0; kill <= KILLS; kill++) {
      try (Child child = Child.server(folder);
          HttpClient client = HttpClient.newHttpClient()) {
        String url = child.url();
        repeat(client, url);
        if (kill < KILLS) {
          load(client, url, child);
          assertThat(child.exitCode()).as(child.complaints()).isEqualTo(128 + 9);
        } else {
          child.terminate();
          assertThat(child.exitCode()).as(child.complaints()).isZero();
        }
      }
    }
    compare();
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

  private void compare() {
    Location file = new Location.Sqlite(folder.resolve("latchkey.db"));
    try (Database database = Database.open(file, System::currentTimeMillis)) {
      assertThat(texts(database, "SELECT name FROM contact WHERE name LIKE 'Person %'"))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(certain);
      String contacts = "SELECT '' || count(*) FROM contact";
      assertThat(texts(database, "SELECT '' || sum(n) FROM contact_count"))
          .isEqualTo(texts(database, contacts));
      assertThat(
              texts(
                  database,
                  "SELECT '' || count(*) FROM outbox_event WHERE type = 'contact.created'"))
          .isEqualTo(texts(database, contacts));
    }
    assertThat(certain).hasSizeGreaterThan(KILLS);
  }

  private static List<String> texts(Database database, String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
