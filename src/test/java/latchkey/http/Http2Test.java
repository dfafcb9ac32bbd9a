package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import latchkey.http.Routes.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What endpoints do over HTTP/1.1 they do over HTTP/2.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http2Test {
  private static final HeaderLine TEXT = HeaderLine.of("Content-Type", "text/plain");
  private static final byte[] BIG = new byte[3_000_000];
  private static final int MOST_BODY = 500_000;

  private final CountDownLatch allCame = new CountDownLatch(50);
  private final TestCertificate certificate = TestCertificate.make();
  private final RunningServer server =
      new RunningServer(
          RunningServer.settings(certificate).withMaxBodyBytes(MOST_BODY),
          new Route(Method.GET, "/hello/{name}", x -> text(x, x.pathParameter("name"))),
          new Route(Method.POST, "/echo", x -> x.body(body -> x.answer(200, TEXT, body))),
          new Route(
              Method.POST,
              "/echo-later",
              x ->
                  x.offLoop(
                      () -> 0,
                      _ -> x.body(body -> x.offLoop(() -> body, b -> x.answer(200, TEXT, b))))),
          new Route(Method.POST, "/ignores", x -> text(x, "ignored")),
          new Route(
              Method.GET,
              "/head",
              x ->
                  text(
                      x,
                      x.header("Host").orElse("")
                          + "|"
                          + String.join("|", x.headers("x-a"))
                          + "|"
                          + x.query().orElse("")
                          + "|"
                          + x.peer().getHostAddress())),
          new Route(Method.GET, "/cookies", x -> text(x, String.join("|", x.cookies("b")))),
          new Route(
              Method.GET,
              "/sets",
              x -> {
                x.add(SetCookie.HEADER, new SetCookie("a", "1", Duration.ZERO, true).text());
                x.add(SetCookie.HEADER, new SetCookie("b", "2", Duration.ZERO, true).text());
                x.answer(204);
              }),
          new Route(Method.GET, "/big", x -> x.answer(200, TEXT, BIG)),
          new Route(Method.GET, "/pages", x -> x.compressible().answer(200, TEXT, BIG)),
          new Route(
              Method.GET,
              "/together",
              x ->
                  x.offLoop(
                      () -> {
                        allCame.countDown();
                        allCame.await();
                        return 0;
                      },
                      _ -> text(x, "together"))),
          new Route(
              Method.GET,
              "/bug",
              x -> {
                throw new IllegalStateException("lk_live_secret");
              }));
  private final HttpClient client = certificate.client(Version.HTTP_2);

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  private static void text(Exchange exchange, String text) {
    exchange.answer(200, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    var answer = client.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.version()).isEqualTo(Version.HTTP_2);
    return answer;
  }

  @Test
  void anAnswerIsTheSameAsOverHttp1() throws Exception {
    var answer = send(request("/hello/Ann"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("Ann");
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(answer.headers().firstValue("Content-Length")).contains("3");
    assertThat(answer.headers().firstValue("Date")).isPresent();
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    assertThat(answer.headers().map()).doesNotContainKeys("connection", "keep-alive");
  }

  @Test
  void anEndpointSeesTheRequestAsOverHttp1() throws Exception {
    assertThat(send(request("/head?q=a%20b").header("X-A", "1").header("X-A", "2")).body())
        .isEqualTo("localhost:" + server.server.port() + "|1|2|q=a%20b|127.0.0.1");
    assertThat(
            send(request("/cookies").header("Cookie", "a=1; b=2").header("Cookie", "b=3")).body())
        .isEqualTo("2|3");
    assertThat(send(request("/sets")).headers().allValues("Set-Cookie")).hasSize(2);
  }

  @Test
  void bodiesComeWholeWheneverTheyAreAskedFor() throws Exception {
    byte[] body = new byte[MOST_BODY];
    Arrays.fill(body, (byte) 'x');
    for (String path : List.of("/echo", "/echo-later")) {
      for (byte[] sent : List.of(body, new byte[0], new byte[] {'y'})) {
        for (boolean announced : new boolean[] {true, false}) {
          var publisher =
              announced
                  ? BodyPublishers.ofByteArray(sent)
                  : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(sent));
          var answer = send(request(path).POST(publisher));
          assertThat(answer.statusCode()).isEqualTo(200);
          assertThat(answer.body()).isEqualTo(new String(sent, StandardCharsets.UTF_8));
        }
      }
    }
  }

  @Test
  void aBodyThatIsTooLongIsRefusedAnnouncedOrNot() throws Exception {
    byte[] body = new byte[MOST_BODY + 1];
    assertThat(send(request("/echo").POST(BodyPublishers.ofByteArray(body))).statusCode())
        .isEqualTo(413);
    assertThat(
            send(request("/echo")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
                .statusCode())
        .isEqualTo(413);
    assertThat(send(request("/hello/again")).body()).isEqualTo("again");
  }

  @Test
  void aBodyThatNobodyAsksForDoesNotHoldTheConnection() throws Exception {
    for (int length : new int[] {10, 60_000, 5_000_000}) {
      var answer = send(request("/ignores").POST(BodyPublishers.ofByteArray(new byte[length])));
      assertThat(answer.body()).isEqualTo("ignored");
    }
    assertThat(send(request("/hello/again")).body()).isEqualTo("again");
  }

  @Test
  void whoAsksFirstWhetherToSendABodyIsToldTo() throws Exception {
    var answer =
        send(request("/echo").expectContinue(true).POST(BodyPublishers.ofString("after asking")));
    assertThat(answer.body()).isEqualTo("after asking");
  }

  @Test
  void longAnswersComeWholeAndCompressedWhereThatIsAsked() throws Exception {
    assertThat(client.send(request("/big").build(), BodyHandlers.ofByteArray()).body())
        .isEqualTo(BIG);
    var compressed =
        client.send(
            request("/pages").header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray());
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(plain.readAllBytes()).isEqualTo(BIG);
    }
  }

  @Test
  void headTellsTheLengthAndNoBodyIsSentWhereThereIsNone() throws Exception {
    var head = send(request("/big").HEAD());
    assertThat(head.headers().firstValue("Content-Length")).contains("3000000");
    assertThat(head.body()).isEmpty();
    assertThat(send(request("/sets")).statusCode()).isEqualTo(204);
  }

  @Test
  void mistakesAndErrorsOfOursAreAnsweredAsOverHttp1() throws Exception {
    assertThat(send(request("/missing")).statusCode()).isEqualTo(404);
    assertThat(send(request("/echo")).statusCode()).isEqualTo(405);
    var bug = send(request("/bug"));
    assertThat(bug.statusCode()).isEqualTo(500);
    assertThat(bug.body()).contains("internal_error").doesNotContain("secret");
  }

  @Test
  void manyRequestsOnOneConnectionAreHandledAtOnce() {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(client.sendAsync(request("/together").build(), BodyHandlers.ofString()));
    }
    for (var answer : answers) {
      assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join().body()).isEqualTo("together");
    }
    assertThat(server.server.openConnections()).isEqualTo(1);
  }
}
