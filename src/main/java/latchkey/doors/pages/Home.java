package latchkey.doors.pages;

import java.util.List;
import java.util.Optional;

/// `/`: where somebody begins, and which organization they work in.
public final class Home {
  private static final int LONGEST_NEXT = 2_000;

  public List<Screen> screens() {
    return List.of(
        Screen.page("/", Home::begin), Screen.form("/organization", Home::enterOrganization));
  }

  /// The first section that somebody may see.
  private static View begin(Visit visit) {
    Me me = visit.me();
    if (me.current().isEmpty() && !me.person().operator()) {
      return View.redirect("/profile");
    }
    for (Section section : Section.values()) {
      if (me.sees(section)) {
        return View.redirect(section.path());
      }
    }
    return View.redirect("/profile");
  }

  private record Entering(String organizationId) {}

  private static View enterOrganization(Visit visit) {
    var answer =
        visit
            .put("/api/v1/me/organization")
            .json(new Entering(visit.form().text("organization")))
            .send();
    return View.redirect("/").with(answer.cookies());
  }

  /// Where somebody wanted to go: a path of ours, or none.
  public static Optional<String> next(Optional<String> path) {
    return path.filter(
        text ->
            text.length() <= LONGEST_NEXT
                && text.startsWith("/")
                && !text.startsWith("//")
                && text.indexOf('\\') < 0
                && text.chars().allMatch(c -> c > ' ' && c < 127));
  }
}
