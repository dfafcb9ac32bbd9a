package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import java.time.ZoneId;
import java.util.Map;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the browser tests stand on: that a bad page does not pass for a good one.
class SiteTest {
  @RegisterExtension static final Site SITE = Site.demo();

  @Test
  void whatThePolicyForbidsIsAComplaint() {
    show("<p>Hello</p><script>document.title = 'ran'</script><img src=x onerror=alert(1)>");
    assertThat(SITE.takeComplaints())
        .filteredOn(complaint -> complaint.contains("Content Security Policy"))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aScriptThatFailsIsAComplaint() {
    Page page = SITE.open(Visitor.STRANGER, "/docs/verify");
    page.evaluate("() => void setTimeout(() => { throw new Error('broken') })");
    page.waitForCondition(() -> SITE.takeComplaints().toString().contains("broken"));
  }

  @Test
  void aDialogIsAComplaint() {
    SITE.open(Visitor.STRANGER, "/docs/verify").evaluate("() => alert('got in')");
    assertThat(SITE.takeComplaints()).containsExactly("a dialog says: got in");
  }

  @Test
  void aPartThatIsMissingIsAComplaint() {
    show("<link rel=stylesheet href=/nowhere.css>");
    assertThat(SITE.takeComplaints())
        .containsExactly("GET " + SITE.server().url() + "/nowhere.css was answered 404");
  }

  @Test
  void aForeignHostIsAComplaintAndIsNeverReached() {
    SITE.open(Visitor.STRANGER, "/docs/verify")
        .evaluate("() => { new Image().src = 'https://cdn.example.com/x' }");
    assertThat(SITE.takeComplaints().toString()).contains("https://cdn.example.com/x");
  }

  @Test
  void whatAxeFindsIsSaidWithItsPlace() {
    Page page = show("<p style='color: #ccc'>Faint</p><form><input name=unlabelled></form>");
    SITE.takeComplaints();
    assertThat(Axe.violations(page))
        .anySatisfy(violation -> assertThat(violation).contains("label", "unlabelled"));
  }

  @Test
  void aVisitorIsWhoTheySayAndLooksAsTheySay() {
    Page page =
        SITE.open(
            Visitor.as(Role.VIEWER).on(Screen.PHONE).dark().in(ZoneId.of("Asia/Tokyo")),
            "/api/v1/me");
    assertThat(page.content()).contains("Viewer");
    assertThat(page.evaluate("() => Intl.DateTimeFormat().resolvedOptions().timeZone"))
        .isEqualTo("Asia/Tokyo");
    assertThat(page.evaluate("() => innerWidth")).isEqualTo(390);
    assertThat(page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches"))
        .isEqualTo(true);
  }

  @Test
  void whatIsCopiedCanBeRead() {
    Page page = SITE.open(Visitor.STRANGER, "/docs/verify");
    page.evaluate("() => { onclick = () => navigator.clipboard.writeText('lk_live_…') }");
    page.locator("h1").click();
    assertThat(Clipboard.text(page)).isEqualTo("lk_live_…");
  }

  /// As the server would answer it: with a strict policy.
  private static Page show(String html) {
    BrowserContext context = SITE.context(Visitor.STRANGER);
    context.route(
        "**/bad",
        route ->
            route.fulfill(
                new FulfillOptions()
                    .setContentType("text/html")
                    .setHeaders(Map.of("Content-Security-Policy", "default-src 'self'"))
                    .setBody("<!doctype html><title>Bad</title>" + html)));
    Page page = context.newPage();
    page.navigate("/bad");
    return page;
  }
}
