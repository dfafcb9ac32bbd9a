package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.stream.Stream;
import latchkey.people.Role;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every page in a browser: fit for all people, small, and drawn for who wants to look at it.
class EveryPageTest {
  private static final int NARROWEST = 320;

  @RegisterExtension static final Site SITE = Site.demo();

  /// Pages, and what is shown where there is none.
  static Stream<String> pages() {
    return Stream.concat(Places.pages(), Stream.of("/no-such-page"));
  }

  static Stream<String> openPages() {
    return Stream.concat(Places.openPages(), Stream.of("/no-such-page"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageOfTheOwnerIsFitForAll(String page) {
    check(Visitor.as(Role.OWNER), page, "page");
  }

  @ParameterizedTest
  @MethodSource("openPages")
  void aPageOfStrangersIsFitForAll(String page) {
    check(Visitor.STRANGER, page, "open");
  }

  private static void check(Visitor visitor, String template, String kind) {
    String path = Places.filled(SITE.server(), template);
    if (!isPage(visitor, path)) {
      return;
    }
    Page page = SITE.open(visitor, path);
    assertThat(page.locator("h1")).hasCount(1);
    assertThat(page.title()).endsWith(" · Latchkey").hasSizeGreaterThan(" · Latchkey".length());
    Axe.check(page);
    Screenshots.take(page, kind + template.replaceAll("[^a-zA-Z-]+", "-"));
    fitsANarrowScreen(page);
    Budget.check(SITE, visitor, path);
    assertThat(SITE.open(visitor.withoutScripts(), path).locator("h1")).isVisible();
  }

  /// What leads elsewhere, or is a file to save, is not looked at.
  private static boolean isPage(Visitor visitor, String path) {
    Wire wire =
        visitor
            .role()
            .map(role -> Wire.session(SITE.server(), SITE.server().session(role)))
            .orElseGet(() -> Wire.stranger(SITE.server()));
    var answer = wire.get(path);
    return answer.statusCode() != 303
        && answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
  }

  /// Nobody has to scroll to both sides (WCAG 1.4.10).
  private static void fitsANarrowScreen(Page page) {
    page.setViewportSize(NARROWEST, 800);
    assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
        .as("the width of %s on a screen of %s", page.url(), NARROWEST)
        .isEqualTo(NARROWEST);
  }
}
