package latchkey.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import latchkey.browser.Visitor.Screen;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Pictures of pages: `NAME-light.png`, `NAME-dark.png` and `NAME-phone.png` in
/// `target/screenshots`, and in `docs/screenshots` where `-Dlatchkey.screenshots=docs` says so.
public final class Screenshots {
  private Screenshots() {}

  /// The whole page in light, in dark, and on a phone; it stands as before afterwards.
  public static void take(Page page, String name) {
    ViewportSize before = page.viewportSize();
    shoot(page, ColorScheme.LIGHT, name + "-light");
    shoot(page, ColorScheme.DARK, name + "-dark");
    page.setViewportSize(Screen.PHONE.width, Screen.PHONE.height);
    shoot(page, ColorScheme.LIGHT, name + "-phone");
    page.setViewportSize(before.width, before.height);
    page.emulateMedia(new EmulateMediaOptions());
  }

  private static void shoot(Page page, ColorScheme scheme, String name) {
    page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
    for (Path folder : folders()) {
      var _ = draw(page, folder.resolve(name + ".png"));
    }
  }

  private static List<Path> folders() {
    List<Path> folders = new ArrayList<>(List.of(Path.of("target/screenshots")));
    if ("docs".equals(System.getProperty("latchkey.screenshots"))) {
      folders.add(Path.of("docs/screenshots"));
    }
    return folders;
  }

  /// What the pages of a failed test looked like.
  static void failure(BrowserContext context, ExtensionContext test) {
    String name = test.getRequiredTestClass().getSimpleName() + "-" + test.getDisplayName();
    List<Page> pages = context.pages();
    for (int i = 0; i < pages.size(); i++) {
      String file = name.replaceAll("[^A-Za-z0-9-]", "") + "-" + i + ".png";
      var _ = draw(pages.get(i), Path.of("target/browser-failures").resolve(file));
    }
  }

  private static byte[] draw(Page page, Path file) {
    return page.screenshot(new ScreenshotOptions().setFullPage(true).setPath(file));
  }
}
