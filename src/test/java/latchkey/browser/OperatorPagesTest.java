package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What operators do, who see that organizations are there and nothing of what they hold.
class OperatorPagesTest {
  @RegisterExtension static final Site SITE = Site.demo();

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button).setExact(true)).click();
  }

  private static void says(Page page, String toast) {
    assertThat(page.locator(".toast")).containsText(toast);
  }

  @Test
  void anOrganizationIsCreatedAndItsOwnerInvited() {
    Page page = SITE.open(Role.OWNER, "/operator");
    page.getByText("Create organization").click();
    Axe.check(page);
    page.getByLabel("Name").fill("x");
    press(page, "Create organization");
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    page.getByLabel("Name").fill("<i>Fabrikam</i>");
    page.getByLabel("Owner's e-mail address").fill("fay@fabrikam.example");
    press(page, "Create organization");
    assertThat(page.locator("#link")).containsText("/invitation#");
    Axe.check(page);
    Screenshots.take(page, "operator-invited");
    page.getByText("Go to the organization").click();
    assertThat(page.locator("h1")).hasText("<i>Fabrikam</i>");
    page.getByLabel("Owner's e-mail address").fill("fay@fabrikam.example");
    press(page, "Invite owner");
    assertThat(page.getByText("is invited already")).isVisible();
    page.getByLabel("Custom The limits below").check();
    page.getByLabel("Custom: requests a minute").fill("lots");
    press(page, "Save plan");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not \"lots\"");
    page.getByLabel("Custom The limits below").check();
    page.getByLabel("Custom: requests a minute").fill("42");
    press(page, "Save plan");
    says(page, "Plan saved");
    Axe.check(page);
    Screenshots.take(page, "operator-organization");
    page.navigate("/operator");
    page.getByRole(AriaRole.SEARCHBOX, new GetByRoleOptions().setName("Search by name or id"))
        .fill("fabri");
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.locator("tbody")).containsText("42 a minute");
    assertThat(page).hasURL(SITE.server().url() + "/operator?search=fabri");
    page.getByRole(AriaRole.SEARCHBOX, new GetByRoleOptions().setName("Search by name or id"))
        .fill("nothing like it");
    assertThat(page.getByText("Nothing matches")).isVisible();
    page.navigate("/operator");
    Axe.check(page);
    Screenshots.take(page, "operator");
  }

  @Test
  void suspendingStopsTheKeysAndReactivatingLetsThemThrough() {
    String id = SITE.server().organization();
    Page page =
        SITE.open(
            Visitor.as(Role.OWNER).withoutScripts().on(Screen.PHONE),
            "/operator/organizations/" + id);
    page.getByText("Suspend").click();
    assertThat(page.locator("#panel")).containsText("All of its keys are refused at once");
    press(page, "Suspend");
    says(page, "Organization suspended");
    assertThat(asked()).isEqualTo(403);
    page.getByText("Reactivate").click();
    press(page, "Reactivate");
    says(page, "Organization reactivated");
    assertThat(asked()).isEqualTo(200);
  }

  private static int asked() {
    return SITE.server()
        .get("/v1/keys/self", "Authorization", "Bearer " + SITE.server().token(1))
        .statusCode();
  }

  @Test
  void operatorsAppointAndDismissEachOther() {
    Page page = SITE.open(Role.OWNER, "/operator/operators");
    page.getByText("Dismiss", new Page.GetByTextOptions().setExact(true)).click();
    page.locator("#modal").getByRole(AriaRole.BUTTON).getByText("Dismiss").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("The last operator stays");
    page.navigate("/operator/operators");
    page.getByLabel("E-mail address of a person").fill("nobody@northwind.example");
    press(page, "Appoint operator");
    assertThat(page.locator(".error")).isVisible();
    page.getByLabel("E-mail address of a person").fill("adam@northwind.example");
    press(page, "Appoint operator");
    says(page, "Operator appointed");
    Axe.check(page);
    Screenshots.take(page, "operators");
    Page adam = SITE.open(Role.ADMIN, "/operator");
    assertThat(adam.locator("h1")).hasText("Organizations");
    page.getByLabel("Dismiss Adam Admin").click();
    page.locator("#modal").getByRole(AriaRole.BUTTON).getByText("Dismiss").click();
    says(page, "Operator dismissed");
    adam.reload();
    assertThat(adam).hasTitle("Sign in · Latchkey");
  }

  @Test
  void theyAreNotForOthers() {
    for (String path :
        new String[] {"/operator", "/operator/operators", "/operator/organizations/x"}) {
      assertThat(SITE.open(Role.ADMIN, path).locator("h1")).hasText("Not for your role");
    }
  }
}
