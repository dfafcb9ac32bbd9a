package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ViewportSize;
import java.util.List;
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
    if (!isPage(SITE, visitor, path)) {
      return;
    }
    Page page = SITE.kept(visitor, path);
    assertThat(page.locator("h1")).hasCount(1);
    assertThat(page.title()).endsWith(" · Latchkey").hasSizeGreaterThan(" · Latchkey".length());
    Axe.check(page);
    timesAreExactOnHover(page);
    Screenshots.take(page, kind + template.replaceAll("[^a-zA-Z-]+", "-"));
    fitsANarrowScreen(page);
    Budget.check(SITE, visitor, path);
    worksWithoutScripts(SITE.kept(visitor.withoutScripts(), path));
  }

  /// Every time is shown in the viewer's zone and way, and says in UTC what it is.
  private static void timesAreExactOnHover(Page page) {
    assertThat((List<?>) page.locator("time").evaluateAll("all => all.map(time => time.title)"))
        .allMatch(
            title -> title.toString().matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC"));
    assertThat(page.locator("main").innerText()).doesNotContainPattern("\\d\\dT\\d\\d:\\d\\d");
  }

  /// What only scripts can do is not offered; what they do faster has another way.
  private static void worksWithoutScripts(Page page) {
    assertThat(page.locator("h1")).isVisible();
    assertThat(page.locator("button[type=button]:visible")).hasCount(0);
    assertThat(
            page.locator(
                "[hx-get]:not(a[href], form[action], form[action] *, [hx-trigger^=every]),"
                    + "[hx-post]:not(form[action], form[action] *), [hx-put], [hx-patch], [hx-delete]"))
        .hasCount(0);
  }

  /// What leads elsewhere, or is a file to save, is not looked at.
  static boolean isPage(Site site, Visitor visitor, String path) {
    Wire wire =
        visitor
            .role()
            .map(role -> Wire.session(site.server(), site.server().session(role)))
            .orElseGet(() -> Wire.stranger(site.server()));
    return isPage(wire, path);
  }

  static boolean isPage(Wire wire, String path) {
    var answer = wire.get(path);
    return answer.statusCode() != 303
        && answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
  }

  /// Nobody has to scroll to both sides (WCAG 1.4.10).
  private static void fitsANarrowScreen(Page page) {
    ViewportSize before = page.viewportSize();
    page.setViewportSize(NARROWEST, 800);
    assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
        .as("the width of %s on a screen of %s", page.url(), NARROWEST)
        .isEqualTo(NARROWEST);
    page.setViewportSize(before.width, before.height);
  }
}
