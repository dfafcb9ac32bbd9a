package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import latchkey.http.Routes.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompressionTest {
  private static final HeaderLine HTML = HeaderLine.of("Content-Type", "text/html");
  private static final byte[] LONG = "so long ".repeat(1000).getBytes(StandardCharsets.UTF_8);
  private static final byte[] SHORT = new byte[Gzip.WORTHWHILE - 1];

  private final RunningServer server =
      RunningServer.of(
          new Route(Method.GET, "/long", x -> x.compressible().answer(200, HTML, LONG)),
          new Route(
              Method.GET,
              "/from-elsewhere",
              x -> {
                x.compressible();
                var _ = Thread.startVirtualThread(() -> x.answer(200, HTML, LONG));
              }),
          new Route(Method.GET, "/short", x -> x.compressible().answer(200, HTML, SHORT)),
          new Route(Method.GET, "/secret", x -> x.answer(200, HTML, LONG)),
          new Route(Method.GET, "/none", x -> x.compressible().answer(204)));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  private HttpResponse<byte[]> ask(String method, String path, String encoding) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.server.port() + path);
    var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
    return client.send(
        request.header("Accept-Encoding", encoding).build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void aLongAnswerIsCompressedForWhoTakesThatWhereverItIsMade() throws Exception {
    for (String path : new String[] {"/long", "/from-elsewhere"}) {
      var answer = ask("GET", path, "gzip, deflate");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
      assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
      assertThat(answer.body().length).isLessThan(LONG.length / 10);
      try (var plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        assertThat(plain.readAllBytes()).isEqualTo(LONG);
      }
    }
  }

  @Test
  void whoDoesNotTakeItGetsItAsItIsAndCachesAreTold() throws Exception {
    var answer = ask("GET", "/long", "br");

    assertThat(answer.body()).isEqualTo(LONG);
    assertThat(header(answer, "Content-Encoding")).isEmpty();
    assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
  }

  @Test
  void whatGainsNothingAndWhatMayHoldASecretIsSentAsItIs() throws Exception {
    assertThat(ask("GET", "/short", "gzip").body()).isEqualTo(SHORT);
    assertThat(ask("GET", "/secret", "gzip").body()).isEqualTo(LONG);
    assertThat(ask("GET", "/none", "gzip").statusCode()).isEqualTo(204);
  }

  @Test
  void headTellsTheLengthThatGetWouldHave() throws Exception {
    var get = ask("GET", "/long", "gzip");
    var head = ask("HEAD", "/long", "gzip");

    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
    assertThat(header(head, "Content-Encoding")).isEqualTo("gzip");
  }
}
