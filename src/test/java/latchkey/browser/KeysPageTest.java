package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.button;
import static latchkey.browser.Find.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import latchkey.TestServer;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.browser.Visitor.Screen;
import latchkey.keys.KeyDraft;
import latchkey.keys.Tags;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// **API Permission**: the list, and the wizard that makes a key.
class KeysPageTest {
  @RegisterExtension static final Site SITE = Site.demo();

  /// A field of the wizard, by its label.
  private static Locator field(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static int selfStatus(String token) {
    return SITE.server().get("/v1/keys/self", "Authorization", "Bearer " + token).statusCode();
  }

  @Test
  void somebodyMakesAKeyAndItWorks() {
    Page page = SITE.open(Role.OWNER, "/keys");
    assertThat(page.locator("h1")).hasText("API Permission");
    page.getByText("Add API Key").click();
    assertThat(page.getByText("Step 1 of 2")).isVisible();
    assertThat(page.locator("h1")).hasText("Enter basic information");
    Axe.check(page);
    Screenshots.take(page, "keys-new-1");

    page.locator("#name").fill("x");
    page.locator("#addresses").fill("10.0.0.1, 10.0.0.300");
    page.locator("#description").focus(); // leaving the field is enough
    assertThat(page.locator("#addresses-error"))
        .containsText("'10.0.0.300' is not an IPv4 or IPv6 address");
    assertThat(page.locator("#addresses")).hasAttribute("aria-invalid", "true");
    button(page, "Next").click();
    assertThat(page.getByText("Step 1 of 2")).isVisible();
    assertThat(page.locator("#addresses")).hasValue("10.0.0.1, 10.0.0.300");
    page.locator("#addresses").fill("");
    button(page, "Use my address").click();
    assertThat(page.locator("#addresses")).hasValue("127.0.0.1");
    page.locator("#name").fill("");
    button(page, "Next").click();
    assertThat(page.locator("#name-error")).containsText("1 to 100 characters");
    page.locator("#name").fill("Production <b>sync</b>");
    page.locator("#description").fill("Moves contacts");
    button(page, "Next").click();

    assertThat(page.getByText("Step 2 of 2")).isVisible();
    assertThat(page.locator("h1")).hasText("Configure permissions");
    button(page, "Give Access").click();
    assertThat(page.locator("#permissions-error")).hasText("Choose at least one permission.");
    button(page, "Read-only reporting").click();
    assertThat(field(page, "Contact Access: Read")).isChecked();
    assertThat(field(page, "Contact Access: Create")).not().isChecked();
    button(page, "Write: Contact Access").click();
    assertThat(field(page, "Contact Access: Delete")).isChecked();
    button(page, "Write: Contact Access").click();
    assertThat(field(page, "Contact Access: Delete")).not().isChecked();
    page.getByText("Limits and expiry").click();
    assertThat(page.locator("#perMinute")).hasValue("60");
    assertThat(page.locator("#perHour")).hasValue("1000");
    Axe.check(page);
    Screenshots.take(page, "keys-new-2");
    page.locator("#perMinute").fill("1001");
    page.locator("#perHour").fill("1.5");
    assertThat(page.locator("#perMinute-error")).containsText("from 1 to 1,000");
    page.locator("#expires").fill("2001-01-01");
    assertThat(page.locator("#perHour-error")).containsText("from 1 to 10,000");
    page.locator("#expires").blur();
    assertThat(page.locator("#expires-error")).containsText("That day is over");
    assertThat(page.locator("#expires")).hasAttribute("aria-invalid", "true");
    Screenshots.take(page, "keys-new-2-wrong");
    page.locator("#expires").fill("");
    page.locator("#perHour").fill("1000");
    page.locator("#perHour").blur();
    assertThat(page.locator("#perHour-error")).hasText("");
    button(page, "Give Access").click();
    assertThat(page.locator("#perMinute-error")).containsText("from 1 to 1,000");
    page.locator("#perMinute").fill("100");
    page.locator("#expires").fill("2001-01-01");
    page.locator("#agent").selectOption(SITE.server().agents().getFirst());
    page.locator("#expires").fill("");
    button(page, "Give Access").click();

    assertThat(page.getByText("API key created successfully.")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "keys-made");
    String token = page.locator("#token").innerText();
    assertThat(token).startsWith("lk_live_");
    assertThat(selfStatus(token)).isEqualTo(200);
    button(page, "Copy: Full token").click();
    assertThat(Clipboard.text(page)).isEqualTo(token);
    button(page, "Copy Connection Info").click();
    assertThat(Clipboard.text(page).lines().limit(3))
        .containsExactly(
            "Name: Production <b>sync</b>",
            "API Key: " + token,
            "Base URL: " + SITE.server().url());
    String contacts = "/v1/open/contacts/chatbots/" + SITE.server().agents().getFirst();
    assertThat(page.locator("#snippet-0")).containsText(SITE.server().url() + contacts);
    assertThat(SITE.server().get(contacts, "Authorization", "Bearer " + token).body())
        .contains("\"success\":true");
    page.getByText("Python", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.getByText("import urllib.request")).isVisible();
    assertThat(page.getByText("curl -H")).isHidden();

    String python = page.locator("#snippet-2").textContent();
    assertThat(run("ask.py", python, "python3")).contains("'success': True");
    String java = page.locator("#snippet-3").textContent();
    assertThat(run("Ask.java", java, System.getProperty("java.home") + "/bin/java"))
        .contains("\"success\":true");

    page.reload(); // sends the form again: the same key, not a second one
    assertThat(page.locator("#token")).hasText(token);
    page.getByText("Done").click();
    assertThat(page.getByText("Production <b>sync</b>")).hasCount(1);
    assertThat(page.getByText(token)).hasCount(0);
  }

  /// What a program says that the page shows, as it stands.
  private static String run(String file, String code, String program) {
    try {
      Path folder = TestServer.newFolder();
      Path source = Files.writeString(folder.resolve(file), code);
      Path output = folder.resolve("output");
      Process process =
          new ProcessBuilder(program, source.toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as(file).isTrue();
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theListIsSearchedAndFilteredAsOneTypes() {
    Page page = SITE.open(Role.ADMIN, "/keys");
    assertThat(page.locator("h2")).hasText(new String[] {"Active", "Revoked / Expired"});
    assertThat(page.getByText("Lost laptop, revoked")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "keys");
    page.locator("#search").pressSequentially("report");
    assertThat(page.getByText("Read-only reporting")).isVisible();
    assertThat(page.getByText("Production sync")).hasCount(0);
    assertThat(page).hasURL(Pattern.compile(".*search=report.*"));
    page.locator("#search").fill("no such key");
    assertThat(page.getByText("Nothing matches")).isVisible();
    page.getByText("Clear filters").click();
    page.waitForURL("**/keys");
    assertThat(page.getByText("Production sync")).isVisible();
    page.locator("#state").selectOption("revoked");
    assertThat(page.locator("h2")).hasText(new String[] {"Revoked"});
    assertThat(page.getByText("Contractor, expired")).hasCount(0);
    Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("Lost laptop"));
    assertThat(row).containsText("Contacts");
    row.getByTitle("Copy the public key").click();
    assertThat(page.getByText("Public key copied to clipboard")).isVisible();
    assertThat(Clipboard.text(page)).startsWith("lk_live_");
  }

  @Test
  void keysAreFilteredByTagsAndCreatorsOfAllKeysAlsoOfThoseWhoLeft() {
    KeyDraft rare = KeyDraft.of(SITE.server().organization(), "Rare", List.of("contacts.read"));
    By gone = By.person("0000gone", "Gina Gone", Origin.NONE);
    var _ = SITE.server().keys().issue(rare.on(rare.terms().tagged(Tags.of("rare"))), gone);
    for (int i = 0; i < 26; i++) {
      KeyDraft other =
          KeyDraft.of(SITE.server().organization(), "Mass " + i, List.of("calls.read"));
      var _ = SITE.server().keys().issue(other, By.system("test"));
    }
    Page page = SITE.open(Role.ADMIN, "/keys");
    assertThat(page.locator("#list")).not().containsText("Rare"); // it is on a later page
    page.locator("#tag").selectOption("rare");
    assertThat(page.locator("#list")).containsText("Rare");
    assertThat(page.locator("#said")).hasText("1 found");
    page.locator("#tag").selectOption("");
    assertThat(page.locator("#said")).hasText(Pattern.compile("The first \\d+ found"));
    page.locator("#creator").selectOption(new SelectOption().setLabel("Gina Gone"));
    assertThat(page.locator("#said")).hasText("1 found");
    page.reload();
    assertThat(page.locator("#creator")).hasValue("0000gone");
    assertThat(page.locator("#list")).containsText("Rare");
  }

  @Test
  void afterTheSecretWasShownTheBackButtonMakesNoSecondKeyAndShowsItNoMore() {
    Page page = SITE.open(Role.OWNER, "/keys/new");
    page.locator("#name").fill("Made once");
    button(page, "Next").click();
    button(page, "Read-only reporting").click();
    button(page, "Give Access").click();
    String token = page.locator("#token").innerText();
    link(page, "Done").click();
    assertThat(page).hasURL(Pattern.compile(".*/keys"));
    page.evaluate("() => history.back()");
    page.waitForCondition(() -> !page.url().endsWith("/keys"));
    assertThat(page.locator("#token")).hasCount(0);
    assertThat(SITE.takeComplaints()).hasSize(1).first().asString().contains("ERR_CACHE_MISS");
    page.navigate("/keys?search=Made+once");
    assertThat(page.locator("#list tbody tr")).hasCount(1);
    assertThat(page.getByText(token)).hasCount(0);
  }

  @Test
  void theWizardWorksWithoutScriptsAndOnAPhone() {
    Page page = SITE.open(Visitor.as(Role.OWNER).withoutScripts().on(Screen.PHONE), "/keys/new");
    page.locator("#name").fill("Made by hand");
    button(page, "Use my address").click();
    assertThat(page.locator("#addresses")).hasValue("127.0.0.1");
    assertThat(page.locator("#name")).hasValue("Made by hand");
    page.locator("#name").press("Enter");
    assertThat(page.getByText("Step 2 of 2")).isVisible();
    button(page, "Document extraction").click();
    assertThat(field(page, "Document Extraction Access: Create")).isChecked();
    button(page, "Back").click();
    assertThat(page.locator("#name")).hasValue("Made by hand");
    button(page, "Next").click();
    assertThat(field(page, "Document Extraction Access: Create")).isChecked();
    button(page, "Give Access").click();
    assertThat(selfStatus(page.locator("#token").innerText())).isEqualTo(200);
    page.getByText("Done").click();
    page.locator("#search").fill("by hand");
    page.locator("#search").press("Enter");
    assertThat(page.getByText("Made by hand")).isVisible();
  }

  @Test
  void whoManagesNoKeysSeesNone() {
    Page page = SITE.open(Role.MANAGER, "/keys");
    assertThat(page.locator("h1")).hasText("Not for your role");
    page.navigate("/keys/new");
    assertThat(page.locator("h1")).hasText("Not for your role");
  }

  @Test
  void theKeysOfAnAgentAreItsOwn() {
    Page page = SITE.open(Role.OWNER, "/keys?agent=" + SITE.server().agents().getFirst());
    assertThat(page.locator("h1")).hasText("API Permission for Support line");
    assertThat(page.getByText("Read-only reporting")).hasCount(0);
    page.getByText("Add API Key").click();
    page.locator("#name").fill("For support");
    button(page, "Next").click();
    assertThat(page.locator("#agent")).hasValue(SITE.server().agents().getFirst());
  }
}
