package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.RequestOptions;
import java.util.List;
import java.util.Map;
import latchkey.TestServer;
import latchkey.browser.Visitor.Screen;
import latchkey.openid.RealProvider;
import latchkey.people.AuthenticatorApp;
import latchkey.people.Mailbox;
import latchkey.people.Role;
import latchkey.settings.Setting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every way in and out, as people walk it.
class SignInPagesTest {
  private static final RealProvider PROVIDER = new RealProvider();
  private static final Mailbox MAILBOX = new Mailbox();
  private static final String OWNER = "olivia@northwind.example";
  private static final String MEMBER = "mo@northwind.example";
  private static final String VIEWER = "vera@northwind.example";

  /// A page for who is signed in, and no other.
  private static final String INSIDE = "/welcome/agent";

  @RegisterExtension
  static final Site SITE =
      Site.of(
          () ->
              TestServer.start(
                  Map.of(
                      Setting.OPENID_PROVIDERS,
                      "acme %s %s its-secret".formatted(PROVIDER.issuer(), RealProvider.CLIENT),
                      Setting.OPENID_HTTP_ON_LOOPBACK,
                      "true",
                      Setting.SMTP_URL,
                      MAILBOX.url())));

  @AfterAll
  static void close() {
    PROVIDER.close();
    MAILBOX.close();
  }

