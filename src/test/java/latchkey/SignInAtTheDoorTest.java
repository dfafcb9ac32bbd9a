package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import latchkey.openid.RealProvider;
import latchkey.people.Authenticator;
import latchkey.people.Role;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Passkeys and accounts at a provider, from the first request to the session and its end.
class SignInAtTheDoorTest {
  private static final String EMAIL = "ann@example.com";
  private static final String PASSKEYS = "/api/v1/me/passkeys";
  private static final String SHOW = "/api/v1/sign-in/passkey";
  private static final String CALLBACK = "/api/v1/sign-in/openid/{provider}/callback";
  private static final String OPENID = "/api/v1/sign-in/openid/acme";

  private final RealProvider provider = new RealProvider();
  private final TestServer server =
      TestServer.start(
          Map.of(
              Setting.OPENID_PROVIDERS,
              "acme %s %s its-secret".formatted(provider.issuer(), RealProvider.CLIENT),
              Setting.OPENID_HTTP_ON_LOOPBACK,
              "true"));
  private final String site = server.url().replace("127.0.0.1", "localhost");
  private final Authenticator device = new Authenticator(site);

  @AfterEach
  void close() {
    server.close();
    provider.close();
  }

  private final ManageClient nobody = ManageClient.nobody(server);
  private final ManageClient ann =
      ManageClient.session(
          server, server.people().member(server.organization(), "ann", Role.ADMIN));
  private final ApiFile file = ApiFile.manage(server);

