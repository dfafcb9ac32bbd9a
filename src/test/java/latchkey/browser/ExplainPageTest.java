package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import latchkey.TestServer;
import latchkey.audit.By;
import latchkey.keys.KeyDraft;
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
  void aKeysPageLeadsToItsSimulationAndTheActionsAreListed() {
    String key = SITE.server().things().get("keyId");
    Page page = SITE.open(Visitor.as(Role.ADMIN), "/keys/" + key);
    Find.link(page, "Simulate").click();
    assertThat(page.getByLabel("Key", new GetByLabelOptions().setExact(true))).hasValue(key);
    assertThat(page.getByLabel("Action")).hasAttribute("list", "permissions");
    assertThat(page.locator("#permissions option[value='document-extraction.create']")).hasCount(1);
    page.getByLabel("Action").fill("contacts.read");
    page.locator("main form button").last().click();
    assertThat(page.locator("#verdict")).containsText("contacts.read");
  }

  @Test
  void theIdOfWhatWasGrantedIsSaidNotToBeKept() {
    var granted =
        SITE.server().post("/v1/keys/verify", "{\"key\":\"%s\"}".formatted(SITE.server().token(0)));
    String decision = granted.body().replaceFirst("(?s).*\"decisionId\":\"([^\"]+)\".*", "$1");
    org.assertj.core.api.Assertions.assertThat(decision).startsWith("dec_");
    Page page = SITE.open(Visitor.as(Role.OWNER), "/explain?decision=" + decision);
    assertThat(page.locator("#decision-error")).containsText("but never what was granted");
  }

  @Test
  void aKeyIsChosenByItsNameAmongHoweverMany() {
    TestServer server = SITE.server();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      String name = i == 0 ? "Needle" : "Straw " + i;
      var key = KeyDraft.of(server.organization(), name, List.of("contacts.read"));
      keys.add(server.keys().issue(key, By.system("test")).key().id().toString());
    }
    Page page = SITE.open(Visitor.as(Role.ADMIN).withoutScripts(), "/explain?keyId=needle");
    assertThat(page.locator("#verdict")).containsText(keys.getFirst());
    page.navigate("/explain?keyId=Straw");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("choose one of them");
    assertThat(page.locator("#keys option")).hasCount(100);
    page.navigate("/explain?keyId=" + "x".repeat(200));
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
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
