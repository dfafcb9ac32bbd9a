package latchkey.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.util.List;
import java.util.Map;
import latchkey.TestTools;

/// The one Chromium of this JVM, started by the first test that looks at a page. It ends with the
/// JVM: Playwright's driver ends when its input does, and takes the browser along.
final class Chromium {
  private static final class Started {
    static final Browser BROWSER = launch();
  }

  private Chromium() {}

  static Browser browser() {
    return Started.BROWSER;
  }

  private static Browser launch() {
    var program = TestTools.require("chromium");
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return playwright
        .chromium()
        .launch(new LaunchOptions().setExecutablePath(program).setArgs(FLAGS));
  }

  /// Root needs no-sandbox; the rest is so that nothing is asked of anybody but the server.
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost");
}
