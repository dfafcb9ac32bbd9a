package latchkey.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a browser would complain of to a developer, and a person would not see: errors of scripts,
/// what the content security policy forbade, requests that failed or went elsewhere, dialogs.
final class Complaints {
  /// What a page asks for by itself; a document that is refused, the test sees.
  private static final Set<String> PARTS =
      Set.of("stylesheet", "script", "image", "font", "media", "manifest", "other");

  private final List<String> all = new ArrayList<>();
  private final String origin;

  Complaints(String origin) {
    this.origin = origin;
  }

  void listenTo(BrowserContext context) {
    context.onConsoleMessage(this::heard);
    context.onWebError(error -> all.add("a script failed: " + error.error()));
    context.onRequest(this::asked);
    context.onRequestFailed(this::failed);
    context.onResponse(this::answered);
    context.onDialog(
        dialog -> {
          all.add("a dialog says: " + dialog.message());
          dialog.dismiss();
        });
  }

  /// All until now, which are forgotten by it.
  List<String> take() {
    List<String> taken = List.copyOf(all);
    all.clear();
    return taken;
  }

  /// A status is a complaint of its own, of better words.
  private void heard(ConsoleMessage message) {
    boolean status = message.text().startsWith("Failed to load resource");
    if (message.type().equals("error") && !status) {
      all.add("the console says: " + message.text());
    }
  }

  private void asked(Request request) {
    URI uri = URI.create(request.url().split("[?#]", 2)[0]);
    boolean elsewhere = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (elsewhere && !ours(request.url())) {
      all.add("the page asked another host: " + request.url());
    }
  }

  /// Passkeys and links in mails are for this machine's name, not for its address.
  private boolean ours(String url) {
    return url.startsWith(origin + "/")
        || url.startsWith(origin.replace("127.0.0.1", "localhost") + "/");
  }

  /// What the page itself called off is no failure.
  private void failed(Request request) {
    if (!"net::ERR_ABORTED".equals(request.failure())) {
      all.add(line(request) + " failed: " + request.failure());
    }
  }

  private void answered(Response response) {
    boolean part = PARTS.contains(response.request().resourceType());
    if (response.status() >= 500 || (part && response.status() >= 400)) {
      all.add(line(response.request()) + " was answered " + response.status());
    }
  }

  private static String line(Request request) {
    return request.method() + " " + request.url();
  }
}
