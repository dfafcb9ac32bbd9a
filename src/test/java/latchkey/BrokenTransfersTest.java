package latchkey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.cli.Cli;
import latchkey.http.RawClient;
import latchkey.settings.Setting;
import org.junit.jupiter.api.Test;

/// Uploads and downloads of files whose other end is slow, or stops in the middle.
@SuppressWarnings("NullAway.Init") // the client is made with the server
class BrokenTransfersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONG = 24 << 20;
  private static final String PART =
      "--cut\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\n";

  private final Path data = TestServer.newFolder();
  private String path = "";

  /// What was there before.
  private Set<String> kept = Set.of();

  private OpenClient client;

  private TestServer start(String headerTimeout, String idleTimeout) throws IOException {
    TestServer server =
        TestServer.start(
            Map.of(
                Setting.DATA, data.toString(),
                Setting.HEADER_TIMEOUT, headerTimeout,
                Setting.IDLE_TIMEOUT, idleTimeout));
    String agent = server.agents().getFirst();
    client = OpenClient.of(server, agent);
    String json = "{\"externalReferenceId\":\"one\",\"email\":\"a@example.com\"}";
    HttpResponse<String> made = client.send("POST", "/v1/open/contacts/chatbots/" + agent, json);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    path = "/v1/open/contacts/one/chatbots/" + agent + "/files";
    kept = onDisk();
    return server;
  }

  private static RawClient connect(String url) {
    return new RawClient(URI.create(url).getPort());
  }

  private String head(String method, String at, String more) {
    StringBuilder head = new StringBuilder(method + " " + at + " HTTP/1.1\r\nHost: test\r\n");
    for (int i = 0; i < client.headers().size(); i += 2) {
      head.append(client.headers().get(i) + ": " + client.headers().get(i + 1) + "\r\n");
    }
    return head + more + "\r\n";
  }

  private String beginning(int length) {
    return head(
            "POST",
            path,
            "Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: " + length + "\r\n")
        + PART;
  }

  private Set<String> onDisk() throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("files"))) {
      return all.filter(Files::isRegularFile).map(Path::toString).collect(Collectors.toSet());
    }
  }

  /// An upload that has failed is on its way out for a moment.
  private void awaitNothingOnDisk() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!onDisk().equals(kept) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(onDisk()).isEqualTo(kept);
  }

  @Test
  void anUploadThatStopsIsToldSoAndLeavesNothing() throws IOException {
    try (TestServer server = start("300ms", "1m");
        RawClient raw = connect(server.url())) {
      RawClient.Answer answer = raw.send(beginning(1_000_000) + "x".repeat(300_000)).answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(ApiFile.read(answer.body()).at("/error/code").asText())
          .isEqualTo("request_timeout");
      awaitNothingOnDisk();
      assertThat(OpenClient.data(client.get(path))).isEmpty();
    }
  }

  @Test
  void anUploadThatTricklesEndsThoughItNeverStops() throws IOException {
    try (TestServer server = start("300ms", "1m");
        RawClient raw = connect(server.url())) {
      assertThat(raw.send(beginning(1_000_000)).trickle("x", 20)).startsWith("HTTP/1.1 408 ");
      awaitNothingOnDisk();
      assertThat(OpenClient.data(client.get(path))).isEmpty();
    }
  }

  @Test
  void aDownloadThatNobodyTakesEnds() throws IOException {
    try (TestServer server = start("10s", "2s");
        RawClient raw = connect(server.url())) {
      HttpRequest.Builder upload =
          HttpRequest.newBuilder(URI.create(server.url() + path))
              .header("Content-Type", "multipart/form-data; boundary=cut")
              .POST(BodyPublishers.ofString(PART + "x".repeat(LONG) + "\r\n--cut--\r\n"));
      client.sign(upload);
      String id = OpenClient.data(server.send(upload)).at("/0/id").asText();
      assertThat(raw.send(head("GET", path + "/" + id + "/content", "")).line()).contains("200");
      awaitCutOff(server);
      assertThat(raw.rest().getBytes(ISO_8859_1).length).isLessThan(LONG);
    }
  }

  private static void awaitCutOff(TestServer server) {
    String cut = "http_requests_abandoned_total{server=\"doors\"} 1";
    long end = System.nanoTime() + PATIENCE.toNanos();
    String metrics;
    do {
      metrics =
          server
              .send(HttpRequest.newBuilder(URI.create(server.managementUrl() + "/metrics")))
              .body();
    } while (!metrics.contains(cut) && System.nanoTime() < end);
    assertThat(metrics).contains(cut);
  }

  @Test
  void aStopDuringAnUploadLeavesNothing() throws IOException {
    start("10s", "1m").close();
    try (Child child = Child.server(data, "--drain-timeout", "500ms");
        RawClient raw = connect(child.url())) {
      RawClient unused = raw.send(beginning(1_000_000) + "x".repeat(600_000));
      awaitADraft();
      child.terminate();
      assertThat(child.exitCode()).as(child.complaints()).isEqualTo(Cli.OK);
      assertThat(unused.rest()).doesNotContain("HTTP/1.1 201");
    }
    assertThat(onDisk())
        .filteredOn(file -> file.contains("/blobs/"))
        .containsExactlyInAnyOrderElementsOf(kept);
    try (TestServer again = TestServer.again(data)) {
      assertThat(onDisk()).isEqualTo(kept);
      assertThat(new OpenClient(again, client.headers()).get(path).body()).contains("\"total\":0");
    }
  }

  private void awaitADraft() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (onDisk().equals(kept) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(onDisk()).hasSize(kept.size() + 1);
  }
}
