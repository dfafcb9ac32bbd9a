package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.util.Map;
import java.util.regex.Pattern;
import latchkey.browser.Visitor.Screen;
import latchkey.people.AuthenticatorApp;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people do about themselves.
class ProfilePagesTest {
  private static final String SECURITY = "/profile/security";
  @RegisterExtension static final Site SITE = Site.demo();

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button).setExact(true))
        .first()
        .click();
  }

  private static void says(Page page, String toast) {
    assertThat(page.locator(".toast")).containsText(toast);
  }

  @Test
  void aNameIsSavedOnceItIsChanged() {
    Page page = SITE.open(Role.VIEWER, "/profile");
    var save = page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Save"));
    assertThat(save).isDisabled();
    assertThat(page.getByLabel("E-mail address")).hasValue("vera@northwind.example");
    assertThat(page.getByLabel("E-mail address")).not().isEditable();
    assertThat(page.getByLabel("First name")).hasAttribute("maxlength", "50");
    page.getByLabel("First name").fill("<b>Véra</b>");
    assertThat(save).isEnabled();
    save.click();
    says(page, "Profile updated successfully");
    assertThat(page.locator(".side .side-foot .who")).containsText("<b>Véra</b> Viewer");
    Axe.check(page);
    Screenshots.take(page, "profile");
    Page plain = SITE.open(Visitor.as(Role.VIEWER).withoutScripts().on(Screen.PHONE), "/profile");
    plain.getByLabel("First name").fill("Vera");
    press(plain, "Save");
    says(plain, "Profile updated successfully");
  }

  @Test
  void anAuthenticatorAppIsAddedAndSwitchedOff() {
    Page page = SITE.open(Role.MANAGER, SECURITY);
    Axe.check(page);
    Screenshots.take(page, "security");
    press(page, "Add authenticator app");
    assertThat(page.locator("svg.qr path").nth(1))
        .hasAttribute("d", Pattern.compile("^M4 4h1v1h-1z.*"));
    AuthenticatorApp app = new AuthenticatorApp(page.locator("#secret").textContent());
    page.getByLabel("Code that the app shows").fill("000000");
    press(page, "Switch on");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("That code is wrong");
    assertThat(page.locator("#secret")).hasText(app.secret());
    Axe.check(page);
    Screenshots.take(page, "totp");
    page.getByLabel("Code that the app shows").fill(app.code());
    press(page, "Switch on");
    assertThat(page.locator("h1")).hasText("Recovery codes");
    assertThat(page.locator("#codes").textContent().lines()).hasSize(10);
    Axe.check(page);
    Screenshots.take(page, "recovery-codes");
    press(page, "Sign out"); // the form counts, though the session has a new token
    assertThat(page).hasTitle("Sign in · Latchkey");
    page.navigate("/sign-in?next=" + SECURITY);
    page.getByLabel("E-mail address").fill("mara@northwind.example");
    page.getByLabel("Password").fill(SITE.server().password());
    press(page, "Sign in");
    page.getByLabel("Code").fill(app.nextCode());
    press(page, "Sign in");
    assertThat(page.getByText("10 recovery codes are left.")).isVisible();
    page.getByLabel("Code to switch it off").fill("nonsense");
    press(page, "Switch off");
    assertThat(page.getByText("That code is wrong, or was used already.")).isVisible();
  }

  @Test
  void aPasskeyIsAddedSignsInIsRenamedAndRemoved() {
    String site = SITE.server().url().replace("127.0.0.1", "localhost");
    BrowserContext context = SITE.context(Visitor.STRANGER);
    Page page = context.newPage();
    addAuthenticator(context.newCDPSession(page));
    page.navigate(site + "/sign-in?next=" + SECURITY);
    page.getByLabel("E-mail address").fill("adam@northwind.example");
    page.getByLabel("Password").fill(SITE.server().password());
    press(page, "Sign in");
    page.getByLabel("Name of the passkey").fill("Laptop");
    press(page, "Add passkey");
    says(page, "Passkey added");
    press(page, "Sign out");
    page.navigate(site + "/sign-in?next=" + SECURITY);
    press(page, "Sign in with a passkey");
    assertThat(page).hasURL(site + SECURITY);
    page.getByText("Edit").click();
    page.locator("#modal #new-name").fill("Old laptop");
    Axe.check(page);
    page.locator("#modal").getByText("Save").click();
    says(page, "Passkey renamed");
    page.getByText("Edit").click();
    page.locator("#modal").getByRole(AriaRole.BUTTON).getByText("Remove passkey").click();
    says(page, "Passkey removed");
    assertThat(page.getByText("Edit")).hasCount(0);
  }

  private static void answeringWith(Page page, String error) {
    page.addInitScript(
        """
        navigator.credentials.get = navigator.credentials.create = () =>
          Promise.reject(new DOMException("as the browser says it", "%s"));
        """
            .formatted(error));
    page.reload();
  }

  @Test
  void aPasskeyThatIsNotGivenIsSaidInOurWords() {
    String site = SITE.server().url().replace("127.0.0.1", "localhost");
    Page page = SITE.context(Visitor.STRANGER).newPage();
    page.navigate(site + "/sign-in");
    for (var said :
        Map.of(
                "NotAllowedError", "No passkey was shown.",
                "TimeoutError", "That took too long.",
                "NotSupportedError", "This device cannot hold a passkey")
            .entrySet()) {
      answeringWith(page, said.getKey());
      press(page, "Sign in with a passkey");
      assertThat(page.locator("[data-passkey-error]")).containsText(said.getValue());
    }
    page.navigate(site + "/sign-in?next=" + SECURITY);
    page.getByLabel("E-mail address").fill(SITE.server().email(Role.VIEWER));
    page.getByLabel("Password").fill(SITE.server().password());
    press(page, "Sign in");
    page.waitForURL(site + SECURITY);
    for (var said :
        Map.of(
                "NotAllowedError", "No passkey was made.",
                "TimeoutError", "That took too long.",
                "InvalidStateError", "This device has a passkey of yours already")
            .entrySet()) {
      answeringWith(page, said.getKey());
      page.getByLabel("Name of the passkey").fill("Laptop");
      press(page, "Add passkey");
      assertThat(page.locator("[data-passkey-error]")).containsText(said.getValue());
    }
    Axe.check(page);
  }

  private static void addAuthenticator(CDPSession browser) {
    browser.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject call = new JsonObject();
    call.add("options", options);
    browser.send("WebAuthn.addVirtualAuthenticator", call);
  }

  @Test
  void anotherPasswordEndsTheOtherSessions() {
    Page page = SITE.open(Role.MEMBER, SECURITY);
    Page other = SITE.open(Role.MEMBER, "/profile/sessions");
    Axe.check(other);
    Screenshots.take(other, "sessions");
    page.getByLabel("Current password").fill("not that");
    page.getByLabel("New password").fill("a long enough password");
    press(page, "Change password");
    assertThat(page.getByText("That is not the current password.")).isVisible();
    page.getByLabel("Current password").fill(SITE.server().password());
    page.getByLabel("New password").fill("a long enough password");
    press(page, "Change password");
    says(page, "Password changed");
    other.reload();
    assertThat(other).hasTitle("Sign in · Latchkey");
    Page third = SITE.open(Role.MEMBER, "/profile/sessions");
    assertThat(third.locator("tbody tr")).hasCount(2);
    third.getByText("End", new Page.GetByTextOptions().setExact(true)).click();
    says(third, "Session ended");
    page.reload();
    assertThat(page).hasTitle("Sign in · Latchkey");
    var _ = SITE.open(Role.MEMBER, "/profile");
    third.reload();
    press(third, "End all others");
    says(third, "All other sessions ended");
    assertThat(third.locator("tbody tr")).hasCount(1);
  }

  @Test
  void somebodyWorksInOneOfTheirOrganizationsAndLeavesIt() {
    String ann =
        SITE.server()
            .people()
            .member(SITE.server().organization(), "ann", Role.MEMBER)
            .token()
            .reveal();
    BrowserContext owner = SITE.context(Visitor.as(Role.OWNER));
    String made =
        owner
            .request()
            .post(
                "/api/v1/organizations",
                RequestOptions.create()
                    .setHeader("Origin", SITE.server().url())
                    .setHeader("Content-Type", "application/json")
                    .setData("{\"name\": \"Another place\"}"))
            .text();
    String id = JsonParser.parseString(made).getAsJsonObject().get("id").getAsString();
    SITE.server().people().join(id, "ann", Role.VIEWER);
    BrowserContext context = SITE.context(Visitor.STRANGER);
    SITE.signIn(context, ann);
    Page page = context.newPage();
    page.navigate("/profile");
    press(page, "Work in Another place");
    page.navigate("/profile");
    assertThat(page.locator(".lines li").filter(new FilterOptions().setHasText("Another place")))
        .containsText("current");
    page.getByText("Leave", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#modal h1")).hasText("Leave Another place?");
    Axe.check(page);
    page.locator("#modal").getByRole(AriaRole.BUTTON).getByText("Leave").click();
    says(page, "You have left the organization.");
    assertThat(page).hasTitle("Sign in · Latchkey");
  }
}
