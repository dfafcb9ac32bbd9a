package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An agent's CRM settings and automations, and what becomes of its contacts by them.
class CrmPagesTest {
  @RegisterExtension static final Site SITE = Site.demo();

  private static final String HOSTILE = "<b>\"Größe\"</b>";

  /// Each test has an agent of its own.
  private static String agent(int number) {
    return "/agents/" + SITE.server().agents().get(number);
  }

  private static void said(Page page, String text) {
    assertThat(Find.toast(page)).containsText(text);
  }

  private static Locator stages(Page page) {
    return page.locator("section[aria-labelledby=stages] li > .strong");
  }

  @Test
  void stagesAreAddedOrderedRenamedAndRemovedAndContactsGoAlong() {
    Page page = SITE.open(Role.MANAGER, agent(0) + "/contacts");
    page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("CRM"))
        .getByText("Settings")
        .click();
    assertThat(page.locator("h1")).hasText("CRM settings");
    page.getByLabel("New stage").fill("lead");
    Find.button(page, "Add stage").click();
    assertThat(page.locator("#new-stages-error"))
        .containsText("There is a stage \"lead\" already.");
    Axe.check(page);
    page.getByLabel("New stage").fill(HOSTILE);
    Find.button(page, "Add stage").click();
    said(page, "Added.");
    Find.button(page, "Move " + HOSTILE + " up").click();
    said(page, "Order changed.");
    assertThat(stages(page))
        .hasText(new String[] {"Lead", "Prospect", "Customer", HOSTILE, "Old Customer"});

