package latchkey.doors.pages.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/forgot` and `/reset`: a new password for who has forgotten theirs.
public final class ResetScreens {
  private static final String FORGOT = "/forgot";
  private static final String RESET = "/reset";

  public List<Screen> screens() {
    return List.of(
        Screen.openPage(FORGOT, _ -> forgot(new Forgot("", false, Optional.empty()))),
        Screen.openForm(FORGOT, ResetScreens::request),
        Screen.openPage(RESET, _ -> reset(new Reset("", Optional.empty(), Optional.empty()))),
        Screen.openForm(RESET, ResetScreens::set));
  }

  /// The page that mails a link.
  ///
  /// @param sent whether a link is on its way, if there is such an account
  public record Forgot(String email, boolean sent, Optional<String> error) {}

  /// The page that the link leads to.
  ///
  /// @param token of the mailed link; the browser fills it in
  /// @param tokenError what is wrong with the link
  public record Reset(String token, Optional<String> tokenError, Optional<String> passwordError) {}

  private static View.Html forgot(Forgot view) {
    return View.html("people/forgot", Section.NONE, Texts.english().of("forgot.title"), view);
  }

  private static View.Html reset(Reset view) {
    return View.html("people/reset", Section.NONE, Texts.english().of("reset.title"), view);
  }

  private static View request(Visit visit) {
    String email = visit.form().text("email");
    try {
      var _ = visit.post("/api/v1/sign-in/reset-request").json(Map.of("email", email)).send();
      return forgot(new Forgot(email, true, Optional.empty()));
    } catch (Problem problem) {
      return forgot(new Forgot(email, false, Optional.of(problem.detail())))
          .status(problem.status());
    }
  }

  private static View set(Visit visit) {
    String token = LinkToken.of(visit);
    try {
      var _ =
          visit
              .post("/api/v1/sign-in/reset")
              .json(Map.of("token", token, "password", visit.form().exact("password")))
              .send();
      return View.redirect("/sign-in").toast("reset.done");
    } catch (Problem problem) {
      Optional<String> detail = Optional.of(problem.detail());
      return (LinkToken.isAtFault(problem)
              ? reset(new Reset("", detail, Optional.empty()))
              : reset(new Reset(token, Optional.empty(), detail)))
          .status(problem.status());
    }
  }
}
