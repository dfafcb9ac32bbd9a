package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.button;
import static latchkey.browser.Find.link;
import static latchkey.browser.Find.row;
import static latchkey.browser.Find.toast;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.List;
import java.util.regex.Pattern;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Teams, as people of each role use it.
class TeamPagesTest {
  /// One for each test: they change who is what.
  @RegisterExtension final Site site = Site.demo();

  private static void act(Page page, String member, String action) {
    row(page, member).locator("summary").click();
    row(page, member).locator(".menu-list").getByText(action).click();
  }

  private static Locator role(Page page, String role) {
    return page.locator("#panel input[value=" + role + "]");
  }

  @Test
  void somebodyIsInvitedByALinkThatIsShownOnceRenewedAndWithdrawn() {
    Page page = site.open(Role.OWNER, "/teams");
    assertThat(page.locator("h1")).hasText("Teams");
    assertThat(page.getByText("Invite and manage your team members and their roles.")).isVisible();
    assertThat(page.locator("thead th"))
        .hasText(new String[] {"Members", "Since", "Role", "Progress", "Actions"});
    Axe.check(page);
    Screenshots.take(page, "teams");

    link(page, "New Member").click();
    Locator dialog = page.locator("#modal");
    assertThat(dialog.locator("h1")).hasText("Invite Team Member");
    assertThat(page.locator(".htmx-request")).hasCount(0);
    Axe.check(page);
    Screenshots.take(page, "teams-invite");
    assertThat(page.getByPlaceholder("member@example.com")).isFocused();
    page.getByPlaceholder("member@example.com").fill("vera@northwind.example");
    role(page, "viewer").check();
    button(page, "Send Invite").click();
    assertThat(page.locator("#email-error")).containsText("is a member already");
    assertThat(role(page, "viewer")).isChecked();
    Axe.check(page);

    page.getByPlaceholder("member@example.com").fill("nina@example.com");
    button(page, "Send Invite").click();
    String first = page.locator("#link").textContent();
    assertThat(first).matches("http://.*/invitation#.{43}");
    button(page, "Copy").click();
    assertThat(toast(page)).containsText("copied to clipboard");
    assertThat(Clipboard.text(page)).isEqualTo(first);
    Axe.check(page);
    Screenshots.take(page, "teams-invited");

    link(page, "Done").click();
    assertThat(row(page, "nina@example.com")).containsText("Invited");
    assertThat(page.content()).doesNotContain(first);
    act(page, "nina@example.com", "Resend invitation");
    assertThat(page.locator("#link")).not().hasText(first);
    link(page, "Done").click();
    page.getByPlaceholder("Search by name or address").fill("NINA");
    assertThat(page.locator("tbody tr")).hasCount(1);
    act(page, "nina@example.com", "Withdraw invitation");
    assertThat(page.getByText("stops working at once")).isVisible();
    button(page, "Withdraw invitation").last().click();
    assertThat(toast(page)).containsText("Invitation withdrawn.");
    assertThat(row(page, "nina@example.com")).hasCount(0);
  }

  @Test
  void anInvitationThatIsSentTwiceIsOne() {
    Page page = site.open(Role.OWNER, "/teams/invite");
    FormData form =
        FormData.create()
            .set("_csrf", page.inputValue("#panel [name=_csrf]"))
            .set("_once", page.inputValue("#panel [name=_once]"))
            .set("email", "twice@example.com")
            .set("role", "member");
    List<String> links =
        List.of(shown(page, form), shown(page, form)).stream()
            .map(html -> html.replaceFirst("(?s).*<code id=\"link\">([^<]*)<.*", "$1"))
            .toList();
    assertThat(links.getFirst()).startsWith("http").isEqualTo(links.getLast());
  }