  private static void password(Page page, String email, String password) {
    page.getByLabel("E-mail address").fill(email);
    page.getByLabel("Password").fill(password);
    press(page, "Sign in");
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button).setExact(true)).click();
  }

  private static String local(String path) {
    return SITE.server().url().replace("127.0.0.1", "localhost") + path;
  }

  @Test
  void whoeverIsSentToSignInComesBackToWhereTheyWanted() {
    Page page = SITE.open(Visitor.STRANGER, INSIDE);
    assertThat(page).hasTitle("Sign in · Latchkey");
    Axe.check(page);
    Screenshots.take(page, "sign-in");
    password(page, MEMBER, "not the password");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("do not belong together");
    assertThat(page.getByLabel("E-mail address")).hasValue(MEMBER);
    Axe.check(page);
    password(page, MEMBER, SITE.server().password());
    assertThat(page).hasURL(SITE.server().url() + INSIDE);
    page.navigate("/sign-in");
    assertThat(page.url()).doesNotContain("sign-in");
    page.navigate(INSIDE);
    press(page, "Sign out");
    assertThat(page).hasTitle("Sign in · Latchkey");
    page.navigate(INSIDE);
    assertThat(page).hasTitle("Sign in · Latchkey");
  }

  @Test
  void aCodeThatIsMailedSignsInWithoutScriptsOnAPhone() {
    Page page =
        SITE.open(Visitor.STRANGER.withoutScripts().on(Screen.PHONE), "/sign-in?next=" + INSIDE);
    assertThat(page.getByText("passkey")).not().isVisible();
    page.getByLabel("E-mail address").fill(VIEWER);
    press(page, "E-mail me a code instead");
    assertThat(page.locator("h1")).hasText("Check your mail");
    page.getByLabel("Code").fill("000000");
    press(page, "Sign in");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not right");
    page.getByLabel("Code").fill(MAILBOX.code());
    press(page, "Sign in");
    assertThat(page).hasURL(SITE.server().url() + INSIDE);
  }

  @Test
  void whoHasAnAuthenticatorAppIsAskedForItsCodeAndMayUseARecoveryCode() {
    BrowserContext context = SITE.context(Visitor.as(Role.ADMIN));
    AuthenticatorApp app = new AuthenticatorApp(post(context, "", "{}", "secret"));
    String recovery =
        post(context, "/confirm", "{\"code\": \"%s\"}".formatted(app.code()), "recoveryCodes");
    Page page = SITE.open(Visitor.STRANGER, "/sign-in?next=" + INSIDE);
    password(page, "adam@northwind.example", SITE.server().password());
    assertThat(page.locator("h1")).hasText("Second factor");
    Axe.check(page);
    Screenshots.take(page, "second-factor");
    page.getByLabel("Code").fill("123");
    press(page, "Sign in");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not right");
    page.getByLabel("Code").fill(app.nextCode());
    press(page, "Sign in");
    assertThat(page).hasURL(SITE.server().url() + INSIDE);
    Page other = SITE.open(Visitor.STRANGER.withoutScripts(), "/sign-in?next=" + INSIDE);
    password(other, "adam@northwind.example", SITE.server().password());
    other.getByLabel("Code").fill(recovery);
    press(other, "Sign in");
    assertThat(other).hasURL(SITE.server().url() + INSIDE);
  }

  private static String post(BrowserContext context, String path, String json, String member) {
    APIResponse answer =
        context
            .request()
            .post(
                "/api/v1/me/totp" + path,
                RequestOptions.create()
                    .setHeader("Origin", SITE.server().url())
                    .setHeader("Content-Type", "application/json")
                    .setData(json));
    JsonObject body = JsonParser.parseString(answer.text()).getAsJsonObject();
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return body.get(member).isJsonArray()
        ? body.get(member).getAsJsonArray().get(0).getAsString()
        : body.get(member).getAsString();
  }

  @Test
  void anAccountAtAProviderSignsInAndEndsOnThePageThatWasWanted() {
    PROVIDER.nextIs("olivia-1", Map.of("email", OWNER, "email_verified", true));
    Page page = SITE.open(Visitor.STRANGER, local(INSIDE));
    page.getByText("Continue with acme").click();
    assertThat(page).hasURL(local(INSIDE));
    PROVIDER.nextIs("eve-1", Map.of("email", "eve@acme.example", "email_verified", true));
    Page stranger = SITE.open(Visitor.STRANGER, local("/sign-in"));
    stranger.getByText("Continue with acme").click();
    assertThat(stranger.getByRole(AriaRole.ALERT)).containsText("ask to be invited");
    stranger.navigate(local("/api/v1/sign-in/openid/acme/callback?code=x&state=forged"));
    assertThat(stranger.getByRole(AriaRole.ALERT)).containsText("proves nothing here");
    assertThat(stranger.locator("h1")).hasText("Sign in");
    assertThat(SITE.takeComplaints())
        .allMatch(line -> line.contains("another host: " + PROVIDER.issuer()));
  }

  @Test
  void whoForgotTheirPasswordSetsANewOneByMail() {
    Page page = SITE.open(Visitor.STRANGER, "/sign-in");
    page.getByText("Forgot your password?").click();
    Axe.check(page);
    page.getByLabel("E-mail address").fill("mara@northwind.example");
    press(page, "Mail me a link");
    assertThat(page.locator("h1")).hasText("Check your mail");
    String token = MAILBOX.linked().reveal();
    page.navigate("/reset#" + token);
    assertThat(page).hasURL(SITE.server().url() + "/reset");
    assertThat(page.getByLabel("Link")).not().isVisible();
    Axe.check(page);
    page.getByLabel("New password").fill("short");
    press(page, "Set password");
    assertThat(page.getByText("A password has 10 to 200 characters.")).isVisible();
    page.getByLabel("New password").fill("a password as new as this one");
    press(page, "Set password");
    assertThat(page.locator(".toast")).containsText("Password set");
    page.navigate("/sign-in?next=" + INSIDE);
    password(page, "mara@northwind.example", "a password as new as this one");
    assertThat(page).hasURL(SITE.server().url() + INSIDE);
    Page again = SITE.open(Visitor.STRANGER.withoutScripts(), "/reset");
    again.getByLabel("Link").fill(SITE.server().url() + "/reset#" + token);
    again.getByLabel("New password").fill("another password, too late");
    press(again, "Set password");
    assertThat(again.getByRole(AriaRole.ALERT)).containsText("was used");
  }

  @Test
  void aSessionThatSomebodyPlantedIsNotTheOneThatIsSignedIn() {
    BrowserContext context = SITE.context(Visitor.STRANGER);
    SITE.signIn(context, "planted");
    Page page = context.newPage();
    page.navigate("/sign-in?next=" + INSIDE);
    password(page, MEMBER, SITE.server().password());
    assertThat(page).hasURL(SITE.server().url() + INSIDE);
    List<Cookie> sessions =
        context.cookies().stream().filter(one -> one.name.equals("latchkey_session")).toList();
    assertThat(sessions).singleElement().satisfies(one -> assertThat(one.value).hasSize(43));
    assertThat(sessions.getFirst().httpOnly).isTrue();
    assertThat(SITE.server().get("/api/v1/me", "Cookie", "latchkey_session=planted").statusCode())
        .isEqualTo(401);
  }

  @Test
  void nobodyIsLedElsewhereBySigningIn() {
    for (String elsewhere :
        List.of(
            "https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example")) {
      Page page = SITE.open(Visitor.STRANGER, "/sign-in?next=" + elsewhere);
      password(page, MEMBER, SITE.server().password());
      assertThat(page.url()).startsWith(SITE.server().url() + "/");
      assertThat(page.url()).doesNotContain("evil");
      page.context().close();
    }
  }

  @Test
  void aFormOfAnotherSiteSignsNobodyIn() {
    BrowserContext context = SITE.context(Visitor.STRANGER);
    APIResponse answer =
        context
            .request()
            .post(
                "/sign-in",
                RequestOptions.create()
                    .setHeader("Origin", "https://evil.example")
                    .setHeader("Content-Type", "application/x-www-form-urlencoded")
                    .setData("email=" + MEMBER + "&password=" + SITE.server().password()));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(context.cookies()).isEmpty();
  }
}
