package latchkey.doors.pages.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// What was asked in some time, and how it went.
///
/// @param by what the chart tells apart: `outcome` or `action`
/// @param spent what the granted requests cost
/// @param more whether there was too much to count all of it
public record Activity(
    Span span,
    String by,
    Chart chart,
    long granted,
    long refused,
    long spent,
    List<Line> actions,
    List<Reason> reasons,
    boolean more) {
  private static final String ACTION = "action";

  /// What came of one action, key or agent.
  public record Line(String name, long granted, long refused) {
    public long all() {
      return granted + refused;
    }

    Line called(String other) {
      return new Line(other, granted, refused);
    }

    Line plus(Line other) {
      return new Line(name, granted + other.granted, refused + other.refused);
    }
  }

  /// How often something was refused for that.
  public record Reason(String name, long count) {}

  public Activity {
    actions = List.copyOf(actions);
    reasons = List.copyOf(reasons);
  }

  public long all() {
    return granted + refused;
  }

  /// Whether requests cost something else than one each.
  public boolean hasCost() {
    return spent > 0 && spent != granted;
  }

  /// The part that was refused, such as "2.4%".
  public String refusedPart() {
    if (refused == 0) {
      return "0%";
    }
    double part = 100.0 * refused / all();
    return part < 0.1 ? "< 0.1%" : part < 9.95 ? "%.1f%%".formatted(part) : Math.round(part) + "%";
  }

  /// As the query string asks for it.
  public static Activity of(Visit visit, Scope scope) {
    Span span = Span.of(visit);
    try {
      return of(visit, scope, span);
    } catch (Problem problem) {
      if (problem.status() == 400 && span.custom()) {
        return of(visit, scope, Span.instead(visit, problem.detail()));
      }
      throw problem;
    }
  }

  private static Activity of(Visit visit, Scope scope, Span span) {
    Counts counts =
        Counts.about(visit, span, scope)
            .query("groupBy", "action,outcome")
            .query("interval", span.interval())
            .query("rows", Counts.MOST_ROWS)
            .as(Counts.class);
    Texts texts = Texts.english();
    String by = visit.parameter("by").filter(ACTION::equals).orElse("outcome");
    Chart chart =
        Chart.of(
            counts,
            by.equals(ACTION)
                ? new Chart.By(row -> row.action().orElse(""), Activity::action, _ -> 0)
                : new Chart.By(row -> row.outcome().orElse(""), Activity::outcome, Activity::style),
            texts.of("usage.others"),
            span.zone());
    List<Line> actions = lines(counts, row -> action(row.action().orElse("")));
    return new Activity(
        span,
        by,
        chart,
        actions.stream().mapToLong(Line::granted).sum(),
        actions.stream().mapToLong(Line::refused).sum(),
        counts.items().stream().mapToLong(Counts.Row::spent).sum(),
        actions,
        reasons(counts),
        counts.more());
  }

  /// Sums of rows by what they are about, the largest first.
  static List<Line> lines(Counts counts, Function<Counts.Row, String> name) {
    Map<String, Line> lines = new LinkedHashMap<>();
    for (Counts.Row row : counts.items()) {
      String called = name.apply(row);
      var _ = lines.merge(called, new Line(called, row.granted(), row.refused()), Line::plus);
    }
    List<Line> sorted = new ArrayList<>(lines.values());
    sorted.sort((a, b) -> Long.compare(b.all(), a.all()));
    return sorted;
  }

  private static List<Reason> reasons(Counts counts) {
    return lines(counts, row -> row.outcome().orElse("")).stream()
        .filter(line -> line.refused() > 0)
        .map(line -> new Reason(outcome(line.name()), line.refused()))
        .toList();
  }

  static String action(String action) {
    return action.isEmpty() ? Texts.english().of("usage.action.none") : action;
  }

  /// An outcome in words; one that a newer program counted, as it is.
  static String outcome(String outcome) {
    String name = "outcome." + outcome;
    return Texts.english().has(name) ? Texts.english().of(name) : outcome;
  }

  private static int style(String outcome) {
    return switch (outcome) {
      case "granted" -> 1;
      case "rate_limited", "cost_above_limit" -> 3;
      case "permission_denied" -> 4;
      case "address_not_allowed", "agent_not_allowed" -> 5;
      case "expired", "revoked", "not_yet_valid", "organization_suspended" -> 2;
      default -> 6;
    };
  }
}
