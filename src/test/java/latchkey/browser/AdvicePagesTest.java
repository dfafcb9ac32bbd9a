package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import latchkey.audit.By;
import latchkey.browser.Visitor.Screen;
import latchkey.keys.KeyDraft;
import latchkey.people.Role;
import latchkey.usage.Sightings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What an admin is advised, and does.
class AdvicePagesTest {
  private static final Pattern ENDS = Pattern.compile("End in a year");

  @RegisterExtension static final Site SITE = Site.alive();

  private static Locator remedy(Page page) {
    return page.getByText(ENDS).first();
  }

  /// What was found about the key of that name, in the list.
  private static Locator about(Page page, String key) {
    return page.locator(".advice > li", new Page.LocatorOptions().setHasText(key));
  }

  @Test
  void aChangeIsShownWithWhatItWouldHaveRefusedAndThenApplied() {
    Page page = SITE.open(Visitor.as(Role.ADMIN), "/advice?kind=no_expiry");
    int before = page.getByText(ENDS).count();
    Axe.check(page);
    Screenshots.take(page, "advice");
    remedy(page).click();
    Locator dialog = page.locator("#modal");
    assertThat(dialog).isVisible();
    assertThat(dialog).containsText("Never ends");
    assertThat(dialog).containsText("would have been refused: none");
    dialog.getByText("Apply").click();
    assertThat(page.locator("#toasts")).containsText("The key was changed.");
    page.navigate("/advice?kind=no_expiry");
    assertThat(page.getByText(ENDS)).hasCount(before - 1);
  }

  @Test
  void aKeyIsBoundToTheNetworkThatItComesFrom() {
    Page page = SITE.open(Visitor.as(Role.ADMIN), "/advice?kind=restrict");
    about(page, "Call analytics").getByText("Restrict to these").click();
    Locator dialog = page.locator("#modal");
    assertThat(dialog).containsText("Any address");
    assertThat(dialog).containsText("10.20.0.0/24");
    assertThat(dialog).containsText("would have been refused: none");
    dialog.getByText("Apply").click();
    assertThat(page.locator("#toasts")).containsText("The key was changed.");
    page.navigate("/advice?kind=restrict");
    assertThat(about(page, "CRM mirror")).isVisible();
    assertThat(about(page, "Call analytics")).hasCount(0);
  }

  /// As after a call whose day's counts are gone, so that nobody knows that it was asked for.
  private static void seenToUse(String key, String permission) {
    long now = System.currentTimeMillis();
    int rows =
        SITE.server()
            .database()
            .write(
                tx ->
                    tx.handle()
                        .createUpdate(
                            """
                            INSERT INTO usage_address (org_id, key_id, day, address, action,
                              secret_slot, granted, refused, first_at, last_at)
                            SELECT org_id, id, :day, '192.0.2.14', :permission, 0, 7, 0, :at, :at
                            FROM api_key WHERE org_id = :org AND name = :name
                            """)
                        .bind("org", SITE.server().organization())
                        .bind("name", key)
                        .bind("permission", permission)
                        .bind("day", Sightings.dayOf(now))
                        .bind("at", now - TimeUnit.HOURS.toMillis(1))
                        .execute());
    assertThat(rows).isEqualTo(1);
  }

  @Test
  void callsThatAChangeWouldHaveRefusedAreToldBeforeItIsApplied() {
    seenToUse("CRM mirror", "calls.read");
    Page page = SITE.open(Visitor.as(Role.ADMIN), "/advice?kind=narrow");
    about(page, "CRM mirror").getByText("Narrow to these").click();
    Locator dialog = page.locator("#modal");
    assertThat(dialog.locator(".callout.warn")).containsText("would have been refused: 7 of");
    assertThat(dialog.locator(".callout.warn li")).containsText("calls.read 192.0.2.14 × 7");
    Axe.check(page);
    Screenshots.take(page, "advice-refusing");
    assertThat(dialog.getByText("contacts.update")).isVisible();
    dialog.getByText("Apply").click();
    assertThat(page.locator("#toasts")).containsText("The key was changed.");
    page.navigate("/advice?kind=narrow");
    assertThat(about(page, "CRM mirror")).hasCount(0);
  }

  @Test
  void aKeysOwnPageTellsWhatWasFoundAboutItAndOneComesBackToIt() {
    Page page = SITE.open(Visitor.as(Role.OWNER), "/advice?kind=no_expiry");
    Locator key = about(page, "Website forms");
    key.getByRole(AriaRole.LINK).first().click();
    assertThat(page.locator("h1")).hasText("Website forms");
    Locator advice = page.locator("section[aria-labelledby=advice]");
    assertThat(advice).containsText("If it leaks and nobody notices, it works for ever.");
    Screenshots.take(page, "key-advice");
    advice.getByText(ENDS).click();
    page.locator("#modal").getByText("Apply").click();
    assertThat(page.locator("#toasts")).containsText("The key was changed.");
    assertThat(page.locator("h1")).hasText("Website forms");
    assertThat(advice.getByText(ENDS)).hasCount(0);
  }

  @Test
  void whereThereIsNothingItIsSaidWhatWasLookedAt() {
    Page page = SITE.open(Visitor.STRANGER, "/sign-in");
    SITE.signIn(page.context(), SITE.server().sessionElsewhere());
    page.navigate("/advice");
    assertThat(page.locator(".empty h2")).hasText("No active keys yet");
    KeyDraft draft = KeyDraft.of("org_elsewhere", "One", List.of("contacts.read"));
    var _ = SITE.server().keys().issue(draft, By.system("test"));
    page.navigate("/advice?kind=failing");
    assertThat(page.locator(".empty")).containsText("this was found of none of them");
    Axe.check(page);
    Screenshots.take(page, "advice-none");
    page.locator(".empty .btn").click();
    assertThat(about(page, "One")).containsText("No expiry");
  }

  @Test
  void withoutScriptsThePreviewIsAPageOfItsOwn() {
    Page page = SITE.open(Visitor.as(Role.OWNER).withoutScripts().on(Screen.PHONE), "/advice");
    remedy(page).click();
    assertThat(page.locator("h1")).hasText("End in a year");
    page.getByText("Apply").click();
    assertThat(page.locator("#toasts")).containsText("The key was changed.");
  }

  @Test
  void aPreviewThatIsOverSaysSo() {
    Page page = SITE.open(Visitor.as(Role.ADMIN), "/advice");
    remedy(page).click();
    Page other = page.context().newPage();
    other.navigate("/advice");
    remedy(other).click();
    page.locator("#modal").getByText("Apply").click();
    assertThat(page.locator("#toasts")).containsText("The key was changed.");
    other.locator("#modal").getByText("Apply").click();
    assertThat(other.locator("h1")).hasText("There is nothing here");
  }
}
