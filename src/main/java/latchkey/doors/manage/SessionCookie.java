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
    return new SetCookie(NAME, token.reveal(), LONGEST, overHttps(call));
  }

  public static SetCookie gone(Call call) {
    return SetCookie.gone(NAME, overHttps(call));
  }

  /// What the proxy says that ends TLS; who lies about it harms only their own cookie.
  private static boolean overHttps(Call call) {
    return call.header("X-Forwarded-Proto").filter("https"::equalsIgnoreCase).isPresent();
  }
}
