package latchkey.doors.pages.advice;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Sparkline;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/advice`: what was found about keys, and one change at a time.
public final class AdviceScreens {
  private static final String ALL = "/advice";
  private static final String ONE = ALL + "/{keyId}/{kind}";
  private static final String OF_KEY = "/api/v1/keys/{keyId}/advice";
  private static final String KEY = "/api/v1/keys/{keyId}";
  private static final String OF_ITS_PAGE = "key";

  public List<Screen> screens() {
    return List.of(
        Screen.page(ALL, AdviceScreens::list),
        Screen.page(ONE, AdviceScreens::preview),
        Screen.form(ONE, AdviceScreens::apply));
  }

  /// What a finding would change.
  public record Changes(
      Optional<List<String>> permissions,
      Optional<List<String>> addresses,
      Optional<Instant> expiresAt) {}

  /// Something that was found about a key.
  public record Finding(
      String kind, int points, List<String> detail, String remedy, Optional<Changes> changes) {}

  /// A key with what was found about it.
  public record Advised(
      String keyId,
      String apiKey,
      String name,
      int points,
      long granted,
      long refused,
      Optional<Instant> lastUsedAt,
      List<Finding> findings,
      long version) {
    /// The same with findings of that kind only.
    Advised only(Optional<String> kind) {
      return new Advised(
          keyId,
          apiKey,
          name,
          points,
          granted,
          refused,
          lastUsedAt,
          findings.stream()
              .filter(finding -> kind.isEmpty() || kind.get().equals(finding.kind()))
              .toList(),
          version);
    }
  }

  private record AdviceList(List<Advised> items, Optional<String> next) {}

  /// How the organization's keys were on a day.
  public record Day(LocalDate day, int points, int keys) {}

  /// How the organization's keys are.
  public record Score(
      int points, int keys, Instant at, Map<String, Integer> findings, List<Day> trend) {
    /// The last days as a line; empty while there is but one.
    public String line() {
      return trend.size() < 2
          ? ""
          : Sparkline.line(trend.stream().map(day -> (long) day.points()).toList());
    }
  }

  /// A part of the list.
  ///
  /// @param kind of the findings that are shown
  /// @param later whether something stands before this part
  /// @param noKeys whether there are no active keys at all
  public record Listed(
      Score score,
      List<Advised> keys,
      Optional<String> kind,
      boolean later,
      Optional<String> next,
      boolean noKeys) {
    public Listed {
      keys = List.copyOf(keys);
    }

    public Optional<String> first() {
      return later ? Optional.of(link().text()) : Optional.empty();
    }

    public Optional<String> further() {
      return next.map(cursor -> link().with("cursor", cursor).text());
    }

    private Link link() {
      return kind.map(one -> Link.to(ALL).with("kind", one)).orElse(Link.to(ALL));
    }

    /// Why no key is listed, as the texts call it.
    public String none() {
      if (noKeys) {
        return "no-keys";
      }
      return later || next.isPresent() ? "further" : kind.isPresent() ? "kind" : "all";
    }
  }

  private static View list(Visit visit) {
    Optional<String> kind = visit.parameter("kind").filter(AdviceScreens::isKind);
    Optional<String> cursor = visit.parameter("cursor");
    AdviceList found =
        visit
            .get("/api/v1/advice")
            .query("state", "active")
            .query("kind", kind.orElse("any"))
            .query("limit", "50")
            .query("cursor", cursor)
            .as(AdviceList.class);
    Score score = visit.get("/api/v1/advice/score").as(Score.class);
    List<Advised> keys = found.items().stream().map(key -> key.only(kind)).toList();
    return View.html(
        "advice/list",
        Section.ADVICE,
        Texts.english().of("advice.title"),
        new Listed(
            score,
            keys,
            kind,
            cursor.isPresent(),
            found.next(),
            keys.isEmpty() && score.keys() == 0 && noKeys(visit)));
  }

  private record Some(List<Object> items) {}

  /// The score may be some minutes old.
  private static boolean noKeys(Visit visit) {
    return visit
        .get("/api/v1/keys")
        .query("state", "active")
        .query("limit", "1")
        .as(Some.class)
        .items()
        .isEmpty();
  }

  private static boolean isKind(String text) {
    return Texts.english().has("advice.kind." + text);
  }

  /// What was found about one key, for its own page.
  public static Advised of(Visit visit, String keyId) {
    return visit.get(OF_KEY).path("keyId", keyId).as(Advised.class);
  }

  /// Calls that a change would have refused.
  public record Refused(
      String action,
      Optional<String> address,
      Optional<String> network,
      long calls,
      Instant lastAt) {}

  /// What a change would have refused.
  public record Replay(
      long calls, long refusedCalls, long unknownCalls, List<Refused> refused, boolean more) {}

  private record Key(
      List<String> permissions, List<String> addresses, Optional<Instant> expiresAt) {}

  /// Before it is applied.
  ///
  /// @param before and after: what the change is about, as lines
  /// @param ofKey whether one came from the key's own page
  public record Preview(
      Advised key,
      Finding finding,
      List<String> before,
      List<String> after,
      Replay replay,
      boolean ofKey) {
    public Preview {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    /// Where one came from.
    public String back() {
      return AdviceScreens.back(ofKey, key.keyId());
    }
  }

  private static String back(boolean ofKey, String keyId) {
    return ofKey ? "/keys/" + keyId : ALL;
  }

  private static View preview(Visit visit) {
    Advised key = of(visit, visit.path("keyId"));
    Finding finding = finding(visit, key);
    Changes changes = finding.changes().orElseThrow(AdviceScreens::over);
    Key now = visit.get(KEY).path("keyId", key.keyId()).as(Key.class);
    Replay replay =
        visit
            .post(KEY + "/replay")
            .path("keyId", key.keyId())
            .query("days", "30")
            .json(body(changes))
            .as(Replay.class);
    return View.html(
        "advice/preview",
        Section.ADVICE,
        Texts.english().of("advice.do." + finding.kind()),
        new Preview(
            key,
            finding,
            before(changes, now),
            after(visit, changes),
            replay,
            visit.parameter("from").filter(OF_ITS_PAGE::equals).isPresent()));
  }

  private static Finding finding(Visit visit, Advised key) {
    return key.findings().stream()
        .filter(one -> one.kind().equals(visit.path("kind")))
        .findFirst()
        .orElseThrow(AdviceScreens::over);
  }

  private static Problem over() {
    return Problem.of(404, "not_found", Texts.english().of("advice.over"));
  }

  private static Map<String, Object> body(Changes changes) {
    Map<String, Object> body = new LinkedHashMap<>();
    changes.permissions().ifPresent(names -> body.put("permissions", names));
    changes.addresses().ifPresent(entries -> body.put("addresses", entries));
    changes.expiresAt().ifPresent(at -> body.put("expiresAt", at.toString()));
    return body;
  }

  private static List<String> before(Changes changes, Key now) {
    if (changes.permissions().isPresent()) {
      return now.permissions();
    }
    return changes.addresses().isPresent() ? now.addresses() : List.of();
  }

  private static List<String> after(Visit visit, Changes changes) {
    return changes
        .permissions()
        .or(changes::addresses)
        .orElseGet(
            () -> changes.expiresAt().map(at -> List.of(visit.clock().day(at))).orElse(List.of()));
  }

  private static View apply(Visit visit) {
    Advised key = of(visit, visit.path("keyId"));
    Changes changes = finding(visit, key).changes().orElseThrow(AdviceScreens::over);
    var _ =
        visit
            .patch(KEY)
            .path("keyId", key.keyId())
            .version(visit.form().filled("version"))
            .json(body(changes))
            .send();
    boolean ofKey = visit.form().text("from").equals(OF_ITS_PAGE);
    return View.redirect(back(ofKey, key.keyId())).toast("advice.applied");
  }
}
