package latchkey.doors.pages.key;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.crypto.Secret;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.keys.Connection;
import latchkey.doors.pages.keys.KeyView;
import latchkey.http.Problem;

/// `/keys/{keyId}/rotate`: a new secret, and the end of the old one.
///
/// One page for each state: the form that starts it, what the old secret still does while both
/// work, and the questions that end one of the two.
public final class RotateScreens {
  private static final String PAGE = "/keys/{keyId}/rotate";
  private static final String API = "/api/v1/keys/{keyId}/rotation";
  private static final String KEY_ID = "keyId";
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

  private final Optional<URI> publicUrl;

  /// @param publicUrl of this server, where its operator says it
  public RotateScreens(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  public List<Screen> screens() {
    return List.of(
        Screen.page(PAGE, RotateScreens::show),
        Screen.form(PAGE, this::start),
        Screen.page(PAGE + "/retire", visit -> ask(visit, "retire")),
        Screen.form(PAGE + "/retire", RotateScreens::retire),
        Screen.page(PAGE + "/cancel", visit -> ask(visit, "cancel")),
        Screen.form(PAGE + "/cancel", RotateScreens::cancel));
  }

  /// The form that starts it.
  ///
  /// @param ends `whenQuiet`, `at` or `byHand`
  /// @param at as its field has it, in the viewer's zone
  public record Start(KeyView key, String ends, String days, String at, Optional<String> error) {}

  /// How a rotation stands, as `/api/v1/keys/{keyId}/rotation` says it.
  public record Standing(
      String state,
      Optional<KeyView.Rotation> rotation,
      Optional<OldSecret> oldSecret,
      Optional<Traffic> traffic) {}

  public record OldSecret(
      Optional<Instant> lastUsedAt,
      Instant since,
      long requests,
      long requestsInTheLastDay,
      List<Place> usedFrom) {
    public OldSecret {
      usedFrom = List.copyOf(usedFrom);
    }
  }

  public record Place(Optional<String> from, Instant lastUsedAt) {}

  /// While both secrets work.
  public record Overlap(KeyView key, KeyView.Rotation rotation, OldSecret old, Traffic traffic) {}

  /// Whether to go on with one of its steps: `retire` or `cancel`.
  public record Question(KeyView key, String step, OldSecret old) {}

  /// The new secret, shown once.
  public record Rotated(KeyView key, Secret apiSecret, Connection connection) {}

  private static View show(Visit visit) {
    KeyView key = KeyView.of(visit);
    Standing standing = standing(visit);
    if (standing.rotation().isPresent()
        && standing.oldSecret().isPresent()
        && standing.traffic().isPresent()) {
      Overlap overlap =
          new Overlap(
              key, standing.rotation().get(), standing.oldSecret().get(), standing.traffic().get());
      return page("key/overlap", "key.rotation", key, overlap);
    }
    Instant inAWeek = visit.now().plus(Duration.ofDays(7));
    return page(
        "key/rotate",
        "key.rotate",
        key,
        new Start(
            key,
            "whenQuiet",
            "7",
            LOCAL.format(inAWeek.atZone(visit.clock().zone())),
            Optional.empty()));
  }

  private static Standing standing(Visit visit) {
    return visit.get(API).path(KEY_ID, visit.path(KEY_ID)).as(Standing.class);
  }

  private static View.Html page(String template, String text, KeyView key, Object view) {
    return View.html(template, Section.KEYS, Texts.english().of(text + ".title", key.name()), view);
  }

  private record Secrets(String apiSecret, String token) {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  private View start(Visit visit) {
    KeyView key = KeyView.of(visit);
    try {
      Secrets secrets =
          Asking.read(
              visit
                  .post(API)
                  .path(KEY_ID, key.id())
                  .json(ending(visit))
                  .version(visit.form().filled("version"))
                  .once(visit.form().filled("_once"))
                  .send(),
              Secrets.class);
      return page(
          "key/rotated",
          "key.rotated",
          key,
          new Rotated(
              key,
              new Secret(secrets.apiSecret()),
              Connection.of(visit, publicUrl, key, new Secret(secrets.token()))));
    } catch (Problem problem) {
      return switch (problem.status()) {
        case 400, 403, 409 -> again(visit, key, problem.detail()).status(problem.status());
        default -> throw problem;
      };
    }
  }

  /// When the old secret ends, as the API takes it.
  private static Map<String, Object> ending(Visit visit) {
    Map<String, Object> ending = new LinkedHashMap<>();
    switch (visit.form().text("ends")) {
      case "whenQuiet" -> ending.put("quietDays", days(visit.form().text("days")));
      case "at" -> ending.put("retiresAt", time(visit).toString());
      case "byHand" -> {}
      default -> throw wrong("key.rotate.wrong.ends");
    }
    return ending;
  }

  private static int days(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw wrong("key.rotate.wrong.days");
    }
    return Integer.parseInt(text);
  }

  private static Instant time(Visit visit) {
    try {
      Instant at =
          LocalDateTime.parse(visit.form().text("at")).atZone(visit.clock().zone()).toInstant();
      if (at.isAfter(visit.now())) {
        return at;
      }
    } catch (DateTimeException _) {
      // said below
    }
    throw wrong("key.rotate.wrong.at");
  }

  private static Problem wrong(String text) {
    return Problem.badRequest(Texts.english().of(text));
  }

  private static View.Html again(Visit visit, KeyView key, String error) {
    return page(
        "key/rotate",
        "key.rotate",
        key,
        new Start(
            key,
            visit.form().text("ends"),
            visit.form().text("days"),
            visit.form().text("at"),
            Optional.of(error)));
  }

  private static View ask(Visit visit, String step) {
    KeyView key = KeyView.of(visit);
    return standing(visit)
        .oldSecret()
        .<View>map(old -> page("key/ask", "key." + step, key, new Question(key, step, old)))
        .orElseGet(() -> View.redirect("/keys/" + key.id() + "/rotate"));
  }

  private static View retire(Visit visit) {
    return ended(visit, visit.post(API + "/retire"), "key.retired");
  }

  private static View cancel(Visit visit) {
    return ended(visit, visit.delete(API), "key.cancelled");
  }

  private record Id(String id) {}

  private static View ended(Visit visit, Asking asking, String toast) {
    Id key =
        asking
            .path(KEY_ID, visit.path(KEY_ID))
            .version(visit.form().filled("version"))
            .as(Id.class);
    return View.redirect("/keys/" + key.id()).toast(toast);
  }
}
