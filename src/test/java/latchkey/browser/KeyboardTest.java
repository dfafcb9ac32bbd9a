package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.HashSet;
import java.util.Set;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every page without a mouse: all that can be pressed is reached, one sees where one is, and
/// nothing holds one back.
class KeyboardTest {
  private static final int MOST_STOPS = 150;

  /// Where the keyboard is: a path to the element, and whether one sees it there.
  private static final String HERE =
      """
      () => {
        const at = document.activeElement;
        if (!at || at === document.body) return null;
        const style = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        const path = [];
        for (let one = at; one.parentElement; one = one.parentElement) {
          path.unshift([...one.parentElement.children].indexOf(one));
        }
        return path.join("/") + (style.outlineStyle !== "none" && box.width > 0 && box.bottom > 0
            ? "" : " unseen: " + at.outerHTML.slice(0, 200));
      }
      """;

  @RegisterExtension static final Site SITE = Site.demo();

  /// In one browser, for a new one for each page takes longer than the walk.
  @Test
  void oneSeesWhereOneIsAndComesToTheEndOfEveryPage() {
    Visitor owner = Visitor.as(Role.OWNER);
    Page page = SITE.context(owner).newPage();
    EveryPageTest.pages()
        .map(template -> Places.filled(SITE.server(), template))
        .filter(path -> EveryPageTest.isPage(SITE, owner, path))
        .forEach(path -> walk(page, path));
  }

  private static void walk(Page page, String path) {
    page.navigate(path);
    assertThat(page.locator("a, button, input, select, textarea, summary").first())
        .hasText("Skip to content");
    page.locator(".skip").focus();
    Set<String> seen = new HashSet<>();
    for (Object at = page.evaluate(HERE); at != null && seen.add((String) at); ) {
      assertThat((String) at).doesNotContain("unseen");
      assertThat(seen.size()).as("stops until the end of %s", path).isLessThan(MOST_STOPS);
      page.keyboard().press("Tab");
      at = page.evaluate(HERE);
    }
    assertThat(seen.size()).isGreaterThan(5);
  }
}
