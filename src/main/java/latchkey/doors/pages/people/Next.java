package latchkey.doors.pages.people;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import latchkey.doors.pages.Home;
import latchkey.doors.pages.Visit;
import latchkey.http.SetCookie;

/// Where somebody goes on once they are signed in: a path of ours, whatever was asked for.
///
/// Forms carry it in the field `next`. Who goes to a provider and comes back has it in a cookie.
final class Next {
  static final String FIELD = "next";
  private static final String COOKIE = "latchkey_next";
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private Next() {}

  static String ofForm(Visit visit) {
    return Home.next(visit.form().filled(FIELD)).orElse("/");
  }

  static String ofQuery(Visit visit) {
    return Home.next(visit.parameter(FIELD)).orElse("/");
  }

  static String ofCookie(Visit visit) {
    return Home.next(visit.cookie(COOKIE).flatMap(Next::decoded)).orElse("/");
  }

  /// Remembers it in the browser, which forgets what it had.
  static SetCookie cookie(String next) {
    return next.equals("/")
        ? SetCookie.gone(COOKIE, /* secure= */ false)
        : new SetCookie(
            COOKIE,
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(next.getBytes(StandardCharsets.UTF_8)),
            REMEMBERED,
            /* secure= */ false);
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
