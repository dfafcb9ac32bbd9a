package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The longest of the doors' descriptions; the others are among every page.
class OpenApiPageTest {
  @RegisterExtension static final Site SITE = Site.demo();

  @Test
  void theLongestDescriptionIsFitForAllAndNotTooLarge() {
    Page page = SITE.open(Visitor.STRANGER, "/docs/manage");
    Axe.check(page);
    Screenshots.take(page, "docs-manage");
    // A whole API is more text than other pages may be when they come again.
    Budget budget = Budget.of(SITE, Visitor.STRANGER, "/docs/manage");
    assertThat(budget.first().bytes()).isBetween(1L, 100_000L);
    assertThat(budget.again().bytes()).isLessThan(25_000);
  }

  @Test
  void anOperationIsTriedWithOnesOwnKeyAndNotWithTheSession() {
    Page page = SITE.open(Visitor.as(Role.OWNER), "/docs/verify#showSelf");
    page.locator("#showSelf button").click();
    PlaywrightAssertions.assertThat(page.locator("#showSelf [data-answer]"))
        .containsText("401 Unauthorized");
    page.getByLabel("Try it with your own key").fill(SITE.server().token(0));
    page.locator("#showSelf button").click();
    PlaywrightAssertions.assertThat(page.locator("#showSelf [data-answer]")).containsText("200 OK");
  }
}
