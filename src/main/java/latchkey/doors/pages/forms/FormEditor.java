package latchkey.doors.pages.forms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Form;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.Wrong;
import latchkey.http.Problem;

/// Where a form is written. Its fields are added, moved and removed by buttons that send all of it
/// and get it back changed, so that it takes no script.
public final class FormEditor {
  private static final String NEW = Place.ALL + "/new";
  private static final String EDIT = Place.ONE + "/edit";
  private static final String MANAGE = "CRM_MANAGE";
  private static final int MOST = 100;
  private static final int NOWHERE = -1;

  public List<Screen> screens() {
    return List.of(
        Screen.page(NEW, FormEditor::begin),
        Screen.form(NEW, FormEditor::create),
        Screen.page(EDIT, FormEditor::edit),
        Screen.form(EDIT, FormEditor::change));
  }

  /// What a field may fill, by what the API calls it, as people call it.
  static Map<String, String> targets(List<Place.Custom> own) {
    Map<String, String> targets = new LinkedHashMap<>();
    for (String field : List.of("name", "email", "mobileNumber", "gender")) {
      targets.put(field, Texts.english().of("forms.fills." + field));
    }
    own.forEach(field -> targets.put("customFields." + field.key(), field.label()));
    return targets;
  }

  /// A form as it is being written.
  ///
  /// @param id empty for a new one
  /// @param errors by the numbers of the fields
  /// @param focus the number of the field that was last touched
  public record Draft(
      Place place,
      String id,
      String version,
      String name,
      String description,
      List<Question> questions,
      Map<String, String> targets,
      Map<Integer, String> errors,
      Optional<String> whole,
      int focus) {
    public Draft {
      questions = List.copyOf(questions);
      targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
      errors = Map.copyOf(errors);
    }

    public boolean isNew() {
      return id.isEmpty();
    }

    public String back() {
      return isNew() ? place.path() : place.path() + "/" + id;
    }

    public String action() {
      return isNew() ? place.path() + "/new" : back() + "/edit";
    }

    public boolean full() {
      return questions.size() >= MOST;
    }

    public Optional<String> error(int number) {
      return Optional.ofNullable(errors.get(number));
    }

    Draft with(List<Question> others, int touched) {
      return new Draft(
          place, id, version, name, description, others, targets, Map.of(), whole, touched);
    }

    Draft wrong(Map<Integer, String> fields, Optional<String> all) {
      return new Draft(
          place, id, version, name, description, questions, targets, fields, all, NOWHERE);
    }

    Draft over(long now) {
      return new Draft(
          place,
          id,
          Long.toString(now),
          name,
          description,
          questions,
          targets,
          errors,
          whole,
          focus);
    }
  }

  private static View.Html page(Draft draft) {
    String title =
        draft.isNew()
            ? Texts.english().of("forms.new")
            : Texts.english().of("forms.edit.title", draft.name());
    return View.html("forms/edit", Section.CONTACTS, title, draft);
  }

  private static View begin(Visit visit) {
    visit.require(MANAGE);
    Place place = Place.of(visit);
    Texts texts = Texts.english();
    Question name = new Question("", texts.of("forms.fills.name"), "text", false, "", "", "name");
    Question email =
        new Question("", texts.of("forms.fills.email"), "email", true, "", "", "email");
    return page(
        new Draft(
            place,
            "",
            "",
            "",
            "",
            List.of(name, email),
            targets(place.customFields(visit)),
            Map.of(),
            Optional.empty(),
            NOWHERE));
  }

  private static View edit(Visit visit) {
    visit.require(MANAGE);
    Place place = Place.of(visit);
    AgentForm form = Place.form(visit);
    return page(
        new Draft(
            place,
            form.id(),
            Long.toString(form.version()),
            form.name(),
            form.description(),
            form.fields().stream().map(Question::of).toList(),
            targets(place.customFields(visit)),
            Map.of(),
            Optional.empty(),
            NOWHERE));
  }

