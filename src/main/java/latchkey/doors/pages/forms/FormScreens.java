package latchkey.doors.pages.forms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// An agent's forms, and the page of one. [FormEditor] is where one is written.
public final class FormScreens {
  private static final String STATE = Place.ONE + "/state";
  private static final String MANAGE = "CRM_MANAGE";

  public List<Screen> screens() {
    return List.of(
        Screen.page(Place.ALL, FormScreens::list),
        Screen.page(Place.ONE, FormScreens::show),
        Screen.page(Place.ONE + "/archive", FormScreens::askToArchive),
        Screen.form(STATE, FormScreens::move));
  }

  private record Forms(List<AgentForm> items, Optional<String> next) {}

  /// A page of the list.
  ///
  /// @param first where the list begins, unless it is that page
  public record Listed(
      Place place,
      List<AgentForm> forms,
      boolean archived,
      Optional<String> first,
      Optional<String> next) {
    public Listed {
      forms = List.copyOf(forms);
    }
  }

  private static View list(Visit visit) {
    Place place = Place.of(visit);
    Optional<String> archived = visit.parameter("archived").filter("true"::equals);
    Optional<String> cursor = visit.parameter("cursor");
    Forms found =
        visit
            .get(Place.API)
            .path("agentId", place.id())
            .query("archived", archived)
            .query("cursor", cursor)
            .as(Forms.class);
    Link begin = Link.to(place.path()).with("archived", archived);
    return View.html(
        "forms/list",
        Section.CONTACTS,
        Texts.english().of("forms.title.of", place.name()),
        new Listed(
            place,
            found.items,
            archived.isPresent(),
            cursor.map(_ -> begin.text()),
            found.next.map(next -> begin.with("cursor", next).text())));
  }

  /// A form with what was submitted to it.
  ///
  /// @param fills what its fields fill, as people call that
  public record Shown(
      Place place, AgentForm form, Map<String, String> fills, SubmissionScreens.Listed listed) {
    public Shown {
      fills = Map.copyOf(fills);
    }

    public String path() {
      return place.path() + "/" + form.id();
    }

    /// Where programs read what it asks.
    public String schema() {
      return "/v1/open/forms/%s/schema/chatbots/%s".formatted(form.id(), place.id());
    }

    /// Where they submit.
    public String submit() {
      return "/v1/open/forms/%s/submit/YOUR_CONTACT_ID/chatbots/%s"
          .formatted(form.id(), place.id());
    }

    public String filled(AgentForm.Field field) {
      return field.fills().map(target -> fills.getOrDefault(target, target)).orElse("–");
    }
  }

  private static View show(Visit visit) {
    Place place = Place.of(visit);
    AgentForm form = Place.form(visit);
    return View.html(
        "forms/show",
        Section.CONTACTS,
        form.name(),
        new Shown(
            place,
            form,
            FormEditor.targets(place.customFields(visit)),
            SubmissionScreens.ofForm(visit)));
  }

  private static View askToArchive(Visit visit) {
    visit.require(MANAGE);
    Place place = Place.of(visit);
    AgentForm form = Place.form(visit);
    return View.html(
        "forms/archive",
        Section.CONTACTS,
        Texts.english().of("forms.archive.title", form.name()),
        new Shown(place, form, Map.of(), SubmissionScreens.Listed.NONE));
  }

  private static View move(Visit visit) {
    String state = visit.form().text("state");
    try {
      Answer _ =
          Place.one(visit.patch(Place.API_ONE), visit)
              .version(visit.form().filled("_version"))
              .json(Map.of("state", state))
              .send();
    } catch (Problem problem) {
      if (problem.status() != 412) {
        throw problem;
      }
      return View.redirect(Place.path(visit)).toast("forms.stale");
    }
    return View.redirect(Place.path(visit)).toast("forms.now." + state);
  }
}
