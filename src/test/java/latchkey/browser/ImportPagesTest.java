package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import latchkey.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The pages by which contacts are imported from CSV files, and exported.
class ImportPagesTest {
  @RegisterExtension static final Site SITE = Site.demo();

  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;{{7*7}}";

  private static String agent() {
    return "/agents/" + SITE.server().agents().getFirst();
  }

  private static FilePayload file(String name, String content) {
    return new FilePayload(name, "text/csv", content.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(Page page, FilePayload file) {
    page.getByLabel("CSV file").setInputFiles(file);
    Find.button(page, "Upload file").click();
  }

  /// The number under that name on an import's page.
  private static Locator stat(Page page, String name) {
    return page.locator(".stat")
        .filter(new Locator.FilterOptions().setHasText(name))
        .locator(".value");
  }

  @Test
  void aFileBecomesContactsSaysWhatIsWrongWithItAndIsUndone() throws IOException {
    Page page = SITE.open(Role.MEMBER, agent() + "/contacts");
    Find.link(page, "Add Contact").click();
    Locator choice = page.locator("#modal").getByText("CSV", exactly());
    assertThat(page.locator("#modal"))
        .containsText("Import a list of people from other system with a CSV file.");
    Screenshots.take(page, "import-choice");
    choice.click();
    assertThat(page.locator("h1")).hasText("Import contacts");
    Axe.check(page);
    Screenshots.take(page, "import-new");

    send(
        page,
        file(
            "people.csv",
            "Full name;E-mail;Phone;Remark\n"
                + "Imported One;one@import.example;+49 30 901820;first\n"
                + "\""
                + HOSTILE.replace("\"", "\"\"")
                + "\";two@import.example;;'=1+1\n"
                + "Imported Three;not an address;;\n"));
    assertThat(page.locator("h1")).hasText("Import people.csv");
    assertThat(page.getByLabel("Full name becomes")).hasValue("name");
    assertThat(page.getByLabel("E-mail becomes")).hasValue("email");
    assertThat(page.getByLabel("Phone becomes")).hasValue("mobileNumber");
    assertThat(page.getByLabel("Remark becomes")).hasValue("");
    Locator preview = page.locator("#preview");
    assertThat(preview.locator("tbody tr")).hasCount(3);
    assertThat(preview.locator("tbody tr").nth(1)).containsText(HOSTILE);
    assertThat(preview.locator("tbody tr").nth(2)).containsText("Error");
    assertThat(preview.locator("tbody tr").nth(2)).containsText("E-mail:");
    Axe.check(page);
    Screenshots.take(page, "import-plan");

    page.getByLabel("E-mail becomes").selectOption("");
    page.getByLabel("Phone becomes").selectOption("");
    assertThat(preview.getByRole(AriaRole.ALERT)).containsText("no column is for email");
    page.getByLabel("E-mail becomes").selectOption("Email ID");
    assertThat(preview.locator("tbody tr")).hasCount(3);
    page.getByLabel("Remark becomes").selectOption("Gender");
    assertThat(preview.locator("tbody tr").first()).containsText("Creates");
    Find.button(page, "Start import").click();

    assertThat(page.locator(".head .badge")).hasText("Done");
    assertThat(stat(page, "Created")).hasText("2");
    assertThat(stat(page, "Errors")).hasText("1");
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.locator("tbody tr")).containsText("3 (line 4)");
    Axe.check(page);
    Screenshots.take(page, "import-done");
    Download errors = page.waitForDownload(() -> Find.link(page, "Download as CSV").click());
    assertThat(Files.readString(errors.path())).contains("\"E-mail\",\"email\"");

    Find.link(page, "View contacts").click();
    assertThat(page.getByText(HOSTILE)).isVisible();
    page.goBack();
    Find.link(page, "Undo import").click();
    assertThat(page.locator("#modal")).containsText("2 contacts that it created are removed");
    assertThat(page.locator(".htmx-request")).hasCount(0);
    Axe.check(page);
    Screenshots.take(page, "import-undo");
    page.locator("#modal").getByText("Undo import", exactly()).click();
    assertThat(page.locator(".head .badge")).hasText("Undone");
    assertThat(page.getByText("This import was undone: 2 contacts removed")).isVisible();
    page.navigate(agent() + "/contacts?search=import.example");
    assertThat(page.getByText("Nothing matches")).isVisible();

    page.navigate(agent() + "/imports");
    assertThat(page.locator("tbody tr").first()).containsText("people.csv");
    Axe.check(page);
    Screenshots.take(page, "imports");
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  @Test
  void aFileThatIsNoCsvIsRefusedBesideItsField() {
    Page page = SITE.open(Role.OWNER, agent() + "/imports/new");
    page.getByText("Encoding and separator").click();
    page.getByLabel("Encoding").selectOption("Windows (Western European)");
    send(page, new FilePayload("people.xlsx", "application/zip", new byte[] {'P', 'K', 3, 4, 0}));
    assertThat(page.locator("#file-error")).containsText("Save the sheet as CSV");
    assertThat(page.getByLabel("Encoding")).hasValue("windows-1252");
    Axe.check(page);
    send(page, file("empty.csv", ""));
    assertThat(page.locator("#file-error")).containsText("The file is empty");
    send(page, file("quote.csv", "name,email\nAnn,\"a@example.com\n"));
    assertThat(page.locator("#file-error")).containsText("line");
    assertThat(page.getByText("Import quote.csv")).not().isVisible();
  }

  @Test
  void withoutScriptsAFileIsImportedTooAndALongOneShowsHowFarItIs() {
    Page page = SITE.open(Visitor.as(Role.ADMIN).withoutScripts(), agent() + "/imports/new");
    StringBuilder content = new StringBuilder("Name,Email\n");
    for (int i = 0; i < 3_000; i++) {
      content.append("Scriptless %d,scriptless%d@import.example\n".formatted(i, i));
    }
    send(page, file("many.csv", content.toString()));
    page.getByLabel("Name becomes").selectOption("Gender");
    Find.button(page, "Preview").click();
    assertThat(page.getByLabel("Name becomes")).hasValue("gender");
    page.getByLabel("Name becomes").selectOption("Name");
    Find.button(page, "Start import").click();
    for (int i = 0; i < 200 && Find.link(page, "Reload").isVisible(); i++) {
      assertThat(page.locator("progress")).hasAttribute("max", "3000");
      page.waitForTimeout(100);
      Find.link(page, "Reload").click();
    }
    assertThat(stat(page, "Created")).hasText("3,000");
    Find.link(page, "Undo import").click();
    Find.button(page, "Undo import").click();
    for (int i = 0; i < 200 && Find.link(page, "Reload").isVisible(); i++) {
      page.waitForTimeout(100);
      Find.link(page, "Reload").click();
    }
    assertThat(page.locator(".head .badge")).hasText("Undone");
  }

  @Test
  void aFileThatNobodyWantsIsDiscardedAndAnImportCanBeCancelled() {
    Page page = SITE.open(Role.MANAGER, agent() + "/imports/new");
    send(page, file("unwanted.csv", "Name,Email\nA,a@import.example\n"));
    Find.button(page, "Discard file").click();
    assertThat(Find.toast(page)).containsText("Import cancelled.");
    assertThat(page.locator("tbody tr").first()).containsText("Cancelled");
  }

  @Test
  void contactsAreExportedAsTheFiltersLeaveThem() throws IOException {
    Page page = SITE.open(Role.MEMBER, agent() + "/contacts");
    page.getByLabel("Stage", new Page.GetByLabelOptions().setExact(true)).selectOption("Lead");
    page.waitForURL("**stage=Lead**");
    page.locator("main summary").click();
    Screenshots.take(page, "contacts-menu");
    Download csv = page.waitForDownload(() -> Find.link(page, "Export as CSV").click());
    assertThat(csv.suggestedFilename()).isEqualTo("contacts.csv");
    String content = Files.readString(csv.path());
    assertThat(content).startsWith("\uFEFF\"externalReferenceId\",\"name\",\"email\"");
    assertThat(content.lines().skip(1)).isNotEmpty().allMatch(line -> line.contains("\"Lead\""));
    Download lines = page.waitForDownload(() -> Find.link(page, "Export as JSON Lines").click());
    assertThat(Files.readString(lines.path()).lines())
        .hasSize((int) content.lines().count() - 1)
        .allMatch(line -> line.startsWith("{\"id\":"));
  }

  @Test
  void aViewerNeitherImportsNorExports() {
    Page page = SITE.open(Role.VIEWER, agent() + "/contacts");
    assertThat(page.locator("main summary")).hasCount(0);
    for (String path : new String[] {"/imports", "/imports/new"}) {
      assertThat(page.navigate(agent() + path).status()).isEqualTo(403);
    }
  }
}
