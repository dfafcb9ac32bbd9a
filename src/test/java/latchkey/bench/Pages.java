package latchkey.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import latchkey.TestServer;
import latchkey.crm.Place;
import latchkey.doors.pages.Screen;
import latchkey.http.Method;
import latchkey.people.Role;

/// How long the dashboard's pages take in the demo's organization with very many keys, audit
/// entries and contacts: `Pages KEYS ENTRIES CONTACTS`. Prints a table in Markdown.
public final class Pages {
  private static final int WARM_UP = 100;
  private static final int VISITS = 500;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /// Which of the docs' pages: the longest.
  private static final Map<String, String> DOCS = Map.of("door", "manage", "part", "keys");

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestServer server;
  private final String session;
  private final Map<String, String> things;

  private Pages(TestServer server) {
    this.server = server;
    this.session = server.session(Role.OWNER);
    this.things = new HashMap<>(server.things());
    things.putAll(DOCS);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int keys = Integer.parseInt(arguments[0]);
    int entries = Integer.parseInt(arguments[1]);
    int contacts = Integer.parseInt(arguments[2]);
    try (TestServer server = TestServer.start()) {
      long[] clock = {System.currentTimeMillis() - 365L * 24 * 3_600_000};
      new LongLists(server.database(), clock, server.organization()).fill(keys, entries);
      GenerateContacts.fill(
          server.database(),
          new Place(server.organization(), server.agents().getFirst()),
          contacts);
      System.out.printf(
          Locale.ROOT,
          "| %,d keys, %,d audit entries, %,d contacts | status | bytes sent | p50 ms | p95 ms | p99 ms |%n"
              + "|---|--:|--:|--:|--:|--:|%n",
          keys,
          entries,
          contacts);
      new Pages(server).print();
    }
  }

  private void print() throws IOException, InterruptedException {
    for (Screen screen : TestServer.screens()) {
      if (screen.method() == Method.GET) {
        visit(screen.path());
      }
    }
  }

  private String filled(String path) {
    String filled = path;
    for (Map.Entry<String, String> thing : things.entrySet()) {
      filled = filled.replace("{" + thing.getKey() + "}", thing.getValue());
    }
    if (filled.contains("{")) {
      throw new IllegalStateException("TestServer.things() has no name in " + path);
    }
    return filled;
  }

  private void visit(String screen) throws IOException, InterruptedException {
    String path = filled(screen);
    var _ = timed(path, WARM_UP);
    HttpResponse<byte[]> answer = get(path);
    long[] nanos = timed(path, VISITS);
    System.out.printf(
        Locale.ROOT,
        "| `%s` | %d | %,d | %.1f | %.1f | %.1f |%n",
        screen,
        answer.statusCode(),
        answer.body().length,
        millis(nanos, 0.5),
        millis(nanos, 0.95),
        millis(nanos, 0.99));
  }

  /// How long that many visits took, or those of the longest time: whole exports take seconds.
  private long[] timed(String path, int visits) throws IOException, InterruptedException {
    long[] nanos = new long[visits];
    long end = System.nanoTime() + LONGEST.toNanos();
    int done = 0;
    while (done < visits && System.nanoTime() < end) {
      long start = System.nanoTime();
      var _ = get(path);
      nanos[done] = System.nanoTime() - start;
      done++;
    }
    long[] sorted = Arrays.copyOf(nanos, done);
    Arrays.sort(sorted);
    return sorted;
  }

  private static double millis(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1e6;
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Cookie", "latchkey_session=" + session)
            .header("Accept", "text/html")
            .header("Accept-Encoding", "gzip")
            .build();
    return client.send(request, BodyHandlers.ofByteArray());
  }
}
