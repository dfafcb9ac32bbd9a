package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import latchkey.TestServer;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import latchkey.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// From a server that nobody owns to a request that works.
class FirstRunPagesTest {
  private static final String PASSWORD = "a long enough password";

  @RegisterExtension final Site site = Site.empty();

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button).setExact(true)).click();
  }

  private static void fill(Page page, String label, String text) {
    page.getByLabel(label).fill(text);
  }

  private static void introduce(Page page, String password) {
    fill(page, "First name", "Ann");
    fill(page, "Last name", "Lee");
    fill(page, "E-mail address", "ann@example.com");
    fill(page, "Password", password);
    fill(page, "Organization", "Northwind");
    press(page, "Create organization");
  }

  /// Runs what the page shows in a shell.
  private static String run(String command) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", command.replaceFirst("^curl", "curl -sS"))
            .redirectErrorStream(true)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void theLinkOfAFirstStartLeadsToAKeyThatWorks() throws IOException, InterruptedException {
    Page page = site.open(Visitor.STRANGER, "/");
    assertThat(page.locator("h1")).hasText("Welcome to Latchkey");
    assertThat(page.getByLabel("Link")).isVisible();
    Axe.check(page);
    page.navigate(site.server().setupLink());
    assertThat(page.getByLabel("Link")).not().isVisible();
    assertThat(page.url()).doesNotContain("#");
    Axe.check(page);
    Screenshots.take(page, "setup");
    introduce(page, "password1234");
    assertThat(page.locator(".error, [role=alert]").first()).isVisible();
    assertThat(page.getByLabel("First name")).hasValue("Ann");
    fill(page, "Password", PASSWORD);
    press(page, "Create organization");
    assertThat(page.locator("h1")).hasText("Your first agent");
    Axe.check(page);
    Screenshots.take(page, "first-agent");
    fill(page, "Name", "Support line");
    press(page, "Create agent");
    assertThat(page.locator("h1")).hasText("Your first key");
    Axe.check(page);
    Screenshots.take(page, "first-key");
    fill(page, "Name", "Production sync");
    press(page, "Create key");
    assertThat(page.locator("h1")).hasText("Your key is ready");
    assertThat(page.locator("#used")).containsText("Waiting for the first request");
    Axe.check(page);
    String command = page.locator("#command").textContent();
    assertThat(command).startsWith("curl http://localhost:").contains("Bearer lk_live_");
    assertThat(run(command)).contains("\"name\":\"Production sync\"");
    assertThat(page.locator("#used")).containsText("It works.");
    Screenshots.take(page, "first-use");
    Axe.check(page);
    page.getByText("Go to the dashboard").click();
    assertThat(page.locator(".who").first()).containsText("Northwind");
    page.navigate("/setup");
    assertThat(page.locator("h1")).hasText("This server is set up");
  }

  @Test
  void itGoesWithoutScriptsOnAPhoneAndOnce() throws IOException, InterruptedException {
    String link = site.server().setupLink();
    Visitor visitor = Visitor.STRANGER.withoutScripts().on(Screen.PHONE);
    Page page = site.open(visitor, "/");
    fill(page, "Link", "http://localhost/setup#wrong");
    introduce(page, PASSWORD);
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("was used, replaced or has expired");
    fill(page, "Link", link);
    fill(page, "Password", PASSWORD);
    press(page, "Create organization");
    fill(page, "Name", "Support line");
    press(page, "Create agent");
    fill(page, "Name", "Everything");
    page.getByLabel("Everything Whatever").check();
    press(page, "Create key");
    String check = page.getByText("I ran it").getAttribute("href");
    assertThat(run(page.locator("#command").textContent())).contains("\"name\":\"Everything\"");
    page.waitForCondition(
        () -> {
          page.navigate(check);
          return page.getByText("It works.").isVisible();
        });
    Page late = site.open(visitor, "/setup");
    assertThat(late.locator("h1")).hasText("This server is set up");
    late.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Sign in")).click();
    assertThat(late).hasTitle("Sign in · Latchkey");
  }

  @Test
  void theCommandAsksTheServerWhereItsOperatorSaysThatItIs() {
    String there = "https://keys.example.com";
    try (TestServer server = TestServer.start(Map.of(Setting.PUBLIC_URL, there))) {
      Wire owner = Wire.session(server, server.session(Role.OWNER));
      String[] fields = {"_csrf", owner.csrf(), "name", "First", "access", "READ"};
      String page = owner.postFromHere("/welcome/key", fields).body();
      assertThat(page).contains("curl " + there + "/v1/keys/self");
    }
  }
}
