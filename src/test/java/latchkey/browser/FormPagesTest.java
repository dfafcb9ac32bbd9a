package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.button;
import static latchkey.browser.Find.link;
import static latchkey.browser.Find.toast;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Arrays;
import java.util.List;
import latchkey.OpenClient;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The pages of an agent's forms, as people of each role use them.
class FormPagesTest {
  @RegisterExtension static final Site SITE = Site.demo();

  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;{{7*7}}";

  private static String agent(int number) {
    return SITE.server().agents().get(number);
  }

  private static String forms() {
    return "/agents/" + agent(0) + "/forms";
  }

  private static List<Object> labels(Page page) {
    return Arrays.asList(
        page.locator("[id^=label-]").all().stream().map(Locator::inputValue).toArray());
  }

  @Test
  void aFormIsWrittenPublishedAnsweredChangedAndArchived() {
    Page page = SITE.open(Role.MANAGER, "/agents/" + agent(1) + "/forms");
    assertThat(page.getByText("No forms yet. Add your first form to get started.")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "forms-empty");
    link(page, "Add Form").first().click();
    page.locator("#name").fill(HOSTILE);
    button(page, "Add field").click();
    assertThat(page.locator("#label-2")).isFocused();
    page.locator("#label-2").fill("Topics");
    page.locator("#type-2").selectOption("Several choices");
    button(page, "Publish").click();
    assertThat(page.locator("#error-2")).containsText("1 to 200");
    assertThat(page.locator("#name")).hasValue(HOSTILE);
    Axe.check(page);
    page.locator("#choices-2").fill("News\n\n Sales \n");
    button(page, "Up: Topics").click();
    assertThat(page.locator("#label-1")).hasValue("Topics");
    assertThat(page.locator("#choices-1")).hasValue("News\n\n Sales");
    button(page, "Remove: Name").click();
    assertThat(page.locator("[id^=label-]")).hasCount(2);
    assertThat(labels(page)).containsExactly("Topics", "Email");
    Screenshots.take(page, "form-new");
    button(page, "Publish").click();
    assertThat(toast(page)).containsText("Form published.");
    assertThat(page.locator("h1")).hasText(HOSTILE);
    Axe.check(page);

    String id = page.url().substring(page.url().lastIndexOf('/') + 1);
    var submitted =
        OpenClient.of(SITE.server(), agent(1))
            .send(
                "POST",
                "/v1/open/forms/%s/submit/crm-1/chatbots/%s".formatted(id, agent(1)),
                "{\"email\":\"ada@example.com\",\"topics\":[\"News\",\"Sales\"]}");
    assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(201);
    page.reload();
    assertThat(page.getByText("News, Sales · ada@example.com")).isVisible();
    link(page, "ada@example.com").click();
    assertThat(page.getByText("via Form")).isVisible();
    link(page, "Form").click();
    assertThat(page.getByText("News, Sales")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "contact-form");

    page.navigate("/agents/" + agent(1) + "/forms/" + id);
    link(page, "Edit form").click();
    page.locator("#name").fill("Newsletter");
    page.locator("#label-0").fill("Interests");
    page.locator("#label-0").press("Enter"); // is Save, and no button of a field
    assertThat(toast(page)).containsText("Form updated.");
    assertThat(page.getByText("Interests")).isVisible();
    assertThat(page.getByText("topics").first()).isVisible(); // its key stays
    link(page, "Archive").click();
    assertThat(page.locator("#modal").getByText("Archive Newsletter?")).isVisible();
    Axe.check(page);
    page.locator("#modal")
        .getByText("Archive", new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(toast(page)).containsText("Form archived.");
    assertThat(page.getByText("1 submission", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    page.navigate("/agents/" + agent(1) + "/forms?archived=true");
    link(page, "Newsletter").click();
    button(page, "Make a draft").click();
    assertThat(toast(page)).containsText("Form is a draft.");
  }

  @Test
  void ofTwoTabsTheSecondIsToldAndLosesNothing() {
    BrowserContext tabs = SITE.context(Visitor.as(Role.ADMIN));
    String form = forms() + "/" + SITE.server().things().get("formId");
    Page first = tabs.newPage();
    first.navigate(form + "/edit");
    Page second = tabs.newPage();
    second.navigate(form + "/edit");
    first.locator("#description").fill("First");
    button(first, "Save").last().click();
    assertThat(toast(first)).containsText("Form updated.");
    second.locator("#description").fill("Second");
    button(second, "Save").last().click();
    assertThat(second.getByRole(AriaRole.ALERT)).containsText("Somebody changed this form");
    assertThat(second.locator("#description")).hasValue("Second");
    button(second, "Save").last().click();
    assertThat(toast(second)).containsText("Form updated.");
    assertThat(second.getByText("Second")).isVisible();
  }

  @Test
  void aViewerReadsFormsAndSubmissionsAndHasNothingToPress() {
    Page page = SITE.open(Role.VIEWER, forms());
    assertThat(link(page, "Add Form")).not().isVisible();
    link(page, "Customer satisfaction").click();
    assertThat(link(page, "Edit form")).not().isVisible();
    assertThat(link(page, "Archive")).not().isVisible();
    assertThat(page.getByText("Yes · 3 · Quick and friendly.")).isVisible();
    page.navigate(page.url() + "/submissions/" + SITE.server().things().get("submissionId"));
    assertThat(page.getByText("What could be better")).isVisible();
    Axe.check(page);
    String form = forms() + "/" + SITE.server().things().get("formId");
    for (String path : new String[] {forms() + "/new", form + "/edit", form + "/archive"}) {
      assertThat(page.navigate(path).status()).isEqualTo(403);
    }
  }

  @Test
  void allOfItWorksWithoutScriptsOnAPhone() {
    Page page = SITE.open(Visitor.as(Role.OWNER).on(Screen.PHONE).withoutScripts(), forms());
    link(page, "Add Form").click();
    page.locator("#name").fill("By hand");
    button(page, "Down: Name").click();
    assertThat(labels(page)).containsExactly("Email", "Name");
    assertThat(page.locator("#name")).hasValue("By hand");
    button(page, "Add field").click();
    page.locator("#label-2").fill("Stars");
    page.locator("#type-2").selectOption("Number");
    button(page, "Save as draft").click();
    assertThat(page.locator("h1")).hasText("By hand");
    button(page, "Publish").click();
    assertThat(page.getByText("Published", new Page.GetByTextOptions().setExact(true))).isVisible();
    link(page, "Archive").click();
    button(page, "Archive").click();
    assertThat(page.getByText("This form is archived")).isVisible();
  }

  @Test
  void thePagesLookRightAndAreLight() {
    String form = forms() + "/" + SITE.server().things().get("formId");
    Page page = SITE.open(Role.OWNER, forms());
    Axe.check(page);
    Screenshots.take(page, "forms");
    page.navigate(form);
    Axe.check(page);
    Screenshots.take(page, "form");
    page.navigate(form + "/edit");
    Axe.check(page);
    Screenshots.take(page, "form-edit");
    page.navigate(form + "/submissions/" + SITE.server().things().get("submissionId"));
    Axe.check(page);
    Screenshots.take(page, "submission");
    Budget.check(SITE, Visitor.as(Role.OWNER), form);
  }
}
