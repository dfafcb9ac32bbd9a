package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.ManageClient;
import latchkey.TestServer;
import latchkey.people.Role;
import latchkey.people.TestPeople.SignedIn;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever people call their organization, themselves, agents and keys, is text on every page.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileNamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Each would leave an `x-evil` element, a dialog or a complaint where it is not text.
  private static final List<String> NAMES =
      List.of(
          "<x-evil>&lt;x-evil&gt;</x-evil>",
          "\"><x-evil onclick=alert(1)>",
          "' onmouseover='alert(1)' x='",
          "<script>alert(1)</script><x-evil>",
          "</title></textarea></script><x-evil>",
          "\"><img src=x onerror=alert(1)><x-evil>",
          "{{constructor.constructor('alert(1)')()}}",
          "${7*7} #{7*7} @{7*7} <%= 7*7 %>",
          "javascript:alert(1)//",
          "\u202egnp.exe\u2066 \u200b\u0301",
          "🦊".repeat(100));

  @RegisterExtension static final Site SITE = Site.demo();

  private SignedIn owner;

  /// Sightings of all kinds: in lists, in the audit log's before and after, in menus and titles.
  @BeforeAll
  void nameThings() {
    TestServer server = SITE.server();
    owner = server.people().member(server.organization(), "mallory", Role.OWNER);
    ManageClient mallory = ManageClient.session(server, owner);
    for (int i = 0; i < NAMES.size(); i++) {
      String name = NAMES.get(i);
      ObjectNode agent = JSON.createObjectNode().put("name", name);
      done(mallory.send("POST", "/api/v1/agents", agent.toString()));
      ObjectNode key = JSON.createObjectNode().put("name", name).put("description", name);
      key.putArray("permissions").add("contacts.read");
      key.putArray("tags").add("t" + i);
      done(mallory.send("POST", "/api/v1/keys", key.toString()));
      SignedIn member = server.people().member(server.organization(), "m" + i, Role.MEMBER);
      ObjectNode person = JSON.createObjectNode().put("firstName", half(name)).put("lastName", "X");
      done(rename(ManageClient.session(server, member), "/api/v1/me", person));
      done(
          ManageClient.session(server, member)
              .send("GET", "/api/v1/me/sessions", "", "User-Agent", ascii(name)));
    }
    ObjectNode organization = JSON.createObjectNode().put("name", NAMES.get(1));
    done(rename(mallory, "/api/v1/organizations/" + server.organization(), organization));
  }

  private static HttpResponse<String> rename(ManageClient who, String path, ObjectNode names) {
    String version = who.get(path).headers().firstValue("ETag").orElseThrow();
    return who.send("PATCH", path, names.toString(), "If-Match", version);
  }

  /// What a person's first name can be of it.
  private static String half(String name) {
    int length = name.codePointCount(0, name.length());
    return name.substring(0, name.offsetByCodePoints(0, Math.min(length, 50)));
  }

  /// What a header can carry of it.
  private static String ascii(String name) {
    String plain = name.replaceAll("[^ -~]", "?");
    return plain.substring(0, Math.min(plain.length(), 100));
  }

  private static void done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  @ParameterizedTest
  @MethodSource("latchkey.browser.Places#allPages")
  void everyPageShowsThemAsText(String path) {
    String session = owner.token().reveal();
    String url = Places.filled(SITE.server(), path);
    if (EveryPageTest.isPage(Wire.session(SITE.server(), session), url)) {
      Page page = SITE.kept(Visitor.STRANGER, "about:blank");
      SITE.signIn(page.context(), session);
      page.navigate(url);
      assertThat(page.locator("x-evil").count()).as(url).isZero();
      assertThat(page.locator("[onclick], [onmouseover], [onerror]").count()).as(url).isZero();
    }
  }

  /// The lists in which all of them stand, as far as there are such pages.
  static Stream<String> lists() {
    var pages = Places.pages().collect(Collectors.toSet());
    return Stream.concat(
        Stream.of("/"), Stream.of("/keys", "/agents", "/teams").filter(pages::contains));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aListShowsEachOfThemAsItIs(String path) {
    var browser = SITE.context(Visitor.STRANGER);
    SITE.signIn(browser, owner.token().reveal());
    Page page = browser.newPage();
    page.navigate(path);
    String text = page.locator("body").innerText();
    assertThat(text).contains(NAMES.get(1)); // the organization, in the navigation
    if (!path.equals("/")) {
      assertThat(NAMES).allSatisfy(name -> assertThat(text).contains(half(name)));
    }
  }
}
