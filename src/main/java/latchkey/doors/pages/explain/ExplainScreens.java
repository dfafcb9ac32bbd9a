package latchkey.doors.pages.explain;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.keys.Workspace;
import latchkey.http.Problem;

/// `/explain`: a decision by its id, or one that was never made. Everything stands in the query
/// string, so that what somebody sees can be sent to somebody else.
public final class ExplainScreens {
  private static final String MOST = "100";
  private static final int LONGEST_SEARCH = 100;

  public List<Screen> screens() {
    return List.of(Screen.page("/explain", ExplainScreens::show));
  }

  /// One check, and what it looked at.
  public record Check(String check, String outcome, String input) {}

  /// A decision with all of its checks.
  public record Explained(
      Optional<String> decisionId,
      Instant at,
      Optional<String> keyId,
      Optional<String> permission,
      Optional<String> address,
      Optional<String> agentId,
      boolean valid,
      String code,
      List<Check> checks,
      List<String> changes) {}

  /// A key or an agent to choose.
  public record Choice(String id, String name) {}

  /// What was asked, as it was filled in.
  public record Asked(
      String decision, String keyId, String permission, String address, String agentId, String at) {
    static Asked of(Visit visit) {
      return new Asked(
          visit.parameter("decision").orElse(""),
          visit.parameter("keyId").orElse(""),
          visit.parameter("permission").orElse(""),
          visit.parameter("address").orElse(""),
          visit.parameter("agentId").orElse(""),
          visit.parameter("at").orElse(""));
    }
  }

  /// Both forms, and what came of one of them.
  ///
  /// @param permissions all that one can ask for
  /// @param decisionError why there is nothing to show for the decision
  /// @param error what is wrong with the question
  public record Explain(
      Asked asked,
      List<Choice> keys,
      List<Choice> agents,
      List<String> permissions,
      Optional<Explained> explained,
      Optional<String> decisionError,
      Optional<String> error) {
    Explain with(Explained found) {
      return new Explain(
          asked, keys, agents, permissions, Optional.of(found), Optional.empty(), Optional.empty());
    }

    Explain without(Optional<String> wrongDecision, Optional<String> wrongQuestion) {
      return new Explain(
          asked, keys, agents, permissions, Optional.empty(), wrongDecision, wrongQuestion);
    }
  }

  private record Choices(List<Choice> items, Optional<String> next) {}

  private static View show(Visit visit) {
    Asked asked = Asked.of(visit);
    Explain nothing =
        new Explain(
            asked,
            keys(visit, asked.keyId()),
            visit
                .get("/api/v1/agents")
                .query("workingKeys", "false")
                .all(Choices.class, Choices::items, Choices::next),
            Workspace.of(visit).catalog().permissions(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    if (!asked.decision().isEmpty()) {
      return decision(visit, nothing);
    }
    return asked.keyId().isEmpty() ? page(nothing) : simulated(visit, nothing);
  }

  /// The keys that are called so, by name or public part.
  private static List<Choice> keys(Visit visit, String called) {
    if (called.length() > LONGEST_SEARCH) {
      return List.of();
    }
    return visit
        .get("/api/v1/keys")
        .query("search", Optional.of(called).filter(text -> !text.isEmpty()))
        .query("limit", MOST)
        .as(Choices.class)
        .items();
  }

  /// The id of the one key that is called so; else the text, which the API may know better.
  private static String chosen(List<Choice> keys, String called) {
    List<Choice> named = keys.stream().filter(key -> key.name().equalsIgnoreCase(called)).toList();
    return named.size() == 1 ? named.getFirst().id() : called;
  }

  private static View.Html page(Explain view) {
    return View.html("explain/explain", Section.EXPLAIN, Texts.english().of("explain.title"), view);
  }

  private static View decision(Visit visit, Explain nothing) {
    try {
      return page(
          nothing.with(
              visit
                  .get("/api/v1/decisions/{decisionId}")
                  .path("decisionId", nothing.asked().decision())
                  .as(Explained.class)));
    } catch (Problem problem) {
      return page(nothing.without(Optional.of(problem.detail()), Optional.empty()))
          .status(problem.status());
    }
  }

  private static View simulated(Visit visit, Explain nothing) {
    String key = chosen(nothing.keys(), nothing.asked().keyId());
    try {
      return page(
          nothing.with(
              visit
                  .post("/api/v1/simulate")
                  .json(question(visit, nothing.asked(), key))
                  .as(Explained.class)));
    } catch (Problem problem) {
      return page(nothing.without(Optional.empty(), Optional.of(why(nothing, problem))))
          .status(problem.status());
    }
  }

  private static String why(Explain nothing, Problem problem) {
    return problem.status() == 404 && nothing.keys().size() > 1
        ? Texts.english().of("explain.key.several", nothing.keys().size())
        : problem.detail();
  }

  private static Map<String, Object> question(Visit visit, Asked asked, String keyId) {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("keyId", keyId);
    putFilled(question, "permission", asked.permission());
    putFilled(question, "address", asked.address());
    putFilled(question, "agentId", asked.agentId());
    if (!asked.at().isEmpty()) {
      question.put("at", time(visit, asked.at()).toString());
    }
    return question;
  }

  private static void putFilled(Map<String, Object> question, String name, String value) {
    if (!value.isEmpty()) {
      question.put(name, value);
    }
  }

  /// A time of the viewer's own clock.
  private static Instant time(Visit visit, String text) {
    try {
      return LocalDateTime.parse(text).atZone(visit.clock().zone()).toInstant();
    } catch (DateTimeException _) {
      throw Problem.badRequest(Texts.english().of("explain.at.wrong"));
    }
  }
}
