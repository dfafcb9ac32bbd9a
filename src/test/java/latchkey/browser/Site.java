package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import latchkey.TestServer;
import latchkey.doors.manage.SessionCookie;
import latchkey.people.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A running server, and browsers that look at it.
///
/// ```
/// @RegisterExtension static final Site SITE = Site.demo();   // not static: a server for each test
///
/// @Test
/// void aViewerSeesNoButtonToAddAKey() {
///   Page page = SITE.open(Visitor.as(Role.VIEWER), "/keys");
///   assertThat(page.getByText("Add API Key")).not().isVisible();
/// }
/// ```
///
/// Whatever a page complains of (see `Complaints`) fails the test, unless the test has taken the
/// complaints. What is open when a test fails is drawn to `target/browser-failures`.
public final class Site
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private final Supplier<TestServer> start;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final Map<Visitor, Page> kept = new HashMap<>();
  private boolean shared;
  private @Nullable TestServer server;
  private @Nullable Complaints complaints;

  private Site(Supplier<TestServer> start) {
    this.start = start;
  }

  /// With the demo's organization, people, agents and keys.
  public static Site demo() {
    return new Site(TestServer::start);
  }

  /// With the demo's past too: half a year of keys, a month of requests.
  public static Site alive() {
    return new Site(TestServer::withAPast);
  }

  /// As after its very first start.
  public static Site empty() {
    return new Site(TestServer::empty);
  }

  /// That server, which this one closes.
  public static Site of(Supplier<TestServer> start) {
    return new Site(start);
  }

  public TestServer server() {
    return Objects.requireNonNull(server, "a Site is for tests: @RegisterExtension is missing");
  }

  /// A browser of its own, with neither cookies nor cache, that looks at this path.
  public Page open(Visitor visitor, String path) {
    Page page = context(visitor).newPage();
    page.navigate(path);
    return page;
  }

  /// The one page of this visitor, in a browser that lives as long as the server: for who looks at
  /// many paths, for a new browser takes longer than most looks.
  public Page kept(Visitor visitor, String path) {
    Page page = kept.computeIfAbsent(visitor, one -> made(one).newPage());
    page.navigate(path);
    return page;
  }

  /// The page of a signed-in member at a desk.
  public Page open(Role role, String path) {
    return open(Visitor.as(role), path);
  }

  /// A browser of its own, whose tabs share cookies and cache.
  public BrowserContext context(Visitor visitor) {
    BrowserContext context = made(visitor);
    contexts.add(context);
    return context;
  }

  private BrowserContext made(Visitor visitor) {
    BrowserContext context = Chromium.browser().newContext(visitor.options(server().url()));
    context.setDefaultTimeout(10_000);
    listener().listenTo(context);
    visitor.role().ifPresent(role -> signIn(context, server().session(role)));
    return context;
  }

  /// Makes the browser that session's.
  public void signIn(BrowserContext context, String session) {
    context.addCookies(
        List.of(new Cookie(SessionCookie.NAME, session).setUrl(server().url()).setHttpOnly(true)));
  }

  /// What pages have complained of in this test until now, for a test that expects it.
  public List<String> takeComplaints() {
    return listener().take();
  }

  private Complaints listener() {
    return Objects.requireNonNull(complaints);
  }

  @Override
  public void beforeAll(ExtensionContext test) {
    shared = true;
    startServer();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    if (server == null) {
      startServer();
    }
  }

  @Override
  public void afterEach(ExtensionContext test) {
    try {
      if (test.getExecutionException().isPresent()) {
        contexts.forEach(context -> Screenshots.failure(context, test));
        kept.values().forEach(page -> Screenshots.failure(page.context(), test));
      }
      contexts.forEach(BrowserContext::close);
      assertThat(listener().take()).as("what the pages complain of").isEmpty();
    } finally {
      contexts.clear();
      if (!shared) {
        stopServer();
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext test) {
    stopServer();
  }

  private void startServer() {
    Chromium.browser();
    TestServer started = start.get();
    server = started;
    complaints = new Complaints(started.url());
  }

  private void stopServer() {
    kept.values().forEach(page -> page.context().close());
    kept.clear();
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
