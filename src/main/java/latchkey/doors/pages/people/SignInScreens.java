package latchkey.doors.pages.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/sign-in`, by every way that there is, and `/sign-out`. A ticket that leads from one step to
/// the next goes through the form of the page between them.
public final class SignInScreens {
  private static final String SIGN_IN = "/sign-in";
  private static final String API = "/api/v1/sign-in";
  private static final int UNAUTHENTICATED = 401;

  public List<Screen> screens() {
    return List.of(
        Screen.openPage(SIGN_IN, SignInScreens::show),
        Screen.openForm(SIGN_IN, SignInScreens::password),
        Screen.openForm(SIGN_IN + "/as", SignInScreens::as),
        Screen.openForm(SIGN_IN + "/code-request", SignInScreens::requestCode),
        Screen.openForm(SIGN_IN + "/code", SignInScreens::code),
        Screen.openForm(SIGN_IN + "/second-factor", SignInScreens::secondFactor),
        Screen.openForm(SIGN_IN + "/passkey", SignInScreens::passkey),
        Screen.openPage(SIGN_IN + "/openid/{provider}", SignInScreens::toProvider),
        Screen.openPage(SIGN_IN + "/openid/{provider}/back", SignInScreens::fromProvider),
        Screen.form("/sign-out", SignInScreens::signOut));
  }

  /// The page to sign in on.
  ///
  /// @param next where to go on
  /// @param error what was wrong with the last attempt
  public record SignIn(Ways ways, String email, String next, Optional<String> error) {}

  /// The page that asks for a code.
  ///
  /// @param email where the code was mailed to; empty if an app or a recovery code is asked for
  public record Code(String ticket, String email, String next, Optional<String> error) {}

  private static View show(Visit visit) {
    String next = Next.ofQuery(visit);
    if (visit.signedIn()) {
      return View.redirect(next);
    }
    Ways ways = Ways.of(visit);
    return ways.open()
        ? View.redirect(SetupScreens.SETUP)
        : page(new SignIn(ways, "", next, Optional.empty()));
  }

  /// The same page, for who comes with an invitation to that address.
  private static View as(Visit visit) {
    return page(
        new SignIn(
            Ways.of(visit), visit.form().text("email"), Next.ofForm(visit), Optional.empty()));
  }

  private static View.Html page(SignIn view) {
    View.Html html =
        View.html("people/sign-in", Section.NONE, Texts.english().of("sign-in.title"), view);
    return view.ways().providers().isEmpty() ? html : html.with(List.of(Next.cookie(view.next())));
  }

  private static View.Html page(Code view) {
    String name = view.email().isEmpty() ? "second-factor.title" : "mailed-code.title";
    return View.html("people/code", Section.NONE, Texts.english().of(name), view);
  }

  private static View password(Visit visit) {
    String email = visit.form().text("email");
    String next = Next.ofForm(visit);
    try {
      return went(
          visit
              .post(API + "/password")
              .json(Map.of("email", email, "password", visit.form().exact("password")))
              .send(),
          next);
    } catch (Problem problem) {
      return again(visit, email, next, problem);
    }
  }

  private record Step(String status, Optional<String> ticket) {}

  /// Somebody is in, or is asked for their second factor.
  private static View went(Answer answer, String next) {
    Optional<String> ticket = Asking.read(answer, Step.class).ticket();
    return ticket.isPresent()
        ? page(new Code(ticket.get(), "", next, Optional.empty())).with(answer.cookies())
        : View.redirect(next).with(answer.cookies());
  }

  private static View again(Visit visit, String email, String next, Problem problem) {
    Texts texts = Texts.english();
    String error =
        problem.status() == UNAUTHENTICATED ? texts.of("sign-in.wrong") : problem.detail();
    return page(new SignIn(Ways.of(visit), email, next, Optional.of(error)))
        .status(problem.status());
  }

  private record Ticket(String ticket) {}

  private static View requestCode(Visit visit) {
    String email = visit.form().text("email");
    String next = Next.ofForm(visit);
    try {
      String ticket =
          visit.post(API + "/code-request").json(Map.of("email", email)).as(Ticket.class).ticket();
      return page(new Code(ticket, email, next, Optional.empty()));
    } catch (Problem problem) {
      return again(visit, email, next, problem);
    }
  }

  private static View code(Visit visit) {
    return byCode(visit, "/code", visit.form().text("email"));
  }

  private static View secondFactor(Visit visit) {
    return byCode(visit, "/second-factor", "");
  }

  private static View byCode(Visit visit, String way, String email) {
    String ticket = visit.form().text("ticket");
    String next = Next.ofForm(visit);
    try {
      return went(
          visit
              .post(API + way)
              .json(Map.of("ticket", ticket, "code", visit.form().text("code")))
              .send(),
          next);
    } catch (Problem problem) {
      String error =
          problem.status() == UNAUTHENTICATED ? Texts.english().of("code.wrong") : problem.detail();
      return page(new Code(ticket, email, next, Optional.of(error))).status(problem.status());
    }
  }

  private static View passkey(Visit visit) {
    String next = Next.ofForm(visit);
    try {
      return went(
          visit
              .post(API + "/passkey/finish")
              .json(Map.of("credential", Passkeys.credential(visit)))
              .send(),
          next);
    } catch (Problem problem) {
      return again(visit, "", next, problem);
    }
  }

  private static View toProvider(Visit visit) {
    try {
      return new View.Elsewhere(
          visit.get(API + "/openid/{provider}").path("provider", visit.path("provider")).send());
    } catch (Problem problem) {
      return again(visit, "", Next.ofCookie(visit), problem);
    }
  }

  private static View fromProvider(Visit visit) {
    String next = Next.ofCookie(visit);
    try {
      return went(
          visit
              .get(API + "/openid/{provider}/callback")
              .path("provider", visit.path("provider"))
              .query("code", visit.parameter("code"))
              .query("state", visit.parameter("state"))
              .query("error", visit.parameter("error"))
              .query("iss", visit.parameter("iss"))
              .send(),
          next);
    } catch (Problem problem) {
      return again(visit, "", next, problem);
    }
  }

  private static View signOut(Visit visit) {
    return View.redirect(SIGN_IN).with(visit.post("/api/v1/sign-out").send().cookies());
  }
}
