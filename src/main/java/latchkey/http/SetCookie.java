package latchkey.http;

import java.time.Duration;

/// A cookie that an answer sets: out of reach for scripts, and not sent along by other sites'
/// forms.
///
/// @param lifetime how long a browser keeps it; zero takes it away
/// @param secure whether it travels over https only
public record SetCookie(String name, String value, Duration lifetime, boolean secure) {
  public static final HeaderName HEADER = HeaderName.of("Set-Cookie");

  public SetCookie {
    if (!name.chars().allMatch(SetCookie::plain) || !value.chars().allMatch(SetCookie::plain)) {
      throw new IllegalArgumentException("a cookie is of letters, digits, '_', '-' and '.'");
    }
  }

  /// What makes a browser forget it.
  public static SetCookie gone(String name, boolean secure) {
    return new SetCookie(name, "", Duration.ZERO, secure);
  }

  /// The header's value.
  public String text() {
    return name
        + "="
        + value
        + "; Path=/; Max-Age="
        + lifetime.toSeconds()
        + "; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  private static boolean plain(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
  }

  @Override
  public String toString() {
    return name + "=[redacted]";
  }
}