  /// What was sent.
  private static Draft sent(Visit visit, String id) {
    Place place = Place.of(visit);
    Form form = visit.form();
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < MOST && form.has("label-" + i); i++) {
      questions.add(Question.of(form, i));
    }
    return new Draft(
        place,
        id,
        form.text("_version"),
        form.text("name"),
        form.text("description"),
        questions,
        targets(place.customFields(visit)),
        Map.of(),
        Optional.empty(),
        NOWHERE);
  }

  /// What a button does to the fields; nothing, if it is one that saves.
  private static Optional<Draft> pressed(Draft draft, String button) {
    List<Question> questions = new ArrayList<>(draft.questions());
    String[] parts = button.split(":", 2);
    int number = parts.length == 2 && parts[1].matches("[0-9]{1,3}") ? number(parts[1]) : NOWHERE;
    if (parts[0].equals("add") && !draft.full()) {
      questions.add(Question.NEW);
      return Optional.of(draft.with(questions, questions.size() - 1));
    }
    if (number < 0 || number >= questions.size()) {
      return Optional.empty();
    }
    return switch (parts[0]) {
      case "remove" -> {
        Question _ = questions.remove(number);
        yield Optional.of(draft.with(questions, Math.min(number, questions.size() - 1)));
      }
      case "up" -> Optional.of(swapped(draft, questions, number, number - 1));
      case "down" -> Optional.of(swapped(draft, questions, number, number + 1));
      default -> Optional.empty();
    };
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static Draft swapped(Draft draft, List<Question> questions, int one, int other) {
    if (other < 0 || other >= questions.size()) {
      return draft.with(questions, one);
    }
    Collections.swap(questions, one, other);
    return draft.with(questions, other);
  }

  private record Made(String id) {}

  private static View create(Visit visit) {
    visit.require(MANAGE);
    String button = visit.form().text("do");
    return save(
        visit,
        sent(visit, ""),
        draft -> {
          boolean publishes = button.equals("publish");
          Map<String, Object> json = json(draft);
          json.put("state", publishes ? "published" : "draft");
          Answer reply =
              visit
                  .post(Place.API)
                  .path("agentId", draft.place().id())
                  .json(json)
                  .once(visit.form().filled("_once"))
                  .send();
          String path = draft.place().path() + "/" + Asking.read(reply, Made.class).id;
          return View.redirect(path).toast(publishes ? "forms.now.published" : "forms.created");
        });
  }

  private static View change(Visit visit) {
    visit.require(MANAGE);
    return save(
        visit,
        sent(visit, visit.path("formId")),
        draft -> {
          Answer _ =
              Place.one(visit.patch(Place.API_ONE), visit)
                  .version(Optional.of(draft.version()).filter(text -> !text.isEmpty()))
                  .json(json(draft))
                  .send();
          return View.redirect(draft.back()).toast("forms.changed");
        });
  }

  private interface Saving {
    View of(Draft draft);
  }

  private static View save(Visit visit, Draft draft, Saving saving) {
    Optional<Draft> moved = pressed(draft, visit.form().text("do"));
    if (moved.isPresent()) {
      return page(moved.get());
    }
    try {
      return saving.of(draft);
    } catch (Problem problem) {
      return switch (problem.status()) {
        case 400 -> page(wrong(draft, problem)).status(400);
        case 412 ->
            page(draft
                    .wrong(Map.of(), Optional.of(Texts.english().of("forms.stale.edit")))
                    .over(Place.form(visit).version()))
                .status(412);
        default -> throw problem;
      };
    }
  }

  private static Draft wrong(Draft draft, Problem problem) {
    Map<Integer, String> errors = new LinkedHashMap<>();
    if (problem.members().get("fields") instanceof List<?> faults) {
      for (Object fault : faults) {
        if (fault instanceof Map<?, ?> one) {
          String field = String.valueOf(one.get("field"));
          if (field.matches("fields\\.[0-9]{1,3}")) {
            String why = String.valueOf(one.get("message"));
            errors.putIfAbsent(number(field.substring("fields.".length())), Wrong.sentence(why));
          }
        }
      }
    }
    return draft.wrong(
        errors,
        errors.isEmpty() ? Optional.of(Wrong.sentence(problem.detail())) : Optional.empty());
  }

  private static Map<String, Object> json(Draft draft) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", draft.name());
    json.put("description", draft.description());
    json.put("fields", draft.questions().stream().map(Question::json).toList());
    return json;
  }
}
