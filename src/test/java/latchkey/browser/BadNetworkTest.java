package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pages while the network is slow, or away.
class BadNetworkTest {
  @RegisterExtension static final Site SITE = Site.demo();

  @Test
  void withoutANetworkThePageStaysAndSaysSoAndGoesOnAfterwards() {
    Page page = SITE.open(Role.ADMIN, "/docs");
    page.keyboard().press("Control+k");
    Locator field = page.locator("#palette-input");
    assertThat(field).isFocused();
    page.context().setOffline(true);
    field.fill("suite");
    assertThat(page.locator("#toasts")).containsText("The server cannot be reached");
    assertThat(SITE.takeComplaints()).isNotEmpty();

    page.context().setOffline(false);
    field.fill("Test suite");
    assertThat(page.locator("#palette-found")).containsText("Test suite");
  }

  @Test
  void onASlowNetworkASecondPressSendsNothing() {
    Page page = SITE.open(Visitor.STRANGER, "/sign-in");
    List<String> sent = new ArrayList<>();
    page.onRequest(
        request -> {
          if (request.method().equals("POST")) {
            sent.add(request.url());
          }
        });
    slow(page);
    page.getByLabel("E-mail address").fill(SITE.server().email(Role.ADMIN));
    page.getByLabel("Password").fill(SITE.server().password());
    var button = new Page.GetByRoleOptions().setName("Sign in").setExact(true);
    page.getByRole(AriaRole.BUTTON, button).dblclick();
    assertThat(page).not().hasURL(Pattern.compile(".*/sign-in.*"));
    assertThat(sent).hasSize(1);
  }

  private static void slow(Page page) {
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 700);
    conditions.addProperty("downloadThroughput", 50_000);
    conditions.addProperty("uploadThroughput", 50_000);
    page.context().newCDPSession(page).send("Network.emulateNetworkConditions", conditions);
  }
}
