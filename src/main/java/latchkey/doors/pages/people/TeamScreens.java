package latchkey.doors.pages.people;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Me;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/teams`: who is in the organization, and what is done to a member.
/// [TeamInvitationScreens] bring somebody in.
public final class TeamScreens {
  static final String LIST = "/teams";
  private static final String ONE = LIST + "/{memberId}";
  private static final String API = "/api/v1/members";
  private static final String API_ONE = API + "/{memberId}";
  private static final String AT_ONCE = "50";

  public List<Screen> screens() {
    return List.of(
        Screen.page(LIST, TeamScreens::list),
        Screen.page(LIST + "/roles", TeamScreens::roles),
        Screen.page(ONE + "/role", visit -> asked(visit, "people/change-role")),
        Screen.form(ONE + "/role", TeamScreens::changeRole),
        Screen.page(ONE + "/suspend", visit -> asked(visit, "people/suspend")),
        Screen.form(ONE + "/suspend", visit -> setStatus(visit, "suspended")),
        Screen.form(ONE + "/reactivate", visit -> setStatus(visit, "active")),
        Screen.page(ONE + "/remove", visit -> asked(visit, "people/remove")),
        Screen.form(ONE + "/remove", TeamScreens::remove),
        Screen.page(ONE + "/owner", visit -> asked(visit, "people/hand-over")),
        Screen.form(ONE + "/owner", TeamScreens::handOver));
  }

  /// The roles that somebody may give: those below their own.
  static List<String> given(Me me) {
    return me.holds("ADMINS_MANAGE")
        ? List.of("admin", "manager", "member", "viewer")
        : List.of("manager", "member", "viewer");
  }

  private record Member(
      String id,
      String email,
      String name,
      String role,
      String status,
      Instant since,
      long version) {}

  private record Members(List<Member> items, Optional<String> next) {}

  /// One line of the list.
  ///
  /// @param expired whether they were invited and let it pass
  /// @param managed whether the viewer may change them
  /// @param heir whether the viewer may make them the owner
  public record Row(
      String id,
      String email,
      String name,
      String role,
      String status,
      Instant since,
      long version,
      boolean expired,
      boolean self,
      boolean managed,
      boolean heir) {
    static Row of(Member member, Me me, Set<String> expired) {
      boolean self = member.id.equals(me.person().id());
      boolean managed =
          switch (member.role) {
            case "owner" -> false;
            case "admin" -> me.holds("ADMINS_MANAGE");
            default -> me.holds("MEMBERS_MANAGE");
          };
      return new Row(
          member.id,
          member.email,
          member.name,
          member.role,
          member.status,
          member.since,
          member.version,
          expired.contains(member.id),
          self,
          managed && !self,
          me.holds("OWNERSHIP_TRANSFER") && !self && member.status.equals("active"));
    }

    public String path() {
      return LIST + "/" + id;
    }

    /// Who is invited only has not said a name.
    public String called() {
      return name.isEmpty() ? email : name;
    }

    public boolean is(String some) {
      return status.equals(some);
    }

    /// Whether they may go by themselves.
    public boolean leaves() {
      return self && role.equals("admin");
    }

    public boolean acted() {
      return managed || leaves();
    }

    /// Of the mark that says how far they are.
    public String mark() {
      return switch (status) {
        case "active" -> "ok";
        case "suspended" -> "bad";
        default -> "info";
      };
    }
  }

  /// A page of the list.
  ///
  /// @param first where the list begins, unless it is that page
  public record Listed(
      List<Row> rows, String search, String status, Optional<String> first, Optional<String> next) {
    public Listed {
      rows = List.copyOf(rows);
    }
  }

  private static View list(Visit visit) {
    Optional<String> search = visit.parameter("search");
    Optional<String> status = visit.parameter("status");
    Optional<String> cursor = visit.parameter("cursor");
    Members found =
        visit
            .get(API)
            .query("limit", AT_ONCE)
            .query("search", search)
            .query("status", status)
            .query("cursor", cursor)
            .as(Members.class);
    Link begin = Link.to(LIST).with("search", search).with("status", status);
    boolean invited = found.items.stream().anyMatch(member -> member.status.equals("invited"));
    Set<String> expired = invited ? expired(visit) : Set.of();
    return View.html(
        "people/teams",
        Section.TEAMS,
        Texts.english().of("teams.title"),
        new Listed(
            found.items.stream().map(member -> Row.of(member, visit.me(), expired)).toList(),
            search.orElse(""),
            status.orElse(""),
            cursor.map(_ -> begin.text()),
            found.next.map(place -> begin.with("cursor", place).text())));
  }

  private record Invitation(String id, boolean expired) {}

  private record Invitations(List<Invitation> items, Optional<String> next) {}

  /// Which invitations can no longer be accepted.
  private static Set<String> expired(Visit visit) {
    Set<String> expired = new HashSet<>();
    visit
        .get("/api/v1/invitations")
        .all(Invitations.class, Invitations::items, Invitations::next)
        .stream()
        .filter(Invitation::expired)
        .forEach(invitation -> expired.add(invitation.id));
    return expired;
  }

  /// A member, and which roles the viewer may give them.
  public record Asked(Row member, List<String> roles) {
    public Asked {
      roles = List.copyOf(roles);
    }
  }

  private static View asked(Visit visit, String template) {
    visit.require("MEMBERS_MANAGE");
    Member member = visit.get(API_ONE).path("memberId", visit.path("memberId")).as(Member.class);
    Row row = Row.of(member, visit.me(), Set.of());
    return View.html(template, Section.TEAMS, row.called(), new Asked(row, given(visit.me())));
  }

  private static View changeRole(Visit visit) {
    return changed(visit, "/role", Map.of("role", visit.form().text("role")), "teams.role.changed");
  }

  private static View setStatus(Visit visit, String status) {
    String form = status.equals("suspended") ? "/suspend" : "";
    return changed(visit, form, Map.of("status", status), "teams.made." + status);
  }

  /// @param form below the member's path that asked for it, or empty where the list did
  private static View changed(Visit visit, String form, Map<String, String> change, String toast) {
    return unlessStale(
        visit, form, visit.patch(API_ONE).json(change), () -> View.redirect(LIST).toast(toast));
  }

  /// Who decided about a member as they no longer are is asked again, about them as they are.
  private static View unlessStale(
      Visit visit, String form, Asking asking, Supplier<View> afterwards) {
    try {
      Answer _ =
          asking
              .path("memberId", visit.path("memberId"))
              .version(visit.form().filled("_version"))
              .send();
    } catch (Problem problem) {
      if (problem.status() != 412) {
        throw problem;
      }
      String again = form.isEmpty() ? LIST : LIST + "/" + visit.path("memberId") + form;
      return View.redirect(again).toast("teams.stale");
    }
    return afterwards.get();
  }

  /// Who removes themselves goes on where they are still somebody.
  private static View remove(Visit visit) {
    boolean self = visit.path("memberId").equals(visit.me().person().id());
    return unlessStale(
        visit,
        "/remove",
        visit.delete(API_ONE),
        () ->
            self
                ? View.redirect("/").toast("teams.left")
                : View.redirect(LIST).toast("teams.removed"));
  }

  private static View handOver(Visit visit) {
    Answer answer =
        visit
            .post("/api/v1/ownership-transfer")
            .json(Map.of("memberId", visit.path("memberId")))
            .send();
    return View.redirect(LIST).with(answer.cookies()).toast("teams.handed-over");
  }

  // What each role may

  /// What one may do, and which roles may.
  public record Right(String right, String description, List<String> roles) {
    public Right {
      roles = List.copyOf(roles);
    }
  }

  public record Rights(List<Right> rights) {
    public Rights {
      rights = List.copyOf(rights);
    }
  }

  private static View roles(Visit visit) {
    Rights rights = visit.get("/api/v1/roles").as(Rights.class);
    return View.html(
        "people/roles", Section.TEAMS, Texts.english().of("teams.roles.title"), rights);
  }
}
