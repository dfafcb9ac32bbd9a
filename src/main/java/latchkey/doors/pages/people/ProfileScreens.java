package latchkey.doors.pages.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Me;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/profile`: who somebody is, and the organizations that they belong to.
public final class ProfileScreens {
  private static final String PROFILE = "/profile";
  private static final String LEAVE = PROFILE + "/leave";

  public List<Screen> screens() {
    return List.of(
        Screen.page(PROFILE, ProfileScreens::show),
        Screen.form(PROFILE, ProfileScreens::rename),
        Screen.page(LEAVE, visit -> leaving(visit, Optional.empty())),
        Screen.form(LEAVE, ProfileScreens::leave));
  }

  /// The page of who somebody is.
  ///
  /// @param version that a change is meant for
  public record Profile(
      String firstName,
      String lastName,
      String email,
      String version,
      List<Me.Belonging> organizations,
      Optional<String> error) {
    public Profile {
      organizations = List.copyOf(organizations);
    }
  }

  /// Before somebody leaves the organization that they work in.
  public record Leaving(String organization, Optional<String> error) {}

  private static View.Html page(Profile view) {
    return View.html("profile/profile", Section.PROFILE, title("profile.title"), view);
  }

  private static String title(String name) {
    return Texts.english().of(name);
  }

  private static View show(Visit visit) {
    Me.Person person = visit.me().person();
    return page(
        new Profile(
            person.firstName(),
            person.lastName(),
            person.email(),
            String.valueOf(person.version()),
            visit.me().organizations(),
            Optional.empty()));
  }

  private static View rename(Visit visit) {
    String first = visit.form().text("firstName");
    String last = visit.form().text("lastName");
    Optional<String> version = visit.form().filled("version");
    try {
      var _ =
          visit
              .patch("/api/v1/me")
              .json(Map.of("firstName", first, "lastName", last))
              .version(version)
              .send();
      return View.redirect(PROFILE).toast("profile.updated");
    } catch (Problem problem) {
      return page(new Profile(
              first,
              last,
              visit.me().person().email(),
              version.orElse(""),
              visit.me().organizations(),
              Optional.of(problem.detail())))
          .status(problem.status());
    }
  }

  private static View.Html leaving(Visit visit, Optional<String> error) {
    String name = visit.me().current().orElseThrow(() -> Problem.of(404, "not_found", "")).name();
    return View.html(
        "profile/leave", Section.PROFILE, title("profile.leave"), new Leaving(name, error));
  }

  /// It ends the session, which worked there.
  private static View leave(Visit visit) {
    try {
      var answer = visit.delete("/api/v1/me/membership").send();
      return View.redirect("/sign-in").with(answer.cookies()).toast("profile.left");
    } catch (Problem problem) {
      return leaving(visit, Optional.of(problem.detail())).status(problem.status());
    }
  }
}
