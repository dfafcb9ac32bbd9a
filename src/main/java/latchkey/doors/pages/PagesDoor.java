package latchkey.doors.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import latchkey.crypto.Secret;
import latchkey.db.DatabaseException;
import latchkey.doors.Api;
import latchkey.doors.Doorway;
import latchkey.http.Assets;
import latchkey.http.ClientGone;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;
import latchkey.http.Method;
import latchkey.http.Parameters;
import latchkey.http.Problem;
import latchkey.http.Routes.Route;
import latchkey.http.SentFiles;
import latchkey.http.SentForm;
import latchkey.http.SetCookie;
import latchkey.people.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does for every [Screen] what is the same for all of them: who is there, whether a form was
/// meant, what a page looks like around its content, and how a refusal looks.
public final class PagesDoor {
  private static final Logger LOG = LoggerFactory.getLogger(PagesDoor.class);

  /// The cookie by which a browser is signed in.
  public static final String SESSION = "latchkey_session";

  private static final String TOAST = "latchkey_toast";
  private static final String SIGN_IN = "/sign-in";
  private static final int LONGEST_FORM = 1 << 20;

  /// How many times what may be uploaded is read on, to say that it is too large.
  private static final int DRAINED = 20;

  private static final HeaderLine HTML = HeaderLine.of("Content-Type", "text/html; charset=utf-8");
  private static final HeaderName LOCATION = HeaderName.of("Location");
  private static final HeaderName HX_REDIRECT = HeaderName.of("HX-Redirect");
  private static final HeaderName NEXT = HeaderName.of("Latchkey-Next");
  private static final HeaderName DISPOSITION = HeaderName.of("Content-Disposition");

  /// Scripts and styles come from our own files only; nobody frames us; forms stay here.
  private static final HeaderLine SAFETY =
      HeaderLine.all(
          List.of(
              HeaderLine.NO_STORE,
              HeaderLine.of(
                  "Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                      + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
                      + "base-uri 'none'"),
              HeaderLine.of("X-Content-Type-Options", "nosniff"),
              HeaderLine.of("X-Frame-Options", "DENY"),
              HeaderLine.of("Referrer-Policy", "same-origin"),
              HeaderLine.of("Cross-Origin-Opener-Policy", "same-origin"),
              HeaderLine.of("Permissions-Policy", "camera=(), microphone=(), geolocation=()")));

  private final Doorway doorway;
  private final Sessions sessions;
  private final Api api;
  private final Assets assets;
  private final long mostUpload;
  private final List<Screen> screens;

  /// Who that session cookie is; blocks.
  @FunctionalInterface
  public interface Sessions {
    Optional<Session> find(Secret token, long now);
  }

