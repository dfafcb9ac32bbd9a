package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.button;
import static latchkey.browser.Find.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Audit Logs, as people of each role read them.
class AuditPagesTest {
  @RegisterExtension static final Site SITE = Site.demo();

  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'";

  private static Locator rows(Page page) {
    return page.locator("#list tbody tr");
  }

  @Test
  void theOwnerFindsAnEntryAndSeesWhatItChanged() {
    String agent = "/agents/" + SITE.server().agents().getFirst();
    Page page = SITE.open(Role.OWNER, agent + "/edit");
    page.getByLabel("Greeting").fill(HOSTILE);
    button(page, "Save").click();

    page.navigate("/audit-logs");
    assertThat(page.locator("h1")).hasText("Audit Logs");
    assertThat(page.getByText("Activity across your organisation")).isVisible();
    assertThat(page.locator("thead th"))
        .hasText(new String[] {"User", "Description", "Action", "Resource", "Status", "Timestamp"});
    Axe.check(page);
    Screenshots.take(page, "audit");

    page.getByLabel("Action").selectOption("Update");
    page.getByLabel("Resource").selectOption("Agent");
    page.getByLabel("User").selectOption("Olivia Owner");
    assertThat(rows(page)).hasCount(1);
    page.getByPlaceholder("Search descriptions").fill("no such words");
    assertThat(page.getByText("Nothing matches")).isVisible();
    page.getByPlaceholder("Search descriptions").fill("support LINE");
    assertThat(rows(page)).hasCount(1);
    rows(page).locator(".title").click();

    assertThat(page.locator("h1")).containsText("Support line");
    assertThat(page.locator("ins")).hasText(HOSTILE);
    assertThat(page.getByText("Olivia Owner").last()).isVisible();
    assertThat(page.locator("#where ~ dl, [aria-labelledby=where]").first())
        .containsText("127.0.0.1");
    assertThat(page.getByText("fields that stayed as they were")).isVisible();
    assertThat(page.locator("[aria-labelledby=chain]")).containsText("Hash before it");
    Axe.check(page);
    Screenshots.take(page, "audit-entry");
    String number = page.url().replaceFirst(".*/", "");
    link(page, "Older entry").click();
    link(page, "Newer entry").click();
    assertThat(page.url()).endsWith("/" + number);

    page.navigate(agent);
    link(page, "History").click();
    assertThat(rows(page)).hasCount(3);
    link(page, "Show everything").click();
    assertThat(page.getByText("Only about")).not().isVisible();
  }

  @Test
  void anEntryLeadsToWhatItIsAbout() {
    Map<String, String> things = SITE.server().things();
    String agent = "/agents/" + things.get("agentId");
    Page page = SITE.open(Role.OWNER, agent + "/contacts/new");
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Cara Contact");
    page.locator("#email").fill("cara@example.com");
    button(page, "Add Contact").click();
    assertThat(page.locator("h1")).hasText("Cara Contact");
    page.navigate("/audit-logs?resource=Contact&search=Cara");
    rows(page).first().locator(".title").click();
    page.locator("dd a[href^='" + agent + "/contacts/']").click();
    assertThat(page.locator("h1")).hasText("Cara Contact");
  }

  @Test
  void daysAreDaysOfTheViewer() {
    ZoneId far = ZoneId.of("Pacific/Kiritimati");
    Page page = SITE.open(Visitor.as(Role.OWNER).in(far), "/audit-logs");
    page.reload();
    String today = LocalDate.now(far).toString();
    page.locator("#from").fill(today);
    page.locator("#to").fill(today);
    page.waitForURL("**/audit-logs?*to=" + today + "*");
    assertThat(rows(page).first()).isVisible();
    page.navigate("/audit-logs?to=" + LocalDate.now(far).minusDays(1));
    assertThat(page.getByText("Nothing matches")).isVisible();
    assertThat(page.navigate("/audit-logs?from=yesterday").status()).isEqualTo(400);
    assertThat(page.getByText("A day is written like")).isVisible();
  }

  @Test
  void whatIsListedIsExported() throws IOException {
    Page page = SITE.open(Role.OWNER, "/audit-logs?resource=Agent&action=create");
    List<String> csv = lines(page.waitForDownload(() -> link(page, "Export CSV").click()));
    assertThat(csv).hasSize(3);
    assertThat(csv.getFirst()).contains(",Description,");
    List<String> json = lines(page.waitForDownload(() -> link(page, "Export JSON Lines").click()));
    assertThat(json).hasSize(2).allMatch(line -> line.contains("\"resource\":\"Agent\""));
  }

  private static List<String> lines(Download download) throws IOException {
    assertThat(download.suggestedFilename()).matches("audit\\.(csv|jsonl)");
    return Files.readAllLines(download.path());
  }

  @Test
  void theChainIsProven() {
    Page page = SITE.open(Role.ADMIN, "/audit-logs");
    List<Route> held = new ArrayList<>();
    page.route("**/verification", held::add);
    link(page, "Verify chain").dblclick();
    assertThat(link(page, "Checking…")).hasAttribute("aria-busy", "true");
    assertThat(page.locator(".busy")).hasCSS("opacity", "1");
    held.getFirst().resume();
    assertThat(page.locator("#modal")).containsText("entries stand as they were written");
    assertThat(page.locator(".htmx-request")).hasCount(0);
    Axe.check(page);
    Screenshots.take(page, "audit-verification");
    link(page, "Close").click();
    assertThat(page.locator("#modal")).not().isVisible();
    assertThat(link(page, "Verify chain")).isVisible();
    assertThat(held).hasSize(1);
    assertThat(page).hasTitle("Audit Logs · Latchkey");
  }

  @Test
  void whoMayNotReadAllReadsTheirOwn() {
    Page page = SITE.open(Role.MEMBER, "/audit-logs");
    assertThat(page.getByText("Your recent activity across the platform.")).isVisible();
    assertThat(page.getByLabel("User")).hasCount(0);
    assertThat(link(page, "Verify chain")).hasCount(0);
    assertThat(rows(page)).not().hasCount(0);
    for (String user : page.locator("tbody td:first-child").allInnerTexts()) {
      assertThat(user).isEqualTo("Mo Member");
    }
    assertThat(page.navigate("/audit-logs/1").status()).isEqualTo(404);
    assertThat(page.navigate("/audit-logs/verification").status()).isEqualTo(403);
    String another = SITE.server().things().get("memberId");
    assertThat(page.navigate("/audit-logs?actor=" + another).status()).isEqualTo(403);
    assertThat(page.navigate("/audit-logs/999999").status()).isEqualTo(404);
    assertThat(page.navigate("/audit-logs/x").status()).isEqualTo(404);
  }

  @Test
  void itIsReadPageByPageWithoutScriptsAndOnAPhone() {
    for (int i = 0; i < 30; i++) {
      assertThat(SITE.server().session(Role.VIEWER)).isNotEmpty();
    }
    Visitor visitor = Visitor.as(Role.VIEWER).on(Screen.PHONE).withoutScripts();
    Page page = SITE.open(visitor.in(ZoneOffset.UTC), "/audit-logs");
    assertThat(rows(page)).hasCount(25);
    link(page, "Next").click();
    assertThat(rows(page)).not().hasCount(25);
    link(page, "First page").click();
    assertThat(rows(page)).hasCount(25);
    page.getByLabel("Action").selectOption("Logout");
    button(page, "Search").click();
    assertThat(page.getByText("Nothing matches")).isVisible();
    link(page, "Clear filters").click();
    assertThat(rows(page)).hasCount(25);
  }
}
