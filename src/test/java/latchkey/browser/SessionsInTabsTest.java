package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.button;
import static latchkey.browser.Find.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing in and out as a browser does it: the back button, a second tab, somebody else's frame.
class SessionsInTabsTest {
  private static final Pattern SIGN_IN = Pattern.compile(".*/sign-in(\\?.*)?");

  @RegisterExtension static final Site SITE = Site.demo();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void somebodySignsInAndOut(boolean scripts) {
    Visitor visitor = scripts ? Visitor.STRANGER : Visitor.STRANGER.withoutScripts();
    Page page = SITE.open(visitor, "/");
    signIn(page, Role.ADMIN);
    assertThat(page.getByRole(AriaRole.NAVIGATION).first()).isVisible();
    signOut(page);
    assertThat(page).hasURL(SIGN_IN);
  }

  @Test
  void afterSigningOutTheBackButtonShowsNothing() {
    Page page = SITE.open(Role.ADMIN, "/");
    assertThat(page.getByRole(AriaRole.NAVIGATION).first()).isVisible();
    signOut(page);
    page.goBack();
    assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(0);
    assertThat(page.content()).doesNotContain("Northwind Agents");
  }

  @Test
  void whoSignsOutInOneTabIsOutInTheOther() {
    BrowserContext browser = SITE.context(Visitor.as(Role.ADMIN));
    Page one = tab(browser);
    Page two = tab(browser);
    signOut(one);
    two.locator("a.brand:visible").click();
    assertThat(two).hasURL(SIGN_IN);
  }

  @Test
  void aTabOfSomebodyElseDoesNothingAsWhoSignedInSince() {
    BrowserContext browser = SITE.context(Visitor.as(Role.ADMIN));
    Page stale = tab(browser);
    Page fresh = tab(browser);
    signOut(fresh);
    signIn(fresh, Role.VIEWER);
    signOut(stale);
    assertThat(stale.locator("h1")).hasText("This form is out of date");
    Axe.check(stale);
    link(stale, "Open the form again").click();
    assertThat(stale.locator("body")).containsText("Vera Viewer");
    fresh.reload();
    assertThat(fresh.getByRole(AriaRole.NAVIGATION).first()).isVisible();
  }

  @Test
  void aSessionThatIsEndedElsewhereIsOverWithTheNextClick() {
    BrowserContext browser = SITE.context(Visitor.STRANGER);
    String session = SITE.server().session(Role.MEMBER);
    SITE.signIn(browser, session);
    Page page = tab(browser);
    Wire thief = Wire.session(SITE.server(), session);
    assertThat(thief.post("/sign-out", "_csrf", thief.csrf()).statusCode()).isEqualTo(303);
    page.locator("a.brand:visible").click();
    assertThat(page).hasURL(SIGN_IN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sign-in", "/", "/no-such-page"})
  void noOtherSiteFramesAPage(String path) {
    Page page = SITE.context(Visitor.as(Role.OWNER)).newPage();
    page.setContent("<iframe src='" + SITE.server().url() + path + "'></iframe>");
    Frame frame = page.frames().get(1);
    assertThat(frame.url()).startsWith("chrome-error:");
    assertThat(frame.locator("form")).hasCount(0);
    assertThat(SITE.takeComplaints()).isNotEmpty();
  }

  private static Page tab(BrowserContext browser) {
    Page page = browser.newPage();
    page.navigate("/");
    return page;
  }

  private static void signIn(Page page, Role role) {
    page.getByLabel("E-mail address").fill(SITE.server().email(role));
    page.getByLabel("Password").fill(SITE.server().password());
    button(page, "Sign in").first().click();
    assertThat(page).not().hasURL(SIGN_IN);
  }

  private static void signOut(Page page) {
    button(page, "Sign out").first().click();
    page.waitForLoadState();
  }
}
