package latchkey.doors.pages.contacts;

import java.util.List;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// The imports of an agent's contacts, how far each is, what became of its rows, and its undoing.
/// [ImportForms] are where one begins.
public final class ImportScreens {
  static final String MANAGE = "CONTACTS_MANAGE";
  static final String ALL = "/agents/{agentId}/imports";
  static final String ONE = ALL + "/{importId}";
  static final String API = "/api/v1/agents/{agentId}/imports";
  static final String API_ONE = API + "/{importId}";

  public List<Screen> screens() {
    return List.of(
        Screen.page(ALL, ImportScreens::list),
        Screen.page(ONE, ImportScreens::show),
        Screen.form(ONE + "/cancel", ImportScreens::cancel),
        Screen.page(ONE + "/undo", ImportScreens::askToUndo),
        Screen.form(ONE + "/undo", ImportScreens::undo));
  }

  static String path(String agentId) {
    return "/agents/" + agentId + "/imports";
  }

  static String path(Visit visit) {
    return path(Desk.agentId(visit)) + "/" + visit.path("importId");
  }

  static Asking one(Asking asking, Visit visit) {
    return asking.path("agentId", Desk.agentId(visit)).path("importId", visit.path("importId"));
  }

  static Imported read(Visit visit) {
    return one(visit.get(API_ONE), visit).as(Imported.class);
  }

  private record Found(List<Imported> items, Optional<String> next) {}

  /// A page of the list, the newest first.
  public record Listed(
      Desk.Agent agent, List<Imported> imports, Optional<String> first, Optional<String> next) {
    public Listed {
      imports = List.copyOf(imports);
    }

    public String path() {
      return ImportScreens.path(agent.id());
    }
  }

  private static View list(Visit visit) {
    visit.require(MANAGE);
    Desk.Agent agent = Desk.agent(visit);
    Optional<String> cursor = visit.parameter("cursor");
    Found found =
        visit.get(API).path("agentId", agent.id()).query("cursor", cursor).as(Found.class);
    Link begin = Link.to(path(agent.id()));
    return View.html(
        "imports/list",
        Section.CONTACTS,
        Texts.english().of("imports.title"),
        new Listed(
            agent,
            found.items,
            cursor.map(_ -> begin.text()),
            found.next.map(place -> begin.with("cursor", place).text())));
  }

  /// What is said of a row that needs a look.
  public record Trouble(
      long row,
      long line,
      String outcome,
      String column,
      String field,
      String message,
      Optional<String> contactId) {
    /// What it is about: a column of the file, or a field.
    public String about() {
      return column.isEmpty() ? field : column;
    }
  }

  private record Errors(List<Trouble> items, Optional<String> next) {}

  /// One import that was started.
  public record Shown(
      Desk.Agent agent,
      Imported of,
      List<Trouble> errors,
      Optional<String> first,
      Optional<String> next) {
    public Shown {
      errors = List.copyOf(errors);
    }

    public String path() {
      return ImportScreens.path(agent.id()) + "/" + of.id();
    }

    /// Where browsers fetch the rows' errors.
    public String file() {
      return "/api/v1" + path() + "/errors/export";
    }
  }

  private static View show(Visit visit) {
    visit.require(MANAGE);
    Imported of = read(visit);
    if (of.ready()) {
      return ImportForms.plan(visit, of);
    }
    Optional<String> cursor = visit.parameter("cursor");
    Errors errors =
        of.atWork()
            ? new Errors(List.of(), Optional.empty())
            : one(visit.get(API_ONE + "/errors"), visit).query("cursor", cursor).as(Errors.class);
    Link begin = Link.to(path(visit));
    return View.html(
        "imports/show",
        Section.CONTACTS,
        of.fileName(),
        new Shown(
            Desk.agent(visit),
            of,
            errors.items,
            cursor.map(_ -> begin.text()),
            errors.next.map(place -> begin.with("cursor", place).text())));
  }

  private static View cancel(Visit visit) {
    visit.require(MANAGE);
    boolean waited = read(visit).ready();
    return done(visit, "cancel")
        ? View.redirect(waited ? path(Desk.agentId(visit)) : path(visit)).toast("imports.cancelled")
        : View.redirect(path(visit));
  }

  private static View askToUndo(Visit visit) {
    visit.require(MANAGE);
    Shown shown =
        new Shown(Desk.agent(visit), read(visit), List.of(), Optional.empty(), Optional.empty());
    return View.html(
        "imports/undo", Section.CONTACTS, Texts.english().of("imports.undo.title"), shown);
  }

  private static View undo(Visit visit) {
    visit.require(MANAGE);
    View.Redirect back = View.redirect(path(visit));
    return done(visit, "undo") ? back.toast("imports.undoing") : back;
  }

  /// Whether it is; where the import has ended meanwhile, its page says so.
  private static boolean done(Visit visit, String deed) {
    try {
      Answer _ = one(visit.post(API_ONE + "/" + deed), visit).send();
      return true;
    } catch (Problem problem) {
      if (problem.status() != 409) {
        throw problem;
      }
      return false;
    }
  }
}
