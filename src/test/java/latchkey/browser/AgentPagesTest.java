package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.button;
import static latchkey.browser.Find.link;
import static latchkey.browser.Find.toast;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.Objects;
import java.util.regex.Pattern;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The agents' pages, as people of each role use them.
class AgentPagesTest {
  @RegisterExtension static final Site SITE = Site.demo();

  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;{{7*7}}";

  @Test
  void anAgentIsMadeOfAChosenKindFoundChangedAndCopied() {
    Page page = SITE.open(Role.MANAGER, "/agents");
    link(page, "+ New Agent").click();
    assertThat(page.locator("#modal").getByText("Medical Agent")).isVisible();
    assertThat(page.locator(".htmx-request")).hasCount(0);
    Axe.check(page);
    page.locator("#modal").getByText("Medical Agent").click();
    page.getByLabel("Name").fill(HOSTILE);
    page.getByLabel("Phone number").fill("0123");
    button(page, "Create agent").click();
    assertThat(page.locator("#phoneNumber-error")).containsText("looks like +14155550123");
    assertThat(page.getByLabel("Name")).hasValue(HOSTILE);
    Axe.check(page);

    page.getByLabel("Phone number").fill("+14155550123");
    page.getByLabel("Greeting").fill("Hello\nthere");
    button(page, "Create agent").click();
    assertThat(toast(page)).containsText("Agent created.");
    assertThat(page.locator("h1")).hasText(HOSTILE);
    assertThat(page.getByText("Medical Agent")).isVisible();
    assertThat(page.getByText("No API keys")).not().isVisible();

    link(page, "Edit").click();
    page.getByLabel("Phone number").fill("");
    button(page, "Save").click();
    assertThat(toast(page)).containsText("Agent updated.");
    assertThat(page.getByText("+14155550123")).not().isVisible();
    button(page, "Pause").click();
    assertThat(page.getByText("It takes no calls until it is resumed.")).isVisible();
    button(page, "Resume").click();
    page.locator("summary[aria-label='More actions']").click();
    button(page, "Duplicate").click();
    assertThat(page.locator("h1")).hasText("Copy of " + HOSTILE);

    link(page, "Agents").first().click();
    page.getByPlaceholder("Search by name").fill("copy of <IMG");
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page).hasURL(SITE.server().url() + "/agents?search=copy%20of%20%3CIMG&status=");
    page.getByPlaceholder("Search by name").fill("nothing of the kind");
    assertThat(page.getByText("Nothing matches")).isVisible();
    Axe.check(page);
    link(page, "Clear filters").click();
    page.waitForURL(SITE.server().url() + "/agents"); // with its scripts, which hear the choice
    page.getByLabel("Status").selectOption("Paused");
    assertThat(page.getByText("Nothing matches")).isVisible();
  }

  @Test
  void whatDeletingStopsIsSaidBeforeAndStopsAtOnce() {
    String agent = SITE.server().agents().getLast();
    String token = SITE.server().token(3);
    assertThat(verified(token)).isEqualTo(200);
    Page page = SITE.open(Role.OWNER, "/agents/" + agent);
    assertThat(page.getByText("1 key works on this agent.")).isVisible();
    assertThat(link(page, "API Permissions").last()).hasAttribute("href", "/keys?agent=" + agent);
    assertThat(page.locator("h2", new Page.LocatorOptions().setHasText("Channels & API")))
        .isVisible();
    Axe.check(page);
    Screenshots.take(page, "agent");

    page.locator("summary[aria-label='More actions']").click();
    link(page, "Archive").click();
    assertThat(page.getByText("1 key is refused at once")).isVisible();
    Axe.check(page);
    button(page, "Archive").click();
    assertThat(toast(page)).containsText("Agent archived.");
    assertThat(verified(token)).isEqualTo(403);
    button(page, "Make active").click();
    assertThat(toast(page)).containsText("Agent is active.");
    assertThat(verified(token)).isEqualTo(200);

    page.locator("summary[aria-label='More actions']").click();
    link(page, "Delete").click();
    assertThat(page.getByText("1 key stops working at once, for good.")).isVisible();
    Screenshots.take(page, "agent-delete");
    link(page, "Cancel").click();
    assertThat(page.locator("#modal")).not().isVisible();
    page.locator("summary[aria-label='More actions']").click();
    link(page, "Delete").click();
    button(page, "Delete agent").click();
    assertThat(toast(page)).containsText("Agent deleted.");
    assertThat(verified(token)).isEqualTo(401);
    assertThat(page.navigate("/agents/" + agent).status()).isEqualTo(404);
  }

  private static int verified(String token) {
    return SITE.server().get("/auth", "Authorization", "Bearer " + token).statusCode();
  }

  @Test
  void ofTwoTabsTheSecondIsToldAndLosesNothing() {
    BrowserContext tabs = SITE.context(Visitor.as(Role.ADMIN));
    String edit = "/agents/" + SITE.server().agents().getFirst() + "/edit";
    Page first = tabs.newPage();
    first.navigate(edit);
    Page second = tabs.newPage();
    second.navigate(edit);
    first.getByLabel("Greeting").fill("First");
    button(first, "Save").click();
    second.getByLabel("Prompt").fill("Second");
    button(second, "Save").click();
    assertThat(second.getByRole(AriaRole.ALERT)).containsText("Somebody changed this agent");
    assertThat(second.getByLabel("Prompt")).hasValue("Second");
    button(second, "Save").click();
    assertThat(toast(second)).containsText("Agent updated.");
  }

  @Test
  void aFormThatIsSentTwiceMakesOneAgent() {
    Page page = SITE.open(Role.OWNER, "/agents/new?kind=general");
    FormData form =
        FormData.create()
            .set("_csrf", page.inputValue("[name=_csrf] >> nth=-1"))
            .set("_once", page.inputValue("[name=_once]"))
            .set("kind", "general")
            .set("name", "Once only");
    String one = post(page, "/agents/new", form);
    assertThat(post(page, "/agents/new", form)).isEqualTo(one);
    page.navigate("/agents?search=Once+only");
    assertThat(page.locator("tbody tr")).hasCount(1);
  }

  private static String post(Page page, String path, FormData form) {
    APIResponse answer =
        page.request().post(path, RequestOptions.create().setForm(form).setMaxRedirects(0));
    assertThat(answer.status()).isEqualTo(303);
    return Objects.requireNonNull(answer.headers().get("location"));
  }

  @Test
  void whoMayNotManageAgentsSeesThemAndNothingToPress() {
    String agent = "/agents/" + SITE.server().agents().getFirst();
    for (Role role : new Role[] {Role.MEMBER, Role.VIEWER}) {
      Page page = SITE.open(role, "/agents");
      assertThat(page.getByText("Support line")).isVisible();
      assertThat(link(page, "+ New Agent")).not().isVisible();
      page.navigate(agent);
      assertThat(link(page, "Edit")).not().isVisible();
      assertThat(link(page, "API Permissions")).not().isVisible();
      assertThat(page.getByText("Owners and admins manage the keys.")).isVisible();
      for (String path : new String[] {"/agents/new", agent + "/edit", agent + "/delete"}) {
        assertThat(page.navigate(path).status()).isEqualTo(403);
      }
      FormData form = FormData.create().set("_csrf", page.inputValue("[name=_csrf] >> nth=0"));
      APIResponse answer =
          page.request().post(agent + "/delete", RequestOptions.create().setForm(form));
      assertThat(answer.status()).isEqualTo(403);
    }
    Page stranger = SITE.open(Visitor.STRANGER, agent);
    assertThat(stranger).hasURL(Pattern.compile(".*/sign-in\\?next=.*"));
  }

  @Test
  void allOfItWorksWithoutScriptsAndOnAPhone() {
    Visitor visitor = Visitor.as(Role.OWNER).on(Screen.PHONE).withoutScripts();
    Page page = SITE.open(visitor, "/agents");
    link(page, "+ New Agent").click();
    link(page, "General Agent For support, sales and everything else.").click();
    page.getByLabel("Name").fill("By hand");
    button(page, "Create agent").click();
    assertThat(page.locator("h1")).hasText("By hand");
    page.locator("summary[aria-label='More actions']").click();
    link(page, "Delete").click();
    assertThat(page.getByText("0 keys stop working at once")).isVisible();
    button(page, "Delete agent").click();
    page.getByPlaceholder("Search by name").fill("by hand");
    button(page, "Search").click();
    assertThat(page.getByText("Nothing matches")).isVisible();
  }

  @Test
  void theListLooksRightAndIsLight() {
    Page page = SITE.open(Role.OWNER, "/agents");
    Axe.check(page);
    Screenshots.take(page, "agents");
    page.navigate("/agents/new?kind=general");
    Axe.check(page);
    Screenshots.take(page, "agent-new");
    page.navigate("/agents/new");
    Screenshots.take(page, "agent-choose");
    Budget.check(SITE, Visitor.as(Role.OWNER), "/agents");
  }
}
