package latchkey.doors.pages.contacts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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

/// The notes on a contact.
public final class NoteScreens {
  private static final String ALL = ContactScreens.ONE + "/notes";
  private static final String ONE = ALL + "/{noteId}";
  private static final String API = ContactScreens.API_ONE + "/notes";
  private static final String API_ONE = API + "/{noteId}";

  public List<Screen> screens() {
    return List.of(
        Screen.form(ALL, NoteScreens::add),
        Screen.page(ONE + "/edit", NoteScreens::edit),
        Screen.form(ONE + "/edit", NoteScreens::change),
        Screen.page(ONE + "/delete", NoteScreens::askToDelete),
        Screen.form(ONE + "/delete", NoteScreens::delete));
  }

  /// Who wrote it.
  public record Author(String id, String name) {}

  /// A note as the API shows it.
  public record Note(
      String id, String text, Author author, Instant createdAt, Instant updatedAt, long version) {
    public boolean edited() {
      return version > 1;
    }
  }

  private record Notes(List<Note> items, Optional<String> next) {}

  /// A page of the notes.
  ///
  /// @param me who may change those that they wrote
  /// @param text of the note that could not be saved
  /// @param error why not
  public record Listed(
      List<Note> notes,
      String me,
      Optional<String> first,
      Optional<String> next,
      String text,
      Optional<String> error) {
    static final Listed NONE =
        new Listed(List.of(), "", Optional.empty(), Optional.empty(), "", Optional.empty());

    public Listed {
      notes = List.copyOf(notes);
    }

    private Listed with(String unsaved, String why) {
      return new Listed(notes, me, first, next, unsaved, Optional.of(why));
    }
  }

  static Listed list(Visit visit) {
    Optional<String> cursor = visit.parameter("cursor");
    Notes found = ContactScreens.one(visit.get(API), visit).query("cursor", cursor).as(Notes.class);
    Link begin = Link.to(ContactScreens.path(visit)).with("tab", "notes");
    return new Listed(
        found.items,
        visit.me().person().id(),
        cursor.map(_ -> begin.text()),
        found.next.map(place -> begin.with("cursor", place).text()),
        "",
        Optional.empty());
  }

  private static View.Redirect back(Visit visit, String toast) {
    return View.redirect(ContactScreens.path(visit) + "?tab=notes").toast(toast);
  }

  private static View add(Visit visit) {
    try {
      Answer _ =
          ContactScreens.one(visit.post(API), visit)
              .json(Map.of("text", visit.form().text("text")))
              .once(visit.form().filled("_once"))
              .send();
      return back(visit, "contacts.note.added");
    } catch (Problem problem) {
      if (problem.status() != 400) {
        throw problem;
      }
      ContactScreens.Shown shown = ContactScreens.Shown.of(visit, "notes");
      Listed notes = shown.notes().with(visit.form().text("text"), why(problem));
      return ContactScreens.shown(shown.with(notes)).status(400);
    }
  }

  private static String why(Problem problem) {
    return Texts.english()
        .of(problem.detail().contains("at most") ? "contacts.note.long" : "contacts.note.empty");
  }

  /// A note that is to be changed or deleted.
  public record Written(
      String back,
      String action,
      String text,
      String author,
      String version,
      Optional<String> error,
      Optional<String> stale) {}

  private static Asking note(Asking asking, Visit visit) {
    return ContactScreens.one(asking, visit).path("noteId", visit.path("noteId"));
  }

  private static String path(Visit visit, String deed) {
    return "%s/notes/%s/%s".formatted(ContactScreens.path(visit), visit.path("noteId"), deed);
  }

  private static Written written(Visit visit, String deed) {
    visit.require("CONTACTS_MANAGE");
    Note note = note(visit.get(API_ONE), visit).as(Note.class);
    return new Written(
        ContactScreens.path(visit) + "?tab=notes",
        path(visit, deed),
        note.text,
        note.author.name,
        Long.toString(note.version),
        Optional.empty(),
        Optional.empty());
  }

  private static View.Html page(String template, String title, Written written) {
    return View.html(template, Section.CONTACTS, Texts.english().of(title), written);
  }

  private static View edit(Visit visit) {
    return page("contacts/note", "contacts.note.edit", written(visit, "edit"));
  }

  private static View change(Visit visit) {
    String text = visit.form().text("text");
    try {
      Answer _ =
          note(visit.patch(API_ONE), visit)
              .version(visit.form().filled("_version"))
              .json(Map.of("text", text))
              .send();
      return back(visit, "contacts.note.changed");
    } catch (Problem problem) {
      if (problem.status() != 400 && problem.status() != 412) {
        throw problem;
      }
      Written now = written(visit, "edit");
      boolean stale = problem.status() == 412;
      Written again =
          new Written(
              now.back,
              now.action,
              text,
              now.author,
              now.version,
              stale ? Optional.empty() : Optional.of(why(problem)),
              stale ? Optional.of(now.text) : Optional.empty());
      return page("contacts/note", "contacts.note.edit", again).status(problem.status());
    }
  }

  private static View askToDelete(Visit visit) {
    return page("contacts/note-delete", "contacts.note.delete", written(visit, "delete"));
  }

  /// Who asks for it twice has what they want.
  private static View delete(Visit visit) {
    try {
      Answer _ = note(visit.delete(API_ONE), visit).version(visit.form().filled("_version")).send();
    } catch (Problem problem) {
      if (problem.status() != 404) {
        throw problem;
      }
    }
    return back(visit, "contacts.note.deleted");
  }
}
