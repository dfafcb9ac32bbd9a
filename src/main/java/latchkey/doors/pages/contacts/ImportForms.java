package latchkey.doors.pages.contacts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Form;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.contacts.Desk.Choice;
import latchkey.http.Problem;

/// Where a CSV file of contacts is sent, and where is said what its columns are for.
public final class ImportForms {
  private static final String NEW = ImportScreens.ALL + "/new";
  private static final String START = ImportScreens.ONE + "/start";

  public List<Screen> screens() {
    return List.of(
        Screen.page(NEW, ImportForms::begin),
        Screen.upload(NEW, ImportForms::send),
        Screen.form(ImportScreens.ONE + "/preview", ImportForms::preview),
        Screen.form(START, ImportForms::start));
  }

  // Sending a file

  /// The form that a file is sent with.
  ///
  /// @param error why the one that was sent is not taken
  public record Sending(
      Desk.Agent agent, String encoding, String separator, Optional<String> error) {
    public static final List<String> ENCODINGS =
        List.of("utf-8", "windows-1252", "utf-16le", "utf-16be");
    public static final List<String> SEPARATORS = List.of("comma", "semicolon", "tab");

    public String back() {
      return agent.path() + "/contacts";
    }
  }

  private static View.Html page(Sending sending) {
    return View.html("imports/new", Section.CONTACTS, Texts.english().of("imports.new"), sending);
  }

  private static View begin(Visit visit) {
    visit.require(ImportScreens.MANAGE);
    return page(new Sending(Desk.agent(visit), "", "", Optional.empty()));
  }

  private record Made(String id) {}

  private static View send(Visit visit) {
    visit.require(ImportScreens.MANAGE);
    Form form = visit.form();
    try {
      Answer reply =
          visit
              .post(ImportScreens.API)
              .path("agentId", Desk.agentId(visit))
              .query("encoding", form.filled("encoding"))
              .query("separator", form.filled("separator"))
              .files(visit.files())
              .once(form.filled("_once"))
              .send();
      String id = Asking.read(reply, Made.class).id;
      return View.redirect(ImportScreens.path(Desk.agentId(visit)) + "/" + id);
    } catch (Problem problem) {
      if (!List.of(400, 409, 413).contains(problem.status())) {
        throw problem;
      }
      Sending again =
          new Sending(
              Desk.agent(visit),
              form.text("encoding"),
              form.text("separator"),
              Optional.of(problem.detail()));
      return page(again).status(problem.status());
    }
  }

  // Saying what its columns are for

  /// What a row would become.
  ///
  /// @param becomes `created`, `updated`, `skipped` or `failed`
  public record Row(
      long row, long line, String becomes, Map<String, Object> contact, List<Said> errors) {
    public Row {
      contact = Map.copyOf(contact);
      errors = List.copyOf(errors);
    }

    public String value(String field) {
      return contact.get(field) instanceof String text ? text : "–";
    }

    public String look() {
      return switch (becomes) {
        case "created", "updated" -> "ok";
        case "failed" -> "bad";
        default -> "warn";
      };
    }
  }

  /// What is wrong with a row.
  public record Said(String column, String field, String message) {
    public String text() {
      String name = column.isEmpty() ? field : column;
      return name.isEmpty() ? message : name + ": " + message;
    }
  }

  private record Rows(List<Row> items) {}

  /// The form, as it is filled in, and what would come of it.
  ///
  /// @param choices the fields that a column can be for
  /// @param rows the first of the file
  /// @param error why it would not work
  public record Planned(
      Desk desk,
      Imported of,
      List<Imported.Column> columns,
      List<Choice> choices,
      String existing,
      String duplicates,
      List<Row> rows,
      Optional<String> error) {
    public static final List<String> EXISTING = List.of("skip", "update", "error");
    public static final List<String> DUPLICATES = List.of("skip", "create");

    public Planned {
      columns = List.copyOf(columns);
      choices = List.copyOf(choices);
      rows = List.copyOf(rows);
    }

    public String path() {
      return ImportScreens.path(desk.agent().id()) + "/" + of.id();
    }
  }

  /// The form of a file that waits for it, filled in as is guessed.
  static View.Html plan(Visit visit, Imported of) {
    return plan(visit, of, of.guessed(), "skip", "skip", Optional.empty());
  }

  private static View.Html plan(
      Visit visit,
      Imported of,
      List<String> fields,
      String existing,
      String duplicates,
      Optional<String> error) {
    Desk desk = Desk.of(visit);
    List<Row> rows = List.of();
    Optional<String> wrong = error;
    if (error.isEmpty()) {
      try {
        rows = rows(visit, wanted(fields, existing, duplicates));
      } catch (Problem problem) {
        if (problem.status() != 400) {
          throw problem;
        }
        wrong = Optional.of(problem.detail());
      }
    }
    return View.html(
        "imports/plan",
        Section.CONTACTS,
        of.fileName(),
        new Planned(
            desk, of, of.columns(fields), choices(desk), existing, duplicates, rows, wrong));
  }

  private static List<Row> rows(Visit visit, Map<String, Object> wanted) {
    return ImportScreens.one(visit.post(ImportScreens.API_ONE + "/preview"), visit)
        .json(wanted)
        .as(Rows.class)
        .items;
  }

  private static List<Choice> choices(Desk desk) {
    List<Choice> choices = new ArrayList<>();
    Desk.BASIC.forEach(
        field -> choices.add(new Choice(field, Texts.english().of("imports.field." + field))));
    desk.fields().customFields().forEach(own -> choices.add(new Choice(own.name(), own.label())));
    return choices;
  }

  private static Map<String, Object> wanted(
      List<String> fields, String existing, String duplicates) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put(
        "fields",
        fields.stream().map(field -> Optional.of(field).filter(name -> !name.isEmpty())).toList());
    wanted.put("existing", existing);
    wanted.put("duplicates", duplicates);
    return wanted;
  }

  private static View preview(Visit visit) {
    visit.require(ImportScreens.MANAGE);
    Imported of = ImportScreens.read(visit);
    return of.ready() ? again(visit, of, Optional.empty()) : there(visit);
  }

  private static View.Html again(Visit visit, Imported of, Optional<String> error) {
    Form form = visit.form();
    return plan(
        visit,
        of,
        form.all("column"),
        form.filled("existing").orElse("skip"),
        form.filled("duplicates").orElse("skip"),
        error);
  }

  private static View there(Visit visit) {
    return View.redirect(ImportScreens.path(visit));
  }

  private static View start(Visit visit) {
    visit.require(ImportScreens.MANAGE);
    Form form = visit.form();
    try {
      Answer _ =
          ImportScreens.one(visit.post(ImportScreens.API_ONE + "/start"), visit)
              .json(
                  wanted(
                      form.all("column"),
                      form.filled("existing").orElse("skip"),
                      form.filled("duplicates").orElse("skip")))
              .send();
      return there(visit);
    } catch (Problem problem) {
      Imported of = ImportScreens.read(visit);
      if (problem.status() == 409 && !of.ready()) {
        return there(visit); // who asks for it twice has what they want
      }
      if (problem.status() != 400 && problem.status() != 409) {
        throw problem;
      }
      return again(visit, of, Optional.of(problem.detail())).status(problem.status());
    }
  }
}
