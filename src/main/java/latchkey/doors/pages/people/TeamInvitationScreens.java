package latchkey.doors.pages.people;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.crypto.Secret;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.Wrong;
import latchkey.http.Problem;

/// Inviting people to the organization, from the list of its members. Where no mail is sent, the
/// link is shown once, to whoever invites.
public final class TeamInvitationScreens {
  private static final String INVITE = TeamScreens.LIST + "/invite";
  private static final String ONE = TeamScreens.LIST + "/invitations/{invitationId}";
  private static final String API = "/api/v1/invitations";
  private static final String API_ONE = API + "/{invitationId}";
  private static final String MANAGE = "MEMBERS_MANAGE";

  public List<Screen> screens() {
    return List.of(
        Screen.page(INVITE, TeamInvitationScreens::begin),
        Screen.form(INVITE, TeamInvitationScreens::invite),
        Screen.form(ONE + "/resend", TeamInvitationScreens::resend),
        Screen.page(ONE + "/withdraw", TeamInvitationScreens::askToWithdraw),
        Screen.form(ONE + "/withdraw", TeamInvitationScreens::withdraw));
  }

  /// The form.
  ///
  /// @param roles that whoever invites may give
  public record Inviting(String email, String role, List<String> roles, Optional<Wrong> wrong) {
    public Inviting {
      roles = List.copyOf(roles);
    }
  }

  private static View begin(Visit visit) {
    visit.require(MANAGE);
    return page(new Inviting("", "member", TeamScreens.given(visit.me()), Optional.empty()));
  }

  private static View.Html page(Inviting view) {
    return View.html(
        "people/invite", Section.TEAMS, Texts.english().of("teams.invite.title"), view);
  }

  private static View invite(Visit visit) {
    String email = visit.form().text("email");
    String role = visit.form().text("role");
    try {
      return sent(
          visit
              .post(API)
              .json(Map.of("email", email, "role", role))
              .once(visit.form().filled("_once"))
              .send());
    } catch (Problem problem) {
      boolean theirs = problem.status() == 400 || problem.status() == 409;
      if (!theirs && !problem.code().equals("admins_are_the_owners")) {
        throw problem;
      }
      Wrong wrong = theirs ? new Wrong("email", problem.detail()) : Wrong.whole(problem.detail());
      return page(new Inviting(email, role, TeamScreens.given(visit.me()), Optional.of(wrong)))
          .status(problem.status());
    }
  }

  /// One that is open.
  public record Invitation(String id, String email, String role, Instant expiresAt, long version) {
    public String path() {
      return TeamScreens.LIST + "/invitations/" + id;
    }
  }

  /// As the API answers; the link is wrapped at once.
  private record Sent(Invitation invitation, String delivery, Optional<String> link) {}

  /// What came of it.
  ///
  /// @param link to pass on; none where the mail failed
  public record Invited(Invitation invitation, Optional<Secret> link) {}

  private static View sent(Answer answer) {
    Sent sent = Asking.read(answer, Sent.class);
    return sent.delivery.equals("mailed")
        ? View.redirect(TeamScreens.LIST).toast("teams.mailed")
        : View.html(
            "people/invited",
            Section.TEAMS,
            Texts.english().of("teams.invited.title"),
            new Invited(sent.invitation, sent.link.map(Secret::new)));
  }

  private static View resend(Visit visit) {
    return sent(
        visit
            .post(API_ONE + "/resend")
            .path("invitationId", visit.path("invitationId"))
            .version(visit.form().filled("_version"))
            .send());
  }

  private static View askToWithdraw(Visit visit) {
    visit.require(MANAGE);
    Invitation invitation =
        visit.get(API_ONE).path("invitationId", visit.path("invitationId")).as(Invitation.class);
    return View.html("people/withdraw", Section.TEAMS, invitation.email, invitation);
  }

  private static View withdraw(Visit visit) {
    Answer _ =
        visit
            .delete(API_ONE)
            .path("invitationId", visit.path("invitationId"))
            .version(visit.form().filled("_version"))
            .send();
    return View.redirect(TeamScreens.LIST).toast("teams.withdrawn");
  }
}
