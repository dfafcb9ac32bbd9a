package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import latchkey.http.Routes.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebServerTest {
  private static final HeaderLine TEXT = HeaderLine.of("Content-Type", "text/plain");
  private static final String HOST = "Host: test\r\n";

  private final Map<Thread, Boolean> threads = new ConcurrentHashMap<>();
  private final CountDownLatch go = new CountDownLatch(1);
  private RunningServer server = RunningServer.of();

  @BeforeAll
  void start() {
    server.close();
    server =
        RunningServer.of(
            new Route(Method.GET, "/hello", x -> answer(x, "hello")),
            new Route(Method.GET, "/files/**", x -> answer(x, "file " + x.path())),
            new Route(Method.GET, "/files/deep/**", x -> answer(x, "deep " + x.path())),
            new Route(Method.POST, "/echo", x -> x.body(body -> x.answer(200, TEXT, body))),
            new Route(Method.POST, "/json", x -> x.jsonBody(body -> x.answerJson(200, body))),
            new Route(Method.POST, "/ignores", x -> answer(x, "ignored")),
            new Route(
                Method.GET, "/keys", x -> answer(x, String.join("|", x.headers("x-api-key")))),
            new Route(
                Method.GET, "/query", x -> answer(x, x.parameters().get("a b").orElse("none"))),
            new Route(
                Method.GET,
                "/agents/{agent}/keys/{key}",
                x -> answer(x, x.pathParameter("agent") + "|" + x.pathParameter("key"))),
            new Route(
                Method.GET, "/agents/{agent}", x -> answer(x, "one " + x.pathParameter("agent"))),
            new Route(
                Method.DELETE,
                "/agents/{agent}",
                x -> answer(x, x.pathParameter("agent") + " gone")),
            new Route(Method.POST, "/agents/all", x -> answer(x, "all")),
            new Route(
                Method.GET,
                "/cookies",
                x -> {
                  x.add(
                      SetCookie.HEADER,
                      new SetCookie("a", "1", Duration.ofMinutes(1), true).text());
                  x.add(SetCookie.HEADER, SetCookie.gone("b", false).text());
                  answer(x, String.join("|", x.cookies("a")));
                }),
            new Route(Method.GET, "/id", x -> answer(x, x.requestId())),
            new Route(Method.GET, "/none", x -> x.answer(204)),
            new Route(Method.GET, "/big", x -> x.answer(200, TEXT, new byte[3_000_000])),
            new Route(
                Method.GET,
                "/json-only",
                x -> {
                  x.requireAcceptsJson();
                  x.answerJson(200, "{}".getBytes(StandardCharsets.UTF_8));
                }),
            new Route(
                Method.GET,
                "/teapot",
                x -> {
                  throw Problem.of(403, "no_tea", "Coffee only.")
                      .with("decisionId", "d1")
                      .withHeader("X-Why", "tea");
                }),
            new Route(
                Method.GET,
                "/bug",
                x -> {
                  throw new IllegalStateException("lk_live_secret");
                }),
            new Route(
                Method.GET,
                "/off-loop",
                x ->
                    x.offLoop(
                        () -> {
                          threads.put(Thread.currentThread(), Thread.currentThread().isVirtual());
                          return Thread.currentThread().isVirtual();
                        },
                        virtual ->
                            answer(
                                x,
                                "virtual "
                                    + virtual
                                    + " then "
                                    + Thread.currentThread().isVirtual()))),
            new Route(
                Method.GET,
                "/off-loop-problem",
                x ->
                    x.offLoop(
                        () -> {
                          throw Problem.of(409, "conflict", "Taken.");
                        },
                        nothing -> answer(x, "never"))),
            new Route(
                Method.GET,
                "/waits",
                x ->
                    x.offLoop(
                        () -> {
                          go.await();
                          return 0;
                        },
                        zero -> answer(x, "waited"))),
            new Route(
                Method.GET,
                "/bad-header",
                x -> x.add(HeaderName.of("X-A"), "a\r\nX-B: c").answer(200)),
            new Route(
                Method.GET,
                "/twice",
                x -> {
                  answer(x, "first");
                  answer(x, "second");
                }));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static void answer(Exchange exchange, String text) {
    exchange.answer(200, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String get(String target, String... headers) {
    return "GET " + target + " HTTP/1.1\r\n" + HOST + String.join("", headers) + "\r\n";
  }

  private static String post(String target, String body, String... headers) {
    return "POST "
        + target
        + " HTTP/1.1\r\n"
        + HOST
        + String.join("", headers)
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Test
  void anExactRouteAnswersWithBodyLengthDateAndRequestId() {
    var answer = server.ask(get("/hello?x=1"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
    assertThat(answer.header("Date"))
        .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
    assertThat(answer.header("X-Request-Id")).matches("[0-9a-z]+-[0-9a-z]+");
  }

  @Test
  void theLongestPrefixWinsAndAPrefixEndsAtItsSlash() {
    assertThat(server.ask(get("/files/a/b")).body()).isEqualTo("file /files/a/b");
    assertThat(server.ask(get("/files/deep/c")).body()).isEqualTo("deep /files/deep/c");
    assertThat(server.ask(get("/filesystem")).status()).isEqualTo(404);
  }

  @Test
  void headAnswersAsGetWouldWithoutTheBody() {
    try (RawClient client = server.connect()) {
      var head = client.send("HEAD /hello HTTP/1.1\r\n" + HOST + "\r\n").answerToHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Length")).isEqualTo("5");
      assertThat(client.send(get("/hello")).answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void optionsSaysWhatAPathAllows() {
    var answer = server.ask("OPTIONS /hello HTTP/1.1\r\n" + HOST + "\r\n");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(answer.headers()).doesNotContainKey("content-length");

    assertThat(server.ask("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n").status()).isEqualTo(204);
  }

  @Test
  void anotherMethodIsRefusedWithThoseAllowedAndAnUnknownPathWithNothing() {
    for (String method : new String[] {"DELETE", "BREW"}) {
      var answer = server.ask(method + " /echo HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
    }
    assertThat(server.ask(get("/nothing")).status()).isEqualTo(404);
  }

  @Test
  void aProblemIsAnsweredAsRfc9457WithItsMembersAndHeaders() {
    var answer = server.ask(get("/teapot", "X-Request-Id: mine-1\r\n"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("X-Why")).isEqualTo("tea");
    assertThat(answer.body())
        .isEqualTo(
            """
            {"type":"about:blank","title":"Forbidden","status":403,"detail":"Coffee only.",\
            "instance":"mine-1","code":"no_tea","decisionId":"d1"}""");
  }

  @Test
  void aBugIsABare500ThatTellsNothing() {
    var answer = server.ask(get("/bug"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).contains("internal_error").doesNotContain("secret");
  }

  @Test
  void aHeaderThatWouldSplitTheAnswerIsABugAndNotSent() {
    var answer = server.ask(get("/bad-header"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.headers()).doesNotContainKeys("x-a", "x-b");
  }

  @Test
  void aSecondAnswerNeverReachesTheClient() {
    try (RawClient client = server.connect()) {
      assertThat(client.send(get("/twice")).answer().body()).isEqualTo("first");
      assertThat(client.send(get("/hello")).answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void aPlainRequestIdOfTheCallerIsKeptAndAnyOtherReplaced() {
    assertThat(server.ask(get("/id", "X-Request-ID: a.B_c-9\r\n")).body()).isEqualTo("a.B_c-9");
    for (String other : new String[] {"", "a b", "a\"b", "x".repeat(65), "\u00e9"}) {
      var answer = server.ask(get("/id", "X-Request-Id: " + other + "\r\n"));
      assertThat(answer.body()).isNotEqualTo(other).isEqualTo(answer.header("X-Request-Id"));
    }
  }

  @Test
  void requestIdsAreAllDifferent() {
    assertThat(
            java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> server.ask(get("/id")).body())
                .distinct())
        .hasSize(50);
  }

  @Test
  void everyValueOfADuplicatedHeaderIsVisible() {
    assertThat(server.ask(get("/keys", "X-API-Key: a\r\n", "x-api-key:  b \r\n")).body())
        .isEqualTo("a|b");
  }

  @Test
  void queryParametersAreDecodedAndBrokenOnesRefused() {
    assertThat(server.ask(get("/query?a%20b=c%26d&e")).body()).isEqualTo("c&d");
    assertThat(server.ask(get("/query?e")).body()).isEqualTo("none");
    assertThat(server.ask(get("/query?a%20b=%zz")).status()).isEqualTo(400);
  }

  @Test
  void aBodyArrivesWholeHoweverItIsSent() {
    assertThat(server.ask(post("/echo", "hello")).body()).isEqualTo("hello");
    String chunked =
        "POST /echo HTTP/1.1\r\n"
            + HOST
            + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nT: v\r\n\r\n";
    assertThat(server.ask(chunked).body()).isEqualTo("hello");
    try (RawClient client = server.connect()) {
      for (int i = 0; i < chunked.length(); i++) {
        client.send(chunked.substring(i, i + 1));
      }
      assertThat(client.answer().body()).isEqualTo("hello");
      assertThat(client.send(post("/echo", "")).answer().body()).isEmpty();
    }
  }

  @Test
  void aBodyThatNobodyReadsDoesNotBecomeTheNextRequest() {
    try (RawClient client = server.connect()) {
      client.send(post("/ignores", get("/bug")) + get("/hello"));
      assertThat(client.answer().body()).isEqualTo("ignored");
      assertThat(client.answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void aLongBodyThatNobodyReadsEndsTheConnectionPolitely() {
    try (RawClient client = server.connect()) {
      client.send("POST /ignores HTTP/1.1\r\n" + HOST + "Content-Length: 10000000\r\n\r\n");
      client.send(new byte[100_000]);
      var answer = client.answer();
      assertThat(answer.body()).isEqualTo("ignored");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aCallerThatAsksBeforeSendingIsToldToGoOn() {
    try (RawClient client = server.connect()) {
      client.send(
          "POST /echo HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(client.line()).isEmpty();
      assertThat(client.send("ok").answer().body()).isEqualTo("ok");
    }
  }

  @Test
  void aCallerThatAsksBeforeSendingTooMuchIsRefusedAtOnce() {
    try (RawClient client = server.connect()) {
      client.send(
          "POST /echo HTTP/1.1\r\n"
              + HOST
              + "Expect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void onlyJsonIsTakenWhereJsonIsWanted() {
    assertThat(
            server
                .ask(post("/json", "{}", "Content-Type: application/json; charset=utf-8\r\n"))
                .status())
        .isEqualTo(200);
    assertThat(server.ask(post("/json", "{}", "Content-Type: text/plain\r\n")).status())
        .isEqualTo(415);
    assertThat(server.ask(post("/json", "{}")).status()).isEqualTo(415);
  }

  @Test
  void jsonIsNotForcedOnCallersThatExcludeIt() {
    for (String accept :
        new String[] {
          "*/*", "application/json", "text/html, application/*;q=0.1", "text/html,*/*;q=0.5"
        }) {
      assertThat(server.ask(get("/json-only", "Accept: " + accept + "\r\n")).status())
          .as(accept)
          .isEqualTo(200);
    }
    for (String accept :
        new String[] {"text/html", "application/json;q=0", "*/*, application/json; q=0.0"}) {
      assertThat(server.ask(get("/json-only", "Accept: " + accept + "\r\n")).status())
          .as(accept)
          .isEqualTo(406);
    }
    assertThat(server.ask(get("/json-only")).status()).isEqualTo(200);
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() {
    try (RawClient client = server.connect()) {
      client.send(get("/off-loop") + get("/hello") + get("/files/1") + get("/off-loop-problem"));
      assertThat(client.answer().body()).startsWith("virtual");
      assertThat(client.answer().body()).isEqualTo("hello");
      assertThat(client.answer().body()).isEqualTo("file /files/1");
      assertThat(client.answer().status()).isEqualTo(409);
    }
  }

  @Test
  void thousandsOfPipelinedRequestsAreAllAnswered() {
    try (RawClient client = server.connect()) {
      client.send(get("/hello").repeat(3000));
      for (int i = 0; i < 3000; i++) {
        assertThat(client.answer().body()).isEqualTo("hello");
      }
    }
  }

  @Test
  void aClientThatDoesNotReadCannotMakeAnswersPileUp() {
    try (RawClient client = server.connect()) {
      client.send(get("/big").repeat(40));
      for (int i = 0; i < 40; i++) {
        assertThat(client.answer().body()).hasSize(3_000_000);
      }
    }
  }

  @Test
  void blockingWorkRunsOnAVirtualThreadAndItsAnswerOnTheEventLoop() {
    assertThat(server.ask(get("/off-loop")).body()).isEqualTo("virtual true then false");
    assertThat(threads).doesNotContainValue(false);
  }

  @Test
  void aClientThatEndsItsSideStillGetsTheAnswersOfAllItRequested() {
    try (RawClient client = server.connect()) {
      client.send(get("/waits") + get("/hello")).endOutput();
      go.countDown();
      assertThat(client.answer().body()).isEqualTo("waited");
      assertThat(client.answer().body()).isEqualTo("hello");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void connectionsStayOrEndAsTheClientWishes() {
    try (RawClient client = server.connect()) {
      var answer = client.send(get("/hello", "Connection: foo, Close\r\n")).answer();
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
    try (RawClient client = server.connect()) {
      assertThat(client.send("GET /hello HTTP/1.0\r\n\r\n").answer().header("Connection"))
          .isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
    try (RawClient client = server.connect()) {
      String kept = "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      assertThat(client.send(kept).answer().header("Connection")).isEqualTo("keep-alive");
      assertThat(client.send(kept).answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void anAnswerWithoutContentHasNoLength() {
    try (RawClient client = server.connect()) {
      assertThat(client.send(get("/none")).answer().headers()).doesNotContainKey("content-length");
      assertThat(client.send(get("/hello")).answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void aPortInUseIsOneClearLine() {
    int port = server.server.port();
    try (EventLoops loops = EventLoops.start(1)) {
      assertThatThrownBy(
              () -> WebServer.start(loops, WebSettings.at("127.0.0.1", port), _ -> Routes.of()))
          .isInstanceOf(CannotListen.class)
          .hasMessage(
              "Cannot listen on 127.0.0.1:" + port + ": the port is in use by another program.");
    }
  }

  @Test
  void aTemplateTakesOneSegmentForEachName() {
    assertThat(server.ask(get("/agents/a%2Fb+c/keys/k%C3%A9")).body()).isEqualTo("a/b+c|k\u00e9");
    assertThat(server.ask(get("/agents/a1")).body()).isEqualTo("one a1");
    assertThat(server.ask(get("/agents/")).status()).isEqualTo(404);
    assertThat(server.ask(get("/agents//keys/k")).status()).isEqualTo(404);
    assertThat(server.ask(get("/agents/a1/keys")).status()).isEqualTo(404);
    assertThat(server.ask(get("/agents/a1/keys/k/")).status()).isEqualTo(404);
    assertThat(server.ask(get("/agents/%ff")).status()).isEqualTo(400);
  }

  @Test
  void aTemplateAllowsWhatItsRoutesDo() {
    String allow = "GET, HEAD, DELETE, OPTIONS";
    var put = server.ask("PUT /agents/a1 HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
    assertThat(put.status()).isEqualTo(405);
    assertThat(put.header("allow")).isEqualTo(allow);
    var options = server.ask("OPTIONS /agents/a1 HTTP/1.1\r\n" + HOST + "\r\n");
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("allow")).isEqualTo(allow);
    assertThat(server.ask("DELETE /agents/a1 HTTP/1.1\r\n" + HOST + "\r\n").body())
        .isEqualTo("a1 gone");
    assertThat(server.ask(get("/agents/all")).status()).as("the exact path wins").isEqualTo(405);
  }

  @Test
  void everyValueOfACookieIsSeen() {
    var answer = server.ask(get("/cookies", "Cookie: b=0; a=1;a=x=y\r\n", "Cookie: a=3\r\n"));
    assertThat(answer.body()).isEqualTo("1|x=y|3");
    assertThat(answer.header("set-cookie"))
        .isEqualTo("b=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
  }

  @Test
  void twoRoutesForTheSameRequestAreRefusedWhenMade() {
    assertThatThrownBy(
            () ->
                Routes.of(
                    new Route(Method.GET, "/a", x -> {}), new Route(Method.GET, "/a", x -> {})))
        .hasMessage("Two routes for GET /a");
  }
}
