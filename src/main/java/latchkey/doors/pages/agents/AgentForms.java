package latchkey.doors.pages.agents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Form;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.Wrong;
import latchkey.doors.pages.agents.AgentScreens.Agent;
import latchkey.http.Problem;

/// Where an agent is written: a new one, whose kind is chosen first, and one that is there.
public final class AgentForms {
  private static final String NEW = AgentScreens.LIST + "/new";
  private static final String EDIT = AgentScreens.ONE + "/edit";
  private static final String MANAGE = "AGENTS_MANAGE";
  private static final List<String> KINDS = List.of("general", "medical");

  /// What the API calls a field that it refuses.
  private static final Map<String, String> FIELDS = fields();

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("voiceId", "voiceId");
    fields.put("knowledgeBaseId", "knowledgeBaseId");
    fields.put("phone number", "phoneNumber");
    fields.put("greeting", "greeting");
    fields.put("prompt", "prompt");
    fields.put("name", "name");
    return fields;
  }

  public List<Screen> screens() {
    return List.of(
        Screen.page(NEW, AgentForms::begin),
        Screen.form(NEW, AgentForms::create),
        Screen.page(EDIT, AgentForms::edit),
        Screen.form(EDIT, AgentForms::change));
  }

  /// The form, as it is filled in.
  ///
  /// @param back where to go without doing anything
  /// @param version of what is changed; empty for a new one
  public record Written(
      String action,
      String back,
      String kind,
      String name,
      String greeting,
      String prompt,
      String voiceId,
      String knowledgeBaseId,
      String phoneNumber,
      String version,
      Optional<Wrong> wrong) {
    /// The same, to be saved over that version.
    Written over(long other) {
      return new Written(
          action,
          back,
          kind,
          name,
          greeting,
          prompt,
          voiceId,
          knowledgeBaseId,
          phoneNumber,
          Long.toString(other),
          wrong);
    }

    public boolean isNew() {
      return version.isEmpty();
    }

    public Optional<String> at(String field) {
      return Wrong.at(wrong, field);
    }
  }

  private static View begin(Visit visit) {
    visit.require(MANAGE);
    Optional<String> kind = visit.parameter("kind").filter(KINDS::contains);
    if (kind.isEmpty()) {
      return View.html("agents/choose", Section.AGENTS, Texts.english().of("agents.choose"), "");
    }
    return page(written(Form.EMPTY, NEW, AgentScreens.LIST, kind.get(), Optional.empty()));
  }

  private static View create(Visit visit) {
    String kind = visit.form().text("kind");
    Map<String, Object> agent = json(visit.form());
    agent.put("kind", kind);
    try {
      return AgentScreens.made(
          visit.post(AgentScreens.API).json(agent).once(visit.form().filled("_once")).send(),
          "agents.created");
    } catch (Problem problem) {
      if (problem.status() != 400 || !KINDS.contains(kind)) {
        throw problem;
      }
      return page(written(
              visit.form(), NEW, AgentScreens.LIST, kind, Optional.of(Wrong.of(problem, FIELDS))))
          .status(400);
    }
  }

  private static View edit(Visit visit) {
    visit.require(MANAGE);
    Agent agent = AgentScreens.read(visit);
    return page(
        new Written(
            agent.path() + "/edit",
            agent.path(),
            agent.kind(),
            agent.name(),
            agent.greeting(),
            agent.prompt(),
            agent.voiceId().orElse(""),
            agent.knowledgeBaseId().orElse(""),
            agent.phoneNumber().orElse(""),
            Long.toString(agent.version()),
            Optional.empty()));
  }

  private static View change(Visit visit) {
    String path = AgentScreens.LIST + "/" + visit.path("agentId");
    try {
      Answer _ =
          visit
              .patch(AgentScreens.API_ONE)
              .path("agentId", visit.path("agentId"))
              .version(visit.form().filled("_version"))
              .json(json(visit.form()))
              .send();
      return View.redirect(path).toast("agents.changed");
    } catch (Problem problem) {
      if (!List.of(400, 409, 412).contains(problem.status())) {
        throw problem;
      }
      Agent now = AgentScreens.read(visit);
      return page(written(
                  visit.form(), path + "/edit", path, now.kind(), Optional.of(wrong(problem)))
              .over(now.version()))
          .status(problem.status());
    }
  }

  private static Wrong wrong(Problem problem) {
    return problem.status() == 412
        ? Wrong.whole(Texts.english().of("agents.stale"))
        : Wrong.of(problem, FIELDS);
  }

  private static View.Html page(Written written) {
    String title =
        written.isNew()
            ? Texts.english().of("agents.new." + written.kind)
            : Texts.english().of("agents.edit.title", written.name);
    return View.html("agents/form", Section.AGENTS, title, written);
  }

  /// As somebody filled it in.
  private static Written written(
      Form form, String action, String back, String kind, Optional<Wrong> wrong) {
    return new Written(
        action,
        back,
        kind,
        form.text("name"),
        form.text("greeting"),
        form.text("prompt"),
        form.text("voiceId"),
        form.text("knowledgeBaseId"),
        form.text("phoneNumber"),
        form.text("_version"),
        wrong);
  }

  private static Map<String, Object> json(Form form) {
    Map<String, Object> agent = new LinkedHashMap<>();
    agent.put("name", form.text("name"));
    agent.put("greeting", form.text("greeting"));
    agent.put("prompt", form.text("prompt"));
    agent.put("voiceId", form.filled("voiceId"));
    agent.put("knowledgeBaseId", form.filled("knowledgeBaseId"));
    agent.put("phoneNumber", form.filled("phoneNumber"));
    return agent;
  }
}
