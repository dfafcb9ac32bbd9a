package latchkey.doors.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import latchkey.TestServer;
import latchkey.access.AddressList;
import latchkey.audit.By;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.RevocationReason;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds with a real proxy, run from its example, between clients and an application.
@ParameterizedClass
@EnumSource(Proxy.class)
class ProxyTest {
  private static final By ACTOR = By.system("test");

  /// Clients come from other loopback addresses than the proxy, which is trusted.
  private static final String CLIENT = "127.0.0.2";

  private static final String OTHER_CLIENT = "127.0.0.3";

  @Parameter Proxy kind;
  @TempDir Path folder;
  private TestServer server;
  private EchoingApp app;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws IOException {
    kind.program(); // where it is missing, nothing else need start
    server =
        TestServer.start(
            Map.of(
                Setting.TRUSTED_PROXIES, "127.0.0.1",
                Setting.AUTH_PERMISSION_HEADER, "X-Require-Permission",
                Setting.AUTH_AGENT_HEADER, "X-Require-Agent"));
    app = EchoingApp.start();
    try {
      int port = URI.create(server.url()).getPort();
      proxy = kind.start(port, app.port(), server.agents().getFirst(), folder);
    } catch (Throwable e) {
      app.close();
      server.close();
      throw e;
    }
  }

  @AfterEach
  void stop() {
    if (proxy != null) {
      proxy.close();
      app.close();
      server.close();
    }
  }

