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

  /// What a form is refused with that is none of the session's own pages.
  private static final String NOT_MEANT = "csrf_required";

  private static final HeaderLine HTML = HeaderLine.of("Content-Type", "text/html; charset=utf-8");
  private static final HeaderName LOCATION = HeaderName.of("Location");
  private static final HeaderName HX_REDIRECT = HeaderName.of("HX-Redirect");
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
  private sealed interface Sent {
    void send(Exchange exchange);

    /// A page, or where else to go.
    record Whole(
        int status,
        Optional<HeaderLine> type,
        String body,
        List<SetCookie> cookies,
        Optional<Goal> goal)
        implements Sent {
      @Override
      public void send(Exchange exchange) {
        exchange.add(SAFETY);
        if (exchange.method() == Method.GET) {
          exchange.compressible(); // a secret is only ever shown to a form, and once
        }
        cookies.forEach(cookie -> exchange.add(SetCookie.HEADER, cookie.text()));
        goal.ifPresent(to -> exchange.add(to.header, to.path));
        if (type.isPresent()) {
          exchange.answer(status, type.get(), body.getBytes(StandardCharsets.UTF_8));
        } else {
          exchange.answer(status);
        }
      }
    }

    /// Where a browser goes on, and the header that says so.
    record Goal(HeaderName header, String path) {}

    record Parts(View.File file) implements Sent {
      @Override
      public void send(Exchange exchange) {
        exchange.add(SAFETY).add(DISPOSITION, "attachment; filename=\"" + file.name() + "\"");
        exchange.answerStream(200, HeaderLine.of("Content-Type", file.type()), -1, this::write);
      }

      private void write(OutputStream body) throws IOException {
        while (file.parts().hasNext()) {
          body.write(file.parts().next().getBytes(StandardCharsets.UTF_8));
        }
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
        case UNAVAILABLE -> rendered(visit, refused(visit, 503, ""));
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
      throw Problem.of(403, NOT_MEANT, "");
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
        ? new Sent.Whole(
            200, Optional.of(HTML), "", cookies, Optional.of(new Sent.Goal(HX_REDIRECT, path)))
        : gone(path, cookies);
  }

  private static Sent gone(String place, List<SetCookie> cookies) {
    return new Sent.Whole(
        303, Optional.empty(), "", cookies, Optional.of(new Sent.Goal(LOCATION, place)));
  }

  private View.Html refused(Visit visit, Problem problem) {
    return problem.code().equals(NOT_MEANT)
        ? refused(visit, 403, "refused.stale", "", formAgain(visit))
        : refused(visit, problem.status(), problem.detail());
  }

  private static View.Html refused(Visit visit, int status, String detail) {
    String name = "refused." + status;
    String kind = Texts.english().has(name + ".title") ? name : "refused.other";
    return refused(visit, status, kind, detail, Optional.empty());
  }

  private static View.Html refused(
      Visit visit, int status, String kind, String detail, Optional<String> again) {
    Texts texts = Texts.english();
    String title = texts.of(kind + ".title");
    return View.html(
            "refused",
            Section.NONE,
            title,
            new Refused(
                title, texts.of(kind + ".text"), detail, again, visit.exchange().requestId()))
        .status(status);
  }

  /// Where the form stands that was sent: its own page, if it has one by itself.
  private Optional<String> formAgain(Visit visit) {
    return visit
        .header("Referer")
        .flatMap(from -> pathHere(visit, from))
        .or(
            () ->
                screens.stream()
                    .filter(screen -> screen.method() == Method.GET)
                    .map(Screen::path)
                    .filter(visit.exchange().path()::equals)
                    .findFirst());
  }

  /// The path of an address that is one of ours.
  private static Optional<String> pathHere(Visit visit, String address) {
    try {
      URI uri = URI.create(address);
      String path = uri.getRawPath();
      boolean ours =
          uri.getRawAuthority() != null
              && visit.header("Host").filter(uri.getRawAuthority()::equalsIgnoreCase).isPresent();
      return ours && path != null && path.startsWith("/") && !path.startsWith("//")
          ? Optional.of(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
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
      case View.Elsewhere(var answer) -> gone(answer.location().orElseThrow(), answer.cookies());
      case View.File file -> new Sent.Parts(file);
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
    return new Sent.Whole(
        html.status(),
        Optional.of(HTML),
        Templates.render(html.template(), page, html.model()),
        cookies,
        Optional.empty());
  }
}
