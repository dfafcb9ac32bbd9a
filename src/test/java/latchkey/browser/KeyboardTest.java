package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  @Test
  void thePaletteIsAListToChooseFromByArrows() {
    Page page = SITE.open(Role.OWNER, "/docs");
    page.keyboard().press("Control+k");
    Locator field = page.locator("#palette-input");
    assertThat(field).isFocused();
    assertThat(page.getByRole(AriaRole.OPTION).first()).hasAttribute("aria-selected", "true");
    Map.of(
            "settings", "Organization",
            "import keys", "Import keys",
            "devices", "Sessions",
            "passkey", "Security",
            "round robin", "Automations of Support line")
        .forEach(
            (words, place) -> {
              field.fill(words);
              assertThat(page.locator("#palette-found")).containsText(place);
            });
    field.fill("verify chain");
    assertThat(page.getByRole(AriaRole.OPTION)).hasText(new String[] {"Verify chainDo"});
    field.fill("api");
    assertThat(page.getByRole(AriaRole.OPTION).first()).containsText("API");
    assertThat(page.locator("html.loading")).hasCount(0);
    Screenshots.take(page, "palette");
    Axe.check(page);
    page.keyboard().press("ArrowDown");
    Locator second = page.getByRole(AriaRole.OPTION).nth(1);
    assertThat(second).hasAttribute("aria-selected", "true");
    assertThat(field).hasAttribute("aria-activedescendant", "place-1");
    page.keyboard().press("ArrowUp");
    page.keyboard().press("ArrowUp");
    assertThat(page.getByRole(AriaRole.OPTION).last()).hasAttribute("aria-selected", "true");
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    String there = second.getAttribute("href");
    page.keyboard().press("Enter");
    page.waitForURL("**" + there);
  }

  @ParameterizedTest
  @MethodSource("latchkey.browser.EveryPageTest#pages")
  void oneSeesWhereOneIsAndComesToTheEnd(String template) {
    Visitor owner = Visitor.as(Role.OWNER);
    String path = Places.filled(SITE.server(), template);
    if (!EveryPageTest.isPage(SITE, owner, path)) {
      return;
    }
    Page page = SITE.kept(owner, path);
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
