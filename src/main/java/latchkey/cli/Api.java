package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// A server's API, asked over HTTP with one profile's credential.
final class Api implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Profile profile;
  private final Consumer<Credential.Session> renewed;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER) // the credential is for this server only
          .build();

  /// @param renewed hears of a session's new token
  Api(Profile profile, Consumer<Credential.Session> renewed) {
    this.profile = profile;
    this.renewed = renewed;
  }

  /// Without a session that could change.
  Api(Profile profile) {
    this(profile, _ -> {});
  }

  /// Asks, and answers what is no refusal.
  ///
  /// @throws Refused where the server refuses
  Reply send(Ask ask) {
    var response = exchange(ask, BodyHandlers.ofByteArray());
    var reply =
        new Reply(accepted(response, response.body()), response.headers().firstValue("ETag"));
    response.headers().allValues("Set-Cookie").stream()
        .flatMap(cookie -> Credential.Session.of(cookie).stream())
        .forEach(renewed);
    return reply;
  }

  /// A part of a file, and where the next one begins.
  record Part(String text, Optional<String> next) {}

  /// What is not JSON, or more than one document of it.
  Part text(Ask ask) {
    var response = exchange(ask, BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw refused(response, response.body());
    }
    return new Part(
        new String(response.body(), StandardCharsets.UTF_8),
        response.headers().firstValue("Latchkey-Next"));
  }

  private <T> HttpResponse<T> exchange(Ask ask, BodyHandler<T> handler) {
    var request = request(ask);
    try {
      return client.send(request, handler);
    } catch (ConnectException | HttpTimeoutException e) {
      throw new Failure(Cli.REFUSED, "no answer from %s%s".formatted(profile.url(), reason(e)));
    } catch (IOException e) {
      if (!ask.repeatable()) {
        throw broken(e);
      }
    } catch (InterruptedException _) {
      throw interrupted();
    }
    return again(request, handler);
  }

  private <T> HttpResponse<T> again(HttpRequest request, BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw broken(e);
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  private HttpRequest request(Ask ask) {
    var publisher =
        ask.body().isPresent()
            ? BodyPublishers.ofString(ask.body().get().text())
            : BodyPublishers.noBody();
    var request =
        HttpRequest.newBuilder(URI.create(profile.url() + ask.target()))
            .method(ask.method(), publisher)
            .timeout(PATIENCE)
            .header("User-Agent", "latchkey-cli");
    ask.body().ifPresent(body -> request.header("Content-Type", body.type()));
    profile.credential().headers(profile.url()).forEach(request::header);
    ask.headers().forEach(request::header);
    return request.build();
  }

  private JsonNode accepted(HttpResponse<?> response, byte[] body) {
    if (response.statusCode() / 100 != 2) {
      throw refused(response, body);
    }
    if (body.length > 0 && !isJson(response)) {
      throw new Failure(Cli.REFUSED, "what answers at %s is no Latchkey".formatted(profile.url()));
    }
    return body.length == 0 ? MissingNode.getInstance() : parsed(body);
  }

  private Refused refused(HttpResponse<?> response, byte[] body) {
    var requestId = response.headers().firstValue("X-Request-Id").orElse("");
    var problem = isJson(response) ? parsed(body) : JsonNodeFactory.instance.objectNode();
    return new Refused(response.statusCode(), problem, requestId);
  }

  private static boolean isJson(HttpResponse<?> response) {
    var type = response.headers().firstValue("Content-Type").orElse("");
    return type.matches("application/([a-z.-]+\\+)?json\\b.*");
  }

  JsonNode parsed(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private Failure broken(IOException e) {
    return new Failure(
        Cli.REFUSED,
        "the connection to %s broke%s; what was asked may have happened"
            .formatted(profile.url(), reason(e)));
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "" : ": " + e.getMessage().lines().findFirst().orElse("");
  }

  private static Failure interrupted() {
    Thread.currentThread().interrupt();
    return new Failure(Cli.REFUSED, "interrupted");
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
