package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import latchkey.http.Routes.Route;
import org.junit.jupiter.api.Test;

/// Clients that stop in the middle are let go; each test waits for the server, never for a clock.
final class TimeoutTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String GET = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";
  private static final String POST_HEAD =
      "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n";

  private static RunningServer server(Duration head, Duration body, Duration idle) {
    return new RunningServer(
        RunningServer.settings().withTimeouts(head, body, idle),
        new Route(Method.GET, "/", x -> x.answer(200)),
        new Route(Method.GET, "/big", x -> x.answer(200, HeaderLine.JSON, new byte[20_000_000])),
        new Route(Method.POST, "/", x -> x.body(body_ -> x.answerJson(200, body_))));
  }

  @Test
  void aHeadThatStopsIsAnswered408AndClosed() {
    try (var server = server(SHORT, LONG, LONG);
        var client = server.connect()) {
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
      assertThat(client.send("GET / HTTP/1.1\r\nHost:").answer().status()).isEqualTo(408);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aHeadThatTricklesForeverIsClosedAlthoughBytesKeepComing() {
    try (var server = server(SHORT, LONG, LONG);
        var client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: test\r\n");
      assertThat(client.trickle("X-A: b\r\n", 10)).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void aConnectionOnWhichNothingEverComesIsClosed() {
    try (var server = server(SHORT, LONG, LONG);
        var client = server.connect()) {
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aConnectionThatRestsBetweenRequestsIsClosed() {
    try (var server = server(LONG, LONG, SHORT);
        var client = server.connect()) {
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aBodyThatStopsIsAnswered408AndClosed() {
    try (var server = server(LONG, SHORT, LONG);
        var client = server.connect()) {
      assertThat(client.send(POST_HEAD + "half").answer().status()).isEqualTo(408);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aBodyThatTricklesIsClosedAlthoughBytesKeepComing() {
    try (var server = server(LONG, SHORT, LONG);
        var client = server.connect()) {
      client.send(POST_HEAD);
      assertThat(client.trickle("x", 10)).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void aClientThatDoesNotTakeItsAnswerIsClosed() {
    try (var server = server(LONG, LONG, SHORT);
        var client = server.connect()) {
      client.send("GET /big HTTP/1.1\r\nHost: test\r\n\r\n");
      assertThat(server.server.connections().awaitNone(LONG)).isTrue();
      assertThat(client.rest().getBytes(StandardCharsets.ISO_8859_1).length).isLessThan(20_000_000);
    }
  }

  @Test
  void connectionsOverTheLimitAreClosedAndThoseWithinServed() {
    try (var server =
            new RunningServer(
                RunningServer.settings().withMaxConnections(1),
                new Route(Method.GET, "/", x -> x.answer(200)));
        var first = server.connect()) {
      assertThat(first.send(GET).answer().status()).isEqualTo(200);
      try (var second = server.connect()) {
        assertThat(second.rest()).isEmpty();
      }
      assertThat(first.send(GET).answer().status()).isEqualTo(200);
      assertThat(server.server.traffic().refusedConnections()).isEqualTo(1);
    }
  }
}
