package latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import latchkey.http.CannotListen;
import latchkey.http.EventLoops;
import latchkey.http.Routes;
import latchkey.http.WebServer;
import latchkey.http.WebSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpsRoutesTest {
  private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());
  private final Health health =
      new Health(
          List.of(
              new Health.Check("storage", trouble::get),
              new Health.Check("loops", Optional::empty)));
  private final Metrics metrics = new Metrics();
  private final EventLoops loops = EventLoops.start(1);
  private final WebServer server =
      WebServer.start(
          loops, WebSettings.at("127.0.0.1", 0), _ -> Routes.of(OpsRoutes.of(health, metrics)));
  private final HttpClient client = HttpClient.newHttpClient();

  OpsRoutesTest() throws CannotListen {}

  @AfterEach
  void stop() {
    client.close();
    server.stop(Duration.ofSeconds(1));
    loops.close();
    metrics.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aProcessThatAnswersIsLive() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void itIsReadyExactlyWhenAllChecksAreWell() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);

    trouble.set(Optional.of("disk is full"));
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").body())
        .isEqualTo(
            "{\"status\":\"unavailable\",\"checks\":{\"storage\":\"disk is full\",\"loops\":\"ok\"}}");
  }

  @Test
  void itIsLiveButNotReadyWhileItStops() throws Exception {
    health.stopping();

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void aCheckThatThrowsIsATroubleAndNotAnError() throws Exception {
    var failing =
        new Health(
            List.of(
                new Health.Check(
                    "broken",
                    () -> {
                      throw new IOException("no route");
                    })));
    assertThat(failing.findings())
        .containsExactly(new Health.Finding("broken", Optional.of("failed: no route")));
  }

  @Test
  void metricsAreReadWhereTheyAreCounted() throws Exception {
    long[] count = {3};
    metrics.counter("keys.verified", "Verified keys", () -> count[0], "outcome", "granted");
    metrics.server("management", server);

    assertThat(get("/metrics").body())
        .contains("keys_verified_total{outcome=\"granted\"} 3.0")
        .contains("http_requests_in_flight{server=\"management\"} 1.0")
        .contains("jvm_memory_used_bytes")
        .contains("process_uptime_seconds");

    count[0] = 5;
    metrics.gauge("loops.busy", "Registered after the first look", () -> 2);
    assertThat(get("/metrics").body())
        .contains("keys_verified_total{outcome=\"granted\"} 5.0")
        .contains("http_requests_total{server=\"management\",status=\"2xx\"} 1.0")
        .contains("loops_busy 2.0");
  }
}
