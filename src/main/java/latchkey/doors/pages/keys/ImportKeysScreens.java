package latchkey.doors.pages.keys;

import java.util.List;
import java.util.Optional;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/keys/import`: keys of another system, taken over by their digests.
public final class ImportKeysScreens {
  private static final String IMPORT = "/keys/import";

  public List<Screen> screens() {
    return List.of(
        Screen.page(
            IMPORT,
            visit -> {
              visit.require("KEYS_MANAGE");
              return page("", Optional.empty(), Optional.empty());
            }),
        Screen.form(IMPORT, ImportKeysScreens::run));
  }

  /// What came of one line.
  public record Line(
      int line,
      String status,
      Optional<String> keyId,
      Optional<String> apiKey,
      Optional<String> why) {
    public boolean imported() {
      return status.equals("imported");
    }
  }

  public record Report(boolean dryRun, int imported, int refused, List<Line> items) {
    public Report {
      items = List.copyOf(items);
    }
  }

  /// The form, and what came of it.
  ///
  /// @param lines as they were written: they hold digests, and may hold secrets
  public record Import(String lines, Optional<Report> report, Optional<String> wrong) {
    @Override
    public String toString() {
      return "Import[[redacted], " + report + "]";
    }
  }

  private static View.Html page(String lines, Optional<Report> report, Optional<String> wrong) {
    return View.html(
        "keys/import",
        Section.KEYS,
        Texts.english().of("keys.import.title"),
        new Import(lines, report, wrong));
  }

  private static View run(Visit visit) {
    String lines = visit.form().exact("lines");
    boolean dryRun = !visit.form().text("do").equals("import");
    if (lines.isBlank()) {
      return page(lines, Optional.empty(), Optional.of(Texts.english().of("keys.import.none")))
          .status(400);
    }
    try {
      var answer =
          visit
              .post("/api/v1/keys/import")
              .query("dryRun", Boolean.toString(dryRun))
              .text(lines)
              .send();
      Report report = Asking.read(answer, Report.class);
      boolean over = !dryRun && report.refused() == 0;
      return page(over ? "" : lines, Optional.of(report), Optional.empty());
    } catch (Problem problem) {
      if (problem.status() != 400) {
        throw problem;
      }
      return page(lines, Optional.empty(), Optional.of(problem.detail())).status(400);
    }
  }
}
