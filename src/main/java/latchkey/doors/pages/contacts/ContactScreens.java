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
import latchkey.doors.pages.forms.SubmissionScreens;

/// An agent's contacts, and the page of one. [ContactForms] are where one is written,
/// [NoteScreens] the notes on it, [FileScreens] its files.
public final class ContactScreens {
  private static final String CHOICE = "/contacts";
  static final String ONE = Desk.ALL + "/{contactId}";
  static final String API_ONE = Desk.API + "/{contactId}";
  private static final List<String> TABS = List.of("general", "form", "chat", "notes", "files");

  public List<Screen> screens() {
    return List.of(
        Screen.page(CHOICE, ContactScreens::choose),
        Screen.page(Desk.ALL, ContactScreens::list),
        Screen.page(ONE, ContactScreens::show),
        Screen.form(ONE + "/archive", visit -> move(visit, "archive", "contacts.archived.done")),
        Screen.form(
            ONE + "/unarchive", visit -> move(visit, "unarchive", "contacts.unarchived.done")));
  }

  private record FoundAgents(List<Desk.Agent> items, Optional<String> next) {}

  /// The agents whose contacts there are to see: a page of them.
  ///
  /// @param first where the list begins, unless it is that page
  public record Agents(List<Desk.Agent> items, Optional<String> first, Optional<String> next) {
    public Agents {
      items = List.copyOf(items);
    }
  }

  /// Contacts are an agent's: who has one agent is led to its contacts.
  private static View choose(Visit visit) {
    visit.require("CONTACTS_READ");
    Optional<String> cursor = visit.parameter("cursor");
    FoundAgents found =
        visit
            .get("/api/v1/agents")
            .query("limit", "100")
            .query("cursor", cursor)
            .as(FoundAgents.class);
    if (found.items.size() == 1 && cursor.isEmpty()) {
      return View.redirect(Desk.path(found.items.getFirst().id()));
    }
    Link begin = Link.to(CHOICE);
    return View.html(
        "contacts/agents",
        Section.CONTACTS,
        Texts.english().of("contacts.title"),
        new Agents(
            found.items,
            cursor.map(_ -> begin.text()),
            found.next.map(place -> begin.with("cursor", place).text())));
  }

  private record Found(
      List<Contact> items, Optional<String> next, long total, boolean totalIsExact) {}

  /// A page of the list.
  ///
  /// @param all how many contacts the agent has, but for those that are archived
  /// @param first where the list begins, unless it is that page
  public record Listed(
      Desk desk,
      List<Contact> contacts,
      long all,
      boolean exact,
      String search,
      String status,
      String stage,
      String owner,
      boolean archived,
      String sort,
      Optional<String> first,
      Optional<String> next) {
    public Listed {
      contacts = List.copyOf(contacts);
    }

    /// Where browsers fetch all that the filters leave.
    public String export(String format) {
      return Link.to("/api/v1" + desk.path() + "/export")
          .with("format", format)
          .with("search", said(search))
          .with("status", said(status))
          .with("stage", said(stage))
          .with("owner", said(owner))
          .with("archived", archived ? Optional.of("true") : Optional.empty())
          .text();
    }

    private static Optional<String> said(String text) {
      return Optional.of(text).filter(some -> !some.isEmpty());
    }

    public boolean filtered() {
      return archived || !(search + status + stage + owner).isEmpty() || first.isPresent();
    }
  }

  private static View list(Visit visit) {
    Desk desk = Desk.of(visit);
    Optional<String> search = visit.parameter("search");
    Optional<String> status = visit.parameter("status");
    Optional<String> stage = visit.parameter("stage");
    Optional<String> owner = visit.parameter("owner");
    Optional<String> archived = visit.parameter("archived").filter("true"::equals);
    Optional<String> sort = visit.parameter("sort").filter(Sorting.NAMES::contains);
    Optional<String> cursor = visit.parameter("cursor");
    Found found =
        asked(visit)
            .query("search", search)
            .query("status", status)
            .query("stage", stage)
            .query("owner", owner)
            .query("archived", archived)
            .query("sort", sort)
            .query("cursor", cursor)
            .as(Found.class);
    Link begin =
        Link.to(desk.path())
            .with("search", search)
            .with("status", status)
            .with("stage", stage)
            .with("owner", owner)
            .with("archived", archived)
            .with("sort", sort);
    boolean whole = search.or(() -> status).or(() -> stage).or(() -> owner).isEmpty();
    Found all =
        whole && archived.isEmpty() ? found : asked(visit).query("limit", "1").as(Found.class);
    return View.html(
        "contacts/list",
        Section.CONTACTS,
        Texts.english().of("contacts.title.of", desk.agent().name()),
        new Listed(
            desk,
            found.items,
            all.total,
            all.totalIsExact,
            search.orElse(""),
            status.orElse(""),
            stage.orElse(""),
            owner.orElse(""),
            archived.isPresent(),
            sort.orElse(""),
            cursor.map(_ -> begin.text()),
            found.next.map(place -> begin.with("cursor", place).text())));
  }

  /// The orders that the list can be in.
  public static final class Sorting {
    public static final List<String> NAMES =
        List.of("-createdAt", "createdAt", "name", "-name", "-updatedAt");

    private Sorting() {}
  }

  private static Asking asked(Visit visit) {
    return visit.get(Desk.API).path("agentId", Desk.agentId(visit));
  }

  static Contact read(Visit visit) {
    return one(visit.get(API_ONE), visit).as(Contact.class);
  }

  static Asking one(Asking asking, Visit visit) {
    return asking.path("agentId", Desk.agentId(visit)).path("contactId", visit.path("contactId"));
  }

  static String path(Visit visit) {
    return Desk.path(Desk.agentId(visit)) + "/" + visit.path("contactId");
  }

  /// One contact's page.
  ///
  /// @param tab which of its tabs is shown
  /// @param submissions of the tab of forms
  /// @param notes of the notes' tab
  /// @param files of the files' tab
  public record Shown(
      Desk desk,
      Contact contact,
      String tab,
      SubmissionScreens.Listed submissions,
      NoteScreens.Listed notes,
      FileScreens.Listed files) {
    /// With one tab's content, or none.
    static Shown of(Visit visit, String tab) {
      return new Shown(
          Desk.of(visit),
          read(visit),
          tab,
          tab.equals("form")
              ? SubmissionScreens.ofContact(
                  visit, Link.to(ContactScreens.path(visit)).with("tab", "form"))
              : SubmissionScreens.Listed.NONE,
          tab.equals("notes") ? NoteScreens.list(visit) : NoteScreens.Listed.NONE,
          tab.equals("files") ? FileScreens.list(visit) : FileScreens.Listed.NONE);
    }

    Shown with(NoteScreens.Listed other) {
      return new Shown(desk, contact, tab, submissions, other, files);
    }

    Shown with(FileScreens.Listed other) {
      return new Shown(desk, contact, tab, submissions, notes, other);
    }

    public String path() {
      return desk.path() + "/" + contact.id();
    }

    public boolean is(String some) {
      return tab.equals(some);
    }
  }

  private static View show(Visit visit) {
    String tab = visit.parameter("tab").filter(TABS::contains).orElse(TABS.getFirst());
    return shown(Shown.of(visit, tab));
  }

  static View.Html shown(Shown shown) {
    return View.html("contacts/show", Section.CONTACTS, shown.contact.called(), shown);
  }

  private static View move(Visit visit, String deed, String toast) {
    Answer _ =
        one(visit.post(API_ONE + "/" + deed), visit)
            .version(visit.form().filled("_version"))
            .send();
    return View.redirect(path(visit)).toast(toast);
  }
}
