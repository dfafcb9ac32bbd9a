package latchkey.browser;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The longest of the doors' descriptions; the others are among every page.
class OpenApiPageTest {
  @RegisterExtension static final Site SITE = Site.demo();

  @Test
  void theLongestDescriptionIsFitForAllAndSmall() {
    Page page = SITE.open(Visitor.STRANGER, "/docs/manage");
    Axe.check(page);
    Screenshots.take(page, "docs-manage");
    Budget.check(SITE, Visitor.STRANGER, "/docs/manage");
  }
}
