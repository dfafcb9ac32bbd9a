package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// What a page costs on the wire, answers' heads and compressed bodies: at a first visit, and at
/// a second one, by when the browser has kept what it may.
///
/// @param first of a browser that was never here
/// @param again of the same browser right after it
public record Budget(Visit first, Visit again) {
  private static final long FIRST_BYTES = 100_000;
  private static final long AGAIN_BYTES = 20_000;

  /// The page, its style, the scripts, and what draws its charts.
  private static final int FIRST_REQUESTS = 9;

  /// The page, and what it asks for later.
  private static final int AGAIN_REQUESTS = 2;

  public record Visit(long bytes, int requests) {}

  /// What this visitor pays for this page.
  public static Budget of(Site site, Visitor visitor, String path) {
    BrowserContext context = site.context(visitor);
    Page page = context.newPage();
    Visit first = visit(page, path);
    page.navigate("about:blank");
    Visit again = visit(page, path);
    context.close();
    return new Budget(first, again);
  }

  /// Holds that every page may have 100 KB at first, and 20 KB afterwards, in a few requests.
  public static void check(Site site, Visitor visitor, String path) {
    Budget budget = of(site, visitor, path);
    assertThat(budget.first.bytes).as("bytes of a first visit of %s", path).isPositive();
    assertThat(budget.first.bytes).as("%s: %s", path, budget).isLessThanOrEqualTo(FIRST_BYTES);
    assertThat(budget.again.bytes).as("%s: %s", path, budget).isLessThanOrEqualTo(AGAIN_BYTES);
    assertThat(budget.first.requests).as("%s: %s", path, budget).isBetween(1, FIRST_REQUESTS);
    assertThat(budget.again.requests).as("%s: %s", path, budget).isBetween(1, AGAIN_REQUESTS);
  }

  private static Visit visit(Page page, String path) {
    Set<String> open = new HashSet<>();
    Set<String> sent = new HashSet<>();
    AtomicLong bytes = new AtomicLong();
    CDPSession wire = page.context().newCDPSession(page);
    wire.on(
        "Network.requestWillBeSent",
        event -> {
          if (!"EventSource".equals(text(event, "type"))) {
            open.add(text(event, "requestId"));
          }
        });
    wire.on(
        "Network.loadingFinished",
        event -> {
          long length = event.get("encodedDataLength").getAsLong();
          open.remove(text(event, "requestId"));
          if (length > 0) {
            sent.add(text(event, "requestId"));
            bytes.addAndGet(length);
          }
        });
    wire.on("Network.loadingFailed", event -> open.remove(text(event, "requestId")));
    wire.send("Network.enable");
    page.navigate(path);
    page.waitForCondition(open::isEmpty);
    wire.detach();
    return new Visit(bytes.get(), sent.size());
  }

  private static String text(JsonObject event, String name) {
    return event.has(name) ? event.get(name).getAsString() : "";
  }
}
