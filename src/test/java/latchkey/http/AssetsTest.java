package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import latchkey.http.Assets.Asset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AssetsTest {
  private static final String SCRIPT = "/pages/uplot/uPlot.iife.min.js";

  private final Assets assets = Assets.of(List.of(new Asset("uplot.js", SCRIPT)));
  private final RunningServer server =
      RunningServer.of(assets.routes().toArray(Routes.Route[]::new));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.server.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static byte[] content() throws IOException {
    try (var in = Objects.requireNonNull(AssetsTest.class.getResourceAsStream(SCRIPT))) {
      return in.readAllBytes();
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return String.join("|", answer.headers().allValues(name));
  }

  @Test
  void anAssetIsKeptForGoodAndSaysWhatItIs() throws Exception {
    assertThat(assets.url("uplot.js")).matches("/assets/uplot\\.[\\w-]{16}\\.js");

    var answer = get(assets.url("uplot.js"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content());
    assertThat(header(answer, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(answer, "Content-Encoding")).isEmpty();
  }

  @Test
  void whoTakesGzipGetsTheSameContentCompressed() throws Exception {
    var answer = get(assets.url("uplot.js"), "Accept-Encoding", "br, gzip;q=0.5");

    assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.body().length).isLessThan(content().length / 2);
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(plain.readAllBytes()).isEqualTo(content());
    }
    assertThat(header(answer, "ETag")).isNotEqualTo(header(get(assets.url("uplot.js")), "ETag"));
  }

  @Test
  void whoHasItAlreadyIsToldSo() throws Exception {
    String etag = header(get(assets.url("uplot.js")), "ETag");

    var answer = get(assets.url("uplot.js"), "If-None-Match", "\"other\", W/" + etag);

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "ETag")).isEqualTo(etag);
  }

  @Test
  void whatIsNoAssetOrOfAnotherVersionIsNotFoundAndNotKept() throws Exception {
    String url = assets.url("uplot.js");
    for (String path :
        List.of(
            "/assets/",
            "/assets/uplot.js",
            "/assets/uplot.AAAAAAAAAAAAAAAA.js",
            "/assets/../pages/uplot/LICENSE",
            url + "x",
            url.replace("uplot", "other"))) {
      var answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(header(answer, "Cache-Control")).as(path).isEqualTo("no-store");
    }
  }

  @Test
  void anAssetOfNoKnownTypeOrNameIsRefusedWhenThePagesAreMade() {
    assertThatThrownBy(() -> new Asset("a.exe", "/a")).hasMessageContaining("a.exe");
    assertThatThrownBy(() -> new Asset("A b.css", "/a")).hasMessageContaining("A b.css");
    assertThatThrownBy(() -> assets.url("missing.js")).hasMessageContaining("missing.js");
  }

  @Test
  void gzipIsTakenByWhoNamesItOrAnything() {
    for (String yes : List.of("gzip", "GZIP", "deflate, gzip;q=0.1", "x-gzip", "*", "*, br")) {
      assertThat(Gzip.accepted(List.of(yes))).as(yes).isTrue();
    }
    for (String no : List.of("", "identity", "br", "gzip;q=0", "gzip; q=0.000, *", "*;q=0")) {
      assertThat(Gzip.accepted(List.of(no))).as(no).isFalse();
    }
    assertThat(Gzip.accepted(List.of())).isFalse();
    assertThat(Gzip.accepted(List.of("br", "gzip"))).isTrue();
  }

  @Test
  void whatIsCompressedForOneAnswerIsTheSameAgain() throws IOException {
    byte[] text = "the same again and again ".repeat(100).getBytes(StandardCharsets.UTF_8);
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(Gzip.quickly(text)))) {
      assertThat(plain.readAllBytes()).isEqualTo(text);
    }
  }
}
