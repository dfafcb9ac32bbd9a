package latchkey.doors.manage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import latchkey.advice.Advised;
import latchkey.advice.Advisor;
import latchkey.advice.Finding;
import latchkey.advice.Finding.Kind;
import latchkey.advice.Finding.Remedy;
import latchkey.advice.Habits;
import latchkey.advice.Score;
import latchkey.doors.Answer;
import latchkey.keys.KeyFilter;
import latchkey.keys.KeyPage;
import latchkey.keys.KeyRoom;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import latchkey.people.Right;

/// `/api/v1/advice`: what should be changed about keys, from what they really did.
public final class AdviceOperations {
  private static final String KIND = "kind";
  private static final String ANY = "any";
  private static final int DAYS_SHOWN = 90;
  private static final long FRESH = Duration.ofMinutes(1).toMillis();

  /// With more keys the score is counted by the server's own job only.
  private static final int MOST_AT_ONCE = 500;

  private final Advisor advisor;
  private final KeyRoom room;
  private final Organizations organizations;

  public AdviceOperations(Advisor advisor, KeyRoom room, Organizations organizations) {
    this.advisor = advisor;
    this.room = room;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.KEYS_READ, "keys.read");
    return Stream.concat(
            Stream.of(
                    Operation.list("/api/v1/advice", read, this::list, KeyQuestions.PARAMETERS)
                        .taking(KIND),
                    Operation.get(KeyOperations.ONE + "/advice", read, this::show))
                .map(Operation::alsoForOneAgent),
            Stream.of(Operation.get("/api/v1/advice/score", read, this::score)))
        .toList();
  }

  /// What a key is changed to: a body for `PATCH /api/v1/keys/{keyId}`.
  private record Changes(
      Optional<List<String>> permissions,
      Optional<List<String>> addresses,
      Optional<Instant> expiresAt) {}

  /// Something that was found.
  ///
  /// @param points that it costs
  /// @param remedy `change`, `revoke`, `rotate` or `look`
  private record Found(
      String kind, int points, List<String> detail, String remedy, Optional<Changes> changes) {
    Found {
      detail = List.copyOf(detail);
    }

    static Found of(Finding finding) {
      String kind = finding.kind().name().toLowerCase(Locale.ROOT);
      int points = finding.kind().weight();
      return switch (finding.remedy()) {
        case Remedy.Change(var permissions, var addresses, var expiresAt) ->
            new Found(
                kind,
                points,
                finding.detail(),
                "change",
                Optional.of(
                    new Changes(permissions, addresses, expiresAt.map(Instant::ofEpochMilli))));
        case Remedy.Revoke _ -> plain(kind, points, finding, "revoke");
        case Remedy.Rotate _ -> plain(kind, points, finding, "rotate");
        case Remedy.Look _ -> plain(kind, points, finding, "look");
      };
    }

    private static Found plain(String kind, int points, Finding finding, String remedy) {
      return new Found(kind, points, finding.detail(), remedy, Optional.empty());
    }
  }

  /// A key with what was found about it.
  private record Line(
      String keyId,
      String apiKey,
      String name,
      Optional<String> agentId,
      int points,
      long granted,
      long refused,
      Optional<Instant> lastUsedAt,
      List<Found> findings,
      long version) {
    Line {
      findings = List.copyOf(findings);
    }

    static Line of(Advised advised) {
      Habits habits = advised.habits();
      return new Line(
          advised.key().id().toString(),
          advised.key().apiKey(),
          advised.key().terms().name(),
          advised.key().agentId(),
          advised.points(),
          habits.granted(),
          habits.refused(),
          habits.lastUse().stream().mapToObj(Instant::ofEpochMilli).findFirst(),
          advised.findings().stream().map(Found::of).toList(),
          advised.key().version());
    }
  }

  private Answer list(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Page page = call.page();
    KeyFilter filter = Faults.checked(() -> KeyQuestions.of(call).filter(caller.catalog()));
    return call.parameter(KIND)
        .map(kind -> found(call, caller, page, filter, kind))
        .orElseGet(() -> all(call, caller, page, filter));
  }

  /// Only keys about which that was found.
  private Answer found(Call call, KeyCaller caller, Page page, KeyFilter filter, String kind) {
    Optional<Kind> wanted =
        kind.equals(ANY)
            ? Optional.empty()
            : Optional.of(Faults.checked(() -> KeyQuestions.one(Kind.values(), KIND, kind)));
    Advisor.Part part =
        advisor.found(
            caller.organization(),
            caller.scope(),
            filter,
            wanted,
            KeyOperations.position(page),
            page.limit(),
            call.now());
    return Answer.of(
        new Page.Listed<>(
            part.found().stream().map(Line::of).toList(),
            part.next().map(next -> KeyOperations.cursor(next, page))));
  }

  /// Keys about which nothing was found are listed too, so that a page is as long as it says.
  private Answer all(Call call, KeyCaller caller, Page page, KeyFilter filter) {
    KeyPage found = KeyOperations.newest(room, caller.scope(), filter, page, call.now());
    return Answer.of(
        new Page.Listed<>(
            advisor.of(caller.organization(), found.entries(), call.now()).stream()
                .map(Line::of)
                .toList(),
            KeyOperations.cursor(found, page)));
  }

  private Answer show(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    KeyPage.Entry entry =
        room.list().find(caller.scope(), KeyOperations.id(call)).orElseThrow(KeyOperations::absent);
    Advised advised = advisor.of(caller.organization(), List.of(entry), call.now()).getFirst();
    return Answer.of(Line.of(advised)).version(entry.key().version());
  }

  private record Day(LocalDate day, int points, int keys) {}

  /// The organization's score.
  ///
  /// @param at when it was counted
  /// @param findings how many keys have each
  private record Scored(
      int points, int keys, Instant at, Map<String, Integer> findings, List<Day> trend) {
    Scored {
      trend = List.copyOf(trend);
    }

    static Scored of(Score now, List<Score> days) {
      Map<String, Integer> findings = new TreeMap<>();
      now.findings()
          .forEach((kind, count) -> findings.put(kind.name().toLowerCase(Locale.ROOT), count));
      return new Scored(
          now.points(),
          now.keys(),
          Instant.ofEpochMilli(now.at()),
          findings,
          days.stream()
              .map(day -> new Day(LocalDate.ofEpochDay(day.day()), day.points(), day.keys()))
              .toList());
    }
  }

  private Answer score(Call call) {
    Organization organization = KeyCaller.of(call, organizations).organization();
    List<Score> days = advisor.scores(organization.id(), DAYS_SHOWN, call.now());
    if (days.isEmpty() || stale(days.getLast(), call.now())) {
      Score now = advisor.refresh(organization, call.now());
      return Answer.of(Scored.of(now, advisor.scores(organization.id(), DAYS_SHOWN, call.now())));
    }
    return Answer.of(Scored.of(days.getLast(), days));
  }

  private static boolean stale(Score score, long now) {
    return score.keys() <= MOST_AT_ONCE && now - score.at() > FRESH;
  }
}
