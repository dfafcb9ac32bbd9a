package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static latchkey.browser.Find.button;
import static latchkey.browser.Find.link;
import static latchkey.browser.Find.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import latchkey.ManageClient;
import latchkey.audit.By;
import latchkey.browser.Visitor.Screen;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is done to keys from their list: edited, copied, revoked, deleted, many at once; and keys
/// taken over from elsewhere.
class KeyDeedsTest {
  @RegisterExtension static final Site SITE = Site.demo();

  private static IssuedKey made(String name, String... permissions) {
    return SITE.server()
        .keys()
        .issue(
            KeyDraft.of(SITE.server().organization(), name, List.of(permissions)),
            By.system("test"));
  }

  private static int status(IssuedKey key) {
    return SITE.server()
        .get("/v1/keys/self", "Authorization", "Bearer " + key.text().token().reveal())
        .statusCode();
  }

  private static Locator act(Page page, String name, String deed) {
    row(page, name).locator("summary").click();
    return row(page, name).getByText(deed, new Locator.GetByTextOptions().setExact(true));
  }

  @Test
  void aRevokedKeyEndsForItsRunningClientAndStaysInTheList() {
    IssuedKey key = made("To be revoked", "contacts.read");
    assertThat(status(key)).isEqualTo(200);
    Page page = SITE.open(Role.ADMIN, "/keys");
    act(page, "To be revoked", "Revoke …").click();
    assertThat(page.locator("#modal h1")).hasText("Revoke this API key?");
    assertThat(page.locator("#modal")).containsText("permanent");
    Axe.check(page);
    Screenshots.take(page, "keys-revoke");
    page.locator("#modal").getByText("Cancel").click();
    assertThat(page.locator("#modal")).isHidden();
    assertThat(status(key)).isEqualTo(200);
    act(page, "To be revoked", "Revoke …").click();
    page.getByLabel("Reason").selectOption("keyCompromise");
    button(page, "Revoke API key").click();
    assertThat(page.getByText("API key revoked.")).isVisible();
    assertThat(status(key)).isEqualTo(401);
    assertThat(page.locator("section", new Page.LocatorOptions().setHasText("Revoked / Expired")))
        .containsText("To be revoked");
    row(page, "To be revoked").locator("summary").click();
    assertThat(row(page, "To be revoked").getByText("Edit")).hasCount(0);
  }

  @Test
  void aDeletedKeyIsGoneEverywhere() {
    IssuedKey key = made("To be deleted", "contacts.read");
    Page page = SITE.open(Visitor.as(Role.OWNER).withoutScripts(), "/keys");
    act(page, "To be deleted", "Delete …").click();
    assertThat(page.getByText("Any applications using this key will lose access.")).isVisible();
    button(page, "Delete API key").click();
    assertThat(page.getByText("API key deleted.")).isVisible();
    assertThat(page.getByText("To be deleted")).hasCount(0);
    assertThat(status(key)).isEqualTo(401);
  }

  @Test
  void whoEditsInTheSecondTabLearnsWhatChangedMeanwhile() {
    IssuedKey key = made("Edited twice", "contacts.*");
    BrowserContext browser = SITE.context(Visitor.as(Role.OWNER));
    String path = "/keys/" + key.key().id() + "/edit";
    Page first = browser.newPage();
    first.navigate(path);
    Page second = browser.newPage();
    second.navigate(path);
    Axe.check(second);
    Screenshots.take(second, "keys-edit");

    first.locator("#name").fill("First name");
    first.locator("#addresses").fill("127.0.0.0/8");
    button(first, "Save").click();
    assertThat(first.getByText("API key updated successfully.")).isVisible();

    second.locator("#name").fill("Second name");
    button(second, "Save").click();
    assertThat(second.getByText("Somebody changed this key since you opened it")).isVisible();
    assertThat(second.locator("dl")).containsText("First name");
    assertThat(second.locator("dl")).containsText("127.0.0.0/8");
    assertThat(second.locator("#name")).hasValue("Second name");
    Axe.check(second);
    second.locator("#addresses").fill("::/");
    button(second, "Save").click();
    assertThat(second.locator("#addresses-error")).containsText("prefix");
    second.locator("#addresses").fill("192.0.2.1");
    button(second, "Save").click();
    assertThat(second.getByText("API key updated successfully.")).isVisible();
    assertThat(second.getByText("Second name")).isVisible();
    assertThat(status(key)).isEqualTo(403); // from another address than its own
    assertThat(shown(key)).contains("contacts.*"); // which nobody touched
  }

