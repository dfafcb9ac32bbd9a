package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import latchkey.http.Routes.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is sent, the answer is a clear 4xx and the end of the connection: no request that is
/// hidden behind it is ever answered.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
  private static final String FOLLOWER = "GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n";

  private final AtomicInteger smuggled = new AtomicInteger();
  private final RunningServer server =
      RunningServer.of(
          new Route(Method.GET, "/", x -> x.answer(200)),
          new Route(Method.POST, "/", x -> x.body(body -> x.answerJson(200, body))),
          new Route(
              Method.GET,
              "/smuggled",
              x -> {
                smuggled.incrementAndGet();
                x.answer(200);
              }));

  @AfterAll
  void stop() {
    server.close();
  }

  private void refused(int status, String request) {
    try (RawClient client = server.connect()) {
      client.send(request + FOLLOWER);
      var answer = client.answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
    assertThat(smuggled).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: 4\r\nContent-Length: 4\r\n",
        "Content-Length: 4, 4\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: 0x4\r\n",
        "Content-Length: 4 4\r\n",
        "Content-Length: \r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding:\u000bchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length : 4\r\n",
        " Content-Length: 4\r\n",
        "X: a\r\n Content-Length: 4\r\n",
        "X: a\r\n\tb\r\n",
        "X: a\nContent-Length: 4\r\n",
        "X: a\rContent-Length: 4\r\n",
        "X: a\u0000b\r\n",
        "X: a\u0001b\r\n",
        "X\u0000: a\r\n",
        "X Y: a\r\n",
        ": a\r\n",
        "no colon\r\n",
        "Host: other\r\n",
        "\u00e9: a\r\n",
      })
  void aHeadThatLeavesDoubtIsRefused(String headers) {
    refused(400, "POST / HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\nHost: test\n\n",
        "GET / HTTP/1.1\r\nHost: test\n\n",
        "GET  / HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /  HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: test\r\n\r\n",
        " GET / HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /\r\nHost: test\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: test\r\n\r\n",
        "GET / HTTP/1.2\r\nHost: test\r\n\r\n",
        "GET / http/1.1\r\nHost: test\r\n\r\n",
        "GET / HTTP/1.1X\r\nHost: test\r\n\r\n",
        "GET http://test/ HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: test\r\n\r\n",
        "CONNECT test:443 HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET test HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /\u0000 HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /\u00e9 HTTP/1.1\r\nHost: test\r\n\r\n",
        "G(T / HTTP/1.1\r\nHost: test\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\r\n\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n",
      })
  void aRequestLineOrHostThatLeavesDoubtIsRefused(String request) {
    refused(400, request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nhello\r\n0\r\n\r\n",
        "\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5\rhello\r\n0\r\n\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "100000000000000005\r\nhello\r\n0\r\n\r\n",
        "5;\u0000\r\nhello\r\n0\r\n\r\n",
        "5;a=b\nhello\r\n0\r\n\r\n",
        "0\r\nX: a\nY: b\r\n\r\n",
        "0\r\n\n",
      })
  void aBodyWhoseChunksAreBrokenIsRefused(String chunks) {
    refused(400, "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
  }

  @Test
  void aChunkExtensionWithoutEndIsRefused() {
    refused(
        400,
        "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n5;" + "x".repeat(1000));
  }

  @Test
  void anExpectationThatNobodyKnowsIsRefused() {
    refused(417, "POST / HTTP/1.1\r\nHost: test\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void headsThatAreTooLargeAreRefusedAndClosed() {
    refused(431, "GET / HTTP/1.1\r\nHost: test\r\nX: " + "x".repeat(64 * 1024) + "\r\n\r\n");
    refused(431, "GET / HTTP/1.1\r\nHost: test\r\n" + "X: y\r\n".repeat(200) + "\r\n");
    refused(414, "GET /" + "x".repeat(64 * 1024) + " HTTP/1.1\r\nHost: test\r\n\r\n");
  }

  @Test
  void theLargestHeadIsStillTaken() {
    String start = "GET / HTTP/1.1\r\nHost: test\r\nX: ";
    String most = "x".repeat(32 * 1024 - start.length() - 4);
    assertThat(server.ask(start + most + "\r\n\r\n").status()).isEqualTo(200);
    refused(431, start + most + "x\r\n\r\n");
  }

  @Test
  void aBodyOverTheLimitIsRefusedWithoutBeingTakenIn() {
    byte[] piece = new byte[64 * 1024];
    for (String framing :
        new String[] {
          "Content-Length: 100000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n5f5e100\r\n"
        }) {
      try (RawClient client = server.connect()) {
        client.send("POST / HTTP/1.1\r\nHost: test\r\n" + framing);
        long sent = client.sendUntilRefused(piece, 100_000_000 / piece.length);
        assertThat(sent).isLessThan(50_000_000);
      }
    }
  }

  @Test
  void aCallerWhoseBodyIsTooLongReadsWhyAlthoughItSentOn() {
    try (RawClient client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10000000\r\n\r\n");
      client.send(new byte[200_000]);
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void anEarlierRequestOnTheSameConnectionIsAnsweredAndTheDoubtfulOneRefused() {
    try (RawClient client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\nGET / HTTP/1.1\r\n\r\n" + FOLLOWER);
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(smuggled).hasValue(0);
  }

  @Test
  void aConnectionThatEndsInTheMiddleIsJustClosed() {
    for (String part :
        new String[] {
          "",
          "GE",
          "GET / HTTP/1.1\r\nHost",
          "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nab"
        }) {
      try (RawClient client = server.connect()) {
        assertThat(client.send(part).endOutput().rest()).doesNotContain("HTTP/1.1 5");
      }
    }
  }

  @Test
  void noErrorOfTheCallerShowsWhatItSent() {
    var answer =
        server.ask("POST / HTTP/1.1\r\nHost: test\r\nX-API-Secret: lk_secret\u0001\r\n\r\n");
    assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    assertThat(answer.body()).doesNotContain("lk_secret");
  }
}
