package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.button;
import static latchkey.browser.Find.link;
import static latchkey.browser.Find.toast;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The pages of an agent's contacts, as people of each role use them.
class ContactPagesTest {
  @RegisterExtension static final Site SITE = Site.demo();

  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;{{7*7}}";

  private static String contacts() {
    return "/agents/" + SITE.server().agents().getFirst() + "/contacts";
  }

  @Test
  void aContactIsAddedFoundChangedArchivedAndBroughtBack() {
    Page page = SITE.open(Role.MEMBER, contacts());
    assertThat(page.getByText("Click any contact to view its details.")).isVisible();
    link(page, "Add Contact").click();
    assertThat(page.locator("#modal").getByText("Select how you want to add contact")).isVisible();
    assertThat(page.locator(".htmx-request")).hasCount(0);
    Axe.check(page);
    page.locator("#modal").getByText("Add a Single Person").click();
    page.getByLabel("Name").fill(HOSTILE);
    button(page, "Add Contact").click();
    assertThat(page.locator("#email-error")).isVisible();
    assertThat(page.getByLabel("Name")).hasValue(HOSTILE);
    Axe.check(page);

    page.getByLabel("Email ID").fill("hostile@example.com");
    page.getByLabel("Mobile Number").fill("123");
    button(page, "Add Contact").click();
    assertThat(page.locator("#mobileNumber-error")).isVisible();
    page.getByLabel("Mobile Number").fill("");
    page.getByLabel("Stage").selectOption("Prospect");
    button(page, "Add Contact").click();
    assertThat(toast(page)).containsText("Contact added.");
    assertThat(page.locator("h1")).hasText(HOSTILE);
    assertThat(page.getByText("Manually")).isVisible();
    assertThat(page.locator("[data-copy='hostile@example.com']")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "contact");

    link(page, "Edit details").click();
    page.getByLabel("Gender").fill("Female");
    button(page, "Save").click();
    assertThat(toast(page)).containsText("Contact updated.");
    button(page, "Archive").click();
    assertThat(toast(page)).containsText("Contact archived.");
    page.navigate(contacts());
    page.getByPlaceholder("Search contacts").fill("hostile@");
    assertThat(page.getByText("Nothing matches")).isVisible();
    Axe.check(page);
    page.getByLabel("Archived or not").selectOption("Archived contacts");
    assertThat(page.locator("tbody tr")).hasCount(1);
    link(page, HOSTILE).click();
    button(page, "Unarchive").click();
    assertThat(toast(page)).containsText("Contact is back among the others.");
  }

  @Test
  void whoMayBeThereAlreadyIsSaidAsOneTypesAndBeforeItIsSaved() {
    Page page = SITE.open(Role.OWNER, contacts() + "/new");
    page.getByLabel("Name").fill("Once more");
    page.getByLabel("Mobile Number").pressSequentially("+14155551000");
    assertThat(page.getByText("A user with similar details already exists")).isVisible();
    button(page, "Add Contact").click();
    assertThat(page.getByText("Save again to add the contact all the same.")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "contact-likely");
    button(page, "Add Contact").click();
    assertThat(toast(page)).containsText("Contact added.");
  }

  @Test
  void notesAreWrittenChangedByTheirAuthorAndDeleted() {
    String contact = contacts() + "/" + SITE.server().things().get("contactId") + "?tab=notes";
    Page page = SITE.open(Role.MEMBER, contact);
    page.getByLabel("New note").fill("First line\n" + HOSTILE);
    button(page, "Add note").click();
    assertThat(toast(page)).containsText("Note added.");
    assertThat(link(page, "Edit note")).hasCount(1); // the other one is a colleague's
    Axe.check(page);
    Screenshots.take(page, "contact-notes");
    link(page, "Edit note").click();
    page.locator("#note-text").fill("Second");
    button(page, "Save").click();
    assertThat(toast(page)).containsText("Note updated.");
    assertThat(page.getByText("edited")).isVisible();
    link(page, "Delete note").first().click();
    button(page, "Delete note").click();
    assertThat(toast(page)).containsText("Note deleted.");
    assertThat(page.getByText("Second")).not().isVisible();
  }

  @Test
  void ofTwoTabsTheSecondIsToldAndLosesNothing() {
    BrowserContext tabs = SITE.context(Visitor.as(Role.ADMIN));
    String edit = contacts() + "/" + SITE.server().things().get("contactId") + "/edit";
    Page first = tabs.newPage();
    first.navigate(edit);
    Page second = tabs.newPage();
    second.navigate(edit);
    first.getByLabel("Gender").fill("First");
    button(first, "Save").click();
    second.getByLabel("Gender").fill("Second");
    button(second, "Save").click();
    assertThat(second.getByRole(AriaRole.ALERT)).containsText("Somebody changed this contact");
    assertThat(second.getByLabel("Gender")).hasValue("Second");
    button(second, "Save").click();
    assertThat(toast(second)).containsText("Contact updated.");
  }

  @Test
  void aViewerSeesContactsAndNothingToPress() {
    String contact = contacts() + "/" + SITE.server().things().get("contactId");
    Page page = SITE.open(Role.VIEWER, contacts());
    assertThat(link(page, "Add Contact")).not().isVisible();
    page.navigate(contact);
    assertThat(link(page, "Edit details")).not().isVisible();
    assertThat(button(page, "Archive")).not().isVisible();
    for (String path : new String[] {contacts() + "/new", contact + "/edit"}) {
      assertThat(page.navigate(path).status()).isEqualTo(403);
    }
  }

  @Test
  void allOfItWorksWithoutScriptsOnAPhone() {
    Page page = SITE.open(Visitor.as(Role.OWNER).on(Screen.PHONE).withoutScripts(), contacts());
    link(page, "Add Contact").click();
    page.getByText("Add a Single Person").click();
    page.getByLabel("Name").fill("By hand");
    page.getByLabel("Mobile Number").fill("+14155551001");
    button(page, "Add Contact").click();
    assertThat(page.getByText("A user with similar details already exists")).isVisible();
    button(page, "Add Contact").click();
    assertThat(page.locator("h1")).hasText("By hand");
  }

  @Test
  void theListLooksRightAndIsLight() {
    Page page = SITE.open(Role.OWNER, contacts());
    Axe.check(page);
    Screenshots.take(page, "contacts");
    page.navigate(contacts() + "/new");
    Axe.check(page);
    Screenshots.take(page, "contact-new");
    Budget.check(SITE, Visitor.as(Role.OWNER), contacts());
  }
}
