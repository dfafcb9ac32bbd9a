package latchkey.doors.pages.people;

import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// The secret of a one-time link, which stands behind its `#`. Scripts put it into the field
/// `token`; who has none pastes the link there.
final class LinkToken {
  static final String FIELD = "token";

  private LinkToken() {}

  static String of(Visit visit) {
    String text = visit.form().text(FIELD);
    return text.substring(text.lastIndexOf('#') + 1);
  }

  /// Whether the link is what was wrong, and not what was filled in besides.
  static boolean isAtFault(Problem problem) {
    return problem.code().equals("used_or_expired") || problem.code().equals("not_found");
  }
}
