package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.toast;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The organization's settings, as people of each role use them.
class SettingsPagesTest {
  @RegisterExtension static final Site SITE = Site.demo();

  private static final String HOSTILE = "<x-evil>\"' & Sons";

  /// The button of the part with that heading.
  private static Locator save(Page page, String part) {
    return page.locator("[aria-labelledby=" + part + "] button:has-text('Save')");
  }

  @Test
  void theOwnerRenamesTheOrganizationAndIsToldWhatIsWrong() {
    Page page = SITE.open(Role.OWNER, "/settings");
    assertThat(page.locator("h1")).hasText("Organization");
    Axe.check(page);
    Screenshots.take(page, "settings");
    page.locator("#name").fill("ab");
    save(page, "general").click();
    assertThat(page.locator("#name-error")).containsText("3 to 100 characters");
    assertThat(page.locator("#name")).hasValue("ab");
    Axe.check(page);
    page.locator("#name").fill(HOSTILE);
    save(page, "general").click();
    assertThat(toast(page)).containsText("Organisation name updated successfully.");
    assertThat(page.locator("#name")).hasValue(HOSTILE);
    assertThat(page.locator(".side .who").first()).containsText(HOSTILE);
    page.locator("#name").fill("Northwind Agents");
    save(page, "general").click();
    assertThat(toast(page)).containsText("Organisation name updated successfully.");
  }

  @Test
  void theOwnerSaysHowKeysAndDaysAre() {
    Page page = SITE.open(Role.OWNER, "/settings");
    page.locator("#timeZone").selectOption("Europe/Berlin");
    page.locator("#defaultRegion").selectOption("Germany");
    page.locator("#billingContact").fill("billing@example.com");
    save(page, "region").click();
    assertThat(toast(page)).containsText("Settings updated.");
    assertThat(page.locator("#timeZone")).hasValue("Europe/Berlin");
    assertThat(page.locator("#defaultRegion")).hasValue("DE");

    page.locator("#keyPrefix").fill("9x");
    page.getByLabel("Keep sealed copies of secrets").check();
    save(page, "keys").click();
    assertThat(page.locator("#keyPrefix-error")).containsText("a letter first");
    assertThat(page.getByLabel("Keep sealed copies of secrets")).isChecked();
    page.locator("#keyPrefix").fill("acme");
    save(page, "keys").click();
    assertThat(toast(page)).containsText("Settings updated.");
    assertThat(page.getByText("Sealed copies are kept of new secrets.")).isVisible();
    assertThat(page.getByText("New keys look like acme_live_")).isVisible();
    assertThat(page.locator("#billingContact")).hasValue("billing@example.com");
    page.getByLabel("Keep sealed copies of secrets").uncheck();
    save(page, "keys").click();
    assertThat(page.getByText("No copies are kept of new secrets.")).isVisible();
    assertThat(page.getByText("Mailed codes are off")).isVisible();
  }

  @Test
  void ofTwoTabsTheSecondIsToldAndLosesNothing() {
    BrowserContext tabs = SITE.context(Visitor.as(Role.OWNER));
    Page first = tabs.newPage();
    first.navigate("/settings");
    Page second = tabs.newPage();
    second.navigate("/settings");
    first.locator("#billingContact").fill("first@example.com");
    save(first, "region").click();
    assertThat(toast(first)).containsText("Settings updated.");
    second.locator("#billingContact").fill("second@example.com");
    save(second, "region").click();
    assertThat(second.getByRole(AriaRole.ALERT)).containsText("Somebody changed the settings");
    assertThat(second.locator("#billingContact")).hasValue("second@example.com");
    save(second, "region").click();
    assertThat(toast(second)).containsText("Settings updated.");
  }

  @Test
  void everybodyElseReadsThem() {
    for (Role role : new Role[] {Role.ADMIN, Role.VIEWER}) {
      Page page = SITE.open(role, "/settings");
      assertThat(page.getByText("Only the owner changes these settings.")).isVisible();
      assertThat(page.locator("#name")).not().isEditable();
      assertThat(page.locator("#timeZone")).isDisabled();
      assertThat(page.locator(".main button:has-text('Save')")).hasCount(0);
      Axe.check(page);
      FormData form =
          FormData.create()
              .set("_csrf", page.inputValue("[name=_csrf] >> nth=0"))
              .set("part", "name")
              .set("name", "Mine now");
      APIResponse answer = page.request().post("/settings", RequestOptions.create().setForm(form));
      assertThat(answer.status()).isEqualTo(403);
    }
  }

  @Test
  void itWorksWithoutScriptsAndOnAPhone() {
    Page page = SITE.open(Visitor.as(Role.OWNER).on(Screen.PHONE).withoutScripts(), "/settings");
    page.locator("#billingContact").fill("");
    save(page, "region").click();
    assertThat(page.locator("#billingContact")).hasValue("");
    page.getByText("Roles").last().click();
    assertThat(page.locator("h1")).hasText("What each role may");
  }
}
