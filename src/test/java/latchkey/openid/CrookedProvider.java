package latchkey.openid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import latchkey.crypto.Secret;

/// A provider that answers whatever the test wants, and keeps what it was asked.
final class CrookedProvider implements AutoCloseable {
  /// What a path answers.
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  CrookedProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    metadata(url("/token"), url("/keys"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Optional<String> credentials =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
      asked.add(path + " " + body + credentials.map(shown -> " " + shown).orElse(""));
      answers.getOrDefault(path, status(404)).to(exchange);
    }
  }

  void answers(String path, Answer answer) {
    answers.put(path, answer);
  }

  void metadata(String tokenEndpoint, String keys) {
    metadata(issuer().toString(), tokenEndpoint, keys, "");
  }

  /// @param more further members, each with a comma before it
  void metadata(String issuer, String tokenEndpoint, String keys, String more) {
    answers(
        "/.well-known/openid-configuration",
        json(
            """
            {"issuer": "%s", "authorization_endpoint": "%s", "token_endpoint": "%s", "jwks_uri": "%s"%s}
            """
                .formatted(issuer, url("/authorize?tenant=1"), tokenEndpoint, keys, more)));
  }

  void token(String idToken) {
    answers("/token", json("{\"access_token\": \"x\", \"id_token\": \"%s\"}".formatted(idToken)));
  }

  static Answer json(String text) {
    return exchange -> {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  static Answer redirect(String to) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", to);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  /// How often that path was asked for.
  long count(String path) {
    return asked.stream().filter(one -> one.startsWith(path + " ")).count();
  }

  List<String> asked() {
    return asked;
  }

  URI issuer() {
    return URI.create(url(""));
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  Provider registration() {
    return new Provider("crooked", issuer(), "us", Optional.of(new Secret("s:1")));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
