package latchkey.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import latchkey.TestServer;
import latchkey.people.Browser.Reply;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// People's part of the manage door, over HTTP.
class PeopleAtTheDoorTest {
  private static final String PASSWORD = "a long enough password";

  private TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private Browser as(Role role) {
    return Browser.of(server, role);
  }

  private Browser nobody() {
    return new Browser(server);
  }

  private String idOf(Role role) {
    for (JsonNode member : as(Role.OWNER).get("/api/v1/members").json().path("items")) {
      if (member.path("role").asText().equals(role.text())) {
        return member.path("id").asText();
      }
    }
    throw new AssertionError("no " + role);
  }

  /// Everybody's role and status by address.
  private Map<String, String> everybody() {
    Map<String, String> everybody = new HashMap<>();
    for (JsonNode member : as(Role.VIEWER).get("/api/v1/members?limit=100").json().path("items")) {
      everybody.put(
          member.path("email").asText(),
          member.path("role").asText() + " " + member.path("status").asText());
    }
    return everybody;
  }

  private static String signIn(String email, String password) {
    return "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
  }

  @Test
  void whoSignsInGetsACookieThatScriptsAndOtherSitesCannotUse() {
    Browser browser = nobody();
    Reply in =
        browser.post(
            "/api/v1/sign-in/password", signIn("Olivia@Northwind.example", server.password()));
    assertThat(in.status()).isEqualTo(200);
    assertThat(in.json().path("status").asText()).isEqualTo("signed_in");
    assertThat(in.json().path("role").asText()).isEqualTo("owner");
    assertThat(in.response().headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Lax", "Path=/");
    Reply me = browser.get("/api/v1/me");
    assertThat(me.json().at("/person/email").asText()).isEqualTo("olivia@northwind.example");
    assertThat(me.json().path("rights")).hasSize(Right.values().length);
    assertThat(me.json().at("/organizations/0/name").asText()).isEqualTo("Northwind Agents");
    String cookie = browser.cookie();
    assertThat(browser.post("/api/v1/sign-out", "").status()).isEqualTo(204);
    assertThat(browser.cookie()).isEmpty();
    assertThat(server.get("/api/v1/me", "Cookie", "latchkey_session=" + cookie).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressGetTheSameAnswer() {
    Reply wrong =
        nobody().post("/api/v1/sign-in/password", signIn("olivia@northwind.example", "wrong one!"));
    Reply unknown =
        nobody().post("/api/v1/sign-in/password", signIn("nobody@northwind.example", "wrong one!"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.code()).isEqualTo("sign_in_failed");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.json().path("detail")).isEqualTo(wrong.json().path("detail"));
  }

  @Test
  void operatorsAppointAndDismissAndTheLastOneStays() {
    Browser olivia = as(Role.OWNER);
    Browser adam = as(Role.ADMIN);
    String admin = idOf(Role.ADMIN);
    String owner = idOf(Role.OWNER);
    assertThat(adam.get("/api/v1/operators").status()).isEqualTo(403);
    assertThat(olivia.delete("/api/v1/operators/" + owner).code()).isEqualTo("last_operator");
    Reply appointed = olivia.post("/api/v1/operators", "{\"email\":\"adam@northwind.example\"}");
    assertThat(appointed.status()).isEqualTo(201);
    assertThat(appointed.response().headers().firstValue("Location"))
        .contains("/api/v1/operators/" + admin);
    assertThat(adam.get("/api/v1/me").status()).isEqualTo(401); // they sign in anew
    Browser again = as(Role.ADMIN);
    assertThat(again.get("/api/v1/operators").json().path("items")).hasSize(2);
    assertThat(again.get("/api/v1/operators/" + owner).status()).isEqualTo(200);
    Reply twice = again.post("/api/v1/operators", "{\"personId\":\"" + owner + "\"}");
    assertThat(twice.code()).isEqualTo("already_an_operator");
    assertThat(again.post("/api/v1/operators", "{}").status()).isEqualTo(400);
    assertThat(again.delete("/api/v1/operators/" + owner).status()).isEqualTo(204);
    assertThat(again.get("/api/v1/operators/" + owner).status()).isEqualTo(404);
    assertThat(as(Role.OWNER).get("/api/v1/operators").status()).isEqualTo(403);
  }

  @Test
  void membersAreFoundByTextRoleAndStatus() {
    Browser owner = as(Role.OWNER);
    var _ =
        owner.post("/api/v1/invitations", "{\"email\":\"ann@example.com\",\"role\":\"viewer\"}");
    JsonNode viewers = owner.get("/api/v1/members?role=viewer&limit=1").json();
    assertThat(viewers.at("/items/0/email").asText()).isEqualTo("ann@example.com");
    String cursor = viewers.path("next").asText();
    assertThat(
            owner
                .get("/api/v1/members?role=viewer&limit=1&cursor=" + cursor)
                .json()
                .at("/items/0/name")
                .asText())
        .isEqualTo("Vera Viewer");
    assertThat(owner.get("/api/v1/members?limit=1&cursor=" + cursor).code())
        .isEqualTo("invalid_cursor");
    assertThat(owner.get("/api/v1/members?status=invited&search=ANN").json().path("items"))
        .hasSize(1);
    assertThat(owner.get("/api/v1/members?role=king").status()).isEqualTo(400);
    assertThat(owner.get("/api/v1/members?status=gone").status()).isEqualTo(400);
  }

  @Test
  void tooManyAttemptsAreToldWhenToComeBack() {
    Browser browser = nobody();
    Reply last = browser.post("/api/v1/sign-in/code", "{\"ticket\":\"x\",\"code\":\"000000\"}");
    for (int i = 0; i < 30; i++) {
      last = browser.post("/api/v1/sign-in/code", "{\"ticket\":\"x\",\"code\":\"000000\"}");
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.response().headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
  }

  @Test
  void withoutMailTheInviterPassesTheLinkOnAndTheInvitedIsIn() {
    Browser owner = as(Role.OWNER);
    Reply invited =
        owner.post("/api/v1/invitations", "{\"email\":\"ann@example.com\",\"role\":\"manager\"}");
    assertThat(invited.status()).isEqualTo(201);
    assertThat(invited.json().path("delivery").asText()).isEqualTo("link");
    String link = invited.json().path("link").asText();
    String token = link.substring(link.indexOf('#') + 1);
    assertThat(everybody()).containsEntry("ann@example.com", "manager invited");

    Browser ann = nobody();
    String shown = "{\"token\":\"%s\"}".formatted(token);
    assertThat(ann.post("/api/v1/invitations/preview", shown).json().path("organization").asText())
        .isEqualTo("Northwind Agents");
    String acceptance =
        """
        {"token":"%s","firstName":"Ann","lastName":"Lee","password":"%s"}
        """
            .formatted(token, PASSWORD);
    assertThat(
            ann.post("/api/v1/invitations/accept", acceptance.replace(PASSWORD, "1234567890"))
                .code())
        .isEqualTo("breached_password");
    assertThat(ann.post("/api/v1/invitations/accept", acceptance).status()).isEqualTo(201);
    assertThat(ann.get("/api/v1/me").json().path("role").asText()).isEqualTo("manager");
    assertThat(nobody().post("/api/v1/invitations/accept", acceptance).code())
        .isEqualTo("used_or_expired");
    assertThat(
            nobody().post("/api/v1/sign-in/password", signIn("ann@example.com", PASSWORD)).status())
        .isEqualTo(200);
    assertThat(
            nobody().post("/api/v1/sign-in/code-request", "{\"email\":\"ann@example.com\"}").code())
        .isEqualTo("no_mail");
  }

  @Test
  void withMailTheInvitedGetsTheLinkAndSignsInByCode() {
    server.close();
    try (Mailbox mailbox = new Mailbox()) {
      server = TestServer.start(Map.of(Setting.SMTP_URL, mailbox.url()));
      Reply invited =
          as(Role.ADMIN)
              .post("/api/v1/invitations", "{\"email\":\"ann@example.com\",\"role\":\"viewer\"}");
      assertThat(invited.json().path("delivery").asText()).isEqualTo("mailed");
      assertThat(invited.json().has("link")).isFalse();
      assertThat(
              nobody()
                  .post(
                      "/api/v1/invitations/accept",
                      """
                      {"token":"%s","firstName":"Ann","lastName":"Lee","password":"%s"}
                      """
                          .formatted(mailbox.linked().reveal(), PASSWORD))
                  .status())
          .isEqualTo(201);
      Browser ann = nobody();
      String ticket =
          ann.post("/api/v1/sign-in/code-request", "{\"email\":\"ann@example.com\"}")
              .json()
              .path("ticket")
              .asText();
      String code = "{\"ticket\":\"%s\",\"code\":\"%s\"}".formatted(ticket, mailbox.code());
      assertThat(ann.post("/api/v1/sign-in/code", code).status()).isEqualTo(200);
      assertThat(
              nobody()
                  .post("/api/v1/sign-in/reset-request", "{\"email\":\"ann@example.com\"}")
                  .status())
          .isEqualTo(204);
      String reset =
          "{\"token\":\"%s\",\"password\":\"another good password\"}"
              .formatted(mailbox.linked().reveal());
      assertThat(nobody().post("/api/v1/sign-in/reset", reset).status()).isEqualTo(204);
      assertThat(ann.get("/api/v1/me").status()).isEqualTo(401);
    }
  }

  /// Who tries what to whom, and the code of the refusal.
  @ParameterizedTest
  @CsvSource({
    "ADMIN, ADMIN, owner, owner_stays",
    "ADMIN, MEMBER, admin, admins_are_the_owners",
    "ADMIN, OWNER, viewer, owner_stays",
    "ADMIN, ADMIN, viewer, not_yourself",
    "OWNER, OWNER, viewer, not_yourself",
    "OWNER, ADMIN, owner, owner_stays",
    "MANAGER, MEMBER, viewer, missing_right",
    "MANAGER, MANAGER, admin, missing_right",
    "MEMBER, MEMBER, admin, missing_right",
    "VIEWER, VIEWER, owner, missing_right",
  })
  void nobodyMakesAnybodyMoreThanTheyMay(Role actor, Role target, String role, String code) {
    Map<String, String> before = everybody();
    String body = "{\"role\":\"%s\"}".formatted(role);
    Reply refused = as(actor).patch("/api/v1/members/" + idOf(target), body);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(everybody()).isEqualTo(before);
  }

  @Test
  void nobodyInvitesRemovesOrSuspendsAboveThemselves() {
    Map<String, String> before = everybody();
    Browser admin = as(Role.ADMIN);
    assertThat(admin.post("/api/v1/invitations", "{\"email\":\"a@b.c\",\"role\":\"admin\"}").code())
        .isEqualTo("admins_are_the_owners");
    assertThat(
            as(Role.OWNER)
                .post("/api/v1/invitations", "{\"email\":\"a@b.c\",\"role\":\"owner\"}")
                .code())
        .isEqualTo("has_an_owner");
    assertThat(admin.delete("/api/v1/members/" + idOf(Role.OWNER)).code()).isEqualTo("owner_stays");
    assertThat(
            admin.patch("/api/v1/members/" + idOf(Role.OWNER), "{\"status\":\"suspended\"}").code())
        .isEqualTo("owner_stays");
    assertThat(as(Role.OWNER).delete("/api/v1/me/membership").code()).isEqualTo("owner_stays");
    assertThat(as(Role.MEMBER).delete("/api/v1/members/" + idOf(Role.VIEWER)).code())
        .isEqualTo("missing_right");
    String toAdmin = "{\"memberId\":\"%s\"}".formatted(idOf(Role.ADMIN));
    assertThat(admin.post("/api/v1/ownership-transfer", toAdmin).code()).isEqualTo("missing_right");
    assertThat(everybody()).isEqualTo(before);
  }

  @Test
  void aRoleIsChangedForTheVersionThatWasSeen() {
    String member = "/api/v1/members/" + idOf(Role.MEMBER);
    Browser admin = as(Role.ADMIN);
    String seen = admin.get(member).etag();
    assertThat(admin.patch(member, "{\"role\":\"manager\"}", seen).etag()).isEqualTo("\"2\"");
    assertThat(admin.patch(member, "{\"role\":\"viewer\"}", seen).status()).isEqualTo(412);
    assertThat(admin.patch(member, "{\"role\":\"king\"}").status()).isEqualTo(400);
    assertThat(admin.get("/api/v1/members/person_none").status()).isEqualTo(404);
  }

  @Test
  void aSuspendedMembersSessionStopsAtOnce() {
    Browser viewer = as(Role.VIEWER);
    Reply suspended =
        as(Role.ADMIN).patch("/api/v1/members/" + idOf(Role.VIEWER), "{\"status\":\"suspended\"}");
    assertThat(suspended.json().path("status").asText()).isEqualTo("suspended");
    assertThat(viewer.get("/api/v1/members").status()).isEqualTo(401);
    assertThat(
            nobody()
                .post(
                    "/api/v1/sign-in/password", signIn("vera@northwind.example", server.password()))
                .code())
        .isEqualTo("not_a_member");
  }

  @Test
  void theOwnershipGoesOverAndTheOldOwnerGoesOnAsAnAdminUnderANewToken() {
    Browser owner = as(Role.OWNER);
    String before = owner.cookie();
    String to = "{\"memberId\":\"%s\"}".formatted(idOf(Role.ADMIN));
    Reply handed = owner.post("/api/v1/ownership-transfer", to);
    assertThat(handed.json().path("role").asText()).isEqualTo("admin");
    assertThat(owner.cookie()).isNotEqualTo(before);
    assertThat(server.get("/api/v1/me", "Cookie", "latchkey_session=" + before).statusCode())
        .isEqualTo(401);
    assertThat(owner.post("/api/v1/ownership-transfer", to).code()).isEqualTo("missing_right");
    assertThat(everybody())
        .containsEntry("adam@northwind.example", "owner active")
        .containsEntry("olivia@northwind.example", "admin active");
  }

  @Test
  void theSecondFactorIsAskedForOnceItIsOn() {
    Browser owner = as(Role.OWNER);
    String secret = owner.post("/api/v1/me/totp", "").json().path("secret").asText();
    String first = code(secret, -1);
    assertThat(owner.post("/api/v1/me/totp/confirm", "{\"code\":\"000000x\"}").code())
        .isEqualTo("wrong_code");
    Reply confirmed = owner.post("/api/v1/me/totp/confirm", "{\"code\":\"%s\"}".formatted(first));
    assertThat(confirmed.json().path("recoveryCodes")).hasSize(10);
    assertThat(owner.get("/api/v1/me").json().at("/factors/totp").asBoolean()).isTrue();

    Browser again = nobody();
    Reply half =
        again.post(
            "/api/v1/sign-in/password", signIn("olivia@northwind.example", server.password()));
    assertThat(half.json().path("status").asText()).isEqualTo("second_factor");
    assertThat(again.cookie()).isEmpty();
    String proof =
        "{\"ticket\":\"%s\",\"code\":\"%s\"}"
            .formatted(half.json().path("ticket").asText(), code(secret, 0));
    assertThat(again.post("/api/v1/sign-in/second-factor", proof).status()).isEqualTo(200);
    assertThat(again.get("/api/v1/me").status()).isEqualTo(200);
    String recovery = confirmed.json().at("/recoveryCodes/0").asText();
    assertThat(again.post("/api/v1/me/totp/drop", "{\"code\":\"%s\"}".formatted(recovery)).status())
        .isEqualTo(200);
  }

  /// The app's code, so many steps from now.
  private static String code(String base32, int steps) {
    BigInteger bits = BigInteger.ZERO;
    for (int i = 0; i < base32.length(); i++) {
      int digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      bits = bits.shiftLeft(5).or(BigInteger.valueOf(digit));
    }
    byte[] secret = new byte[20];
    byte[] found = bits.toByteArray();
    int from = Math.max(0, found.length - 20);
    System.arraycopy(found, from, secret, 20 - (found.length - from), found.length - from);
    return Totp.code(secret, System.currentTimeMillis() / 30_000 + steps);
  }

  @Test
  void onesSessionsAreListedAndEnded() {
    Browser here = as(Role.MEMBER);
    Browser there = as(Role.MEMBER);
    JsonNode items = here.get("/api/v1/me/sessions").json().path("items");
    assertThat(items).hasSize(2);
    String other = "";
    for (JsonNode item : items) {
      other = item.path("current").asBoolean() ? other : item.path("id").asText();
    }
    assertThat(as(Role.VIEWER).delete("/api/v1/me/sessions/" + other).status()).isEqualTo(404);
    assertThat(here.delete("/api/v1/me/sessions/" + other).status()).isEqualTo(204);
    assertThat(there.get("/api/v1/me").status()).isEqualTo(401);
    Browser third = as(Role.MEMBER);
    assertThat(here.delete("/api/v1/me/sessions").json().path("ended").asInt()).isEqualTo(1);
    assertThat(third.get("/api/v1/me").status()).isEqualTo(401);
    assertThat(here.get("/api/v1/me").status()).isEqualTo(200);
  }

  @Test
  void aProfileAndAPasswordAreChangedByWhoseTheyAre() {
    Browser member = as(Role.MEMBER);
    Reply renamed =
        member.patch("/api/v1/me", "{\"firstName\":\"Moe\",\"lastName\":\"Lee\"}", "\"1\"");
    assertThat(renamed.json().path("firstName").asText()).isEqualTo("Moe");
    assertThat(
            member
                .patch("/api/v1/me", "{\"firstName\":\"M\",\"lastName\":\"L\"}", "\"1\"")
                .status())
        .isEqualTo(412);
    assertThat(member.patch("/api/v1/me", "{\"firstName\":\"\",\"lastName\":\"L\"}").status())
        .isEqualTo(400);
    assertThat(
            member
                .put(
                    "/api/v1/me/password",
                    "{\"current\":\"not it at all\",\"password\":\"" + PASSWORD + "\"}")
                .code())
        .isEqualTo("wrong_password");
    String before = member.cookie();
    Reply changed =
        member.put(
            "/api/v1/me/password",
            "{\"current\":\"%s\",\"password\":\"%s\"}".formatted(server.password(), PASSWORD));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(member.cookie()).isNotEqualTo(before);
    assertThat(member.get("/api/v1/me").status()).isEqualTo(200);
  }

  @Test
  void theFirstLinkMakesTheFirstOwnerOnceWhileNobodyRunsTheServer() {
    server.close();
    server = TestServer.empty();
    Browser ann = nobody();
    assertThat(ann.get("/api/v1/setup").json().path("open").asBoolean()).isTrue();
    String setup =
        """
        {"token":"%s","email":"ann@example.com","firstName":"Ann","lastName":"Lee",
         "password":"%s","organization":"First"}
        """
            .formatted(server.setupToken(), PASSWORD);
    assertThat(ann.post("/api/v1/setup", setup.replace("First", "x")).status()).isEqualTo(400);
    Reply made = ann.post("/api/v1/setup", setup);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().at("/person/operator").asBoolean()).isTrue();
    assertThat(made.json().path("role").asText()).isEqualTo("owner");
    assertThat(nobody().get("/api/v1/setup").json().path("open").asBoolean()).isFalse();
    assertThat(nobody().post("/api/v1/setup", setup).code()).isEqualTo("used_or_expired");
  }
}
