package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The longest of the doors' descriptions, part by part; the others are among every page.
class OpenApiPageTest {
  @RegisterExtension static final Site SITE = Site.demo();

  @Test
  void everyPartOfTheLongestDescriptionIsFitForAllAndNotTooLarge() {
    Page page = SITE.open(Visitor.STRANGER, "/docs/manage");
    Axe.check(page);
    Screenshots.take(page, "docs-manage");
    Budget.check(SITE, Visitor.STRANGER, "/docs/manage");
    List<String> parts =
        page.locator("main h2 a").all().stream().map(part -> part.getAttribute("href")).toList();
    assertThat(parts).contains("/docs/manage/keys", "/docs/manage/agents");
    for (String part : parts) {
      Budget.check(SITE, Visitor.STRANGER, part);
    }
    page.navigate("/docs/manage/keys");
    Axe.check(page);
    Screenshots.take(page, "docs-manage-keys");
  }

  @Test
  void anOperationIsFoundFromTheContentsAndOpensByItself() {
    Page page = SITE.open(Visitor.STRANGER, "/docs/manage");
    page.locator("a[href$='#createKey']").click();
    PlaywrightAssertions.assertThat(page).hasURL(Pattern.compile("/docs/manage/keys#createKey$"));
    PlaywrightAssertions.assertThat(page.locator("#createKey .op-body")).isVisible();
    page.locator("#createKey a[href='#NewKey']").first().click();
    PlaywrightAssertions.assertThat(page.locator("#NewKey .op-body")).isVisible();
  }

  @Test
  void anOperationIsTriedWithOnesOwnKeyAndNotWithTheSession() {
    Page page = SITE.open(Visitor.as(Role.OWNER), "/docs/verify#showSelf");
    page.locator("#showSelf button").click();
    PlaywrightAssertions.assertThat(page.locator("#showSelf [data-answer]"))
        .containsText("401 Unauthorized");
    page.getByLabel("Try it with your own key").fill(SITE.server().token(0));
    page.locator("#showSelf button").click();
    PlaywrightAssertions.assertThat(page.locator("#showSelf [data-answer]")).containsText("200 OK");
  }

  /// An operation of the page, opened.
  private static Locator operation(Page page, String id) {
    Locator operation = page.locator("#" + id);
    operation.locator("summary").first().click();
    return operation;
  }

  private static String sent(Locator operation, String status) {
    operation.locator("form button").click();
    Locator answer = operation.locator("[data-answer]");
    PlaywrightAssertions.assertThat(answer).containsText(status);
    return answer.textContent();
  }

  private static String saved(Page page, Locator operation) throws IOException {
    return Files.readString(
        page.waitForDownload(() -> operation.locator("[data-save]").click()).path());
  }

  @Test
  void filesAreSentAndSavedWithOnesOwnKey() throws IOException {
    Page page = SITE.open(Visitor.as(Role.OWNER), "/docs/manage/contacts");
    page.getByLabel("Try it with your own key").fill(SITE.server().managementToken());
    Map<String, String> things = SITE.server().things();
    Locator upload = operation(page, "uploadContactFiles");
    upload.getByLabel("agentId").fill(things.get("agentId"));
    upload.getByLabel("contactId").fill(things.get("contactId"));
    PlaywrightAssertions.assertThat(upload.locator("textarea")).isHidden();
    byte[] content = "Hello, file".getBytes(StandardCharsets.UTF_8);
    upload
        .locator("input[type=file]")
        .setInputFiles(new FilePayload("Notes, März.txt", "text/plain", content));
    String answer = sent(upload, "201 ");
    Matcher id = Pattern.compile("\"id\": \"([0-9a-f]{24})\"").matcher(answer);
    assertThat(id.find()).as(answer).isTrue();
    Screenshots.take(page, "docs-upload");

    Locator download = operation(page, "downloadContactFile");
    download.getByLabel("agentId").fill(things.get("agentId"));
    download.getByLabel("contactId").fill(things.get("contactId"));
    download.getByLabel("fileId").fill(id.group(1));
    assertThat(sent(download, "200 ")).contains("Hello, file");
    assertThat(saved(page, download)).isEqualTo("Hello, file");
    PlaywrightAssertions.assertThat(download.locator("[data-save]"))
        .hasAttribute("download", "Notes, März.txt");
    Axe.check(page);
  }

  @Test
  void keysAreImportedLineByLineAndExportedAsAFile() throws IOException {
    Page page = SITE.open(Visitor.as(Role.OWNER), "/docs/manage/keys");
    page.getByLabel("Try it with your own key").fill(SITE.server().managementToken());
    Locator imported = operation(page, "importKeys");
    String line = "{\"name\":\"%s\",\"digest\":\"sha256:%064x\",\"permissions\":[\"calls.read\"]}";
    imported
        .locator("textarea")
        .fill(line.formatted("First", 1) + "\n" + line.formatted("Second", 2));
    assertThat(sent(imported, "200 ")).contains("\"imported\": 2");
    Locator exported = operation(page, "exportKeys");
    exported.getByLabel("search").fill("Second");
    assertThat(sent(exported, "200 ")).contains("Second");
    assertThat(saved(page, exported)).contains("\"name\":\"Second\"").doesNotContain("First");
  }
}
