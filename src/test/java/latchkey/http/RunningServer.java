package latchkey.http;

import java.time.Duration;
import java.util.Optional;

/// A real server on a port of its own, for one test.
final class RunningServer implements AutoCloseable {
  private final EventLoops loops = EventLoops.start(2);
  final WebServer server;

  RunningServer(WebSettings settings, Routes.Route... routes) {
    try {
      server = WebServer.start(loops, settings, _ -> Routes.of(routes));
    } catch (CannotListen e) {
      throw new AssertionError(e);
    }
  }

  static RunningServer of(Routes.Route... routes) {
    return new RunningServer(settings(), routes);
  }

  /// One that speaks TLS with that certificate.
  static RunningServer with(TestCertificate certificate, Routes.Route... routes) {
    return new RunningServer(settings(certificate), routes);
  }

  static WebSettings settings(TestCertificate certificate) {
    return settings().withTls(Optional.of(certificate.tls()), Optional.empty());
  }

  static WebSettings settings() {
    return WebSettings.at("127.0.0.1", 0);
  }

  RawClient connect() {
    return new RawClient(server.port());
  }

  /// Sends one request on a connection of its own.
  RawClient.Answer ask(String request) {
    try (RawClient client = connect()) {
      return client.send(request).answer();
    }
  }

  @Override
  public void close() {
    server.stop(Duration.ofSeconds(1));
    loops.close();
  }
}
