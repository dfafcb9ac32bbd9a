package latchkey.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import latchkey.people.Role;

/// Who looks at a page, and by what.
///
/// @param role of the demo's member whose session it is; nobody's if empty
/// @param zone of the browser's clock
/// @param scripts whether JavaScript runs
public record Visitor(
    Optional<Role> role, Screen screen, ColorScheme scheme, ZoneId zone, boolean scripts) {

  /// The size of what one looks at, in CSS pixels.
  public enum Screen {
    PHONE(390, 844),
    DESK(1280, 800),
    WIDE(1920, 1080);

    final int width;
    final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /// Somebody without a session, at a desk, in light colours.
  public static final Visitor STRANGER =
      new Visitor(Optional.empty(), Screen.DESK, ColorScheme.LIGHT, ZoneOffset.UTC, true);

  /// The demo's member of that role.
  public static Visitor as(Role role) {
    return new Visitor(
        Optional.of(role), STRANGER.screen, STRANGER.scheme, STRANGER.zone, STRANGER.scripts);
  }

  public Visitor on(Screen other) {
    return new Visitor(role, other, scheme, zone, scripts);
  }

  public Visitor dark() {
    return new Visitor(role, screen, ColorScheme.DARK, zone, scripts);
  }

  public Visitor in(ZoneId other) {
    return new Visitor(role, screen, scheme, other, scripts);
  }

  public Visitor withoutScripts() {
    return new Visitor(role, screen, scheme, zone, false);
  }

  NewContextOptions options(String url) {
    return new NewContextOptions()
        .setBaseURL(url)
        .setLocale("en")
        .setTimezoneId(zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId())
        .setViewportSize(screen.width, screen.height)
        .setColorScheme(scheme)
        .setReducedMotion(ReducedMotion.REDUCE)
        .setJavaScriptEnabled(scripts);
  }
}
