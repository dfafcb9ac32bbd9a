package latchkey.doors.pages.contacts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// The files of a contact.
public final class FileScreens {
  private static final String ALL = ContactScreens.ONE + "/files";
  private static final String ONE = ALL + "/{fileId}";
  private static final String API = ContactScreens.API_ONE + "/files";
  private static final String API_ONE = API + "/{fileId}";

  /// What is wrong with the files that were chosen.
  private static final Set<Integer> REFUSED = Set.of(400, 409, 413, 415, 422, 503);

  public List<Screen> screens() {
    return List.of(
        Screen.upload(ALL, FileScreens::add),
        Screen.page(ONE, FileScreens::download),
        Screen.page(ONE + "/delete", FileScreens::askToDelete),
        Screen.form(ONE + "/delete", FileScreens::delete));
  }

  /// A file as the API shows it.
  public record File(
      String id, String name, long size, String type, String uploadedBy, Instant createdAt) {}

  private record Found(List<File> items, Optional<String> next) {}

  /// A page of the files.
  ///
  /// @param error why those that were chosen were not taken
  public record Listed(
      List<File> files, Optional<String> first, Optional<String> next, Optional<String> error) {
    static final Listed NONE =
        new Listed(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Listed {
      files = List.copyOf(files);
    }

    private Listed with(String why) {
      return new Listed(files, first, next, Optional.of(why));
    }
  }

  static Listed list(Visit visit) {
    Optional<String> cursor = visit.parameter("cursor");
    Found found = ContactScreens.one(visit.get(API), visit).query("cursor", cursor).as(Found.class);
    Link begin = Link.to(tab(visit));
    return new Listed(
        found.items,
        cursor.map(_ -> begin.text()),
        found.next.map(place -> begin.with("cursor", place).text()),
        Optional.empty());
  }

  private static String tab(Visit visit) {
    return ContactScreens.path(visit) + "?tab=files";
  }

  private static View add(Visit visit) {
    try {
      Answer _ =
          ContactScreens.one(visit.post(API), visit)
              .files(visit.files())
              .once(visit.form().filled("_once"))
              .send();
      return View.redirect(tab(visit)).toast("contacts.file.added");
    } catch (Problem problem) {
      if (!REFUSED.contains(problem.status())) {
        throw problem;
      }
      ContactScreens.Shown shown = ContactScreens.Shown.of(visit, "files");
      return ContactScreens.shown(shown.with(shown.files().with(why(problem))))
          .status(problem.status());
    }
  }

  private static String why(Problem problem) {
    return switch (problem.code()) {
      case "no_file" -> Texts.english().of("contacts.file.none.chosen");
      case "idempotency_key_used" -> Texts.english().of("contacts.file.again");
      default -> problem.detail();
    };
  }

  private static Asking file(Asking asking, Visit visit) {
    return ContactScreens.one(asking, visit).path("fileId", visit.path("fileId"));
  }

  private static File read(Visit visit) {
    return file(visit.get(API_ONE), visit).as(File.class);
  }

  /// The browser fetches it from the API itself, which sends it as it comes, or a part of it.
  private static View download(Visit visit) {
    File file = read(visit);
    return View.redirect(
        API_ONE
                .replace("{agentId}", Desk.agentId(visit))
                .replace("{contactId}", visit.path("contactId"))
                .replace("{fileId}", file.id)
            + "/content");
  }

  /// A file that is to be deleted.
  public record Doomed(String back, String action, File file) {}

  private static View askToDelete(Visit visit) {
    visit.require("CONTACTS_MANAGE");
    File file = read(visit);
    return View.html(
        "contacts/file-delete",
        Section.CONTACTS,
        Texts.english().of("contacts.file.delete"),
        new Doomed(
            tab(visit), "%s/files/%s/delete".formatted(ContactScreens.path(visit), file.id), file));
  }

  /// Who asks for it twice has what they want.
  private static View delete(Visit visit) {
    try {
      Answer _ = file(visit.delete(API_ONE), visit).send();
    } catch (Problem problem) {
      if (problem.status() != 404) {
        throw problem;
      }
    }
    return View.redirect(tab(visit)).toast("contacts.file.deleted");
  }
}
