package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An admin finds out why something is refused.
class ExplainPageTest {
  @RegisterExtension static final Site SITE = Site.demo();

  @Test
  void aRequestThatNobodyMadeIsJudgedCheckByCheck() {
    String key = SITE.server().things().get("keyId");
    Page page = SITE.open(Visitor.as(Role.ADMIN), "/explain");
    page.getByLabel("Key", new GetByLabelOptions().setExact(true)).fill(key);
    page.getByLabel("Action").fill("organization.update");
    page.getByLabel("Address").fill("203.0.113.7");
    page.getByText("Simulate").click();
    assertThat(page.locator("#verdict")).containsText("PERMISSION_DENIED");
    assertThat(page.locator("#verdict")).containsText("What would admit it");
    assertThat(page.locator(".checks .fail")).hasCount(1);
    Axe.check(page);
    Screenshots.take(page, "explain");
  }

  @Test
  void aRefusalIsFoundByItsIdAndANonsenseIdIsSaidToBeOne() {
    var refused =
        SITE.server()
            .get(
                "/auth?permission=organization.update",
                "Authorization",
                "Bearer " + SITE.server().token(0));
    String decision = refused.body().replaceFirst("(?s).*\"decisionId\":\"([^\"]+)\".*", "$1");
    Page page = SITE.open(Visitor.as(Role.OWNER).withoutScripts(), "/explain");
    page.getByLabel("Decision id").fill(decision);
    page.locator("main form button").first().click();
    assertThat(page.locator("#verdict")).containsText(decision);
    page.getByLabel("Decision id").fill("<b>nonsense</b>");
    page.locator("main form button").first().click();
    assertThat(page.locator("#decision-error")).containsText("No such refusal is kept");
  }
}
