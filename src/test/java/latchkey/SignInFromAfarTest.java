package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Signing in at a server that people reach by https, through a proxy.
class SignInFromAfarTest {
  private static final String PATH = "/api/v1/sign-in/password";
  private static final int MANY = 300;

  private final TestServer server =
      TestServer.start(
          Map.of(
              Setting.PUBLIC_URL, "https://keys.example.com",
              Setting.TRUSTED_PROXIES, "127.0.0.1"));
  private final String email = server.data().owner().email().text();

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpRequest attempt(String address, String who, String password) {
    return HttpRequest.newBuilder(URI.create(server.url() + PATH))
        .header("Content-Type", "application/json")
        .header("X-Forwarded-For", address)
        .POST(
            BodyPublishers.ofString(
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(who, password)))
        .build();
  }

  @Test
  void theCookieIsForHttpsOnlyWherePeopleComeByHttps() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> in =
          client.send(attempt("192.0.2.1", email, server.password()), BodyHandlers.ofString());
      assertThat(in.statusCode()).as(in.body()).isEqualTo(200);
      assertThat(in.headers().firstValue("Set-Cookie").orElse("")).endsWith("; Secure");
    }
  }

  @Test
  void inAFloodOfPasswordsThoseWhoWouldWaitForLongAreToldSoAndNobodyIsLockedOut() throws Exception {
    ApiFile file = ApiFile.manage(server);
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<CompletableFuture<HttpResponse<String>>> flood =
          IntStream.range(0, MANY)
              .mapToObj(
                  i ->
                      client.sendAsync(
                          attempt(
                              "192.0.2." + i % 250, "x%d@example.com".formatted(i), "wrong one"),
                          BodyHandlers.ofString()))
              .toList();
      int busy = 0;
      for (var one : flood) {
        HttpResponse<String> answer = one.get();
        if (answer.statusCode() == 503) {
          busy++;
          assertThat(file.documented(503, "post", PATH, answer).path("code").asText())
              .isEqualTo("unavailable");
          assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        } else {
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        }
      }
      assertThat(busy).isBetween(1, MANY - 1);
      HttpResponse<String> in =
          client.send(attempt("192.0.2.1", email, server.password()), BodyHandlers.ofString());
      assertThat(in.statusCode()).as(in.body()).isEqualTo(200);
    }
  }
}
