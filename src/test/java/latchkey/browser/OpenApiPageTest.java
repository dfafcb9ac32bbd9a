package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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
    // The text of a whole API is more than other pages may be again, but not than they may at
    // first.
    Budget budget = Budget.of(SITE, Visitor.STRANGER, "/docs/manage");
    assertThat(budget.first().bytes()).isBetween(1L, 100_000L);
    assertThat(budget.again().bytes()).isLessThan(30_000);
  }
}
