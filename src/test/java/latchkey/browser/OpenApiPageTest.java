package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;
import java.util.regex.Pattern;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The longest of the doors' descriptions, part by part; the others are among every page.
class OpenApiPageTest {
  @RegisterExtension static final Site SITE = Site.demo();

  @Test
  void everyPartOfTheLongestDescriptionIsFitForAllAndNotTooLarge() {
    Page page = SITE.open(Visitor.STRANGER, "/docs/manage");
    Axe.check(page);
    Screenshots.take(page, "docs-manage");
    Budget.check(SITE, Visitor.STRANGER, "/docs/manage");
    List<String> parts =
        page.locator("main h2 a").all().stream().map(part -> part.getAttribute("href")).toList();
    assertThat(parts).contains("/docs/manage/keys", "/docs/manage/agents");
    for (String part : parts) {
      Budget.check(SITE, Visitor.STRANGER, part);
    }
    page.navigate("/docs/manage/keys");
    Axe.check(page);
    Screenshots.take(page, "docs-manage-keys");
  }

  @Test
  void anOperationIsFoundFromTheContentsAndOpensByItself() {
    Page page = SITE.open(Visitor.STRANGER, "/docs/manage");
    page.locator("a[href$='#createKey']").click();
    PlaywrightAssertions.assertThat(page).hasURL(Pattern.compile("/docs/manage/keys#createKey$"));
    PlaywrightAssertions.assertThat(page.locator("#createKey .op-body")).isVisible();
    page.locator("#createKey a[href='#NewKey']").first().click();
    PlaywrightAssertions.assertThat(page.locator("#NewKey .op-body")).isVisible();
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
