package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Invitations, from their link to the organization.
class InvitationPagesTest {
  private static final String VIEWER = "vera@northwind.example";
  @RegisterExtension static final Site SITE = Site.demo();

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button).setExact(true)).click();
  }

  /// What the owner, who is the operator too, is answered.
  private static JsonObject post(String path, String json) {
    APIResponse answer =
        SITE.context(Visitor.as(Role.OWNER))
            .request()
            .post(
                path,
                RequestOptions.create()
                    .setHeader("Origin", SITE.server().url())
                    .setHeader("Content-Type", "application/json")
                    .setData(json));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return JsonParser.parseString(answer.text()).getAsJsonObject();
  }

  private static String invite(String email) {
    return link(
        post("/api/v1/invitations", "{\"email\": \"%s\", \"role\": \"member\"}".formatted(email)));
  }

  /// As our own path.
  private static String link(JsonObject sent) {
    URI link = URI.create(sent.get("link").getAsString());
    return link.getPath() + "#" + link.getFragment();
  }

  @Test
  void somebodyNewJoinsWithANameAndAPassword() {
    String link = invite("new@example.com");
    Page page = SITE.open(Visitor.STRANGER, link);
    assertThat(page.locator("h1")).hasText("Join Northwind Agents");
    assertThat(page.getByText("new@example.com is invited as Member.")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "invitation");
    page.getByLabel("First name").fill("Nora");
    page.getByLabel("Last name").fill("New");
    page.getByLabel("Password").fill("short");
    press(page, "Accept invitation");
    assertThat(page.getByText("A password has 10 to 200 characters.")).isVisible();
    assertThat(page.getByLabel("First name")).hasValue("Nora");
    page.getByLabel("Password").fill("a long enough password");
    press(page, "Accept invitation");
    assertThat(page.locator(".who").first()).containsText("Northwind Agents");
    Page late = SITE.open(Visitor.STRANGER.withoutScripts(), "/invitation");
    late.getByLabel("Link").fill("http://localhost" + link);
    press(late, "Open invitation");
    assertThat(late.getByRole(AriaRole.ALERT)).containsText("accepted, revoked or has expired");
  }

  @Test
  void whoHasAnAccountSignsInAndJoins() {
    String org = post("/api/v1/organizations", "{\"name\": \"Second\"}").get("id").getAsString();
    String link =
        link(
            post(
                "/api/v1/organizations/" + org + "/owner-invitations",
                "{\"email\": \"%s\"}".formatted(VIEWER)));
    Page page = SITE.open(Visitor.STRANGER, link);
    press(page, "Sign in to accept");
    assertThat(page.getByLabel("E-mail address")).hasValue(VIEWER);
    page.getByLabel("Password").fill(SITE.server().password());
    press(page, "Sign in");
    assertThat(page.locator("h1")).hasText("Join Second");
    Page other = SITE.open(Visitor.as(Role.MEMBER), link);
    assertThat(other.getByText("You are signed in as mo@northwind.example")).isVisible();
    Axe.check(other);
    press(page, "Join");
    assertThat(page.locator(".who").first()).containsText("Second");
  }
}
