package latchkey.doors.pages.agents;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/agents`, one agent's page, and what ends or begins it. [AgentForms] are where it is written.
public final class AgentScreens {
  static final String LIST = "/agents";
  static final String ONE = LIST + "/{agentId}";
  static final String API = "/api/v1/agents";
  static final String API_ONE = API + "/{agentId}";

  public List<Screen> screens() {
    return List.of(
        Screen.page(LIST, AgentScreens::list),
        Screen.page(ONE, AgentScreens::show),
        Screen.form(ONE + "/duplicate", AgentScreens::duplicate),
        Screen.form(ONE + "/status", AgentScreens::setStatus),
        Screen.page(ONE + "/archive", AgentScreens::askToArchive),
        Screen.page(ONE + "/delete", AgentScreens::askToDelete),
        Screen.form(ONE + "/delete", AgentScreens::delete));
  }

  /// One as the API shows it.
  public record Agent(
      String id,
      String name,
      String kind,
      String status,
      Optional<String> voiceId,
      String greeting,
      String prompt,
      Optional<String> knowledgeBaseId,
      Optional<String> phoneNumber,
      Instant createdAt,
      Instant updatedAt,
      Optional<Integer> workingKeys,
      long version) {
    private static final int MOST_COUNTED = 1_000;

    public String path() {
      return LIST + "/" + id;
    }

    public String keysPath() {
      return Link.to("/keys").with("agent", id).text();
    }

    public boolean is(String some) {
      return status.equals(some);
    }

    public int keys() {
      return workingKeys.orElse(0);
    }

    /// Whether there may be more keys than were counted.
    public boolean manyKeys() {
      return keys() >= MOST_COUNTED;
    }

    /// Of the mark that says its status.
    public String mark() {
      return switch (status) {
        case "active" -> "ok";
        case "paused" -> "warn";
        default -> "";
      };
    }
  }

  private record Agents(List<Agent> items, Optional<String> next) {}

  /// A page of the list.
  ///
  /// @param first where the list begins, unless it is that page
  public record Listed(
      List<Agent> agents,
      String search,
      String status,
      Optional<String> first,
      Optional<String> next) {
    public Listed {
      agents = List.copyOf(agents);
    }

    public boolean filtered() {
      return !search.isEmpty() || !status.isEmpty() || first.isPresent();
    }
  }

  private static View list(Visit visit) {
    Optional<String> search = visit.parameter("search");
    Optional<String> status = visit.parameter("status");
    Optional<String> cursor = visit.parameter("cursor");
    Agents found =
        visit
            .get(API)
            .query("search", search)
            .query("status", status)
            .query("cursor", cursor)
            .as(Agents.class);
    Link begin = Link.to(LIST).with("search", search).with("status", status);
    return View.html(
        "agents/list",
        Section.AGENTS,
        Texts.english().of("agents.title"),
        new Listed(
            found.items,
            search.orElse(""),
            status.orElse(""),
            cursor.map(_ -> begin.text()),
            found.next.map(place -> begin.with("cursor", place).text())));
  }

  static Agent read(Visit visit) {
    return visit.get(API_ONE).path("agentId", visit.path("agentId")).as(Agent.class);
  }

  private static View show(Visit visit) {
    Agent agent = read(visit);
    return View.html("agents/show", Section.AGENTS, agent.name, agent);
  }

  private record Made(String id) {}

  static View made(Answer answer, String toast) {
    return View.redirect(LIST + "/" + Asking.read(answer, Made.class).id).toast(toast);
  }

  private static View duplicate(Visit visit) {
    return made(
        visit
            .post(API_ONE + "/duplicate")
            .path("agentId", visit.path("agentId"))
            .once(visit.form().filled("_once"))
            .send(),
        "agents.duplicated");
  }

  private record Status(String status) {}

  private static View setStatus(Visit visit) {
    String status = visit.form().text("status");
    Answer _ =
        visit
            .put(API_ONE + "/status")
            .path("agentId", visit.path("agentId"))
            .version(visit.form().filled("_version"))
            .json(new Status(status))
            .send();
    String toast =
        switch (status) {
          case "paused" -> "agents.paused";
          case "archived" -> "agents.archived";
          default -> "agents.resumed";
        };
    return View.redirect(LIST + "/" + visit.path("agentId")).toast(toast);
  }

  private static View askToArchive(Visit visit) {
    return asked(visit, "agents/archive");
  }

  private static View askToDelete(Visit visit) {
    return asked(visit, "agents/delete");
  }

  private static View asked(Visit visit, String template) {
    visit.require("AGENTS_MANAGE");
    Agent agent = read(visit);
    return View.html(template, Section.AGENTS, agent.name, agent);
  }

  /// Who asks for it twice has what they want.
  private static View delete(Visit visit) {
    try {
      Answer _ =
          visit
              .delete(API_ONE)
              .path("agentId", visit.path("agentId"))
              .version(visit.form().filled("_version"))
              .send();
    } catch (Problem problem) {
      if (problem.status() != 404) {
        throw problem;
      }
    }
    return View.redirect(LIST).toast("agents.deleted");
  }
}