  private static String cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .map(cookie -> cookie.replaceFirst(";.*", ""))
        .findFirst()
        .orElse("");
  }

  /// Whose browser that answer signed in.
  private ManageClient signedIn(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode body = ApiFile.read(answer.body());
    assertThat(body.path("status").asText()).isEqualTo("signed_in");
    return new ManageClient(
        server,
        List.of(
            "Cookie",
            cookie(answer, "latchkey_session"),
            "Latchkey-Csrf",
            body.path("csrfToken").asText()));
  }

  private HttpResponse<String> register(String name) {
    HttpResponse<String> options = ann.send("POST", PASSKEYS + "/options", "");
    var _ = file.documented(200, "post", PASSKEYS + "/options", options);
    return ann.send(
        "POST",
        PASSKEYS,
        "{\"name\": \"%s\", \"credential\": %s}".formatted(name, device.create(options.body())));
  }

  private HttpResponse<String> showPasskey() {
    HttpResponse<String> options = nobody.send("POST", SHOW + "/options", "");
    var _ = file.documented(200, "post", SHOW + "/options", options);
    return nobody.send(
        "POST", SHOW + "/finish", "{\"credential\": %s}".formatted(device.get(options.body())));
  }

  @Test
  void aPersonAddsAPasskeyAndSignsInWithNothingElse() {
    HttpResponse<String> made = register("Laptop");
    JsonNode passkey = file.documented(201, "post", PASSKEYS, made);
    assertThat(made.headers().firstValue("Location"))
        .contains(PASSKEYS + "/" + passkey.path("id").asText());
    HttpResponse<String> shown = showPasskey();
    var _ = file.documented(200, "post", SHOW + "/finish", shown);
    assertThat(emailOf(signedIn(shown))).isEqualTo(EMAIL);
  }

  private static String emailOf(ManageClient who) {
    return ApiFile.read(who.get("/api/v1/me").body()).path("person").path("email").asText();
  }

  @Test
  void passkeysAreListedRenamedAndDeleted() {
    String id = ApiFile.read(register("Laptop").body()).path("id").asText();
    String one = PASSKEYS + "/" + id;
    HttpResponse<String> renamed =
        ann.send("PATCH", one, "{\"name\": \"Old laptop\"}", "If-Match", "\"1\"");
    var _ = file.documented(200, "patch", PASSKEYS + "/{passkeyId}", renamed);
    assertThat(renamed.headers().firstValue("ETag")).contains("\"2\"");
    HttpResponse<String> stale = ann.send("PATCH", one, "{\"name\": \"x\"}", "If-Match", "\"1\"");
    assertThat(stale.statusCode()).isEqualTo(412);
    JsonNode list = file.documented(200, "get", PASSKEYS, ann.get(PASSKEYS));
    assertThat(list.path("items").path(0).path("name").asText()).isEqualTo("Old laptop");
    assertThat(ann.send("DELETE", one, "").statusCode()).isEqualTo(204);
    assertThat(ann.send("DELETE", one, "").statusCode()).isEqualTo(404);
    assertThat(showPasskey().statusCode()).isEqualTo(401);
  }

  @Test
  void passkeysAreForTheirOwner() {
    String id = ApiFile.read(register("Laptop").body()).path("id").asText();
    ManageClient bob =
        ManageClient.session(
            server, server.people().member(server.organization(), "bob", Role.OWNER));
    assertThat(bob.get(PASSKEYS).body()).isEqualTo("{\"items\":[]}");
    assertThat(bob.send("DELETE", PASSKEYS + "/" + id, "").statusCode()).isEqualTo(404);
    assertThat(bob.send("PATCH", PASSKEYS + "/" + id, "{\"name\": \"x\"}").statusCode())
        .isEqualTo(404);
    assertThat(signedIn(showPasskey()).headers()).isNotEmpty();
  }

  @Test
  void whatIsNoPasskeyIsRefused() {
    HttpResponse<String> wrong =
        ann.send("POST", PASSKEYS, "{\"name\": \"x\", \"credential\": {\"id\": 1}}");
    var _ = file.documented(400, "post", PASSKEYS, wrong);
    HttpResponse<String> nameless =
        ann.send("POST", PASSKEYS, "{\"name\": \" \", \"credential\": {}}");
    var _ = file.documented(400, "post", PASSKEYS, nameless);
    HttpResponse<String> nothing = nobody.send("POST", SHOW + "/finish", "{\"credential\": {}}");
    var _ = file.documented(401, "post", SHOW + "/finish", nothing);
    for (int i = 0; i < 29; i++) {
      var _ = nobody.send("POST", SHOW + "/finish", "{\"credential\": {}}");
    }
    HttpResponse<String> flood = nobody.send("POST", SHOW + "/finish", "{\"credential\": {}}");
    var _ = file.documented(429, "post", SHOW + "/finish", flood);
    assertThat(flood.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void whoeverHasAnAccountAtTheProviderWithTheirAddressIsIn() {
    provider.nextIs("ann-1", Map.of("email", EMAIL, "email_verified", true));
    HttpResponse<String> in = throughTheProvider();
    var _ = file.documented(200, "get", CALLBACK, in);
    assertThat(emailOf(signedIn(in))).isEqualTo(EMAIL);
    provider.nextIs("ann-1", Map.of());
    assertThat(emailOf(signedIn(throughTheProvider()))).isEqualTo(EMAIL);
  }

  private HttpResponse<String> throughTheProvider() {
    HttpResponse<String> begun = nobody.get(OPENID);
    var _ = file.documented(302, "get", "/api/v1/sign-in/openid/{provider}", begun);
    URI back = back(begun);
    assertThat(back.toString()).startsWith(site + OPENID + "/callback?");
    return callback(back, cookie(begun, "latchkey_openid"));
  }

  private URI back(HttpResponse<String> begun) {
    return provider.visit(URI.create(begun.headers().firstValue("Location").orElseThrow()));
  }

  private HttpResponse<String> callback(URI back, String cookie) {
    return new ManageClient(server, List.of("Cookie", cookie))
        .get(back.getRawPath() + "?" + back.getRawQuery() + "&session_state=its-own");
  }

  @Test
  void whoeverHasNoPlaceHereIsNotLetIn() {
    provider.nextIs("eve-1", Map.of("email", "eve@acme.example", "email_verified", true));
    HttpResponse<String> stranger = throughTheProvider();
    var _ = file.documented(403, "get", CALLBACK, stranger);
    assertThat(cookie(stranger, "latchkey_session")).isEmpty();
    provider.nextIs("eve-2", Map.of("email", EMAIL, "email_verified", false));
    assertThat(throughTheProvider().statusCode()).isEqualTo(403);
  }

  @Test
  void linkedAccountsAreSeenAndUnlinked() {
    provider.nextIs("ann-1", Map.of("email", EMAIL, "email_verified", true));
    var _ = signedIn(throughTheProvider());
    String mine = "/api/v1/me/identities";
    JsonNode linked = file.documented(200, "get", mine, ann.get(mine)).path("items");
    assertThat(linked.path(0).path("issuer").asText()).isEqualTo(provider.issuer().toString());
    String one = mine + "/" + linked.path(0).path("id").asText();
    assertThat(ann.send("DELETE", one, "").statusCode()).isEqualTo(204);
    assertThat(ann.send("DELETE", one, "").statusCode()).isEqualTo(404);
    provider.nextIs("ann-1", Map.of());
    assertThat(throughTheProvider().statusCode()).isEqualTo(403);
  }

  @Test
  void aCallbackThatThisBrowserDidNotAskForIsRefused() {
    provider.nextIs("ann-1", Map.of("email", EMAIL, "email_verified", true));
    HttpResponse<String> begun = nobody.get(OPENID);
    URI back = back(begun);
    assertThat(callback(back, "x=y").statusCode()).isEqualTo(401);
    String others = cookie(nobody.get(OPENID), "latchkey_openid");
    assertThat(callback(back, others).statusCode()).isEqualTo(401);
    String mine = cookie(begun, "latchkey_openid");
    assertThat(callback(back, mine + "; " + others).statusCode()).isEqualTo(401);
    assertThat(emailOf(signedIn(callback(back, mine)))).isEqualTo(EMAIL);
    var _ = file.documented(401, "get", CALLBACK, callback(back, mine));
  }

  @Test
  void providersAreNamedAndOthersAreNotThere() {
    HttpResponse<String> named = nobody.get("/api/v1/sign-in/openid");
    JsonNode list = file.documented(200, "get", "/api/v1/sign-in/openid", named);
    assertThat(list.toString()).isEqualTo("{\"providers\":[\"acme\"]}");
    assertThat(nobody.get("/api/v1/sign-in/openid/other").statusCode()).isEqualTo(404);
    assertThat(nobody.get("/api/v1/sign-in/openid/other/callback?code=x").statusCode())
        .isEqualTo(401);
  }

  @Test
  void callbacksThatFailTooOftenWait() {
    String cookie = cookie(nobody.get(OPENID), "latchkey_openid");
    URI garbage = URI.create(site + OPENID + "/callback?code=x&state=y");
    for (int i = 0; i < 30; i++) {
      assertThat(callback(garbage, cookie).statusCode()).isEqualTo(401);
    }
    var _ = file.documented(429, "get", CALLBACK, callback(garbage, cookie));
  }

  @Test
  void whoHasASecondFactorIsAskedForItAfterTheProviderButNotAfterAPasskey() {
    var _ = register("Laptop");
    change("UPDATE person SET totp_secret = x'00', totp_confirmed = 1 WHERE id = 'ann'");
    provider.nextIs("ann-1", Map.of("email", EMAIL, "email_verified", true));
    HttpResponse<String> half = throughTheProvider();
    JsonNode wanted = file.documented(200, "get", CALLBACK, half);
    assertThat(wanted.path("status").asText()).isEqualTo("second_factor");
    assertThat(cookie(half, "latchkey_session")).isEmpty();
    assertThat(emailOf(signedIn(showPasskey()))).isEqualTo(EMAIL);
  }

  @Test
  void whoIsSuspendedEverywhereDoesNotGetIn() {
    var _ = register("Laptop");
    change("UPDATE member SET status = 'suspended' WHERE person_id = 'ann'");
    var _ = file.documented(403, "post", SHOW + "/finish", showPasskey());
    provider.nextIs("ann-1", Map.of("email", EMAIL, "email_verified", true));
    var _ = file.documented(403, "get", CALLBACK, throughTheProvider());
  }

  private void change(String sql) {
    server.server().database().write(tx -> tx.handle().execute(sql));
  }

  @Test
  void aProviderThatIsGoneIsSaidToBe() {
    provider.close();
    HttpResponse<String> begun = nobody.get(OPENID);
    var _ = file.documented(503, "get", "/api/v1/sign-in/openid/{provider}", begun);
  }

  @Test
  void everyWayInIsInTheAuditLog() {
    var _ = register("Laptop");
    provider.nextIs("ann-1", Map.of("email", EMAIL, "email_verified", true));
    var _ = signedIn(showPasskey());
    var _ = signedIn(throughTheProvider());
    List<String> descriptions =
        server
            .server()
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "SELECT description FROM audit_entry WHERE org_id = :org ORDER BY seq")
                        .bind("org", server.organization())
                        .mapTo(String.class)
                        .list());
    assertThat(descriptions)
        .containsSubsequence(
            "Added the passkey \"Laptop\"", "Signed in", "Linked the account at acme", "Signed in");
  }
}
