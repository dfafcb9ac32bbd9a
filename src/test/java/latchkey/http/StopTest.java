package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import latchkey.http.Routes.Route;
import org.junit.jupiter.api.Test;

final class StopTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  private RunningServer server() {
    return RunningServer.of(
        new Route(
            Method.GET,
            "/",
            x ->
                x.offLoop(
                    () -> {
                      arrived.countDown();
                      go.await();
                      return 0;
                    },
                    zero -> x.answer(200))),
        new Route(Method.GET, "/fast", x -> x.answer(200)));
  }

  @Test
  void aRequestInFlightIsAnsweredWhileNewConnectionsAreRefused() throws InterruptedException {
    try (var server = server();
        var busy = server.connect();
        var idle = server.connect()) {
      busy.send(GET);
      assertThat(idle.send(GET.replace("/ ", "/fast ")).answer().status()).isEqualTo(200);
      arrived.await();
      int port = server.server.port();
      Thread stopping = Thread.startVirtualThread(() -> server.server.stop(Duration.ofMinutes(1)));

      assertThat(idle.rest()).isEmpty();
      assertThatThrownBy(() -> new RawClient(port)).hasMessageContaining("refused");
      go.countDown();
      var answer = busy.answer();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(busy.rest()).isEmpty();
      stopping.join();
      assertThat(server.server.openConnections()).isZero();
    }
  }

  @Test
  void aRequestThatDoesNotFinishInTimeIsClosed() throws InterruptedException {
    try (var server = server();
        var busy = server.connect()) {
      busy.send(GET);
      arrived.await();

      server.server.stop(Duration.ofMillis(50));

      assertThat(busy.rest()).isEmpty();
      assertThat(server.server.openConnections()).isZero();
      go.countDown();
      // The connection is counted as closed first, on its loop, and its request right after.
      long deadline = System.nanoTime() + 5_000_000_000L;
      while (server.server.traffic().inFlight() > 0 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(server.server.traffic().inFlight()).isZero();
      assertThat(server.server.traffic().abandonedRequests()).isEqualTo(1);
    }
  }
}
