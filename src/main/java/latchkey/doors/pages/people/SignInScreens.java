package latchkey.doors.pages.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Home;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/sign-in` and `/sign-out`.
public final class SignInScreens {
  private static final String SIGN_IN = "/sign-in";

  public List<Screen> screens() {
    return List.of(
        Screen.openPage(SIGN_IN, SignInScreens::show),
        Screen.openForm(SIGN_IN, SignInScreens::signIn),
        Screen.form("/sign-out", SignInScreens::signOut));
  }

  /// The form to sign in with.
  ///
  /// @param next where to go on
  /// @param error what was wrong with the last attempt
  public record SignIn(String email, String next, Optional<String> error) {}

  private static View show(Visit visit) {
    if (visit.signedIn()) {
      return View.redirect("/");
    }
    return page(new SignIn("", Home.next(visit.parameter("next")).orElse("/"), Optional.empty()));
  }

  private static View.Html page(SignIn view) {
    return View.html("people/sign-in", Section.NONE, Texts.english().of("sign-in.title"), view);
  }

  private record Step(String status) {}

  private static View signIn(Visit visit) {
    String email = visit.form().text("email");
    String next = Home.next(visit.form().filled("next")).orElse("/");
    try {
      var reply =
          visit
              .post("/api/v1/sign-in/password")
              .json(Map.of("email", email, "password", visit.form().exact("password")))
              .send();
      Step _ = Asking.read(reply, Step.class);
      return View.redirect(next).with(reply.cookies());
    } catch (Problem problem) {
      return page(new SignIn(email, next, Optional.of(problem.detail()))).status(problem.status());
    }
  }

  private static View signOut(Visit visit) {
    return View.redirect(SIGN_IN).with(visit.post("/api/v1/sign-out").send().cookies());
  }
}