  private static String shown(IssuedKey key) {
    return ManageClient.key(SITE.server(), SITE.server().managementToken())
        .get("/api/v1/keys/" + key.key().id())
        .body();
  }

  @Test
  void manyKeysAreTaggedRevokedAndDeletedAtOnce() {
    IssuedKey one = made("Batch one", "leads.read");
    IssuedKey two = made("Batch two", "leads.read");
    Page page = SITE.open(Role.OWNER, "/keys?search=Batch");
    assertThat(page.locator("#bulk")).isHidden();
    page.getByLabel("Select all: Active").check();
    page.locator("#bulk").getByText("Tag").click();
    page.locator("#add").fill("Not A Tag!");
    button(page, "Tag 2 keys").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("a tag is 1 to 40");
    page.locator("#add").fill("batch");
    button(page, "Tag 2 keys").click();
    assertThat(page.getByText("API keys tagged.")).isVisible();

    page.navigate("/keys?tag=batch");
    page.getByLabel("Select all: Active").check();
    page.locator("#bulk").getByText("Revoke").click();
    assertThat(page.getByText("Batch one")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "keys-many");
    assertThat(status(one)).isEqualTo(200);
    button(page, "Revoke 2 keys").click();
    assertThat(page.getByText("API keys revoked.")).isVisible();
    assertThat(status(one)).isEqualTo(401);
    assertThat(status(two)).isEqualTo(401);

    page.navigate("/keys?tag=batch");
    page.getByLabel("Select Batch one").check();
    page.getByLabel("Select Batch two").check();
    page.locator("#bulk").getByText("Delete").click();
    assertThat(page.getByText("Batch two")).isVisible();
    delete(two); // by somebody else, meanwhile
    button(page, "Delete 2 keys").click();
    assertThat(page.locator("h1")).hasText("Not all of it could be done");
    assertThat(page.getByText("1 key was deleted.")).isVisible();
    assertThat(page.getByText("There is no such key any more.")).isVisible();
    page.getByText("Back to the keys").click();
    assertThat(page.getByText("Batch one")).hasCount(0);
  }

  @Test
  void afterADeedOneIsBackWhereOneWas() {
    IssuedKey key = made("Looked at", "leads.read");
    String path = "/keys/" + key.key().id();
    Page page = SITE.open(Role.OWNER, path);
    link(page, "Edit").click();
    page.locator("#description").fill("Edited from its page");
    button(page, "Save").click();
    assertThat(page.locator("h1")).hasText("Looked at");
    assertThat(page.getByText("API key updated successfully.")).isVisible();

    page.navigate("/keys?search=Looked&sort=name");
    page.getByLabel("Select Looked at").check();
    assertThat(page.locator("#bulk")).containsText("With the selected key:");
    Screenshots.take(page, "keys-bulk");
    page.locator("#bulk").getByText("Revoke").click();
    button(page, "Revoke 1 key").click();
    assertThat(page.getByText("API keys revoked.")).isVisible();
    assertThat(page.locator("#search")).hasValue("Looked");
    act(page, "Looked at", "Delete …").click();
    button(page, "Delete API key").click();
    assertThat(page.getByText("Nothing matches")).isVisible();
    assertThat(page.locator("#sort")).hasValue("name");

    page.navigate(path + "/delete?back=//elsewhere.example/keys");
    assertThat(page.locator("h1")).hasText("There is nothing here");
    page.goBack(); // what is deleted stays so
    assertThat(page.getByText("Nothing matches")).isVisible();
  }

