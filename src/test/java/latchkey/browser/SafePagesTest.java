package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.TestServer;
import latchkey.doors.manage.SessionCookie;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every page and every form, also for those that nobody has thought of yet.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SafePagesTest {
  private static final String PLACES = "latchkey.browser.Places#";

  /// What a page might show again of what it was asked.
  private static final List<String> PARAMETERS =
      List.of(
          "q",
          "search",
          "next",
          "state",
          "status",
          "agent",
          "key",
          "keyId",
          "agentId",
          "action",
          "address",
          "decision",
          "permission",
          "from",
          "to",
          "range",
          "cursor",
          "after",
          "page",
          "sort",
          "tab",
          "email",
          "error",
          "toast",
          "name",
          "token",
          "code",
          "environment",
          "user",
          "resource",
          "zone");

  /// What stands in a path where an id is meant; none of it is one.
  private static final List<String> NONSENSE =
      List.of(
          "nonsense", "0", "-1", "9".repeat(300), "%00", "%2e%2e%2f", "%ff", "%3Cx-evil%3E", "~");

  private TestServer server;
  private Wire stranger;
  private Wire owner;
  private Wire elsewhere;

  @BeforeAll
  void start() {
    server = TestServer.start();
    stranger = Wire.stranger(server);
    owner = Wire.session(server, server.session(Role.OWNER));
    elsewhere = Wire.session(server, server.sessionElsewhere());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  // Pages

  @ParameterizedTest
  @MethodSource(PLACES + "pages")
  void whoIsNotSignedInIsSentToSignInAndLearnsNothing(String page) {
    String path = Places.filled(server, page);
    for (Wire nobody : List.of(stranger, Wire.session(server, "A".repeat(43)))) {
      HttpResponse<String> answer = nobody.get(path);
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.body()).isEmpty();
      assertThat(location(answer))
          .isEqualTo(path.equals("/") ? "/sign-in" : "/sign-in?next=" + Wire.encode(path));
    }
  }

  @ParameterizedTest
  @MethodSource(PLACES + "allPages")
  void everyAnswerForbidsForeignScriptsFramesGuessesAndCopies(String page) {
    for (Wire who : List.of(stranger, owner)) {
      HttpResponse<String> answer = who.get(Places.filled(server, page));
      String policy = header(answer, "Content-Security-Policy");
      assertThat(policy)
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
          .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
          .doesNotContain("unsafe", "*", "http:", "https:");
      assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(answer, "Referrer-Policy")).isIn("same-origin", "no-referrer");
      assertThat(header(answer, "Cache-Control")).contains("no-store");
    }
  }

  @ParameterizedTest
  @MethodSource(PLACES + "allPages")
  void whatIsAskedInAnAddressIsTextWhereItIsShown(String page) {
    String hostile = Wire.encode("\"'><x-evil onclick=alert(1)>{{7*7}}${7*7}</title></script>");
    List<String> all = PARAMETERS.stream().map(name -> name + "=" + hostile).toList();
    String path = Places.filled(server, page) + "?" + String.join("&", all);
    for (Wire who : List.of(stranger, owner)) {
      HttpResponse<String> answer = who.get(path);
      assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
      assertThat(answer.body()).doesNotContain("<x-evil");
    }
  }

  @ParameterizedTest
  @MethodSource(PLACES + "allPages")
  void aPageThatSomebodyMayNotSeeIsRefusedAsOne(String page) {
    for (Role role : Role.values()) {
      HttpResponse<String> answer =
          Wire.session(server, server.session(role)).get(Places.filled(server, page));
      assertThat(answer.statusCode()).as("%s by %s", page, role).isIn(200, 303, 401, 403, 404);
      if (answer.statusCode() == 403) {
        assertThat(answer.body()).contains("Not for your role", "<nav");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(PLACES + "pages")
  void aPageOfAnotherOrganizationsThingIsLikeOneOfNothing(String page) {
    if (page.contains("{") && !page.startsWith("/operator")) { // which no organization has
      HttpResponse<String> answer = elsewhere.get(Places.filled(server, page));
      assertThat(answer.body()).doesNotContain("Northwind");
      if (!page.contains("{entryNumber}")) { // each organization has entries of these numbers
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is nothing here");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(PLACES + "allPages")
  void aPageOfNonsenseIsRefusedAsOne(String page) {
    if (page.contains("{")) {
      for (String nonsense : NONSENSE) {
        Map<String, String> things = new HashMap<>(server.things());
        things.replaceAll((_, _) -> nonsense);
        HttpResponse<String> answer = owner.get(Places.filled(things, page));
        assertThat(answer.statusCode()).as("%s of %s", page, nonsense).isIn(303, 400, 401, 404);
        assertThat(answer.body()).doesNotContain("<x-evil");
      }
    }
  }

  // Forms

  @ParameterizedTest
  @MethodSource(PLACES + "forms")
  void aFormThatNoPageOfOursSentIsRefusedAndChangesNothing(String form) {
    String path = Places.filled(server, form);
    String admins = Wire.session(server, server.session(Role.ADMIN)).csrf();
    String right = owner.csrf();
    Map<String, List<String>> before = server.everything();
    refused(403, owner.post(path));
    refused(403, owner.post(path, "_csrf", ""));
    refused(403, owner.post(path, "_csrf", "nonsense"));
    refused(403, owner.post(path, "_csrf", admins));
    refused(403, owner.post(path, "_csrf", right.substring(1)));
    refused(403, owner.post(path + "?_csrf=" + right));
    refused(403, owner.postFromHere(path, "name", "New name"));
    refused(415, owner.send(path, "text/plain", "_csrf=" + right));
    HttpResponse<String> parts =
        owner.send(path, "multipart/form-data; boundary=b", "_csrf=" + right);
    assertThat(parts.statusCode()).as(parts.body()).isIn(403, 415); // 403: takes files, not this
    assertThat(server.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource(PLACES + "forms")
  void aFormOfNobodyIsSentToSignInAndChangesNothing(String form) {
    String path = Places.filled(server, form);
    Map<String, List<String>> before = server.everything();
    HttpResponse<String> answer = stranger.postFromHere(path, "a", "b");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(location(answer)).isEqualTo("/sign-in");
    assertThat(server.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource(PLACES + "openForms")
  void aFormOfAnotherSiteSignsNobodyIn(String form) {
    String path = Places.filled(server, form);
    String right = signInFields("/");
    Map<String, List<String>> before = server.everything();
    String port = server.url().substring(server.url().lastIndexOf(':'));
    for (String origin :
        List.of("null", "https://evil.example", "http://evil.example" + port, "nonsense")) {
      refused(403, stranger.send(path, Wire.FORM, right, "Origin", origin));
    }
    refused(403, stranger.send(path, Wire.FORM, right));
    refused(403, stranger.send(path, Wire.FORM, right, "Sec-Fetch-Site", "cross-site"));
    refused(403, stranger.send(path, Wire.FORM, right, "Sec-Fetch-Site", "same-site"));
    assertThat(server.everything()).isEqualTo(before);
  }

  @Test
  void aFormThatCameTooLateIsOfferedAgainButNoOtherSitesPage() {
    String here = "Referer";
    String form = signInFields("/");
    HttpResponse<String> answer =
        stranger.send("/sign-in", Wire.FORM, form, here, server.url() + "/sign-in?next=%2Fkeys");
    refused(403, answer);
    assertThat(answer.body())
        .contains("This form is out of date", "href=\"/sign-in?next=%2Fkeys\"");
    for (String elsewhere : List.of("https://evil.example/sign-in", "nonsense", "//x", "\\\\x")) {
      String page = stranger.send("/sign-in", Wire.FORM, form, here, elsewhere).body();
      assertThat(page).contains("href=\"/sign-in\"").doesNotContain("evil.example");
    }
    String twoSlashes = server.url() + "//evil.example";
    assertThat(stranger.send("/sign-in", Wire.FORM, form, here, twoSlashes).body())
        .doesNotContain("evil.example");
  }

  @Test
  void theTokenOfItsPageIsWhatAFormNeeds() {
    Wire somebody = Wire.session(server, server.session(Role.VIEWER));
    HttpResponse<String> answer = somebody.post("/sign-out", "_csrf", somebody.csrf());
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(location(somebody.get("/"))).startsWith("/sign-in");
  }

  // Signing in

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,hello",
        "evil.example",
        "/\r\nSet-Cookie: a=b",
        "/é"
      })
  void signingInLeadsNowhereElse(String next) {
    HttpResponse<String> page = stranger.get("/sign-in?next=" + Wire.encode(next));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).doesNotContain("evil.example", "javascript:", "data:text");

    HttpResponse<String> answer =
        stranger.send("/sign-in", Wire.FORM, signInFields(next), "Origin", server.url());
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(location(answer)).isEqualTo("/");
    assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(line -> line.startsWith("a="));
  }

  @Test
  void signingInLeadsWhereSomebodyWantedToGo() {
    HttpResponse<String> answer =
        stranger.send("/sign-in", Wire.FORM, signInFields("/keys?q=a%20b"), "Origin", server.url());
    assertThat(location(answer)).isEqualTo("/keys?q=a%20b");
  }

  @Test
  void aSessionThatWasPlantedBeforeIsNotTheOneAfterSigningIn() {
    String planted = "A".repeat(43);
    HttpResponse<String> answer =
        Wire.session(server, planted)
            .send("/sign-in", Wire.FORM, signInFields("/"), "Origin", server.url());
    Optional<String> session = Wire.cookie(answer, SessionCookie.NAME);
    assertThat(session).isPresent().get().isNotEqualTo(planted);
    assertThat(location(Wire.session(server, planted).get("/"))).startsWith("/sign-in");
    assertThat(location(Wire.session(server, session.orElseThrow()).get("/")))
        .doesNotStartWith("/sign-in");
  }

  @Test
  void theSessionCookieIsOutOfReachForScriptsAndOtherSites() {
    HttpResponse<String> answer =
        stranger.send("/sign-in", Wire.FORM, signInFields("/"), "Origin", server.url());
    List<String> set =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(line -> line.startsWith(SessionCookie.NAME))
            .toList();
    assertThat(set).hasSize(1);
    assertThat(Arrays.asList(set.getFirst().split("; ", -1))).contains("HttpOnly", "SameSite=Lax");
  }

  @Test
  void nothingIsSaidOfASessionByTwoCookiesOfItsName() {
    String real = server.session(Role.OWNER);
    HttpResponse<String> answer =
        server.get("/", "Cookie", SessionCookie.NAME + "=" + real + "; latchkey_session=other");
    assertThat(location(answer)).startsWith("/sign-in");
  }

  private String signInFields(String next) {
    return Wire.encoded(
        "email", server.email(Role.ADMIN), "password", server.password(), "next", next);
  }

  private static void refused(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode())
        .as("%s: %s", answer.request().uri(), answer.body())
        .isEqualTo(status);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .noneMatch(line -> line.startsWith(SessionCookie.NAME));
  }

  private static String location(HttpResponse<String> answer) {
    return header(answer, "Location");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
