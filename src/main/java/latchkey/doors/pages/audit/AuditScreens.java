package latchkey.doors.pages.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.JsonRecords;
import latchkey.http.Problem;

/// `/audit-logs`: the list with its filters, one entry, a file of what is listed, and the proof.
public final class AuditScreens {
  static final String LIST = "/audit-logs";
  private static final String EXPORT = LIST + "/export";
  private static final String API = "/api/v1/audit";
  private static final int AT_ONCE = 25;

  /// A page of the API may hold nothing and still say how to go on.
  private static final int MOST_ASKED = 5;

  /// What entries are about, as they name it.
  private static final List<String> RESOURCES =
      List.of(
          "API Key",
          "Agent",
          "Audit Log",
          "CRM Settings",
          "Contact",
          "Contact import",
          "File",
          "Form",
          "Identity",
          "Invitation",
          "Member",
          "Note",
          "Operator",
          "Organization",
          "Passkey",
          "Profile",
          "Second factor",
          "Session");

  public List<Screen> screens() {
    return List.of(
        Screen.page(LIST, AuditScreens::list),
        Screen.page(EXPORT, AuditScreens::export),
        Screen.page(LIST + "/verification", AuditScreens::verify),
        Screen.page(LIST + "/{entryNumber}", AuditScreens::show));
  }

  public record Actor(String kind, String id, String name) {
    /// A part of the program has none but its own.
    public String called() {
      return name.isEmpty() ? id : name;
    }
  }

  /// One as the API shows it.
  public record Entry(
      long number,
      Instant at,
      Actor actor,
      String action,
      String resource,
      String resourceId,
      String description,
      String status,
      Optional<String> before,
      Optional<String> after,
      String address,
      String userAgent,
      String requestId,
      String hash) {
    public String path() {
      return LIST + "/" + number;
    }

    public boolean failed() {
      return status.equals("failed");
    }

    /// Where the thing itself is shown, if there is such a page.
    public Optional<String> thing() {
      return switch (resource) {
        case "API Key" -> Optional.of("/keys/" + resourceId);
        case "Agent" -> Optional.of("/agents/" + resourceId);
        case "CRM Settings" -> Optional.of("/agents/" + resourceId + "/crm-settings");
        case "Contact" -> about().agentId().map(id -> "/agents/" + id + "/contacts/" + resourceId);
        case "Form" -> about().agentId().map(id -> "/agents/" + id + "/forms/" + resourceId);
        case "Member" ->
            about().email().map(email -> Link.to("/teams").with("search", email).text());
        case "Organization" -> Optional.of("/settings");
        default -> Optional.empty();
      };
    }

    private About about() {
      return after
          .or(() -> before)
          .map(text -> JsonRecords.pick(text.getBytes(StandardCharsets.UTF_8), About.class))
          .orElse(About.NOTHING);
    }

    /// What of a thing says where its page is.
    private record About(Optional<String> agentId, Optional<String> email) {
      static final About NOTHING = new About(Optional.empty(), Optional.empty());
    }
  }

  private record Entries(List<Entry> items, Optional<String> next) {}

  /// A page of the list.
  ///
  /// @param people by id, to choose whose entries to see
  public record Listed(
      List<Entry> entries,
      Filter filter,
      Map<String, String> people,
      List<String> resources,
      Optional<String> first,
      Optional<String> next) {
    public Listed {
      entries = List.copyOf(entries);
      people = Collections.unmodifiableMap(new LinkedHashMap<>(people)); // in their order
      resources = List.copyOf(resources);
    }

    public String csv() {
      return filter.link(EXPORT).with("format", "csv").text();
    }

    public String jsonLines() {
      return filter.link(EXPORT).with("format", "jsonl").text();
    }

    public String whose(Actor actor) {
      return Link.to(LIST).with("actor", actor.id).text();
    }
  }

  private static View list(Visit visit) {
    Filter filter = Filter.of(visit);
    Optional<String> cursor = visit.parameter("cursor");
    Entries found = find(visit, filter, cursor);
    return View.html(
        "audit/list",
        Section.AUDIT,
        Texts.english().of("audit.title"),
        new Listed(
            found.items,
            filter,
            seesAll(visit) ? people(visit) : Map.of(),
            RESOURCES,
            cursor.map(_ -> filter.link(LIST).text()),
            found.next.map(place -> filter.link(LIST).with("cursor", place).text())));
  }

  private static boolean seesAll(Visit visit) {
    return visit.me().holds("AUDIT_READ");
  }

  private static Entries find(Visit visit, Filter filter, Optional<String> cursor) {
    List<Entry> found = new ArrayList<>();
    Optional<String> next = cursor;
    int asked = 0;
    do {
      Entries page =
          filter
              .ask(visit.get(API), visit.clock().zone())
              .query("limit", Integer.toString(AT_ONCE - found.size()))
              .query("cursor", next)
              .as(Entries.class);
      found.addAll(page.items);
      next = page.next;
      asked++;
    } while (found.size() < AT_ONCE && next.isPresent() && asked < MOST_ASKED);
    return new Entries(found, next);
  }

  private record Member(String id, String name, String status) {}

  private record Members(List<Member> items, Optional<String> next) {}

  private static Map<String, String> people(Visit visit) {
    Map<String, String> people = new LinkedHashMap<>();
    visit.get("/api/v1/members").all(Members.class, Members::items, Members::next).stream()
        .filter(member -> !member.status.equals("invited"))
        .forEach(member -> people.put(member.id, member.name));
    return people;
  }

  // One entry

  /// One entry with its place in the chain.
  ///
  /// @param older the entry before, where it is kept and the viewer may see it
  public record Shown(Entry entry, Diff diff, Optional<Entry> older, Optional<Entry> newer) {}

  private static View show(Visit visit) {
    Entry entry = entry(visit, visit.path("entryNumber"));
    return View.html(
        "audit/show",
        Section.AUDIT,
        Texts.english().of("audit.entry", entry.number),
        new Shown(
            entry,
            Diff.of(entry.before, entry.after),
            neighbour(visit, entry.number - 1),
            neighbour(visit, entry.number + 1)));
  }

  private static Entry entry(Visit visit, String number) {
    return visit.get(API + "/entries/{entryNumber}").path("entryNumber", number).as(Entry.class);
  }

  private static Optional<Entry> neighbour(Visit visit, long number) {
    try {
      return Optional.of(entry(visit, Long.toString(number)));
    } catch (Problem problem) {
      if (problem.status() == 404) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  // All of what is listed

  private static View export(Visit visit) {
    Filter filter = Filter.of(visit);
    return View.File.whole(
        cursor ->
            filter
                .ask(visit.get(API + "/export"), visit.clock().zone())
                .query("format", visit.parameter("format").orElse("csv"))
                .query("cursor", cursor)
                .send());
  }

  // What proves it

  /// A statement of the server that the chain once reached so far.
  public record Checkpoint(long number, String hash, Instant at, int key) {}

  /// What the proof came to.
  public record Proof(
      boolean proven,
      Optional<Long> entries,
      Optional<Long> last,
      Optional<String> hash,
      Optional<Checkpoint> checkpoint,
      Optional<Long> broken,
      Optional<String> why) {}

  private static View verify(Visit visit) {
    return View.html(
        "audit/verification",
        Section.AUDIT,
        Texts.english().of("audit.verify.title"),
        visit.get(API + "/verification").as(Proof.class));
  }
}
