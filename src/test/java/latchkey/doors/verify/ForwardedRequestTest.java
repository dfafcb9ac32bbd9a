package latchkey.doors.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import latchkey.TestServer;
import latchkey.access.AddressList;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What `/auth` answers to the requests that Traefik and Envoy make, as their examples say it.
class ForwardedRequestTest {
  private static final By ACTOR = By.system("test");
  private static final String CLIENT = "203.0.113.7";

  private TestServer server;
  private String agent;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            Map.of(
                Setting.TRUSTED_PROXIES, "127.0.0.1",
                Setting.AUTH_PERMISSION_HEADER, "X-Require-Permission",
                Setting.AUTH_AGENT_HEADER, "X-Require-Agent"));
    agent = server.agents().getFirst();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyMiddlewareOfTheTraefikExampleAsksWhatAKeyCanMeetOrMiss() throws IOException {
    String all = issue(draft("*").forAgent(agent));
    String little = issue(draft("calls.read").forAgent(agent));
    String others = issue(draft("*").forAgent(server.agents().getLast()));
    List<URI> asked =
        example("traefik.yaml").findValues("forwardAuth").stream()
            .map(auth -> URI.create(auth.get("address").asText()))
            .toList();
    assertThat(asked).hasSize(5);

    for (URI address : asked) {
      String target =
          address.getPath() + (address.getQuery() == null ? "" : "?" + address.getQuery());
      assertThat(traefik(target, all).statusCode()).as(target).isEqualTo(200);
      assertThat(traefik(target, little).statusCode())
          .as(target)
          .isEqualTo(target.contains("permission=") ? 403 : 200);
      assertThat(traefik(target, others).statusCode())
          .as(target)
          .isEqualTo(target.contains("agent=") ? 403 : 200);
    }
  }

  @Test
  void everyRouteOfTheEnvoyExampleAsksWhatAKeyCanMeetOrMiss() throws IOException {
    String all = issue(draft("*").forAgent(agent));
    String little = issue(draft("calls.read").forAgent(agent));
    List<JsonNode> routes = new ArrayList<>();
    example("envoy.yaml").findValue("routes").forEach(routes::add);
    assertThat(routes).hasSize(5);

    for (JsonNode route : routes) {
      List<String> mapping = new ArrayList<>();
      for (JsonNode append : route.findValues("append")) {
        mapping.add(append.get("header").get("key").asText());
        mapping.add(append.get("header").get("value").asText());
      }
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")) {
        assertThat(envoy(method, "/contacts/7", all, mapping).statusCode())
            .as(method + mapping)
            .isEqualTo(200);
        assertThat(envoy(method, "/contacts/7", little, mapping).statusCode())
            .as(method + mapping)
            .isEqualTo(mapping.isEmpty() ? 200 : 403);
      }
    }
  }

  @Test
  void belowAuthTheQueryIsTheClientsAndRequiresNothing() {
    String key = issue(draft("leads.read"));
    List<String> mapping = List.of("x-require-permission", "contacts.read");

    assertThat(envoy("GET", "/contacts?permission=leads.read&cost=0", key, mapping).statusCode())
        .isEqualTo(403);
    assertThat(envoy("GET", "/leads?page=2&permission=(", key, List.of()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void belowAuthNothingIsAnsweredWhileNoMappingHeaderIsNamed() {
    try (TestServer plain = TestServer.start()) {
      HttpResponse<String> answer =
          plain.get("/auth/?permission=keys.read", "Authorization", "Bearer " + plain.token(3));

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("auth-permission-header");
    }
  }

  @Test
  void aMappingHeaderThatCameTwiceIsRefused() {
    String key = issue(draft("leads.read"));

    assertThat(
            envoy(
                    "GET",
                    "/contacts",
                    key,
                    List.of(
                        "x-require-permission",
                        "leads.read",
                        "X-Require-Permission",
                        "contacts.read"))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void theClientsAddressIsTheOneThatTheProxySaw() {
    String allowed = issue(draft("*").from(AddressList.parse(List.of(CLIENT))));
    String elsewhere = issue(draft("*").from(AddressList.parse(List.of("198.51.100.0/24"))));

    assertThat(traefik("/auth", allowed).statusCode()).isEqualTo(200);
    assertThat(traefik("/auth", elsewhere).statusCode()).isEqualTo(403);
  }

  @Test
  void everyRefusalSaysItsCodeInAHeader() {
    assertThat(server.get("/auth").headers().firstValue("X-Latchkey-Code"))
        .hasValue("CREDENTIAL_REQUIRED");
    assertThat(server.get("/auth", "X-API-Secret", "alone").headers().firstValue("X-Latchkey-Code"))
        .hasValue("INVALID_CREDENTIAL_HEADERS");
    assertThat(
            traefik("/auth?permision=*", server.token(3)).headers().firstValue("X-Latchkey-Code"))
        .hasValue("bad_request");
    assertThat(
            traefik("/auth?permission=contacts.read", issue(draft("leads.read")))
                .headers()
                .firstValue("X-Latchkey-Code"))
        .hasValue("PERMISSION_DENIED");
  }

  /// Traefik asks with GET and the client's headers, and tells of the request in its own.
  private HttpResponse<String> traefik(String target, String token) {
    return server.get(
        target,
        "Authorization",
        "Bearer " + token,
        "X-Forwarded-Method",
        "POST",
        "X-Forwarded-Proto",
        "https",
        "X-Forwarded-Host",
        "api.example.com",
        "X-Forwarded-Uri",
        "/contacts?page=2",
        "X-Forwarded-For",
        CLIENT);
  }

  /// Envoy asks with the client's method, path and query, and without the body.
  private HttpResponse<String> envoy(
      String method, String target, String token, List<String> mapping) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/auth" + target))
            .header("Authorization", "Bearer " + token)
            .header("X-Forwarded-For", CLIENT)
            .method(method, BodyPublishers.noBody());
    for (int i = 0; i < mapping.size(); i += 2) {
      request.header(mapping.get(i), mapping.get(i + 1));
    }
    return server.send(request);
  }

  private JsonNode example(String name) throws IOException {
    String text = Files.readString(Proxy.EXAMPLES.resolve(name));
    return new YAMLMapper().readTree(text.replace(Proxy.EXAMPLE_AGENT, agent));
  }

  private KeyDraft draft(String... permissions) {
    return KeyDraft.of(server.organization(), "Test", List.of(permissions));
  }

  private String issue(KeyDraft draft) {
    return server.keys().issue(draft, ACTOR).text().token().reveal();
  }
}
