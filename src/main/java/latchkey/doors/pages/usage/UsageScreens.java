package latchkey.doors.pages.usage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/usage`: what the organization's keys did, and who among them.
public final class UsageScreens {
  private static final String PATH = "/usage";
  private static final int MOST_LINES = 50;
  static final List<String> GROUPS = List.of("action", "outcome", "key", "agent");

  public List<Screen> screens() {
    return List.of(
        Screen.page(PATH, UsageScreens::show), Screen.page(PATH + "/export", UsageScreens::export));
  }

  /// One line of the table; a key or agent that is still there has a page.
  public record Who(Activity.Line line, Optional<String> path) {}

  /// The whole page.
  ///
  /// @param group what the table sums up: one of [#GROUPS]
  /// @param more whether there are more than are shown
  public record Usage(Activity activity, String group, List<Who> lines, boolean more) {
    public Usage {
      lines = List.copyOf(lines);
    }

    public List<String> groups() {
      return GROUPS;
    }

    /// What asks for this page again, but for the group.
    public String query() {
      return activity.span().query() + "&by=" + activity.by();
    }
  }

  private static View show(Visit visit) {
    Activity activity = Activity.of(visit, Scope.ORGANIZATION);
    String group = group(visit);
    Counts counts =
        Counts.about(visit, activity.span(), Scope.ORGANIZATION)
            .query("groupBy", group.equals("outcome") ? group : group + ",outcome")
            .as(Counts.class);
    List<Activity.Line> lines =
        Activity.lines(
            counts,
            row ->
                Stream.of(row.keyId(), row.agentId(), row.action(), row.outcome())
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(""));
    List<Who> shown =
        lines.stream().limit(MOST_LINES).map(line -> who(visit, group, line)).toList();
    View.Html page =
        View.html(
            "usage/show",
            Section.USAGE,
            Texts.english().of("usage.title"),
            new Usage(activity, group, shown, counts.more() || lines.size() > MOST_LINES));
    return activity.span().error().isPresent() ? page.status(400) : page;
  }

  private static String group(Visit visit) {
    return visit.parameter("group").filter(GROUPS::contains).orElse("action");
  }

  private record Named(String name) {}

  private static Who who(Visit visit, String group, Activity.Line line) {
    return switch (group) {
      case "key" -> {
        Optional<Named> key =
            named(visit, "KEYS_READ", "/api/v1/keys/{keyId}", "keyId", line.name());
        yield new Who(renamed(line, key), key.map(_ -> "/keys/" + line.name()));
      }
      case "agent" -> {
        Optional<Named> agent =
            named(visit, "AGENTS_READ", "/api/v1/agents/{agentId}", "agentId", line.name());
        yield new Who(renamed(line, agent), agent.map(_ -> "/agents/" + line.name()));
      }
      case "outcome" -> new Who(line.called(Activity.outcome(line.name())), Optional.empty());
      default -> new Who(line.called(Activity.action(line.name())), Optional.empty());
    };
  }

  private static Activity.Line renamed(Activity.Line line, Optional<Named> thing) {
    String name = line.name().isEmpty() ? Texts.english().of("usage.no-agent") : line.name();
    return line.called(thing.map(Named::name).orElse(name));
  }

  /// What it is called, if it is still there and the viewer may see it.
  private static Optional<Named> named(
      Visit visit, String right, String operation, String parameter, String id) {
    if (id.isEmpty() || !visit.me().holds(right)) {
      return Optional.empty();
    }
    try {
      return Optional.of(visit.get(operation).path(parameter, id).as(Named.class));
    } catch (Problem problem) {
      if (problem.status() == 404) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  /// The same numbers over time as a file, by what the table sums up and by outcome.
  private static View export(Visit visit) {
    Span span = Span.of(visit);
    String group = group(visit);
    Counts counts =
        Counts.about(visit, span, Scope.ORGANIZATION)
            .query("groupBy", group.equals("outcome") ? group : group + ",outcome")
            .query("interval", span.interval())
            .as(Counts.class);
    if (counts.more()) {
      throw Problem.of(400, "too_much", Texts.english().of("usage.export.more"));
    }
    String head =
        group.equals("outcome")
            ? "time,outcome,count,cost\n"
            : "time," + group + ",outcome,count,cost\n";
    String csv =
        counts.items().stream()
            .map(UsageScreens::line)
            .collect(Collectors.joining("\n", head, counts.items().isEmpty() ? "" : "\n"));
    return new View.File("text/csv; charset=utf-8", "usage.csv", List.of(csv).iterator());
  }

  private static String line(Counts.Row row) {
    return Stream.of(
            row.time(),
            row.keyId(),
            row.agentId(),
            row.action(),
            row.outcome(),
            Optional.of(Long.toString(row.count())),
            Optional.of(Long.toString(row.cost())))
        .flatMap(Optional::stream)
        .map(UsageScreens::field)
        .collect(Collectors.joining(","));
  }

  /// As every program reads it, and no spreadsheet runs it.
  private static String field(String text) {
    String safe = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
