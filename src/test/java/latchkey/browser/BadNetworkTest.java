package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import latchkey.ManageClient;
import latchkey.audit.By;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pages while the network is slow, or away, and when something else comes than what was asked for.
class BadNetworkTest {
  static {
    PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
  }

  @RegisterExtension static final Site SITE = Site.demo();

  @Test
  void withoutANetworkThePageStaysAndSaysSoAndGoesOnAfterwards() {
    Page page = SITE.open(Role.ADMIN, "/docs");
    page.keyboard().press("Control+k");
    Locator field = page.locator("#palette-input");
    assertThat(field).isFocused();
    page.context().setOffline(true);
    field.fill("suite");
    assertThat(page.locator("#toasts")).containsText("The server cannot be reached");
    assertThat(SITE.takeComplaints()).isNotEmpty();

    page.context().setOffline(false);
    field.fill("Test suite");
    assertThat(page.locator("#palette-found")).containsText("Test suite");
  }

  @Test
  void onASlowNetworkASecondPressSendsNothing() {
    Page page = SITE.open(Visitor.STRANGER, "/sign-in");
    List<String> sent = new ArrayList<>();
    page.onRequest(
        request -> {
          if (request.method().equals("POST")) {
            sent.add(request.url());
          }
        });
    slow(page, 50_000);
    page.getByLabel("E-mail address").fill(SITE.server().email(Role.ADMIN));
    page.getByLabel("Password").fill(SITE.server().password());
    var button = new Page.GetByRoleOptions().setName("Sign in").setExact(true);
    page.getByRole(AriaRole.BUTTON, button).dblclick();
    assertThat(page).not().hasURL(Pattern.compile(".*/sign-in.*"));
    assertThat(sent).hasSize(1);
  }

  /// Makes the page's long waits short, so that a test need not wait.
  private static void hurry(Page page) {
    page.addInitScript(
        """
        window.inTime = window.setTimeout;
        window.setTimeout = (run, after, ...more) => inTime(run, after > 1000 ? 100 : after, ...more);
        """);
  }

  @Test
  void aSecondPressSendsNothingHoweverLongTheFirstTakes() {
    Page page = SITE.context(Visitor.STRANGER).newPage();
    hurry(page);
    page.navigate("/sign-in");
    List<Route> held = new ArrayList<>();
    List<Route> pressed = new ArrayList<>();
    page.route("**/sign-in", held::add);
    page.route("**/pressed?*", pressed::add);
    page.getByLabel("E-mail address").fill(SITE.server().email(Role.ADMIN));
    page.getByLabel("Password").fill(SITE.server().password());
    Find.button(page, "Sign in")
        .first()
        .evaluate(
            """
            button => {
              button.click();
              inTime(() => {
                button.click();
                fetch("/pressed?busy=" + button.getAttribute("aria-busy"));
              }, 500);
            }""");
    page.waitForCondition(() -> !held.isEmpty() && !pressed.isEmpty());
    assertThat(pressed.getFirst().request().url()).endsWith("busy=true");
    held.getFirst().resume();
    assertThat(page).not().hasURL(Pattern.compile(".*/sign-in.*"));
    assertThat(held).hasSize(1);
  }

  private static ManageClient manager() {
    return ManageClient.key(SITE.server(), SITE.server().managementToken());
  }

  @Test
  void whatIsRefusedWhileAListIsOpenIsSaidAndTheListStays() {
    Page page = SITE.open(Role.ADMIN, "/keys");
    String forViewers =
        Wire.session(SITE.server(), SITE.server().session(Role.VIEWER)).get("/keys").body();
    answering(page, 403, forViewers);
    page.locator("#search").fill("report");
    assertThat(Find.toast(page)).hasText("Not for your role");
    assertThat(page.getByText("Production sync")).isVisible();
    assertThat(page).hasTitle(Pattern.compile("API Permission .*"));

    answering(page, 503, "<div data-refused><h1>Not available right now</h1></div>");
    page.locator("#search").fill("reports");
    assertThat(Find.toast(page)).hasText("Not available right now");
    assertThat(page.getByText("Production sync")).isVisible();
    assertThat(SITE.takeComplaints()).hasSize(1);
    page.unroute("**/keys?*");
    page.locator("#search").fill("report");
    assertThat(page.getByText("Production sync")).hasCount(0);
    assertThat(page.locator("html.loading")).hasCount(0);
  }

  /// Has the list's searches answered so.
  private static void answering(Page page, int status, String html) {
    page.unroute("**/keys?*");
    var answer = new Route.FulfillOptions().setStatus(status).setBody(html);
    page.route("**/keys?*", route -> route.fulfill(answer.setContentType("text/html")));
  }

  private static IssuedKey made(String name) {
    return SITE.server()
        .keys()
        .issue(
            KeyDraft.of(SITE.server().organization(), name, List.of("contacts.read")),
            By.system("test"));
  }

  @Test
  void aFormOfWhatIsGoneMeanwhileSaysSo() {
    String path = "/keys/" + made("Soon gone").key().id();
    Page page = SITE.open(Role.OWNER, path + "/edit");
    assertThat(manager().send("DELETE", "/api/v1" + path, "").statusCode()).isEqualTo(204);
    Find.button(page, "Read-only reporting").click();
    assertThat(Find.toast(page)).hasText("There is nothing here");
    assertThat(page.locator("#permissions")).isVisible();
  }

  @Test
  void aPageThatAsksByItselfSaysOnceThatItCannotAndEndsWithWhatItShows() {
    String path = "/keys/" + made("Rotated by two").key().id();
    Page page = SITE.context(Visitor.as(Role.OWNER)).newPage();
    hurry(page);
    String rotation = "/api/v1" + path + "/rotation";
    assertThat(manager().send("POST", rotation, "{}").statusCode()).isEqualTo(201);
    page.navigate(path + "/rotate");
    page.evaluate(
        """
        () => {
          window.said = 0;
          const toasts = document.getElementById("toasts");
          new MutationObserver(changes => {
            said += changes.filter(one => one.addedNodes.length > 0).length;
          }).observe(toasts, {childList: true});
        }""");
    page.context().setOffline(true);
    List<Request> failed = new ArrayList<>();
    page.onRequestFailed(failed::add);
    page.waitForCondition(() -> failed.size() >= 3);
    page.context().setOffline(false);
    assertThat(page.evaluate("said")).isEqualTo(1);
    assertThat(SITE.takeComplaints()).isNotEmpty();

    assertThat(manager().send("POST", rotation + "/retire", "{}").statusCode()).isEqualTo(200);
    assertThat(page.locator("h1")).hasText("Rotate Rotated by two");
    assertThat(page.getByText("Retire the old secret")).hasCount(0);
  }

  static void slow(Page page, int bytesInASecond) {
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 300);
    conditions.addProperty("downloadThroughput", bytesInASecond);
    conditions.addProperty("uploadThroughput", bytesInASecond);
    page.context().newCDPSession(page).send("Network.emulateNetworkConditions", conditions);
  }
}
