package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import latchkey.settings.BadSetting;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import org.junit.jupiter.api.Test;

/// What other sites' pages may ask and read.
class CorsAtTheDoorTest {
  private static final String SITE = "https://console.example";
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  private static HttpResponse<String> send(
      TestServer server, String method, String path, String... headers) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.noBody())
            .headers(headers));
  }

  private static Optional<String> header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name);
  }

  @Test
  void aSiteThatIsNamedAsksWithAKeyAndReadsTheAnswerAndNoOtherSiteDoes() {
    try (TestServer server =
        TestServer.start(Map.of(Setting.CORS_ORIGINS, SITE + ", http://localhost:5173"))) {
      String agent = server.agents().getFirst();
      String contacts = "/v1/open/contacts/chatbots/" + agent;
      HttpResponse<String> preflight =
          send(
              server,
              "OPTIONS",
              contacts,
              "Origin",
              SITE,
              "Access-Control-Request-Method",
              "POST",
              "Access-Control-Request-Headers",
              "content-type,idempotency-key,x-api-key,x-api-secret");
      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(header(preflight, ALLOWED)).hasValue(SITE);
      assertThat(header(preflight, "Vary")).hasValue("Origin");
      assertThat(header(preflight, "Access-Control-Allow-Methods").orElse("")).contains("POST");
      assertThat(header(preflight, "Access-Control-Allow-Headers").orElse(""))
          .contains("Content-Type", "Idempotency-Key", "X-API-Key", "X-API-Secret");
      assertThat(header(preflight, "Access-Control-Max-Age")).hasValue("600");

      OpenClient client = OpenClient.of(server, agent);
      for (String site : new String[] {SITE, "http://localhost:5173"}) {
        HttpResponse<String> read = client.get(contacts, "Origin", site);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(header(read, ALLOWED)).hasValue(site);
        assertThat(read.headers().allValues("Vary")).contains("Origin");
        assertThat(header(read, "Access-Control-Expose-Headers").orElse(""))
            .contains("X-Request-Id", "RateLimit", "Retry-After", "ETag");
        assertThat(header(read, "Access-Control-Allow-Credentials")).isEmpty();
      }
      HttpResponse<String> refused = send(server, "GET", contacts, "Origin", SITE);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(header(refused, ALLOWED)).hasValue(SITE);

      for (String other : new String[] {"https://evil.example", "null", SITE + ".evil.example"}) {
        HttpResponse<String> read = client.get(contacts, "Origin", other);
        assertThat(header(read, ALLOWED)).as(other).isEmpty();
        assertThat(read.headers().allValues("Vary")).as(other).contains("Origin");
      }
      assertThat(client.get(contacts).headers().allValues("Vary")).contains("Origin");
    }
  }

  @Test
  void whatSessionsOpenIsSharedWithNoSite() {
    try (TestServer server = TestServer.start(Map.of(Setting.CORS_ORIGINS, SITE))) {
      for (String path : new String[] {"/sign-in", "/api/v1/me", "/v1", "/v1.evil"}) {
        for (String method : new String[] {"GET", "OPTIONS"}) {
          HttpResponse<String> read =
              send(server, method, path, "Origin", SITE, "Access-Control-Request-Method", "GET");
          assertThat(header(read, ALLOWED)).as(method + " " + path).isEmpty();
        }
      }
    }
  }

  @Test
  void withoutTheSettingNothingIsSaidOfSitesAndEverySiteIsNotOne() {
    try (TestServer server = TestServer.start()) {
      HttpResponse<String> read = send(server, "GET", "/v1/open/health", "Origin", SITE);
      assertThat(header(read, ALLOWED)).isEmpty();
      assertThat(header(read, "Vary")).isEmpty();
    }
    for (String wrong : new String[] {"*", "null", "https://a.example/path", SITE + ",*"}) {
      assertThatThrownBy(() -> Settings.of(Map.of(Setting.CORS_ORIGINS, wrong)))
          .isInstanceOf(BadSetting.class)
          .hasMessageContaining("cors-origins");
    }
  }
}
