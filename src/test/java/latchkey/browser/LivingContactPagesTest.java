package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The pages of contacts where there are months of them.
class LivingContactPagesTest {
  @RegisterExtension static final Site SITE = Site.alive();

  private static String agent() {
    return "/agents/" + SITE.server().agents().getFirst();
  }

  @Test
  void aContactIsReachedByItsNameFromAnywhere() {
    Page page = SITE.open(Role.MEMBER, "/docs");
    page.keyboard().press("Control+k");
    page.locator("#palette-input").fill("соколова");
    page.locator("#palette-found").getByText("Юлия Соколова").first().click();
    assertThat(page.locator("h1")).hasText("Юлия Соколова");
    page.keyboard().press("Control+k");
    page.locator("#palette-input").fill("@example.com nobody");
    assertThat(page.locator("#palette-found")).containsText("Nothing is called that.");
  }

  @Test
  void theListHasHundredsAndIsLight() {
    Page page = SITE.open(Role.OWNER, agent() + "/contacts");
    assertThat(page.locator(".head")).containsText("You have 332 contacts.");
    Axe.check(page);
    Screenshots.take(page, "contacts-living");
    Budget.check(SITE, Visitor.as(Role.OWNER), agent() + "/contacts");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Next")).click();
    assertThat(page.locator("tbody tr")).hasCount(20);
    page.navigate(agent() + "/contacts?sort=name&status=Waiting");
    assertThat(page.locator("tbody tr").first()).containsText("Waiting");
    Screenshots.take(page, "contacts-filtered");
  }

  @Test
  void aContactsPageHasWhatIsKnownOfIt() {
    Page page = SITE.open(Role.OWNER, agent() + "/contacts?sort=createdAt&stage=Customer");
    page.locator("tbody a").nth(8).click();
    assertThat(page.getByText("Customer since")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "contact-living");
    page.navigate(agent() + "/crm-settings");
    assertThat(page.locator("section[aria-labelledby=fields] li")).hasCount(6);
    Axe.check(page);
    Screenshots.take(page, "crm-settings-living");
    page.navigate(agent() + "/crm-settings/fields/plan");
    Axe.check(page);
    Screenshots.take(page, "crm-field");
    page.navigate(agent() + "/crm-settings/lists/stages/4/remove");
    Axe.check(page);
    Screenshots.take(page, "crm-remove");
    page.navigate(agent() + "/automations");
    assertThat(page.getByLabel("Mo Member takes turns as primary admin").last()).isChecked();
    Axe.check(page);
    Screenshots.take(page, "crm-automations-living");
    page.navigate(agent() + "/automations?tab=stage");
    Screenshots.take(page, "crm-automations-stage");
  }
}
