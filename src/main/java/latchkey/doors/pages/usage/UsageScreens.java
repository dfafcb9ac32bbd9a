package latchkey.doors.pages.usage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import latchkey.doors.pages.Link;
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
    return List.of(Screen.page(PATH, UsageScreens::show));
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

    /// All of it over time, by what the table sums up and by outcome, as the API writes it.
    public String export() {
      Span span = activity.span();
      return Link.to("/api/v1/usage/export")
          .with("from", span.from().toString())
          .with("to", span.to().toString())
          .with("interval", span.interval())
          .with("groupBy", group.equals("outcome") ? group : group + ",outcome")
          .text();
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
            .query("groupBy", group)
            .query("rows", Integer.toString(MOST_LINES))
            .as(Counts.class);
    List<Activity.Line> lines =
        Activity.lines(
            counts,
            row ->
                Stream.of(row.keyId(), row.agentId(), row.action(), row.outcome())
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(""));
    List<Who> shown = lines.stream().map(line -> who(visit, group, line)).toList();
    View.Html page =
        View.html(
            "usage/show",
            Section.USAGE,
            Texts.english().of("usage.title"),
            new Usage(activity, group, shown, counts.more()));
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
}