  private static String shown(Page page, FormData form) {
    APIResponse answer =
        page.request().post("/teams/invite", RequestOptions.create().setForm(form));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("cache-control")).contains("no-store");
    return answer.text();
  }

  @Test
  void anAdminManagesWhoIsBelowAndNobodyElse() {
    Page page = site.open(Role.ADMIN, "/teams");
    assertThat(row(page, "olivia@").locator("summary")).hasCount(0);
    row(page, "adam@").locator("summary").click();
    assertThat(row(page, "adam@").locator(".menu-list").locator("a, button"))
        .hasText(new String[] {"Leave organization"});
    row(page, "mo@").locator("summary").click();
    assertThat(row(page, "mo@").locator(".menu-list").locator("a, button"))
        .hasText(new String[] {"Change role", "Suspend", "Remove"});

    link(page, "New Member").click();
    assertThat(role(page, "manager")).isVisible();
    assertThat(role(page, "admin")).hasCount(0);
    FormData form =
        FormData.create()
            .set("_csrf", page.inputValue("#panel [name=_csrf]"))
            .set("_once", "other")
            .set("email", "up@example.com")
            .set("role", "admin");
    APIResponse answer =
        page.request().post("/teams/invite", RequestOptions.create().setForm(form));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("Only the owner invites", "up@example.com");
  }

  @Test
  void aMemberIsChangedSuspendedBroughtBackAndRemovedAtOnce() {
    Page page = site.open(Role.OWNER, "/teams");
    Page theirs = site.open(Role.MEMBER, "/agents");
    assertThat(theirs.locator("h1")).hasText("Agents");

    act(page, "mo@", "Change role");
    assertThat(page.locator("#modal h1")).hasText("Role of Mo Member");
    assertThat(page.locator(".htmx-request")).hasCount(0);
    Axe.check(page);
    role(page, "manager").check();
    button(page, "Save").click();
    assertThat(toast(page)).containsText("Role changed.");
    assertThat(row(page, "mo@")).containsText("Manager");

    act(page, "mo@", "Suspend");
    assertThat(page.locator("#modal")).containsText("signed out of this organization at once");
    Screenshots.take(page, "teams-suspend");
    button(page, "Suspend").click();
    assertThat(toast(page)).containsText("Member suspended.");
    assertThat(row(page, "mo@")).containsText("Suspended");
    theirs.reload();
    assertThat(theirs).hasURL(Pattern.compile(".*/sign-in.*"));
    act(page, "mo@", "Reactivate");
    assertThat(row(page, "mo@")).containsText("Active");

    act(page, "mo@", "Remove");
    link(page, "Cancel").click();
    assertThat(page.locator("#modal")).not().isVisible();
    act(page, "mo@", "Remove");
    button(page, "Remove").click();
    assertThat(toast(page)).containsText("Member removed.");
    assertThat(row(page, "mo@")).hasCount(0);
  }

  @Test
  void theOwnershipIsHandedOverAndTheFormerOwnerGoesOnAsAnAdmin() {
    Page page = site.open(Role.OWNER, "/teams");
    act(page, "adam@", "Transfer ownership");
    assertThat(page.locator("#modal")).containsText("you go on as an admin");
    assertThat(page.locator(".htmx-request")).hasCount(0);
    Axe.check(page);
    button(page, "Transfer ownership").last().click();
    assertThat(toast(page)).containsText("Ownership transferred.");
    assertThat(row(page, "adam@")).containsText("Owner");
    assertThat(row(page, "olivia@")).containsText("Admin");
    assertThat(row(page, "adam@").locator("summary")).hasCount(0);
    page.reload();
    assertThat(page.locator("h1")).hasText("Teams");
  }

  @Test
  void ofTwoTabsTheSecondChangesNothing() {
    BrowserContext tabs = site.context(Visitor.as(Role.OWNER));
    Page first = tabs.newPage();
    first.navigate("/teams");
    Page second = tabs.newPage();
    second.navigate("/teams");
    act(first, "mo@", "Change role");
    act(second, "mo@", "Change role");
    role(first, "viewer").check();
    button(first, "Save").click();
    role(second, "admin").check();
    button(second, "Save").click();
    assertThat(second.getByText("Somebody changed this member since")).isVisible();
    assertThat(second.locator("input[value=viewer]")).isChecked();
    second.navigate("/teams");
    assertThat(row(second, "mo@")).containsText("Viewer");
  }

  @Test
  void whoManagesNobodySeesWhoIsThereAndWhatEachRoleMay() {
    Page page = site.open(Role.VIEWER, "/teams");
    assertThat(row(page, "olivia@northwind.example")).containsText("Owner");
    assertThat(link(page, "New Member")).hasCount(0);
    assertThat(page.locator("tbody summary")).hasCount(0);
    link(page, "Roles").click();
    assertThat(page.locator("h1")).hasText("What each role may");
    assertThat(row(page, "Create, change, rotate, revoke and delete API keys").locator(".pass"))
        .hasCount(2);
    Axe.check(page);
    Screenshots.take(page, "roles");
    String one = "/teams/" + site.server().things().get("memberId");
    for (String path : new String[] {"/teams/invite", one + "/role", one + "/remove"}) {
      assertThat(page.navigate(path).status()).isEqualTo(403);
    }
  }

  @Test
  void allOfItWorksWithoutScriptsAndOnAPhone() {
    Page page = site.open(Visitor.as(Role.ADMIN).on(Screen.PHONE).withoutScripts(), "/teams");
    link(page, "New Member").click();
    page.getByPlaceholder("member@example.com").fill("paper@example.com");
    button(page, "Send Invite").click();
    assertThat(page.locator("#link")).containsText("/invitation");
    link(page, "Done").click();
    row(page, "vera@").locator("summary").click();
    row(page, "vera@").getByText("Remove").click();
    assertThat(page.locator("h1")).hasText("Remove Vera Viewer?");
    button(page, "Remove").click();
    assertThat(row(page, "vera@")).hasCount(0);
  }
}
