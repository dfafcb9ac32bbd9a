package latchkey.browser;

import com.microsoft.playwright.BrowserContext.GrantPermissionsOptions;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;

/// What a page has copied.
public final class Clipboard {
  private static final List<String> BOTH = List.of("clipboard-read", "clipboard-write");

  private Clipboard() {}

  /// The text in it now. A page may write it when its person clicks; to read it needs their leave,
  /// which is given here and not before.
  public static String text(Page page) {
    String origin = URI.create(page.url()).resolve("/").toString();
    page.context().grantPermissions(BOTH, new GrantPermissionsOptions().setOrigin(origin));
    return (String) page.evaluate("() => navigator.clipboard.readText()");
  }
}
