package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import latchkey.cli.StartFailure;
import latchkey.http.TestCertificate;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The doors over TLS: the same answers by either version of HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsAtTheDoorTest {
  private final TestCertificate certificate = TestCertificate.make();
  private final TestServer server =
      TestServer.start(
          Map.of(
              Setting.TLS_CERTIFICATE, certificate.certificate().toString(),
              Setting.TLS_KEY, certificate.key().toString(),
              Setting.HTTPS_ONLY, "8760h"));

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(Version version, HttpRequest.Builder request) throws Exception {
    try (HttpClient client = certificate.client(version)) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  @Test
  void aKeyIsJudgedByEitherVersionOfHttp() throws Exception {
    assertThat(server.url()).startsWith("https://");
    for (Version version : new Version[] {Version.HTTP_1_1, Version.HTTP_2}) {
      var good =
          send(version, request("/auth").header("Authorization", "Bearer " + server.token(0)));
      assertThat(good.version()).isEqualTo(version);
      assertThat(good.statusCode()).isEqualTo(200);
      assertThat(good.headers().firstValue("X-Latchkey-Key-Id")).isPresent();
      assertThat(good.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000");
      assertThat(send(version, request("/auth")).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aSessionsCookieTravelsByHttpsOnly() throws Exception {
    String body =
        "{\"email\":\"%s\",\"password\":\"%s\"}"
            .formatted(server.data().people().getFirst().person().email(), server.password());
    var signedIn =
        send(
            Version.HTTP_2,
            request("/api/v1/sign-in/password")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    assertThat(signedIn.statusCode()).isEqualTo(200);
    assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow()).endsWith("; Secure");
  }

  @Test
  void pagesAndWhatTheyLoadComeByHttp2() throws Exception {
    assertThat(send(Version.HTTP_2, request("/sign-in")).statusCode()).isEqualTo(200);
    assertThat(send(Version.HTTP_2, request(PageAssets.assets().url("htmx.js"))).headers().map())
        .containsKey("cache-control");
  }

  @Test
  void metricsTellWhenTheCertificateEnds() throws Exception {
    var metrics = HttpRequest.newBuilder(URI.create(server.managementUrl() + "/metrics"));
    assertThat(send(Version.HTTP_1_1, metrics).body())
        .contains("http_certificate_expires{server=\"doors\"}")
        .doesNotContain("http_certificate_expires{server=\"management\"}");
  }

  @Test
  void aStartWithoutAGoodCertificateIsRefusedAndTouchesNothing() throws IOException {
    Path nonsense = Files.writeString(Files.createTempFile("latchkey", ".pem"), "nonsense");
    Path folder = TestServer.newFolder().resolve("data");
    assertThatThrownBy(
            () ->
                TestServer.start(
                    Map.of(
                        Setting.DATA, folder.toString(),
                        Setting.TLS_CERTIFICATE, nonsense.toString(),
                        Setting.TLS_KEY, certificate.key().toString())))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(nonsense.toString())
        .hasMessageContaining("BEGIN CERTIFICATE");
    assertThat(folder).doesNotExist();
  }
}
