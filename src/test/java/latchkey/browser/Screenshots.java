package latchkey.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import latchkey.browser.Visitor.Screen;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Pictures of pages, for who wants to look at them: `NAME-light.png`, `NAME-dark.png` and
/// `NAME-phone.png` in the folder that `-Dlatchkey.screenshots=FOLDER` names. They take time and
/// hold nothing, so nobody gets them unasked.
public final class Screenshots {
  private static final String FOLDER = "latchkey.screenshots";

  private Screenshots() {}

  /// The whole page in light, in dark, and on a phone; it stands as before afterwards.
  public static void take(Page page, String name) {
    Optional<Path> wanted = Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of);
    wanted.ifPresent(folder -> take(page, folder, name));
  }

  private static void take(Page page, Path folder, String name) {
    ViewportSize before = page.viewportSize();
    shoot(page, ColorScheme.LIGHT, folder.resolve(name + "-light.png"));
    shoot(page, ColorScheme.DARK, folder.resolve(name + "-dark.png"));
    page.setViewportSize(Screen.PHONE.width, Screen.PHONE.height);
    shoot(page, ColorScheme.LIGHT, folder.resolve(name + "-phone.png"));
    page.setViewportSize(before.width, before.height);
    page.emulateMedia(new EmulateMediaOptions());
  }

  private static void shoot(Page page, ColorScheme scheme, Path file) {
    page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
    var _ = draw(page, file);
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
