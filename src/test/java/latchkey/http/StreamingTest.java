package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import latchkey.http.Routes.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Bodies that are larger than what is held of them, by both versions of HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamingTest {
  private static final HeaderLine TEXT = HeaderLine.of("Content-Type", "text/plain");
  private static final int LONG = 20_000_000;
  private static final int MOST = 30_000_000;
  private static final Duration MINUTES = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final Semaphore reading = new Semaphore(0);
  private final AtomicLong sent = new AtomicLong();
  private final CompletableFuture<Throwable> uploadEnded = new CompletableFuture<>();
  private final CompletableFuture<Throwable> answerEnded = new CompletableFuture<>();
  private final CountDownLatch answering = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final TestCertificate certificate = TestCertificate.make();
  private final RunningServer plain = new RunningServer(RunningServer.settings(), routes());
  private final RunningServer secure =
      new RunningServer(RunningServer.settings(certificate), routes());
  private final HttpClient client = certificate.client(Version.HTTP_2);

  @AfterAll
  void stop() {
    client.close();
    plain.close();
    secure.close();
  }

  private Route[] routes() {
    return new Route[] {
      new Route(Method.POST, "/sum", x -> x.streamBody(MOST, StreamingTest::sum, s -> text(x, s))),
      new Route(
          Method.POST,
          "/waits",
          x ->
              x.streamBody(
                  MOST,
                  body -> {
                    reading.acquireUninterruptibly();
                    return sum(body);
                  },
                  s -> text(x, s))),
      new Route(Method.POST, "/ends", x -> x.streamBody(MOST, this::readToItsEnd, s -> text(x, s))),
      new Route(
          Method.POST,
          "/refuses",
          x ->
              x.streamBody(
                  MOST,
                  body -> {
                    throw Problem.of(409, "taken", "It is there already: " + body.read());
                  },
                  _ -> text(x, "never"))),
      new Route(Method.GET, "/long", x -> x.answerStream(200, TEXT, LONG, out -> write(out, LONG))),
      new Route(Method.GET, "/chunks", x -> x.answerStream(200, TEXT, -1, out -> write(out, LONG))),
      new Route(
          Method.GET,
          "/short",
          x -> x.answerStream(200, TEXT, -1, out -> out.write(new byte[] {'a', 'b'}))),
      new Route(
          Method.GET,
          "/breaks",
          x ->
              x.answerStream(
                  200,
                  TEXT,
                  -1,
                  out -> {
                    write(out, 500_000);
                    throw Problem.of(409, "gone", "It broke.");
                  })),
      new Route(
          Method.GET,
          "/breaks-at-once",
          x ->
              x.answerStream(
                  200,
                  TEXT,
                  -1,
                  out -> {
                    out.write('a');
                    throw Problem.of(409, "gone", "It broke.");
                  })),
      new Route(Method.GET, "/lies", x -> x.answerStream(200, TEXT, 90_000, o -> write(o, 80_000))),
      new Route(Method.GET, "/endless", x -> x.answerStream(200, TEXT, -1, this::writeForEver)),
      new Route(
          Method.GET,
          "/later",
          x ->
              x.answerStream(
                  200,
                  TEXT,
                  -1,
                  out -> {
                    write(out, 100_000);
                    answering.countDown();
                    await(goOn);
                    write(out, 100_000);
                  })),
    };
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void text(Exchange exchange, String text) {
    exchange.answer(200, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sum(InputStream body) throws IOException {
    var sum = new CRC32();
    long count = 0;
    byte[] piece = new byte[10_000];
    for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
      sum.update(piece, 0, n);
      count += n;
    }
    return count + " " + sum.getValue();
  }

  private static String sum(byte[] bytes) {
    var sum = new CRC32();
    sum.update(bytes);
    return bytes.length + " " + sum.getValue();
  }

  private String readToItsEnd(InputStream body) throws IOException {
    try {
      return sum(body);
    } catch (IOException | RuntimeException e) {
      uploadEnded.complete(e);
      throw e;
    }
  }

  private static byte[] content(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  private static void write(OutputStream out, int length) throws IOException {
    byte[] all = content(length);
    for (int at = 0; at < length; at += 7_000) {
      out.write(all, at, Math.min(7_000, length - at));
    }
  }

  private void writeForEver(OutputStream out) throws IOException {
    try {
      while (true) {
        out.write(new byte[10_000]);
        sent.addAndGet(10_000);
      }
    } catch (IOException e) {
      answerEnded.complete(e);
      throw e;
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + secure.server.port() + path))
        .timeout(Duration.ofMinutes(1));
  }

  private static String post(String path, String headers) {
    return "POST " + path + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n\r\n";
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n";
  }

  // Uploads

  @Test
  void aLongBodyComesWholeAndTheConnectionGoesOn() {
    byte[] body = content(LONG);
    try (var raw = plain.connect()) {
      for (int i = 0; i < 2; i++) {
        raw.send(post("/sum", "Content-Length: " + LONG)).send(body);
        assertThat(raw.answer().body()).isEqualTo(sum(body));
      }
      raw.send(post("/sum", "Transfer-Encoding: chunked"));
      for (int at = 0; at < LONG; at += 1_000_000) {
        raw.send("F4240;x=y\r\n").send(Arrays.copyOfRange(body, at, at + 1_000_000)).send("\r\n");
      }
      raw.send("0\r\n\r\n");
      assertThat(raw.answer().body()).isEqualTo(sum(body));
      raw.send(post("/sum", "Content-Length: 0"));
      assertThat(raw.answer().body()).isEqualTo("0 0");
    }
  }

  @Test
  void aLongBodyComesWholeByHttp2() throws Exception {
    byte[] body = content(LONG);
    for (int length : new int[] {0, 1, 65_535, 65_536, 300_000, LONG}) {
      byte[] part = Arrays.copyOf(body, length);
      var answer =
          client.send(
              request("/sum").POST(BodyPublishers.ofByteArray(part)).build(),
              BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo(sum(part));
    }
  }

  @Test
  void whoAsksFirstWhetherToSendIsToldTo() {
    try (var raw = plain.connect()) {
      raw.send(post("/sum", "Content-Length: 3\r\nExpect: 100-continue"));
      assertThat(raw.line()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(raw.line()).isEmpty();
      raw.send("abc");
      assertThat(raw.answer().body()).startsWith("3 ");
    }
  }

  @Test
  void aClientWaitsWhileTheWorkerDoes() throws Exception {
    byte[] body = content(LONG);
    try (var raw = plain.connect()) {
      raw.send(post("/waits", "Content-Length: " + LONG));
      Thread sending = Thread.startVirtualThread(() -> raw.send(body));
      assertThat(sending.join(Duration.ofMillis(300)))
          .as("20 MB do not fit into the sockets' buffers and 256 KB")
          .isFalse();
      reading.release();
      assertThat(raw.answer().body()).isEqualTo(sum(body));
    }
    var answer =
        client.sendAsync(
            request("/waits").POST(BodyPublishers.ofByteArray(body)).build(),
            BodyHandlers.ofString());
    reading.release();
    assertThat(answer.get().body()).isEqualTo(sum(body));
  }

  @Test
  void moreThanIsBorneIsRefusedAnnouncedOrNot() throws Exception {
    try (var raw = plain.connect()) {
      raw.send(post("/sum", "Content-Length: " + (MOST + 1)));
      assertThat(raw.answer().status()).isEqualTo(413);
    }
    try (var raw = plain.connect()) {
      raw.send(post("/sum", "Transfer-Encoding: chunked"));
      byte[] chunk = new byte[1_000_000];
      for (int i = 0; i < 30; i++) {
        raw.send("F4240\r\n").send(chunk).send("\r\n");
      }
      raw.send("1\r\nx\r\n");
      assertThat(raw.answer().status()).isEqualTo(413);
    }
    var answer =
        client.send(
            request("/sum").POST(BodyPublishers.ofByteArray(new byte[MOST + 1])).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void aRefusalBeforeTheEndOfTheBodyReachesTheClient() throws Exception {
    try (var raw = plain.connect()) {
      raw.send(post("/refuses", "Content-Length: " + LONG)).send(new byte[100_000]);
      assertThat(raw.answer().status()).isEqualTo(409);
    }
    try (var raw = plain.connect()) {
      raw.send(post("/refuses", "Content-Length: 1000")).send(new byte[1000]);
      assertThat(raw.answer().status()).isEqualTo(409);
      raw.send(get("/short"));
      assertThat(raw.answer().body()).isEqualTo("ab");
    }
    var answer =
        client.send(
            request("/refuses").POST(BodyPublishers.ofByteArray(new byte[LONG])).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(409);
  }

  @Test
  void brokenChunksAreA400() {
    try (var raw = plain.connect()) {
      raw.send(post("/sum", "Transfer-Encoding: chunked")).send("3\r\nabcX");
      assertThat(raw.answer().status()).isEqualTo(400);
      assertThat(raw.rest()).isEmpty();
    }
  }

  @Test
  void anUploadThatIsAbortedEndsInAnErrorOfTheWorker() throws Exception {
    try (var raw = plain.connect()) {
      raw.send(post("/ends", "Content-Length: 1000")).send("half");
    }
    assertThat(uploadEnded.get(20, TimeUnit.SECONDS)).isInstanceOf(ClientGone.class);
  }

  @Test
  void whoEndsTheirOutputAfterTheBodyIsAnswered() {
    try (var raw = plain.connect()) {
      raw.send(post("/sum", "Content-Length: 4")).send("full").endOutput();
      assertThat(raw.answer().body()).startsWith("4 ");
    }
  }

  @Test
  void anUploadThatStopsIsAnswered408() {
    try (var server =
            new RunningServer(
                RunningServer.settings().withTimeouts(MINUTES, SHORT, MINUTES), routes());
        var raw = server.connect()) {
      raw.send(post("/sum", "Content-Length: 1000")).send("half");
      assertThat(raw.answer().status()).isEqualTo(408);
      assertThat(raw.rest()).isEmpty();
    }
  }

  // Answers

  @Test
  void aLongAnswerComesWhole() throws Exception {
    byte[] content = content(LONG);
    try (var raw = plain.connect()) {
      for (int i = 0; i < 2; i++) {
        var answer = raw.send(get("/long")).answer();
        assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(LONG));
      }
      assertThat(raw.send(get("/short")).answer().body()).isEqualTo("ab");
    }
    for (Version version : Version.values()) {
      for (String path : new String[] {"/long", "/chunks"}) {
        try (HttpClient both = certificate.client(version)) {
          assertThat(both.send(request(path).build(), BodyHandlers.ofByteArray()).body())
              .isEqualTo(content);
        }
      }
    }
  }

  @Test
  void aHeadHasTheSameHeadersAndNoBody() throws Exception {
    try (var raw = plain.connect()) {
      raw.send("HEAD /long HTTP/1.1\r\nHost: test\r\n\r\n");
      assertThat(raw.answerToHead().header("Content-Length")).isEqualTo(String.valueOf(LONG));
      raw.send("HEAD /chunks HTTP/1.1\r\nHost: test\r\n\r\n");
      assertThat(raw.answerToHead().header("Transfer-Encoding")).isEqualTo("chunked");
      assertThat(raw.send(get("/short")).answer().body()).isEqualTo("ab");
    }
    var head = client.send(request("/long").HEAD().build(), BodyHandlers.ofString());
    assertThat(head.headers().firstValue("Content-Length")).contains(String.valueOf(LONG));
  }

  @Test
  void anAnswerThatBreaksIsNeverTakenForWhole() {
    try (var raw = plain.connect()) {
      assertThat(raw.send(get("/breaks")).rest()).doesNotContain("\r\n0\r\n\r\n");
    }
    for (Version version : Version.values()) {
      for (String path : new String[] {"/breaks", "/lies"}) {
        try (HttpClient both = certificate.client(version)) {
          assertThatThrownBy(() -> both.send(request(path).build(), BodyHandlers.ofByteArray()))
              .isInstanceOf(IOException.class);
        }
      }
    }
  }

  @Test
  void whatFailsBeforeAnythingIsSentIsAnsweredAsAnError() {
    try (var raw = plain.connect()) {
      assertThat(raw.send(get("/breaks-at-once")).answer().status()).isEqualTo(409);
      assertThat(raw.send(get("/short")).answer().body()).isEqualTo("ab");
    }
  }

  @Test
  void aWorkerIsStoppedWhenItsClientGoes() throws Exception {
    try (var raw = plain.connect()) {
      assertThat(raw.send(get("/endless")).line()).contains("200");
    }
    assertThat(answerEnded.get(20, TimeUnit.SECONDS)).isInstanceOf(ClientGone.class);
  }

  @Test
  void aClientThatTakesNothingIsLetGoByBothVersions() {
    try (var server =
            new RunningServer(
                RunningServer.settings().withTimeouts(MINUTES, MINUTES, SHORT), routes());
        var raw = server.connect()) {
      raw.send(get("/endless"));
      assertThat(server.server.connections().awaitNone(MINUTES)).isTrue();
      assertThat(sent.get()).isLessThan(20_000_000);
    }
    try (var server =
            new RunningServer(
                RunningServer.settings(certificate).withTimeouts(MINUTES, MINUTES, SHORT),
                routes());
        var h2 = new RawH2(certificate, server.server.port(), 4, 1000)) {
      h2.get(1, "/endless");
      assertThat(h2.status()).isEqualTo(200);
      assertThat(h2.next(RawH2.RST_STREAM).stream()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatStopsFinishesTheAnswersThatItHasBegun() throws Exception {
    try (var server = new RunningServer(RunningServer.settings(), routes());
        var raw = server.connect()) {
      raw.send("GET /later HTTP/1.0\r\nHost: test\r\n\r\n");
      answering.await();
      Thread stopping = Thread.startVirtualThread(() -> server.server.stop(MINUTES));
      goOn.countDown();
      assertThat(raw.rest()).contains("Connection: close").doesNotContain("chunked").isNotEmpty();
      stopping.join();
      assertThat(server.server.traffic().abandonedRequests()).isZero();
    }
  }
}