  /// @param mostUpload how many bytes the files of a form may have
  public PagesDoor(
      Doorway doorway,
      Sessions sessions,
      Api api,
      Assets assets,
      long mostUpload,
      List<Screen> screens) {
    this.doorway = doorway;
    this.sessions = sessions;
    this.api = api;
    this.assets = assets;
    this.mostUpload = mostUpload;
    this.screens = List.copyOf(screens);
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Screen screen : screens) {
      routes.add(new Route(screen.method(), screen.path(), exchange -> handle(screen, exchange)));
    }
    return routes;
  }

  /// What is answered where there is nothing: a page to a browser, a problem to everybody else.
  public void absent(Exchange exchange) {
    if (exchange.header("Accept").filter(accept -> accept.contains("text/html")).isEmpty()) {
      throw Problem.of(404, "not_found", "There is nothing at this path.");
    }
    Parameters nothing = Parameters.of("");
    exchange.offLoop(
        () -> {
          Visit visit = visit(exchange, nothing, Form.EMPTY, SentFiles.NONE);
          return rendered(visit, refused(visit, 404, ""));
        },
        answer -> answer.send(exchange));
  }

  private void handle(Screen screen, Exchange exchange) {
    Parameters parameters = exchange.parameters();
    if (screen.method() == Method.GET) {
      exchange.offLoop(
          () -> answer(screen, visit(exchange, parameters, Form.EMPTY, SentFiles.NONE)),
          answer -> answer.send(exchange));
      return;
    }
    if (screen.uploads() && hasFiles(exchange)) {
      exchange.streamBody(
          DRAINED * mostUpload,
          body -> uploaded(screen, exchange, parameters, body),
          answer -> answer.send(exchange));
      return;
    }
    exchange.body(
        LONGEST_FORM,
        body ->
            exchange.offLoop(
                () ->
                    answer(
                        screen, visit(exchange, parameters, form(exchange, body), SentFiles.NONE)),
                answer -> answer.send(exchange)));
  }

  /// One without a file may come like any other form.
  private static boolean hasFiles(Exchange exchange) {
    return exchange
        .header("Content-Type")
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
        .isPresent();
  }

  private Sent uploaded(Screen screen, Exchange exchange, Parameters parameters, InputStream body)
      throws IOException {
    Visit visit;
    try {
      SentForm form = SentForm.read(body, exchange.header("Content-Type"), mostUpload);
      visit = visit(exchange, parameters, Form.of(form), form);
    } catch (Problem _) { // no browser sends that for a page of ours
      visit = visit(exchange, parameters, Form.EMPTY, SentFiles.NONE);
    }
    Sent answer = answer(screen, visit);
    if (visit.signedIn()) {
      body.transferTo(OutputStream.nullOutputStream()); // then a browser reads its answer
    }
    return answer;
  }

  private static Form form(Exchange exchange, byte[] body) {
    boolean urlEncoded =
        exchange
            .header("Content-Type")
            .filter(type -> type.toLowerCase(Locale.ROOT).startsWith(Form.TYPE))
            .isPresent();
    if (!urlEncoded) {
      throw Problem.of(415, "unsupported_media_type", "A form is sent as " + Form.TYPE + ".");
    }
    return Form.read(body);
  }

  private Visit visit(Exchange exchange, Parameters parameters, Form form, SentFiles files) {
    List<String> cookies = exchange.cookies(SESSION).stream().distinct().toList();
    long now = doorway.now();
    Optional<Session> session =
        cookies.size() == 1 && !cookies.getFirst().isEmpty()
            ? sessions.find(new Secret(cookies.getFirst()), now)
            : Optional.empty();
    return new Visit(
        exchange, api, session, parameters, form, files, now, doorway.overHttps(exchange));
  }

  /// What is sent, made off the event loop.
  private record Sent(
      int status,
      Optional<HeaderLine> type,
      String body,
      List<SetCookie> cookies,
      List<Line> lines) {
    private record Line(HeaderName name, String value) {}

    void send(Exchange exchange) {
      exchange.add(SAFETY);
      if (exchange.method() == Method.GET) {
        exchange.compressible(); // a secret is only ever shown to a form, and once
      }
      cookies.forEach(cookie -> exchange.add(SetCookie.HEADER, cookie.text()));
      lines.forEach(line -> exchange.add(line.name, line.value));
      if (type.isPresent()) {
        exchange.answer(status, type.get(), body.getBytes(StandardCharsets.UTF_8));
      } else {
        exchange.answer(status);
      }
    }
  }

  private Sent answer(Screen screen, Visit visit) {
    try {
      if (screen.audience() == Screen.Audience.SIGNED_IN && !visit.signedIn()) {
        return signInFirst(visit);
      }
      if (screen.method() != Method.GET) {
        requireMeant(screen, visit);
      }
      return rendered(visit, screen.handler().handle(visit));
    } catch (Problem problem) {
      return problem.status() == 401
          ? signInFirst(visit)
          : rendered(visit, refused(visit, problem));
    } catch (DatabaseException e) {
      return switch (e.kind()) {
        case UNAVAILABLE ->
            rendered(visit, refused(visit, Problem.of(503, "unavailable", "Try again soon.")));
        case CONFLICT, INTERNAL -> failed(visit, e);
      };
    } catch (RuntimeException e) {
      if (ClientGone.isWhy(e)) {
        throw e; // nobody is there to see a page
      }
      return failed(visit, e);
    }
  }

  private Sent failed(Visit visit, RuntimeException e) {
    LOG.error("Request {} failed", visit.exchange().requestId(), e);
    return rendered(visit, refused(visit, 500, ""));
  }

  /// A form was sent by our own page: with what only that knows or, where somebody need not be
  /// signed in, from where it stands.
  private static void requireMeant(Screen screen, Visit visit) {
    boolean shown =
        visit
            .session()
            .filter(session -> Csrf.matches(visit.form().exact(Csrf.FIELD), session.csrfToken()))
            .isPresent();
    boolean open = screen.audience() == Screen.Audience.EVERYBODY;
    if (!shown && !(open && fromHere(visit))) {
      throw Problem.of(403, "csrf_required", "");
    }
  }

  private static boolean fromHere(Visit visit) {
    List<String> origins = visit.exchange().headers("Origin");
    Optional<String> host = visit.header("Host");
    if (origins.isEmpty()) {
      return visit.header("Sec-Fetch-Site").filter("same-origin"::equals).isPresent();
    }
    try {
      String authority = URI.create(origins.getFirst()).getRawAuthority();
      return origins.size() == 1
          && authority != null
          && host.filter(authority::equalsIgnoreCase).isPresent();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Sent signInFirst(Visit visit) {
    String next =
        visit.exchange().method() == Method.GET && !visit.here().equals("/")
            ? "?next=" + URLEncoder.encode(visit.here(), StandardCharsets.UTF_8)
            : "";
    return redirected(visit, SIGN_IN + next, List.of());
  }

  /// A script that asked for a piece of a page is told to go there with the whole of it.
  private static Sent redirected(Visit visit, String path, List<SetCookie> cookies) {
    return visit.header("HX-Request").isPresent()
        ? new Sent(200, Optional.of(HTML), "", cookies, List.of(new Sent.Line(HX_REDIRECT, path)))
        : new Sent(303, Optional.empty(), "", cookies, List.of(new Sent.Line(LOCATION, path)));
  }

  private static View.Html refused(Visit visit, Problem problem) {
    return refused(visit, problem.status(), problem.detail());
  }

  private static View.Html refused(Visit visit, int status, String detail) {
    Texts texts = Texts.english();
    String name = "refused." + status;
    String kind = texts.has(name + ".title") ? name : "refused.other";
    return View.html(
            "refused",
            Section.NONE,
            texts.of(kind + ".title"),
            new Refused(
                texts.of(kind + ".title"),
                texts.of(kind + ".text"),
                detail,
                visit.exchange().requestId()))
        .status(status);
  }

  private Sent rendered(Visit visit, View view) {
    return switch (view) {
      case View.Html html -> page(visit, html);
      case View.Redirect(var path, var toast, var cookies) -> {
        List<SetCookie> all = new ArrayList<>(cookies);
        toast.ifPresent(
            name ->
                all.add(new SetCookie(TOAST, name, Duration.ofMinutes(1), /* secure= */ false)));
        yield redirected(visit, path, all);
      }
      case View.Elsewhere(var answer) ->
          new Sent(
              303,
              Optional.empty(),
              "",
              answer.cookies(),
              List.of(new Sent.Line(LOCATION, answer.location().orElseThrow())));
      case View.File(var answer) -> {
        List<Sent.Line> lines = new ArrayList<>();
        answer
            .fileName()
            .ifPresent(
                name ->
                    lines.add(new Sent.Line(DISPOSITION, "attachment; filename=\"" + name + "\"")));
        answer.next().ifPresent(next -> lines.add(new Sent.Line(NEXT, next)));
        yield new Sent(
            answer.status(),
            Optional.of(HeaderLine.of("Content-Type", answer.type())),
            answer.body(),
            List.of(),
            lines);
      }
    };
  }

  /// The session that the page's forms will come with: the visit's, or the one that it begins.
  private Optional<Session> inIt(Visit visit, List<SetCookie> cookies) {
    return cookies.stream()
        .filter(cookie -> cookie.name().equals(SESSION) && !cookie.value().isEmpty())
        .findFirst()
        .map(cookie -> sessions.find(new Secret(cookie.value()), doorway.now()))
        .orElseGet(visit::session);
  }

  private Sent page(Visit visit, View.Html html) {
    List<SetCookie> cookies = new ArrayList<>(html.cookies());
    Optional<String> carried = visit.cookie(TOAST).filter(name -> !name.isEmpty());
    carried.ifPresent(_ -> cookies.add(SetCookie.gone(TOAST, /* secure= */ false)));
    Texts texts = Texts.english();
    Page page =
        new Page(
            assets,
            texts,
            visit.clock(),
            html.section(),
            html.title(),
            visit.signedIn() ? Optional.of(visit.me()) : Optional.empty(),
            inIt(visit, cookies).map(session -> Csrf.masked(session.csrfToken())).orElse(""),
            UUID.randomUUID().toString(),
            html.toast().or(() -> carried).filter(texts::has).map(texts::of),
            visit
                .cookie("latchkey_theme")
                .filter(List.of("light", "dark")::contains)
                .orElse("auto"),
            visit.here());
    return new Sent(
        html.status(),
        Optional.of(HTML),
        Templates.render(html.template(), page, html.model()),
        cookies,
        List.of());
  }
}
