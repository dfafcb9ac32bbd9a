package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What an admin is advised, and does.
class AdvicePagesTest {
  private static final Pattern ENDS = Pattern.compile("End in a year");

  @RegisterExtension final Site site = Site.demo();

  private static Locator remedy(Page page) {
    return page.getByText(ENDS).first();
  }

  @Test
  void aChangeIsShownWithWhatItWouldHaveRefusedAndThenApplied() {
    Page page = site.open(Visitor.as(Role.ADMIN), "/advice?kind=no_expiry");
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
  void withoutScriptsThePreviewIsAPageOfItsOwn() {
    Page page = site.open(Visitor.as(Role.OWNER).withoutScripts().on(Screen.PHONE), "/advice");
    remedy(page).click();
    assertThat(page.locator("h1")).hasText("End in a year");
    page.getByText("Apply").click();
    assertThat(page.locator("#toasts")).containsText("The key was changed.");
  }

  @Test
  void aPreviewThatIsOverSaysSo() {
    Page page = site.open(Visitor.as(Role.ADMIN), "/advice");
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
