package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The rules of WCAG 2.0 to 2.2, A and AA, that axe-core can judge.
public final class Axe {
  private static final String SOURCE = source();
  private static final String RUN =
      """
      globalThis.axeFound = null;
      axe.run(document, {runOnly: %s, resultTypes: ['violations']})
        .then(results => { globalThis.axeFound = results.violations; });
      0
      """;

  private static final String ALL = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";

  /// Those that another colour may break, and nothing else of a page.
  private static final String OF_COLOURS = "['color-contrast', 'link-in-text-block']";

  private static final String FOUND = "globalThis.axeFound";

  private Axe() {}

  /// Holds that the page, as it stands, breaks none in light nor dark.
  public static void check(Page page) {
    List<String> broken = new ArrayList<>();
    page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    described(run(page, ALL)).forEach(violation -> broken.add("light: " + violation));
    page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    described(run(page, OF_COLOURS)).forEach(violation -> broken.add("dark: " + violation));
    page.emulateMedia(new EmulateMediaOptions());
    assertThat(broken).as("rules that %s breaks", page.url()).isEmpty();
  }

  /// One for each element that breaks a rule, in the colours that it has.
  public static List<String> violations(Page page) {
    return described(run(page, ALL));
  }

  private static List<String> described(JsonArray broken) {
    List<String> violations = new ArrayList<>();
    for (JsonElement one : broken) {
      JsonObject rule = one.getAsJsonObject();
      for (JsonElement element : rule.getAsJsonArray("nodes")) {
        violations.add(described(rule, element.getAsJsonObject()));
      }
    }
    return violations;
  }

  private static String described(JsonObject rule, JsonObject element) {
    return "%s at %s: %s%n  %s%n  %s"
        .formatted(
            rule.get("id").getAsString(),
            element.get("target"),
            element.get("failureSummary").getAsString().replaceAll("\\s*\\n\\s*", " "),
            element.get("html").getAsString(),
            rule.get("helpUrl").getAsString());
  }

  /// By the debugger's own door, which the page's content security policy does not close. Asked
  /// for until it is there: where no scripts run, a promise is never kept.
  private static JsonArray run(Page page, String rules) {
    CDPSession debugger = page.context().newCDPSession(page);
    try {
      if (!evaluated(debugger, "'axe' in globalThis").getAsBoolean()) {
        var _ = evaluated(debugger, SOURCE + ";0");
      }
      var _ = evaluated(debugger, RUN.formatted(rules));
      page.waitForCondition(() -> evaluated(debugger, FOUND).isJsonArray());
      return evaluated(debugger, FOUND).getAsJsonArray();
    } finally {
      debugger.detach();
    }
  }

  private static JsonElement evaluated(CDPSession debugger, String script) {
    JsonObject call = new JsonObject();
    call.addProperty("expression", script);
    call.addProperty("returnByValue", true);
    JsonObject answer = debugger.send("Runtime.evaluate", call);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException("axe failed: " + answer.get("exceptionDetails"));
    }
    return answer.getAsJsonObject("result").get("value");
  }

  private static String source() {
    try (InputStream file = Axe.class.getResourceAsStream("/axe.min.js")) {
      if (file == null) {
        throw new IllegalStateException("axe.min.js is not on the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