  @Test
  void aPermittedRequestReachesTheApplicationWithWhatIsKnownOfTheKey() {
    String agent = server.agents().getFirst();
    IssuedKey key = issue(draft("contacts.read", "leads.read").forAgent(agent));

    HttpResponse<String> answer = get("/contacts?page=2", bearer(key));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().lines())
        .startsWith("GET /contacts?page=2")
        .contains(
            "x-latchkey-key-id: " + key.key().id(),
            "x-latchkey-organization: " + server.organization(),
            "x-latchkey-agent: " + agent,
            "x-latchkey-environment: live",
            "x-latchkey-permissions: contacts.read leads.read");
  }

  @Test
  void thePairOfHeadersServesAsWellAsABearerToken() {
    String token = token(issue(draft("contacts.read")));
    int last = token.lastIndexOf('_');

    assertThat(
            get(
                    "/contacts",
                    "X-API-Key",
                    token.substring(0, last),
                    "X-API-Secret",
                    token.substring(last + 1))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aBodyReachesTheApplicationWhole() {
    HttpRequest.Builder request =
        request("/contacts", bearer(issue(draft("contacts.write"))))
            .POST(BodyPublishers.ofString("{\"name\":\"Ada\"}"));

    HttpResponse<String> answer = send(CLIENT, request);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("POST /contacts\n").endsWith("\n\n{\"name\":\"Ada\"}");
  }

  @Test
  void aClientsOwnLatchkeyHeadersNeverReachTheApplication() {
    IssuedKey key = issue(draft("contacts.read"));

    HttpResponse<String> answer =
        send(
            CLIENT,
            request("/contacts", bearer(key))
                .headers(
                    "X-Latchkey-Key-Id", "forged",
                    "X-Latchkey-Organization", "forged",
                    "X-Latchkey-Agent", "forged",
                    "X-Latchkey-Environment", "forged",
                    "X-Latchkey-Permissions", "forged",
                    "X-Latchkey-Code", "forged",
                    "X-Latchkey-Decision", "forged",
                    "X_Latchkey_Agent", "forged"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .doesNotContain("forged")
        .doesNotContain("x-latchkey-agent") // the key is for the whole organization
        .contains("x-latchkey-key-id: " + key.key().id());
  }

  @Test
  void aClientCannotHideALatchkeyHeaderFromTheApplication() throws IOException {
    String agent = server.agents().getFirst();
    String token = token(issue(draft("contacts.read").forAgent(agent)));

    String answer =
        raw(
            "GET /contacts HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nConnection: close, X-Latchkey-Agent\r\n\r\n"
                .formatted(proxy.port(), token));

    boolean refused = answer.startsWith("HTTP/1.1 400");
    assertThat(refused || answer.contains("x-latchkey-agent: " + agent)).as(answer).isTrue();
  }

  @Test
  void theCredentialStaysAtTheProxy() {
    String token = token(issue(draft("contacts.read")));
    int last = token.lastIndexOf('_');

    HttpResponse<String> answer =
        get(
            "/contacts",
            "Authorization",
            "Bearer " + token,
            "X-API-Key",
            token.substring(0, last),
            "X-API-Secret",
            token.substring(last + 1));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .doesNotContain("authorization")
        .doesNotContain("x-api-")
        .doesNotContain(token.substring(last + 1));
  }

  @Test
  void withoutACredentialTheAnswerIs401WithAChallenge() {
    HttpResponse<String> answer = get("/contacts");

    assertRefused(answer, 401, "CREDENTIAL_REQUIRED");
    assertThat(answer.headers().allValues("WWW-Authenticate"))
        .singleElement()
        .asString()
        .startsWith("Bearer")
        .doesNotContain("error");
  }

  @Test
  void aWrongKeyIsRefusedWith401() {
    String token = server.token(0);

    HttpResponse<String> answer =
        get("/contacts", "Authorization", "Bearer " + token.substring(0, token.length() - 8));

    assertRefused(answer, 401, "INVALID");
    assertThat(answer.headers().allValues("WWW-Authenticate"))
        .singleElement()
        .asString()
        .contains("error=\"invalid_token\"");
  }

  @Test
  void twoDifferentCredentialsAreRefusedWith400() {
    HttpResponse<String> answer =
        get(
            "/contacts",
            "Authorization",
            "Bearer " + server.token(0),
            "X-API-Key",
            server.token(1));

    assertRefused(answer, 400, "INVALID_CREDENTIAL_HEADERS");
  }

  @Test
  void aMissingPermissionIsRefusedWith403AndNamed() {
    HttpRequest.Builder request =
        request("/contacts", bearer(issue(draft("contacts.read", "leads.*"))))
            .POST(BodyPublishers.noBody());

    HttpResponse<String> answer = send(CLIENT, request);

    assertRefused(answer, 403, "PERMISSION_DENIED");
    assertThat(answer.headers().allValues("WWW-Authenticate"))
        .singleElement()
        .asString()
        .contains("error=\"insufficient_scope\"")
        .containsPattern("scope=\"[^\"]*contacts\\.");
  }

  @Test
  void aKeyOfAnotherAgentIsRefusedWith403() {
    String path = "/agents/" + server.agents().getFirst() + "/leads";
    IssuedKey own = issue(draft("leads.read").forAgent(server.agents().getFirst()));
    IssuedKey others = issue(draft("leads.read").forAgent(server.agents().getLast()));

    assertThat(get(path, bearer(own)).statusCode()).isEqualTo(200);
    assertRefused(get(path, bearer(others)), 403, "AGENT_NOT_ALLOWED");
  }

  @Test
  void whatNoRouteMapsNeedsEveryPermission() {
    assertRefused(
        get("/forgotten", bearer(issue(draft("contacts.*", "leads.*")))), 403, "PERMISSION_DENIED");
    assertThat(get("/forgotten", bearer(issue(draft("*")))).statusCode()).isEqualTo(200);
  }

  @Test
  void aClientsQueryIsNoPartOfTheMapping() {
    IssuedKey key = issue(draft("leads.read").limited(Limits.of(Limit.perDay(1))));

    assertRefused(get("/contacts?permission=leads.read", bearer(key)), 403, "PERMISSION_DENIED");
    assertThat(get("/whoami?cost=0&any=thing", bearer(key)).statusCode()).isEqualTo(200);
    assertRefused(get("/whoami?cost=0", bearer(key)), 429, "RATE_LIMITED");
  }

  @Test
  void aClientsRequirementHeadersAreNoPartOfTheMapping() {
    IssuedKey key = issue(draft("leads.read"));

    HttpResponse<String> answer =
        send(
            CLIENT, request("/contacts", bearer(key)).header("X-Require-Permission", "leads.read"));

    assertRefused(answer, 403, "PERMISSION_DENIED");
  }

  @Test
  void aUsedUpLimitIs429AndSaysWhenToComeBack() {
    IssuedKey key = issue(draft("contacts.read").limited(Limits.of(Limit.perDay(1))));
    assertThat(get("/contacts", bearer(key)).statusCode()).isEqualTo(200);

    HttpResponse<String> answer = get("/contacts", bearer(key));

    assertRefused(answer, 429, "RATE_LIMITED");
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    assertThat(answer.headers().allValues("RateLimit-Policy"))
        .singleElement()
        .asString()
        .contains(";q=1;w=86400");
    assertThat(answer.headers().allValues("RateLimit"))
        .singleElement()
        .asString()
        .contains(";r=0;");
    assertThat(app.requests()).isEqualTo(1);
  }

  @Test
  void aRevokedKeyIsRefusedAtOnce() {
    IssuedKey key = issue(draft("contacts.read"));
    assertThat(get("/contacts", bearer(key)).statusCode()).isEqualTo(200);

    server
        .keys()
        .revoke(server.organization(), key.key().id(), RevocationReason.UNSPECIFIED, ACTOR);

    assertThat(get("/contacts", bearer(key)).statusCode()).isEqualTo(401);
    assertThat(app.requests()).isEqualTo(1);
  }

  @Test
  void addressesAreJudgedByTheClientsOwnAndNoHeaderHelps() {
    IssuedKey key = issue(draft("contacts.read").from(AddressList.parse(List.of(CLIENT))));

    assertThat(send(CLIENT, request("/contacts", bearer(key))).statusCode()).isEqualTo(200);
    assertRefused(
        send(OTHER_CLIENT, request("/contacts", bearer(key))), 403, "ADDRESS_NOT_ALLOWED");
    for (String[] forged :
        List.of(
            new String[] {"X-Forwarded-For", CLIENT},
            new String[] {"X-Forwarded-For", CLIENT + ", 127.0.0.1"},
            new String[] {"Forwarded", "for=" + CLIENT},
            new String[] {"X-Real-IP", CLIENT})) {
      assertRefused(
          send(OTHER_CLIENT, request("/contacts", bearer(key)).headers(forged)),
          403,
          "ADDRESS_NOT_ALLOWED");
    }
    // Nor does it shut out a client that such a header was put on.
    assertThat(
            send(CLIENT, request("/contacts", bearer(key)).header("Forwarded", "for=192.0.2.1"))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void whileLatchkeyIsDownNobodyPasses() {
    String[] key = bearer(issue(draft("contacts.read")));
    assertThat(get("/contacts", key).statusCode()).isEqualTo(200);

    server.close();

    assertThat(get("/contacts", key).statusCode()).isIn(502, 503);
    assertThat(get("/contacts", key).statusCode()).isIn(502, 503);
    assertThat(app.requests()).isEqualTo(1);
  }

  private KeyDraft draft(String... permissions) {
    return KeyDraft.of(server.organization(), "Test", List.of(permissions));
  }

  private IssuedKey issue(KeyDraft draft) {
    return server.keys().issue(draft, ACTOR);
  }

  private static String token(IssuedKey key) {
    return key.text().token().reveal();
  }

  private static String[] bearer(IssuedKey key) {
    return new String[] {"Authorization", "Bearer " + token(key)};
  }

  private HttpResponse<String> get(String path, String... headers) {
    return send(CLIENT, request(path, headers));
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /// Sends it from that address of this machine.
  private static HttpResponse<String> send(String from, HttpRequest.Builder request) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(InetAddress.ofLiteral(from))
            .build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().allValues("X-Latchkey-Code")).containsExactly(code);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"" + code + "\"");
  }
}
