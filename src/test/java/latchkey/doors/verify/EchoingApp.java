package latchkey.doors.verify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// The application behind a proxy: it answers with the request that reached it, the names of
/// headers in lower case.
final class EchoingApp implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();

  private EchoingApp(HttpServer server) {
    this.server = server;
  }

  static EchoingApp start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    EchoingApp app = new EchoingApp(server);
    server.createContext("/", app::echo);
    server.start();
    return app;
  }

  private void echo(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    StringBuilder seen = new StringBuilder();
    seen.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                values.forEach(
                    value ->
                        seen.append('\n')
                            .append(name.toLowerCase(Locale.ROOT))
                            .append(": ")
                            .append(value)));
    try (exchange) {
      seen.append("\n\n")
          .append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      byte[] body = seen.toString().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// How many requests were let pass.
  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
