package latchkey.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import latchkey.TestServer;
import latchkey.doors.pages.Screen;
import latchkey.http.Method;
import latchkey.people.Role;

/// How long the dashboard's pages take in an organization with very many keys: `Pages KEYS
/// ENTRIES`. Prints a table in Markdown.
public final class Pages {
  private static final int WARM_UP = 100;
  private static final int VISITS = 500;

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestServer server;
  private final String session;

  private Pages(TestServer server) {
    this.server = server;
    this.session =
        server.people().member(LongLists.ORGANIZATION, "ann", Role.OWNER).token().reveal();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int keys = Integer.parseInt(arguments[0]);
    int entries = Integer.parseInt(arguments[1]);
    try (TestServer server = TestServer.start()) {
      long[] clock = {System.currentTimeMillis() - 365L * 24 * 3_600_000};
      new LongLists(server.database(), clock).make(keys, entries);
      new Pages(server).print(keys, entries);
    }
  }

  private void print(int keys, int entries) throws IOException, InterruptedException {
    System.out.printf(
        Locale.ROOT,
        "| %,d keys, %,d audit entries | status | bytes sent | p50 ms | p95 ms | p99 ms |%n"
            + "|---|--:|--:|--:|--:|--:|%n",
        keys,
        entries);
    Map<String, String> things =
        Map.of(
            "keyId",
            firstKey(),
            "agentId",
            "agent_0",
            "entryNumber",
            "1",
            "door",
            "manage",
            "part",
            "keys");
    for (Screen screen : TestServer.screens()) {
      if (screen.method() == Method.GET) {
        String path = screen.path();
        for (Map.Entry<String, String> thing : things.entrySet()) {
          path = path.replace("{" + thing.getKey() + "}", thing.getValue());
        }
        if (!path.contains("{")) {
          visit(path);
        }
      }
    }
  }

  private String firstKey() throws IOException, InterruptedException {
    String keys =
        new String(get("/api/v1/keys?limit=1", "identity").body(), StandardCharsets.UTF_8);
    return new ObjectMapper().readTree(keys).at("/items/0/id").asText();
  }

  private void visit(String path) throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      var _ = get(path, "gzip");
    }
    long[] nanos = new long[VISITS];
    HttpResponse<byte[]> answer = get(path, "gzip");
    for (int i = 0; i < VISITS; i++) {
      long start = System.nanoTime();
      answer = get(path, "gzip");
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "| `%s` | %d | %,d | %.1f | %.1f | %.1f |%n",
        path.replaceAll("/[A-Za-z0-9]{16}(?=/|$)", "/…"),
        answer.statusCode(),
        answer.body().length,
        millis(nanos, 0.5),
        millis(nanos, 0.95),
        millis(nanos, 0.99));
  }

  private static double millis(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1e6;
  }

  private HttpResponse<byte[]> get(String path, String encoding)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Cookie", "latchkey_session=" + session)
            .header("Accept", path.startsWith("/api") ? "application/json" : "text/html")
            .header("Accept-Encoding", encoding)
            .build();
    return client.send(request, BodyHandlers.ofByteArray());
  }
}