    Find.link(page, "Rename Lead").click();
    assertThat(page.locator("#modal")).containsText("Contacts that have it get the new name.");
    Axe.check(page);
    page.locator("#modal").getByLabel("Name").fill("Interested");
    page.locator("#modal")
        .getByText("Rename", new Locator.GetByTextOptions().setExact(true))
        .click();
    said(page, "Renamed.");
    Find.link(page, "Remove Old Customer").click();
    page.getByLabel("They get").selectOption("Interested");
    Axe.check(page);
    Find.button(page, "Remove").click();
    said(page, "Removed.");
    assertThat(stages(page)).hasText(new String[] {"Interested", "Prospect", "Customer", HOSTILE});
    page.navigate(agent(0) + "/contacts?stage=Interested");
    assertThat(page.locator("tbody tr").first()).isVisible();
  }

  @Test
  void aFieldIsMadeAskedForChangedArchivedAndRestored() {
    Page page = SITE.open(Role.OWNER, agent(1) + "/crm-settings");
    assertThat(page.getByText("No custom fields yet")).isVisible();
    Find.link(page, "Add field").click();
    page.getByLabel("Label").fill("Shirt size");
    assertThat(page.getByLabel("Longest length")).isVisible();
    page.getByLabel("Type").selectOption("Choice");
    assertThat(page.getByLabel("Longest length")).not().isVisible();
    assertThat(page.getByText("Unique", new Page.GetByTextOptions().setExact(true)))
        .not()
        .isVisible();
    Axe.check(page);
    Find.button(page, "Add field").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("There are 1 to 200 of them");
    page.getByLabel("Choices").fill("S\nM\n" + HOSTILE + "\n");
    page.getByText("Required", new Page.GetByTextOptions().setExact(true)).click();
    Find.button(page, "Add field").click();
    said(page, "Field added.");
    assertThat(page.getByText("shirtSize")).isVisible();

    Find.link(page, "Add field").click();
    page.getByLabel("Label").fill("Customer number");
    page.getByLabel("Longest length").fill("many");
    page.getByText("Unique", new Page.GetByTextOptions().setExact(true)).click();
    Find.button(page, "Add field").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("a whole number of characters");
    page.getByLabel("Longest length").fill("12");
    Find.button(page, "Add field").click();
    said(page, "Field added.");
    Find.button(page, "Move Customer number up").click();
    said(page, "Order changed.");
    Axe.check(page);
    Screenshots.take(page, "crm-settings");

    page.navigate(agent(1) + "/contacts/new");
    page.getByLabel("Email ID").fill("s@example.com");
    Find.button(page, "Add Contact").click();
    assertThat(page.locator("[id='customFields.shirtSize-error']")).isVisible();
    page.getByLabel("Shirt size").selectOption(HOSTILE);
    Find.button(page, "Add Contact").click();
    said(page, "Contact added.");
    assertThat(page.getByText(HOSTILE)).isVisible();

    page.navigate(agent(1) + "/crm-settings");
    Find.link(page, "Edit Shirt size").click();
    page.getByLabel("Label").fill("Size");
    Find.button(page, "Save").click();
    said(page, "Field updated.");
    Find.button(page, "Archive Size").click();
    said(page, "Field archived.");
    page.getByText("1 archived field").click();
    Find.button(page, "Restore Size").click();
    said(page, "Field restored.");
  }

  @Test
  void aNewContactIsGivenToWhoseTurnItIsAndGetsTheStage() {
    Page page = SITE.open(Role.ADMIN, agent(1) + "/automations");
    assertThat(page.locator("h1")).hasText("CRM Automations");
    assertThat(page.getByText("Contact created")).isVisible();
    Locator captured = page.locator("fieldset").last();
    assertThat(captured.getByText("Creator of the contact")).hasCount(0);
    Locator manual = page.locator("fieldset").first();
    manual.getByText("Round Robin").click();
    manual.getByLabel("Adam Admin takes turns as primary admin").check();
    Axe.check(page);
    Find.button(page, "Save").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("at least two primary admins");
    assertThat(manual.getByLabel("Adam Admin takes turns as primary admin")).isChecked();
    manual.getByLabel("Mara Manager takes turns as primary admin").check();
    manual.getByLabel("Mo Member takes turns as secondary admin").check();
    manual.getByLabel("Olivia Owner takes turns as secondary admin").check();
    captured.getByText("Selected Admin").click();
    page.locator("#captured-primary").selectOption("Mo Member");
    Screenshots.take(page, "crm-automations");
    Find.button(page, "Save").click();
    said(page, "Automations saved.");
    assertThat(page.locator("#captured-primary option:checked")).hasText("Mo Member");

    Find.link(page, "Contact Stage").click();
    page.getByLabel("Manually created contact").selectOption("Prospect");
    Axe.check(page);
    Find.button(page, "Save").click();
    said(page, "Automations saved.");
    Set<String> owners = new TreeSet<>();
    for (int i = 0; i < 2; i++) {
      page.navigate(agent(1) + "/contacts/new");
      page.getByLabel("Email ID").fill("turn" + i + "@example.org");
      Locator size = page.getByLabel("Size");
      if (size.count() > 0) {
        size.selectOption("S"); // where the test of the fields was first
      }
      Find.button(page, "Add Contact").click();
      said(page, "Contact added.");
      assertThat(page.locator(".head")).containsText("Prospect");
      String both = page.locator(".head .row > span").first().innerText();
      owners.addAll(List.of(both.replaceFirst("^Owner", "").strip().split(", ", -1)));
    }
    assertThat(owners).containsExactly("Adam Admin", "Mara Manager", "Mo Member", "Olivia Owner");
  }

  @Test
  void ofTwoTabsTheSecondIsToldAndLosesNothing() {
    BrowserContext tabs = SITE.context(Visitor.as(Role.OWNER));
    Page first = tabs.newPage();
    first.navigate(agent(0) + "/crm-settings");
    Page second = tabs.newPage();
    second.navigate(agent(0) + "/crm-settings");
    first.getByLabel("New status").fill("First");
    Find.button(first, "Add status").click();
    said(first, "Added.");
    second.getByLabel("New status").fill("Second");
    Find.button(second, "Add status").click();
    assertThat(second.locator("#new-statuses-error"))
        .containsText("Somebody else has just changed");
    assertThat(second.getByLabel("New status")).hasValue("Second");
    Find.button(second, "Add status").click();
    said(second, "Added.");
  }

  @Test
  void aMemberSeesAllOfItAndFindsNothingToPress() {
    Page page = SITE.open(Role.MEMBER, agent(0) + "/crm-settings");
    assertThat(page.getByText("Owners, admins and managers change it.")).isVisible();
    assertThat(page.locator("main button")).hasCount(0);
    page.navigate(agent(0) + "/automations");
    assertThat(page.locator("main input[type=radio]:enabled")).hasCount(0);
    assertThat(page.locator("main button")).hasCount(0);
    assertThat(page.navigate(agent(0) + "/crm-settings/fields").status()).isEqualTo(403);
  }

  @Test
  void allOfItWorksWithoutScriptsOnAPhone() {
    Page page =
        SITE.open(
            Visitor.as(Role.OWNER).on(Screen.PHONE).withoutScripts(), agent(0) + "/crm-settings");
    Find.link(page, "Rename Inactive").click();
    page.getByLabel("Name").fill("Asleep");
    Find.button(page, "Rename").click();
    said(page, "Renamed.");
    Find.link(page, "Edit Company").click();
    page.getByLabel("Label").fill("Firm");
    Find.button(page, "Save").click();
    said(page, "Field updated.");
    page.navigate(agent(0) + "/automations");
    page.locator("fieldset")
        .first()
        .getByText("None", new Locator.GetByTextOptions().setExact(true))
        .click();
    Find.button(page, "Save").click();
    said(page, "Automations saved.");
  }
}
