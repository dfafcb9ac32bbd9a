package latchkey.doors.pages;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import latchkey.doors.Api;
import latchkey.http.Exchange;
import latchkey.http.Method;
import latchkey.http.Parameters;
import latchkey.http.Problem;
import latchkey.http.SentFiles;
import latchkey.people.Session;
import org.jspecify.annotations.Nullable;

/// One visit of a browser to a screen.
public final class Visit {
  private final Exchange exchange;
  private final Api api;
  private final Optional<Session> session;
  private final Parameters parameters;
  private final Form form;
  private final SentFiles files;
  private final long now;
  private final boolean https;
  private @Nullable Me me;

  Visit(
      Exchange exchange,
      Api api,
      Optional<Session> session,
      Parameters parameters,
      Form form,
      SentFiles files,
      long now,
      boolean https) {
    this.exchange = exchange;
    this.api = api;
    this.session = session;
    this.parameters = parameters;
    this.form = form;
    this.files = files;
    this.now = now;
    this.https = https;
  }

  public boolean signedIn() {
    return session.isPresent();
  }

  /// Who is signed in; only where somebody is.
  public Me me() {
    Me known = me;
    if (known == null) {
      known = get("/api/v1/me").as(Me.class);
      me = known;
    }
    return known;
  }

  /// For a page that is of use to holders of a right only; what it does, the API judges.
  public void require(String right) {
    if (!me().holds(right)) {
      throw Problem.of(403, "missing_right", "");
    }
  }

  Optional<Session> session() {
    return session;
  }

  public Instant now() {
    return Instant.ofEpochMilli(now);
  }

  /// With the zone that the browser said.
  public Clock clock() {
    return new Clock(now(), cookie("latchkey_zone").flatMap(Clock::zone).orElse(ZoneOffset.UTC));
  }

  /// Where clients reach this server, as it begins an address, such as `https://keys.example.com`:
  /// as its operator says, or as this browser reached it, by what its form came from.
  public String site(Optional<URI> publicUrl) {
    return publicUrl
        .map(URI::toString)
        .or(() -> exchange.header("Origin").filter(origin -> origin.startsWith("http")))
        .orElseGet(
            () -> (https ? "https://" : "http://") + exchange.header("Host").orElse("localhost"))
        .replaceFirst("/+$", "");
  }

  /// What stood in the path for `{name}`.
  public String path(String name) {
    return exchange.pathParameter(name);
  }

  /// A parameter of the query string; an empty one, as an empty field of a form sends it, is none.
  public Optional<String> parameter(String name) {
    return parameters.get(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  /// The path with its query string, as the browser shows it.
  public String here() {
    return exchange.path() + exchange.query().map(query -> "?" + query).orElse("");
  }

  public Form form() {
    return form;
  }

  /// The files of a form that uploads.
  public SentFiles files() {
    return files;
  }

  public Optional<String> cookie(String name) {
    return exchange.cookies(name).stream().findFirst();
  }

  public Optional<String> header(String name) {
    return exchange.header(name);
  }

  /// Whether a script wants that part of the page alone: what stands elsewhere is not read then.
  public boolean wantsOnly(String id) {
    return header("HX-Target").filter(id::equals).isPresent();
  }

  public Exchange exchange() {
    return exchange;
  }

  public Asking get(String operation) {
    return asking(Method.GET, operation);
  }

  public Asking post(String operation) {
    return asking(Method.POST, operation);
  }

  public Asking put(String operation) {
    return asking(Method.PUT, operation);
  }

  public Asking patch(String operation) {
    return asking(Method.PATCH, operation);
  }

  public Asking delete(String operation) {
    return asking(Method.DELETE, operation);
  }

  private Asking asking(Method method, String operation) {
    return new Asking(exchange, session, api::ask, method, operation);
  }
}
