package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import latchkey.http.RawH2.Frame;
import latchkey.http.Routes.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Whatever a client of HTTP/2 sends, it holds no more than it may, and for no longer; none of
/// these tests waits for a clock of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http2HostileTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int INITIAL_WINDOW = 4;

  private final TestCertificate certificate = TestCertificate.make();
  private final AtomicInteger reached = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);
  private final RunningServer server = server(LONG, LONG, LONG);

  private RunningServer server(Duration head, Duration body, Duration idle) {
    return new RunningServer(
        RunningServer.settings(certificate).withTimeouts(head, body, idle).withMaxHeadBytes(8192),
        new Route(
            Method.GET,
            "/",
            x -> {
              reached.incrementAndGet();
              x.answer(200);
            }),
        new Route(Method.GET, "/ok", x -> x.answer(200)),
        new Route(Method.GET, "/big", x -> x.answer(200, HeaderLine.JSON, new byte[3_000_000])),
        new Route(Method.POST, "/", x -> x.body(body_ -> x.answerJson(200, body_))),
        new Route(
            Method.POST,
            "/unread",
            x -> x.streamBody(1L << 30, _ -> untilTheEnd(), _ -> x.answer(200))),
        new Route(
            Method.GET,
            "/never",
            x ->
                x.offLoop(
                    () -> {
                      never.await();
                      return 0;
                    },
                    _ -> x.answer(200))));
  }

  private int untilTheEnd() {
    try {
      never.await();
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  void stop() {
    never.countDown();
    server.close();
  }

  private RawH2 connect(int... settings) {
    return new RawH2(certificate, server.server.port(), settings);
  }

  // Heads

  private void answered400(byte[] block) {
    try (RawH2 client = connect()) {
      client.send(RawH2.HEADERS, RawH2.END_HEADERS | RawH2.END_STREAM, 1, block);
      assertThat(client.status()).isEqualTo(400);
      client.get(3, "/ok");
      assertThat(client.status()).isEqualTo(200);
    }
    assertThat(reached).hasValue(0);
  }

  @Test
  void whatCouldBeTwoRequestsOrHeadersElsewhereIsRefused() {
    answered400(RawH2.request("GET", "/ HTTP/1.1\r\nX-A: b"));
    answered400(RawH2.request("GET / HTTP/1.1\r\n\r\nGET", "/"));
    answered400(RawH2.request("GET", "/", "x-a", "b\r\nx-b: c"));
    answered400(RawH2.request("GET", "/", "x-a", "b\nx-b: c"));
    answered400(RawH2.request("GET", "/", "x-a", "b\0c"));
    answered400(RawH2.request("GET", "/", "x-a: b\r\nx-b", "c"));
    answered400(RawH2.request("GET", "/", "x-a:", "c"));
    answered400(RawH2.request("GET", "/", "x a", "c"));
    answered400(RawH2.request("GET", "/", "host", "other"));
    answered400(RawH2.request("GET", "relative"));
    answered400(RawH2.request("GET", "https://test/"));
    answered400(RawH2.request("GET", "/#fragment"));
  }

  @Test
  void aRequestSaysWhatItWantsByWhichSchemeAndOfWhom() {
    String[] all = {":method", "GET", ":scheme", "https", ":authority", "test", ":path", "/"};
    for (int missing = 0; missing < all.length; missing += 2) {
      String[] fields = new String[6];
      for (int i = 0, at = 0; i < all.length; i++) {
        if (i / 2 != missing / 2) {
          fields[at++] = all[i];
        }
      }
      answered400(RawH2.block(fields));
    }
    answered400(
        RawH2.block(":method", "GET", ":scheme", "http", ":authority", "test", ":path", "/"));
    answered400(
        RawH2.block(":method", "GET", ":scheme", "https", ":authority", "a b", ":path", "/"));
  }

  private void reset(byte[] block) {
    try (RawH2 client = connect()) {
      client.send(RawH2.HEADERS, RawH2.END_HEADERS | RawH2.END_STREAM, 1, block);
      Frame frame = client.next().orElseThrow();
      assertThat(frame.type()).isEqualTo(RawH2.RST_STREAM);
      assertThat(frame.error()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
      client.get(3, "/ok");
      assertThat(client.status()).isEqualTo(200);
    }
    assertThat(reached).hasValue(0);
  }

  @Test
  void headersOfAConnectionAndLengthsThatLieResetTheStream() {
    reset(RawH2.request("GET", "/", "connection", "close"));
    reset(RawH2.request("GET", "/", "transfer-encoding", "chunked"));
    reset(RawH2.request("GET", "/", "content-length", "5"));
    reset(RawH2.request("GET", "/", "content-length", "1", "content-length", "2"));
    reset(RawH2.request("GET", "/", ":path", "/ok"));
    reset(RawH2.request("GET", "/", "te", "gzip"));
    reset(RawH2.request("GET", "/", "X-A", "capitals"));
  }

  @Test
  void headersThatAreTooLongAreA431() {
    try (RawH2 client = connect()) {
      byte[] block = RawH2.request("GET", "/", "x-a", "x".repeat(8192));
      client.send(RawH2.HEADERS, RawH2.END_HEADERS | RawH2.END_STREAM, 1, block);
      assertThat(client.status()).isEqualTo(431);
      String[] many = new String[202];
      for (int i = 0; i < many.length; i += 2) {
        many[i] = "a";
        many[i + 1] = "b";
      }
      client.send(
          RawH2.HEADERS, RawH2.END_HEADERS | RawH2.END_STREAM, 3, RawH2.request("GET", "/", many));
      assertThat(client.status()).isEqualTo(431);
      client.get(5, "/ok");
      assertThat(client.status()).isEqualTo(200);
    }
    assertThat(reached).hasValue(0);
  }

  @Test
  void aHeadThatNeverEndsEndsTheConnection() {
    try (RawH2 client = connect()) {
      client.send(RawH2.HEADERS, 0, 1, RawH2.request("GET", "/"));
      for (int i = 0; i < 12; i++) {
        client.send(RawH2.CONTINUATION, 0, 1, RawH2.block("x-a", "x".repeat(1000)));
      }
      assertThat(client.goAway()).isPositive();
    }
    assertThat(reached).hasValue(0);
  }

  // Streams

  @Test
  void moreStreamsThanAllowedAreRefusedAndTheOthersGoOn() {
    try (RawH2 client = connect()) {
      for (int i = 0; i < 100; i++) {
        client.get(1 + 2 * i, "/never");
      }
      client.get(201, "/never");
      Frame refused = client.next().orElseThrow();
      assertThat(refused.type()).isEqualTo(RawH2.RST_STREAM);
      assertThat(refused.stream()).isEqualTo(201);
      assertThat(refused.error()).isEqualTo((int) Http2Error.REFUSED_STREAM.code());
      client.reset(1).get(203, "/ok");
      assertThat(client.status()).isEqualTo(200);
    }
  }

  @Test
  void whoOpensAndResetsStreamsWithoutEndIsSentAway() {
    try (RawH2 client = connect()) {
      for (int i = 0; i <= 200; i++) {
        client.get(1 + 2 * i, "/never").reset(1 + 2 * i);
      }
      assertThat(client.goAway()).isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
    }
  }

  @Test
  void aRequestWhoseStreamIsResetIsAbandoned() {
    long before = server.server.traffic().abandonedRequests();
    try (RawH2 client = connect()) {
      client.get(1, "/never").reset(1).get(3, "/ok");
      assertThat(client.status()).isEqualTo(200);
      assertThat(server.server.traffic().abandonedRequests()).isGreaterThan(before);
    }
  }

  @Test
  void emptyFramesWithoutEndEndTheConnection() {
    try (RawH2 client = connect()) {
      client.send(RawH2.HEADERS, RawH2.END_HEADERS, 1, RawH2.request("POST", "/"));
      for (int i = 0; i < 5; i++) {
        client.send(RawH2.DATA, 0, 1, new byte[0]);
      }
      assertThat(client.goAway()).isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
    }
  }

  @Test
  void framesThatMakeNoSenseEndTheConnection() {
    try (RawH2 client = connect()) {
      client.send(RawH2.DATA, 0, 7, new byte[1]);
      assertThat(client.goAway()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
    }
    try (RawH2 client = connect()) {
      client.send(RawH2.WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 0});
      assertThat(client.goAway()).isPositive();
    }
    try (RawH2 client = connect()) {
      client.send(RawH2.HEADERS, RawH2.END_HEADERS | RawH2.END_STREAM, 1, new byte[] {-1, -1, -1});
      assertThat(client.goAway()).isEqualTo((int) Http2Error.COMPRESSION_ERROR.code());
    }
  }

  // Memory

  @Test
  void moreThanTheWindowOfABodyThatNobodyAskedForIsNotTaken() {
    try (RawH2 client = connect()) {
      client.send(RawH2.HEADERS, RawH2.END_HEADERS, 1, RawH2.request("GET", "/never"));
      for (int i = 0; i < 5; i++) {
        client.send(RawH2.DATA, 0, 1, new byte[16_000]);
      }
      assertThat(client.goAway()).isEqualTo((int) Http2Error.FLOW_CONTROL_ERROR.code());
    }
  }

  @Test
  void aWantedBodyMayComeInLongPiecesAndNoMoreOfItThanThat() {
    try (RawH2 client = connect()) {
      client.send(RawH2.HEADERS, RawH2.END_HEADERS, 1, RawH2.request("POST", "/unread"));
      Frame all = client.next(RawH2.WINDOW_UPDATE);
      Frame one = client.next(RawH2.WINDOW_UPDATE);
      assertThat(List.of(all.stream(), one.stream())).containsExactly(0, 1);
      assertThat(all.payload().getInt(0)).isGreaterThan(700_000);
      assertThat(one.payload().getInt(0)).isGreaterThan(130_000);
      for (int i = 0; i < 13; i++) {
        client.send(RawH2.DATA, 0, 1, new byte[16_000]);
      }
      assertThat(client.next(RawH2.RST_STREAM).error())
          .isEqualTo((int) Http2Error.FLOW_CONTROL_ERROR.code());
    }
  }

  @Test
  void whoTakesNoAnswersGetsNoMoreOfThem() {
    try (RawH2 client = connect(INITIAL_WINDOW, 0)) {
      client.get(1, "/big").get(3, "/big").get(5, "/big");
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.status()).isEqualTo(200);
      Frame refused = client.next().orElseThrow();
      assertThat(refused.type()).isEqualTo(RawH2.RST_STREAM);
      assertThat(refused.error()).isEqualTo((int) Http2Error.REFUSED_STREAM.code());
    }
  }

  // Time

  private RawH2 connect(RunningServer other, int... settings) {
    return new RawH2(certificate, other.server.port(), settings);
  }

  @Test
  void aConnectionThatRestsIsEnded() {
    try (var other = server(LONG, LONG, SHORT);
        var client = connect(other)) {
      client.get(1, "/ok");
      assertThat(client.goAway()).isEqualTo((int) Http2Error.NO_ERROR.code());
    }
    try (var other = server(SHORT, LONG, LONG);
        var client = connect(other)) {
      assertThat(client.goAway()).isEqualTo((int) Http2Error.NO_ERROR.code());
    }
  }

  @Test
  void aBodyThatStopsIsAnswered408AndTheConnectionGoesOn() {
    try (var other = server(LONG, SHORT, LONG);
        var client = connect(other)) {
      client.send(RawH2.HEADERS, RawH2.END_HEADERS, 1, RawH2.request("POST", "/"));
      client.send(RawH2.DATA, 0, 1, new byte[10]);
      assertThat(client.status()).isEqualTo(408);
      assertThat(client.next(RawH2.RST_STREAM).error()).isEqualTo((int) Http2Error.NO_ERROR.code());
      client.get(3, "/ok");
      assertThat(client.status()).isEqualTo(200);
    }
  }

  @Test
  void anAnswerThatIsNotTakenIsGivenUp() {
    try (var other = server(LONG, LONG, SHORT);
        var client = connect(other, INITIAL_WINDOW, 10)) {
      client.send(
          RawH2.HEADERS, RawH2.END_HEADERS | RawH2.END_STREAM, 1, RawH2.request("GET", "/missing"));
      assertThat(client.status()).isEqualTo(404);
      assertThat(client.next(RawH2.RST_STREAM).error()).isEqualTo((int) Http2Error.CANCEL.code());
    }
  }

  // The end

  @Test
  void aStopAnswersWhatCameAndTakesNothingMore() throws InterruptedException {
    CountDownLatch came = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Route fast = new Route(Method.GET, "/fast", x -> x.answer(200));
    Route slow =
        new Route(
            Method.GET,
            "/",
            x ->
                x.offLoop(
                    () -> {
                      came.countDown();
                      go.await();
                      return 0;
                    },
                    _ -> x.answer(200)));
    try (var other = RunningServer.with(certificate, slow, fast);
        var client = connect(other);
        var idle = connect(other)) {
      idle.get(1, "/fast");
      assertThat(idle.status()).isEqualTo(200);
      client.get(1, "/");
      came.await();
      Thread stopping = Thread.startVirtualThread(() -> other.server.stop(Duration.ofMinutes(1)));

      Frame last = client.next(RawH2.GOAWAY);
      assertThat(last.error()).isEqualTo((int) Http2Error.NO_ERROR.code());
      assertThat(last.payload().getInt(0)).isEqualTo(1);
      assertThat(idle.goAway()).isEqualTo((int) Http2Error.NO_ERROR.code());
      client.get(3, "/");
      go.countDown();
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.next()).isEmpty();
      client.leave();
      idle.leave();
      stopping.join();
      assertThat(other.server.openConnections()).isZero();
    }
  }

  @Test
  void whatIsLeftAfterTheTimeOfAStopIsClosed() {
    try (var other = server(LONG, LONG, LONG);
        var client = connect(other)) {
      client.get(1, "/ok").get(3, "/never");
      assertThat(client.status()).isEqualTo(200);
      other.server.stop(Duration.ofMillis(50));
      assertThat(client.goAway()).isEqualTo((int) Http2Error.NO_ERROR.code());
      assertThat(other.server.openConnections()).isZero();
      assertThat(other.server.traffic().inFlight()).isZero();
    }
  }
}
