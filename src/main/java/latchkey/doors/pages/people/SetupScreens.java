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

/// `/setup`: who has the link that a first start prints makes the first organization, and goes on
/// to their first agent and key (see [WelcomeScreens]).
public final class SetupScreens {
  static final String SETUP = "/setup";

  public List<Screen> screens() {
    return List.of(
        Screen.openPage(SETUP, SetupScreens::show), Screen.openForm(SETUP, SetupScreens::found));
  }

  /// What the first owner is asked for.
  ///
  /// @param token of the link; the browser fills it in
  /// @param tokenError what is wrong with the link
  /// @param error what else is wrong
  public record Founding(
      String token,
      String firstName,
      String lastName,
      String email,
      String organization,
      Optional<String> tokenError,
      Optional<String> passwordError,
      Optional<String> error) {
    private static final Founding BLANK =
        new Founding("", "", "", "", "", Optional.empty(), Optional.empty(), Optional.empty());

    private static Founding of(Visit visit, Problem problem) {
      Optional<String> detail = Optional.of(problem.detail());
      boolean link = LinkToken.isAtFault(problem);
      boolean password = problem.code().endsWith("_password");
      return new Founding(
          link ? "" : LinkToken.of(visit),
          visit.form().text("firstName"),
          visit.form().text("lastName"),
          visit.form().text("email"),
          visit.form().text("organization"),
          detail.filter(_ -> link),
          detail.filter(_ -> password),
          detail.filter(_ -> !link && !password));
    }
  }

  /// It was done before.
  public record Done() {}

  private static View show(Visit visit) {
    return Ways.of(visit).open() ? page(Founding.BLANK) : done();
  }

  private static View.Html page(Founding view) {
    return View.html("people/setup", Section.NONE, Texts.english().of("setup.title"), view);
  }

  private static View done() {
    return View.html(
        "people/setup-done", Section.NONE, Texts.english().of("setup.done"), new Done());
  }

  private static View found(Visit visit) {
    try {
      var answer =
          visit
              .post("/api/v1/setup")
              .json(
                  Map.of(
                      "token", LinkToken.of(visit),
                      "email", visit.form().text("email"),
                      "firstName", visit.form().text("firstName"),
                      "lastName", visit.form().text("lastName"),
                      "password", visit.form().exact("password"),
                      "organization", visit.form().text("organization")))
              .send();
      return View.redirect(WelcomeScreens.AGENT).with(answer.cookies());
    } catch (Problem problem) {
      return Ways.of(visit).open()
          ? page(Founding.of(visit, problem)).status(problem.status())
          : done();
    }
  }
}
