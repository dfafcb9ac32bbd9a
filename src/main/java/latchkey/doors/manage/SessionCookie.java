package latchkey.doors.manage;

import java.time.Duration;
import latchkey.crypto.Secret;
import latchkey.http.SetCookie;

/// The cookie by which a browser is signed in. How long a session really lasts, the server says.
public final class SessionCookie {
  public static final String NAME = "latchkey_session";
  private static final Duration LONGEST = Duration.ofDays(30);

  private SessionCookie() {}

  public static SetCookie of(Secret token, Call call) {
    return new SetCookie(NAME, token.reveal(), LONGEST, call.overHttps());
  }

  public static SetCookie gone(Call call) {
    return SetCookie.gone(NAME, call.overHttps());
  }
}
