package latchkey.doors.pages.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/invitation`: what it is to, and accepting it, as somebody new or as who has an account.
public final class InvitationScreens {
  private static final String INVITATION = "/invitation";
  private static final String API = "/api/v1/invitations";

  public List<Screen> screens() {
    return List.of(
        Screen.openPage(INVITATION, _ -> asking(Optional.empty())),
        Screen.openForm(INVITATION, visit -> preview(visit, Answers.NONE)),
        Screen.openForm(INVITATION + "/accept", InvitationScreens::accept),
        Screen.form(INVITATION + "/join", InvitationScreens::join));
  }

  /// The page that takes the link.
  public record Link(Optional<String> error) {}

  /// An invitation, as it is before it is accepted.
  ///
  /// @param account whether its address has an account
  public record Preview(String organization, String email, String role, boolean account) {}

  /// What somebody new has said about themselves, and what was wrong with it.
  public record Answers(
      String firstName, String lastName, Optional<String> passwordError, Optional<String> error) {
    private static final Answers NONE = new Answers("", "", Optional.empty(), Optional.empty());
  }

  /// The page of an invitation.
  ///
  /// @param back where one comes back to after signing in
  public record Invited(String token, Preview invitation, Answers answers, String back) {}

  private static View.Html asking(Optional<String> error) {
    return View.html(
        "people/invitation-link", Section.NONE, Texts.english().of("join.title"), new Link(error));
  }

  private static View.Html preview(Visit visit, Answers answers) {
    String token = LinkToken.of(visit);
    try {
      Preview preview = visit.post(API + "/preview").json(Map.of("token", token)).as(Preview.class);
      return View.html(
          "people/invitation",
          Section.NONE,
          Texts.english().of("join.title"),
          new Invited(token, preview, answers, INVITATION + "#" + token));
    } catch (Problem problem) {
      Texts texts = Texts.english();
      String error = LinkToken.isAtFault(problem) ? texts.of("join.gone") : problem.detail();
      return asking(Optional.of(error)).status(problem.status());
    }
  }

  private static View accept(Visit visit) {
    String first = visit.form().text("firstName");
    String last = visit.form().text("lastName");
    try {
      Answer answer =
          visit
              .post(API + "/accept")
              .json(
                  Map.of(
                      "token",
                      LinkToken.of(visit),
                      "firstName",
                      first,
                      "lastName",
                      last,
                      "password",
                      visit.form().exact("password")))
              .send();
      return View.redirect("/").toast("join.done").with(answer.cookies());
    } catch (Problem problem) {
      Optional<String> detail = Optional.of(problem.detail());
      boolean password = problem.code().endsWith("_password");
      return preview(
              visit,
              new Answers(first, last, detail.filter(_ -> password), detail.filter(_ -> !password)))
          .status(problem.status());
    }
  }

  private static View join(Visit visit) {
    try {
      Answer answer = visit.post(API + "/join").json(Map.of("token", LinkToken.of(visit))).send();
      return View.redirect("/").toast("join.done").with(answer.cookies());
    } catch (Problem problem) {
      Optional<String> detail = Optional.of(problem.detail());
      return preview(visit, new Answers("", "", Optional.empty(), detail)).status(problem.status());
    }
  }
}
