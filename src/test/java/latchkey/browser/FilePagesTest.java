package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import latchkey.TestServer;
import latchkey.browser.Visitor.Screen;
import latchkey.people.Role;
import latchkey.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The files on a contact's page, and forms that upload.
class FilePagesTest {
  @RegisterExtension
  static final Site SITE = Site.of(() -> TestServer.start(Map.of(Setting.MAX_UPLOAD, "1MB")));

  private static final String HOSTILE = "<img src=x onerror=alert(1)>.txt";

  private static String contact() {
    Map<String, String> things = SITE.server().things();
    return "/agents/%s/contacts/%s".formatted(things.get("agentId"), things.get("contactId"));
  }

  private static String files() {
    return contact() + "?tab=files";
  }

  private static FilePayload file(String name, byte[] content) {
    return new FilePayload(name, "text/html", content);
  }

  private static FilePayload file(String name, String content) {
    return file(name, content.getBytes(UTF_8));
  }

  @Test
  void filesAreUploadedSavedAndDeleted() throws IOException {
    Page page = SITE.open(Role.MEMBER, contact());
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Files")).click();
    page.getByLabel("Add files")
        .setInputFiles(
            new FilePayload[] {file(HOSTILE, "first"), file("Angebot für Grün.pdf", "%PDF-1.7")});
    Find.button(page, "Upload").click();
    assertThat(Find.toast(page)).containsText("Files uploaded.");
    assertThat(page.getByText("application/pdf")).isVisible();
    assertThat(page.getByText("by Mo Member")).hasCount(2);
    Axe.check(page);
    Screenshots.take(page, "contact-files");

    Download saved = page.waitForDownload(() -> page.getByText("Angebot für Grün.pdf").click());
    assertThat(saved.suggestedFilename()).isEqualTo("Angebot für Grün.pdf");
    assertThat(Files.readString(saved.path())).isEqualTo("%PDF-1.7");
    Find.row(page, "alert").getByText("Delete").click();
    assertThat(page.locator("#modal")).containsText("is gone for everybody");
    Axe.check(page);
    Find.button(page, "Delete file").click();
    assertThat(Find.toast(page)).containsText("File deleted.");
    assertThat(Find.row(page, "alert")).hasCount(0);
    assertThat(Find.row(page, "Angebot für Grün.pdf")).hasCount(1);
  }

  @Test
  void whatIsNotTakenIsSaidBesideTheChoice() {
    Page page = SITE.open(Role.OWNER, files());
    page.getByLabel("Add files").setInputFiles(file("tool.exe", "MZ"));
    Find.button(page, "Upload").click();
    assertThat(page.locator("#file-error")).containsText("\"tool.exe\" is a program or a script");
    Axe.check(page);
    page.getByLabel("Add files").setInputFiles(file("big.bin", new byte[1_200_000]));
    Find.button(page, "Upload").click();
    assertThat(page.locator("#file-error")).containsText("\"big.bin\" has over");
    byte[] larger = new byte[3_000_000];
    page.getByLabel("Add files")
        .setInputFiles(new FilePayload[] {file("a", "a"), file("larger.bin", larger)});
    Find.button(page, "Upload").click();
    assertThat(page.locator("#file-error")).containsText("\"larger.bin\" has over");
  }

  @Test
  void aLongUploadShowsHowFarItIsAndIsSentOnce() {
    Page page = SITE.open(Role.OWNER, files());
    List<String> sent = new ArrayList<>();
    page.onRequest(
        request -> {
          if (request.method().equals("POST")) {
            sent.add(request.url());
          }
        });
    BadNetworkTest.slow(page, 300_000);
    page.getByLabel("Add files").setInputFiles(file("long.bin", new byte[900_000]));
    Find.button(page, "Upload").dblclick();
    assertThat(page.getByRole(AriaRole.PROGRESSBAR)).isVisible();
    assertThat(Find.button(page, "Upload")).hasAttribute("aria-busy", "true");
    assertThat(page.getByText(Pattern.compile("[1-9][0-9]? % sent"))).isVisible();
    Screenshots.take(page, "contact-uploading");
    assertThat(Find.toast(page)).containsText("Files uploaded.");
    assertThat(page.getByText("long.bin")).isVisible();
    assertThat(page.getByRole(AriaRole.PROGRESSBAR)).isHidden();
    assertThat(sent).hasSize(1);
  }

  @Test
  void allOfItWorksWithoutScriptsOnAPhone() {
    Page page = SITE.open(Visitor.as(Role.ADMIN).on(Screen.PHONE).withoutScripts(), files());
    page.getByLabel("Add files").setInputFiles(file("phone.txt", "hello"));
    Find.button(page, "Upload").click();
    assertThat(Find.toast(page)).containsText("Files uploaded.");
    Find.row(page, "phone.txt").getByText("Delete").click();
    Find.button(page, "Delete file").click();
    assertThat(Find.toast(page)).containsText("File deleted.");
    assertThat(page.getByText("phone.txt")).hasCount(0);
  }

  @Test
  void aViewerSavesFilesAndFindsNothingToPress() {
    Page page = SITE.open(Role.VIEWER, files());
    assertThat(page.getByText("First meeting.txt")).isVisible();
    assertThat(page.getByLabel("Add files")).hasCount(0);
    assertThat(page.getByText("Delete")).hasCount(0);
    Download saved = page.waitForDownload(() -> page.getByText("First meeting.txt").click());
    assertThat(saved.suggestedFilename()).isEqualTo("First meeting.txt");
  }

  @Test
  void aFormWithFilesNeedsTheTokenOfItsPage() {
    Wire owner = Wire.session(SITE.server(), SITE.server().session(Role.OWNER));
    String path = contact() + "/files";
    var before = SITE.server().everything();
    String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n";
    String file = part.formatted("file", "; filename=\"a.txt\"", "a");
    String late = file + part.formatted("_csrf", "", owner.csrf());
    for (String body : new String[] {file, part.formatted("_csrf", "", "wrong") + file, late}) {
      var answer = owner.send(path, "multipart/form-data; boundary=b", body + "--b--\r\n");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    }
    assertThat(SITE.server().everything()).isEqualTo(before);
  }
}
