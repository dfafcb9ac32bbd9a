package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.button;
import static latchkey.browser.Find.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import latchkey.audit.By;
import latchkey.browser.Visitor.Screen;
import latchkey.keys.KeyDraft;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A key's page, its rotation, and the organization's usage, as an owner meets them.
class KeyPageTest {
  private static final Visitor OWNER = Visitor.as(Role.OWNER);

  static {
    PlaywrightAssertions.setDefaultAssertionTimeout(10_000);
  }

  @RegisterExtension static final Site SITE = Site.alive();

  /// The path of the key of that name.
  private static String key(String name) {
    try {
      String answer =
          SITE.server()
              .get(
                  "/api/v1/keys?search=" + name.replace(" ", "%20"),
                  "Authorization",
                  "Bearer " + SITE.server().managementToken())
              .body();
      return "/keys/" + new ObjectMapper().readTree(answer).at("/items/0/id").asText();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int asked(String token) {
    return SITE.server().get("/auth", "Authorization", "Bearer " + token).statusCode();
  }

  private static void requireNoSidewaysScroll(Page page) {
    assertThat(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
        .as("what sticks out of %s on a phone", page.url())
        .isEqualTo(0);
  }

  @Test
  void aKeyShowsWhatItDidByOutcomeAndActionAndWhatIsLeft() {
    Page page = SITE.open(OWNER, key("CRM mirror"));
    assertThat(page.locator("h1")).hasText("CRM mirror");
    assertThat(page.locator(".badge.ok")).hasText("Active");
    assertThat(page.locator(".chart canvas")).isVisible();
    assertThat(page.locator(".legend")).containsText("Granted");
    assertThat(page.getByText("300 per minute")).isVisible();
    assertThat(Axe.violations(page)).isEmpty();
    Screenshots.take(page, "key-overview");

    link(page, "7 days").click();
    assertThat(link(page, "7 days")).hasAttribute("aria-current", "true");
    link(page, "By action").click();
    assertThat(page.locator(".legend")).containsText("contacts.update");
    assertThat(page.locator(".chart canvas")).isVisible();
    assertThat(page.url()).contains("range=7d").contains("by=action");
    page.getByText("Show the numbers").click();
    assertThat(page.locator(".table-wrap.tall tbody tr")).hasCount(169);
    assertThat(page.locator(".table-wrap.tall tbody th").first())
        .hasAttribute("title", Pattern.compile("^[-0-9]{10} [0-9]{2}:00 UTC$"));
    page.locator(".chart .u-over").hover();
    assertThat(page.locator(".chart-tip")).containsText(":00 UTC");
    assertThat(Axe.violations(page)).isEmpty();

    page.getByText("Other time").click();
    page.getByLabel("From").fill("2026-02-02");
    page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill("2026-01-01");
    button(page, "Show").click();
    assertThat(page.getByRole(AriaRole.ALERT))
        .hasText("Choose a first and a last day, in that order.");
  }

  @Test
  void refusalsAddressesAndHistoryAreTold() {
    String path = key("Partner portal");
    Page page = SITE.open(OWNER, path);
    assertThat(page.getByText("To be revoked on").locator("time"))
        .hasAttribute("title", Pattern.compile(" UTC$"));
    link(page, "Refusals").click();
    assertThat(page.locator("#activity")).containsText("Address not allowed");
    Locator explain = page.locator("a[href^='/explain?decision=dec_']");
    assertThat(explain.first()).isVisible();
    assertThat(Axe.violations(page)).isEmpty();
    Screenshots.take(page, "key-refusals");

    link(page, "Addresses").click();
    assertThat(page.locator("tbody")).containsText("192.0.2.201");
    assertThat(page.locator("tbody")).containsText("203.0.113.0/24");
    assertThat(Axe.violations(page)).isEmpty();

    link(page, "History").click();
    assertThat(page.locator("tbody")).containsText("Scheduled the revocation of");
    assertThat(page.locator("tbody")).containsText("Olivia Owner");
    assertThat(Axe.violations(page)).isEmpty();
    Screenshots.take(page, "key-history");
  }

  @Test
  void itFitsAPhoneAndNeedsNoScripts() {
    for (String tab : List.of("overview", "refusals", "addresses", "history")) {
      Page phone = SITE.open(OWNER.on(Screen.PHONE).dark(), key("Partner portal") + "?tab=" + tab);
      requireNoSidewaysScroll(phone);
    }
    Page plain = SITE.open(OWNER.withoutScripts(), key("Data warehouse") + "?range=30d");
    assertThat(plain.locator(".stat").first()).containsText("Requests");
    plain.getByText("Show the numbers").click();
    assertThat(plain.locator(".table-wrap.tall tbody tr").first()).isVisible();
    Budget.check(SITE, OWNER, key("CRM mirror"));
  }

  @Test
  void bothSecretsWorkUntilTheOldOneIsRetired() {
    String old = SITE.server().token(0);
    Page page = SITE.open(OWNER, key("Production sync") + "/rotate");
    page.getByLabel("At a time").check();
    page.getByLabel("When, in UTC time").fill("2020-01-01T00:00");
    button(page, "Make the new secret").click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("Choose a time that lies ahead.");
    assertThat(page.getByLabel("When, in UTC time")).hasValue("2020-01-01T00:00");
    assertThat(page.getByLabel("At a time")).isChecked();
    assertThat(Axe.violations(page)).isEmpty();
    Screenshots.take(page, "key-rotate");
    SITE.takeComplaints();

    page.getByLabel("When nobody used it for some days").check();
    page.getByLabel("Quiet for how many days").fill("3");
    button(page, "Make the new secret").click();
    String fresh = page.locator("#token").inputValue();
    button(page, "Copy Full token").click();
    assertThat(Clipboard.text(page)).isEqualTo(fresh);
    button(page, "Copy Connection Info").click();
    assertThat(page.getByText("Connection info copied to clipboard")).isVisible();
    assertThat(Clipboard.text(page)).startsWith("Name: Production sync\nAPI Key: " + fresh);
    assertThat(page.locator("#snippet-0")).containsText("curl");
    Screenshots.take(page, "key-rotated");
    assertThat(Axe.violations(page)).isEmpty();
    assertThat(List.of(asked(old), asked(fresh))).containsOnly(200);

    link(page, "I have copied it").click();
    assertThat(page.locator("#old-secret")).containsText("127.0.0.1");
    assertThat(page.locator(".live .old")).not().hasCount(0);
    int before = Integer.parseInt(page.locator(".stat .value").last().textContent());
    assertThat(asked(old)).isEqualTo(200);
    assertThat(page.locator(".stat .value").last()).hasText(Integer.toString(before + 1));
    assertThat(Axe.violations(page)).isEmpty();

    link(page, "Retire the old secret").click();
    assertThat(page.locator("#modal")).containsText("stops to work at once");
    page.locator("#modal .btn.danger").click();
    assertThat(page.locator(".toast")).containsText("Old secret retired.");
    assertThat(asked(old)).isEqualTo(401);
    assertThat(asked(fresh)).isEqualTo(200);
  }

  @Test
  void aRotationIsCancelledWithoutScriptsToo() {
    String old = SITE.server().token(1);
    Page page = SITE.open(OWNER.withoutScripts(), key("Read-only reporting") + "/rotate");
    page.getByLabel("When I retire it by hand").check();
    button(page, "Make the new secret").click();
    String fresh = page.locator("#token").inputValue();
    assertThat(asked(fresh)).isEqualTo(200);
    link(page, "I have copied it").click();
    link(page, "Cancel the rotation").click();
    button(page, "Cancel the rotation").click();
    assertThat(page.locator(".toast")).containsText("Rotation cancelled.");
    assertThat(asked(fresh)).isEqualTo(401);
    assertThat(asked(old)).isEqualTo(200);
  }

  @Test
  void aRotationUnderWayShowsItsTraffic() {
    Page page = SITE.open(OWNER, key("Document pipeline") + "/rotate");
    assertThat(page.locator("#old-secret")).containsText("10.20.3.11");
    assertThat(Axe.violations(page)).isEmpty();
    Screenshots.take(page, "key-rotation");
    page.setViewportSize(390, 844);
    requireNoSidewaysScroll(page);
  }

  @Test
  void theOrganizationsUsageIsSummedUpAndExported() throws IOException {
    Page page = SITE.open(OWNER, "/usage?range=30d");
    assertThat(page.locator(".chart canvas")).isVisible();
    assertThat(page.locator("tbody").last()).containsText("contacts.read");
    assertThat(Axe.violations(page)).isEmpty();
    Screenshots.take(page, "usage");
    link(page, "Key").click();
    assertThat(link(page, "CRM mirror")).hasAttribute("href", key("CRM mirror"));
    String csv =
        Files.readString(page.waitForDownload(() -> link(page, "Export CSV").click()).path());
    assertThat(csv)
        .startsWith("\"time\",\"key\",\"outcome\",\"count\",\"granted\",\"cost\"\r\n")
        .contains(",\"granted\",");
    link(page, "Agent").click();
    assertThat(page.locator("tbody").last()).containsText("Clinic intake");

    Page viewer = SITE.open(Visitor.as(Role.VIEWER).on(Screen.PHONE), "/usage?group=key");
    assertThat(viewer.locator("tbody").last().locator("a")).hasCount(0);
    requireNoSidewaysScroll(viewer);
    Budget.check(SITE, OWNER, "/usage");
  }

  @Test
  void whoHoldsAKeySeesWhatItDidWithoutSigningIn() {
    KeyDraft draft =
        KeyDraft.of(SITE.server().organization(), "Looked up", List.of("contacts.read"))
            .limited(Limits.of(Limit.perMinute(5)));
    String token = SITE.server().keys().issue(draft, By.system("test")).text().token().reveal();
    Page page = SITE.open(Visitor.STRANGER, "/sign-in");
    link(page, "Key usage").click();
    Axe.check(page);
    page.getByLabel("Your key").fill("lk_live_wrong");
    button(page, "Show usage").click();
    assertThat(page.locator("#lookup-error")).hasText(Pattern.compile(".{10,}"));
    assertThat(SITE.takeComplaints()).allMatch(one -> one.contains("401"));
    page.getByLabel("Your key").fill(token);
    button(page, "Show usage").click();
    assertThat(page.locator("#found h2")).hasText("Looked up");
    assertThat(page.locator("#found-permissions")).containsText("contacts.read");
    assertThat(page.locator("#found-limits li").first()).containsText("left in 60 seconds");
    assertThat(page.locator("#lookup-error")).hasText("");
    Axe.check(page);
    Screenshots.take(page, "key-usage");
    assertThat(page.url()).endsWith("/key-usage");
    assertThat(page.evaluate("() => localStorage.length + sessionStorage.length")).isEqualTo(0);
    page.reload();
    assertThat(page.getByLabel("Your key")).hasValue("");
  }
}
