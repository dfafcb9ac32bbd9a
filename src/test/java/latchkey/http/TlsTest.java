package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import latchkey.http.Routes.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsTest {
  private static final HeaderLine TEXT = HeaderLine.of("Content-Type", "text/plain");
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir private Path folder = Path.of("");

  private TestCertificate certificate(Algorithm algorithm) {
    return TestCertificate.make(folder, algorithm, TestCertificate.tomorrow());
  }

  private static Route echo() {
    return new Route(Method.POST, "/", x -> x.body(body -> x.answer(200, TEXT, body)));
  }

  private static HttpResponse<String> ask(HttpClient client, RunningServer server, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("https://localhost:" + server.server.port() + "/");
    return client.send(
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  @ParameterizedTest
  @EnumSource(names = {"ecp256", "rsa2048"})
  void bothVersionsOfHttpAreSpokenWithTheUsualKindsOfKeys(Algorithm algorithm) throws Exception {
    TestCertificate certificate = certificate(algorithm);
    try (var server = RunningServer.with(certificate, echo())) {
      for (Version version : Version.values()) {
        if (version == Version.HTTP_1_1 || version == Version.HTTP_2) {
          try (HttpClient client = certificate.client(version)) {
            var answer = ask(client, server, "hello");
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aConnectionEndsWithAGoodbyeNotATear(String protocol) throws Exception {
    TestCertificate certificate = certificate(Algorithm.ecp256);
    try (var server = RunningServer.with(certificate, echo());
        var socket = connect(certificate, server, protocol)) {
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"
                  .getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nx");
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
    }
  }

  private static SSLSocket connect(
      TestCertificate certificate, RunningServer server, String... protocols) throws IOException {
    var socket =
        (SSLSocket)
            certificate
                .trusted()
                .getSocketFactory()
                .createSocket("localhost", server.server.port());
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(protocols);
    return socket;
  }

  @Test
  void oldVersionsOfTlsAreRefused() throws Exception {
    TestCertificate certificate = certificate(Algorithm.ecp256);
    try (var server = RunningServer.with(certificate, echo());
        var socket = connect(certificate, server, "TLSv1.1")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whoNeverShakesHandsIsLetGo() {
    TestCertificate certificate = certificate(Algorithm.ecp256);
    WebSettings settings = RunningServer.settings(certificate).withTimeouts(SHORT, LONG, LONG);
    try (var server = new RunningServer(settings, echo());
        var silent = server.connect();
        var half = server.connect()) {
      half.send(new byte[] {22, 3, 1, 1, 0, 1});
      assertThat(silent.rest()).isEmpty();
      assertThat(half.rest()).isEmpty();
    }
  }

  @Test
  void whoSpeaksPlainHttpIsToldToSpeakHttps() {
    TestCertificate certificate = certificate(Algorithm.ecp256);
    try (var server = RunningServer.with(certificate, echo());
        var client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
      assertThat(client.rest()).startsWith("HTTP/1.1 400 ").contains("https://");
    }
  }

  @Test
  void aStopLetsGoOfThoseWhoShakeHands() {
    TestCertificate certificate = certificate(Algorithm.ecp256);
    try (var server = RunningServer.with(certificate, echo());
        var half = server.connect()) {
      half.send(new byte[] {22, 3, 1, 1, 0, 1});
      server.server.stop(Duration.ofMinutes(1));
      assertThat(half.rest()).isEmpty();
      assertThat(server.server.openConnections()).isZero();
    }
  }

  @Test
  void aNewCertificateIsUsedWithoutARestartAndABadOneIsNot() throws Exception {
    TestCertificate first = certificate(Algorithm.ecp256);
    Tls tls = first.tls();
    WebSettings settings = RunningServer.settings().withTls(Optional.of(tls), Optional.empty());
    try (var server = new RunningServer(settings, echo())) {
      assertThat(serial(first, server)).isNotEmpty();

      TestCertificate second = certificate(Algorithm.rsa2048);
      tls.follow();

      String renewed = serial(second, server);
      assertThatThrownBy(() -> serial(first, server)).isInstanceOf(IOException.class);
      Files.writeString(second.key(), "nonsense");
      tls.follow();
      assertThat(serial(second, server)).isEqualTo(renewed);
      Files.delete(second.certificate());
      tls.follow();
      assertThat(serial(second, server)).isEqualTo(renewed);
    }
  }

  private static String serial(TestCertificate trusted, RunningServer server) throws IOException {
    try (SSLSocket socket = connect(trusted, server, "TLSv1.3")) {
      socket.startHandshake();
      SSLSession session = socket.getSession();
      return ((X509Certificate) session.getPeerCertificates()[0]).getSerialNumber().toString();
    }
  }

  @Test
  void browsersAreToldToComeByHttpsIfThatIsSet() throws Exception {
    TestCertificate certificate = certificate(Algorithm.ecp256);
    WebSettings settings =
        RunningServer.settings()
            .withTls(Optional.of(certificate.tls()), Optional.of(Duration.ofDays(365)));
    try (var server = new RunningServer(settings, echo())) {
      for (Version version : new Version[] {Version.HTTP_1_1, Version.HTTP_2}) {
        try (HttpClient client = certificate.client(version)) {
          assertThat(ask(client, server, "").headers().allValues("Strict-Transport-Security"))
              .containsExactly("max-age=31536000");
        }
      }
    }
  }

  @Test
  void filesThatCannotBeUsedAreRefusedWithWhatToDo() throws IOException {
    TestCertificate good = certificate(Algorithm.ecp256);
    Path other = Files.createDirectory(folder.resolve("other"));
    TestCertificate rsa =
        TestCertificate.make(other, Algorithm.rsa2048, TestCertificate.tomorrow());
    Path ec = Files.createDirectory(folder.resolve("ec"));
    TestCertificate otherEc =
        TestCertificate.make(ec, Algorithm.ecp256, TestCertificate.tomorrow());
    Path missing = folder.resolve("missing.pem");
    Path old =
        Files.writeString(folder.resolve("old.pem"), "-----BEGIN EC PRIVATE KEY-----\nMHc=\n");
    Path locked =
        Files.writeString(
            folder.resolve("locked.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMHc=\n");
    Path damaged =
        Files.writeString(
            folder.resolve("damaged.pem"),
            "-----BEGIN PRIVATE KEY-----\nMHc=\n-----END PRIVATE KEY-----");

    refused(missing, good.key(), "there is no certificate file " + missing);
    refused(good.certificate(), missing, "there is no key file " + missing);
    refused(folder, good.key(), folder + " cannot be read");
    refused(good.key(), good.key(), "holds no certificate in PEM form");
    refused(good.certificate(), good.certificate(), "holds no key in PEM form");
    refused(good.certificate(), old, "openssl pkcs8 -topk8 -nodes -in " + old);
    refused(good.certificate(), locked, "openssl pkcs8 -topk8 -nodes -in " + locked);
    refused(good.certificate(), damaged, "is damaged");
    refused(good.certificate(), otherEc.key(), "is not that of the first certificate");
    refused(good.certificate(), rsa.key(), "not of the certificate's kind");
  }

  private static void refused(Path certificate, Path key, String why) {
    assertThatThrownBy(() -> Tls.of(certificate, key))
        .isInstanceOf(UnusableCertificate.class)
        .hasMessageContaining(why);
  }

  @Test
  void anExpiredCertificateIsUsedForThatIsNoReasonNotToStart() throws Exception {
    Instant yesterday = TestCertificate.tomorrow().minus(Duration.ofDays(2));
    var expired = TestCertificate.make(folder, Algorithm.ecp256, yesterday);
    assertThat(Tls.of(expired.certificate(), expired.key())).isNotNull();
  }
}