  private static void delete(IssuedKey key) {
    assertThat(
            ManageClient.key(SITE.server(), SITE.server().managementToken())
                .send("DELETE", "/api/v1/keys/" + key.key().id(), "")
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void aSealedCopyIsCopiedFromTheRowAndThatIsAudited() {
    ManageClient owner = ManageClient.key(SITE.server(), SITE.server().managementToken());
    String organization = "/api/v1/organizations/" + SITE.server().organization();
    assertThat(
            owner
                .send(
                    "PATCH",
                    organization,
                    "{\"sealedCopies\":true}",
                    "If-Match",
                    owner.get(organization).headers().firstValue("ETag").orElseThrow())
                .statusCode())
        .isEqualTo(200);
    IssuedKey key = made("Sealed", "contacts.read");
    String token = key.text().token().reveal();
    Page page = SITE.open(Role.OWNER, "/keys");
    act(page, "Sealed", "Copy API Key").click();
    assertThat(page.getByText("API key copied to clipboard")).isVisible();
    assertThat(Clipboard.text(page)).isEqualTo(token);
    act(page, "Sealed", "Copy Connection Info").click();
    assertThat(page.getByText("Connection info copied to clipboard")).isVisible();
    assertThat(Clipboard.text(page)).startsWith("Name: Sealed\nAPI Key: " + token + "\nBase URL: ");
    assertThat(owner.get("/api/v1/audit?action=read&resourceId=" + key.key().id()).body())
        .containsPattern("(?s)\"action\":\"read\".*\"action\":\"read\"");

    act(page, "Production sync", "Copy API Key").click(); // made before copies were kept
    assertThat(page.getByText("There is nothing to copy.")).isVisible();
    Page plain = SITE.open(Visitor.as(Role.OWNER).withoutScripts(), "/keys");
    act(plain, "Sealed", "Copy API Key").click();
    assertThat(plain.locator("#answer")).hasText(token);
  }

  @Test
  void keysOfElsewhereAreTriedAndThenTakenOver() {
    Page page = SITE.open(Visitor.as(Role.OWNER).on(Screen.PHONE), "/keys/import");
    Axe.check(page);
    String right =
        "{\"name\":\"From elsewhere\",\"digest\":\"sha256:%s\",\"permissions\":[\"contacts.read\"]}"
            .formatted("ab".repeat(32));
    page.locator("#lines").fill(right + "\n{\"name\":\"Wrong\"}");
    button(page, "Try it").click();
    assertThat(page.getByText("1 key would be imported")).isVisible();
    assertThat(page.getByText("1 refused")).isVisible();
    Axe.check(page);
    Screenshots.take(page, "keys-import");
    page.locator("#lines").fill(right);
    button(page, "Import").click();
    assertThat(page.getByText("1 key imported")).isVisible();
    page.navigate("/keys?search=elsewhere");
    assertThat(page.getByText("From elsewhere")).isVisible();
  }

  @Test
  void whatIsListedIsSavedAsAFile() {
    Page page = SITE.open(Role.OWNER, "/keys?search=sync");
    page.getByLabel("More actions").first().click();
    var file = page.waitForDownload(() -> page.getByText("Export as CSV").click());
    assertThat(file.suggestedFilename()).isEqualTo("keys.csv");
    String lines = new String(readAll(file), StandardCharsets.UTF_8);
    assertThat(lines).startsWith("\"Name\",\"API key\"").contains("Production sync");
    assertThat(lines).doesNotContain("Read-only reporting");
  }

  @Test
  void whatIsFilteredByTypingIsWhatIsSavedAndWhereAKeyIsAdded() {
    String agent = SITE.server().agents().getFirst();
    Page page = SITE.open(Role.OWNER, "/keys");
    page.locator("#search").pressSequentially("sync");
    assertThat(page).hasURL(Pattern.compile(".*search=sync.*"));
    assertThat(page.getByText("Read-only reporting")).hasCount(0);
    page.getByLabel("More actions").first().click();
    var file = page.waitForDownload(() -> page.getByText("Export as CSV").click());
    String lines = new String(readAll(file), StandardCharsets.UTF_8);
    assertThat(lines).contains("Production sync").doesNotContain("Read-only reporting");

    page.locator("#agent").selectOption(agent);
    assertThat(page.locator("h1")).hasText("API Permission for Support line");
    assertThat(page).hasTitle(Pattern.compile("API Permission for Support line.*"));
    assertThat(page.getByText("Add API Key")).hasAttribute("href", "/keys/new?agent=" + agent);
  }

  private static byte[] readAll(Download file) {
    try (var content = file.createReadStream()) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
