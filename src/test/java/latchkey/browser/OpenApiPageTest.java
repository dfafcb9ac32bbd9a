package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import latchkey.browser.Visitor.Screen;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The doors' descriptions, as people read them.
class OpenApiPageTest {
  @RegisterExtension static final Site SITE = Site.demo();

  @ParameterizedTest
  @ValueSource(strings = {"/docs/verify", "/docs/manage"})
  void anybodyMayReadIt(String path) {
    Page page = SITE.open(Visitor.STRANGER, path);
    assertThat(page.locator("h1")).isVisible();
    Axe.check(page);
    Screenshots.take(page, path.substring(1).replace('/', '-'));
  }

  @Test
  void itCanBeReadOnAPhone() {
    Page page = SITE.open(Visitor.STRANGER.on(Screen.PHONE), "/docs/verify");
    Axe.check(page);
    Assertions.assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
        .isEqualTo(Screen.PHONE.width);
  }

  @Test
  void itIsSmall() {
    Budget.check(SITE, Visitor.STRANGER, "/docs/verify");
  }
}
