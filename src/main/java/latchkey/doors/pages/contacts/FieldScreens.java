package latchkey.doors.pages.contacts;

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
import latchkey.doors.pages.contacts.CrmSetup.Field;
import latchkey.http.Problem;
import org.jspecify.annotations.Nullable;

/// The custom fields of an agent's contacts.
public final class FieldScreens {
  /// In the order in which they are offered.
  public static final List<String> TYPES =
      List.of(
          "text", "number", "boolean", "date", "choice", "multi-choice", "url", "phone", "email");

  private static final String ALL = CrmScreens.ALL + "/fields";
  private static final String ONE = ALL + "/{key}";
  private static final String API = CrmSetup.API + "/fields";
  private static final String API_ONE = API + "/{key}";

  public List<Screen> screens() {
    return List.of(
        Screen.page(ALL, FieldScreens::begin),
        Screen.form(ALL, FieldScreens::create),
        Screen.page(ONE, FieldScreens::edit),
        Screen.form(ONE, FieldScreens::change),
        Screen.form(ONE + "/move", FieldScreens::move),
        Screen.form(ONE + "/archive", visit -> archive(visit, true)),
        Screen.form(ONE + "/restore", visit -> archive(visit, false)));
  }

  /// The form, as it is filled in.
  ///
  /// @param key of the field that is changed; empty for a new one
  /// @param choices one a line
  /// @param error why it could not be saved
  public record Written(
      String back,
      String action,
      String key,
      String label,
      String type,
      boolean required,
      boolean unique,
      String maxLength,
      String choices,
      String version,
      Optional<String> error) {
    public boolean isNew() {
      return key.isEmpty();
    }

    public boolean choosing() {
      return FieldScreens.choosing(type);
    }

    public boolean distinguishing() {
      return FieldScreens.distinguishing(type);
    }
  }

  private static boolean choosing(String type) {
    return type.equals("choice") || type.equals("multi-choice");
  }

  private static boolean distinguishing(String type) {
    return !choosing(type) && !type.equals("boolean");
  }

  private static View.Html page(Written written) {
    String title = Texts.english().of(written.isNew() ? "crm.field.new" : "crm.field.edit");
    return View.html("crm/field", Section.CONTACTS, title, written);
  }

  private static String path(Visit visit) {
    return CrmScreens.path(visit) + "/fields";
  }

  private static View begin(Visit visit) {
    visit.require(CrmScreens.MANAGE);
    CrmSetup setup = CrmSetup.of(visit);
    return page(
        new Written(
            CrmScreens.path(visit),
            path(visit),
            "",
            "",
            TYPES.getFirst(),
            false,
            false,
            "",
            "",
            Long.toString(setup.version()),
            Optional.empty()));
  }

  private static View edit(Visit visit) {
    visit.require(CrmScreens.MANAGE);
    CrmSetup setup = CrmSetup.of(visit);
    Field field = setup.field(visit.path("key"));
    return page(
        new Written(
            CrmScreens.path(visit),
            path(visit) + "/" + field.key(),
            field.key(),
            field.label(),
            field.type(),
            field.required(),
            field.unique(),
            field.maxLength().map(String::valueOf).orElse(""),
            String.join("\n", field.choices()),
            Long.toString(setup.version()),
            Optional.empty()));
  }

  private static View.Html again(Visit visit, String key, String type, Problem problem) {
    Form form = visit.form();
    return page(new Written(
            CrmScreens.path(visit),
            key.isEmpty() ? path(visit) : path(visit) + "/" + key,
            key,
            form.text("label"),
            type,
            form.has("required"),
            form.has("unique"),
            form.text("maxLength"),
            form.exact("choices"),
            Long.toString(CrmSetup.of(visit).version()),
            Optional.of(CrmScreens.why(problem))))
        .status(problem.status());
  }

  private static View create(Visit visit) {
    visit.require(CrmScreens.MANAGE);
    String type = visit.form().text("type");
    try {
      Map<String, @Nullable Object> field = json(visit.form(), type);
      field.put("type", type);
      Answer _ =
          visit
              .post(API)
              .path("agentId", Desk.agentId(visit))
              .version(visit.form().filled("_version"))
              .once(visit.form().filled("_once"))
              .json(field)
              .send();
      return View.redirect(CrmScreens.path(visit)).toast("crm.field.added");
    } catch (Problem problem) {
      return again(visit, "", TYPES.contains(type) ? type : TYPES.getFirst(), problem);
    }
  }

  private static View change(Visit visit) {
    visit.require(CrmScreens.MANAGE);
    Field field = CrmSetup.of(visit).field(visit.path("key"));
    try {
      patch(visit, json(visit.form(), field.type()));
      return View.redirect(CrmScreens.path(visit)).toast("crm.field.changed");
    } catch (Problem problem) {
      return again(visit, field.key(), field.type(), problem);
    }
  }

  private static void patch(Visit visit, Map<String, ?> changes) {
    Answer _ =
        one(visit.patch(API_ONE), visit)
            .version(visit.form().filled("_version"))
            .json(changes)
            .send();
  }

  private static Asking one(Asking asking, Visit visit) {
    return asking.path("agentId", Desk.agentId(visit)).path("key", visit.path("key"));
  }

  /// What was filled in as the API takes it: only what a field of the type has.
  private static Map<String, @Nullable Object> json(Form form, String type) {
    Map<String, @Nullable Object> field = new LinkedHashMap<>();
    field.put("label", form.text("label"));
    field.put("required", form.has("required"));
    if (distinguishing(type)) {
      field.put("unique", form.has("unique"));
    }
    if (type.equals("text")) {
      field.put("maxLength", form.filled("maxLength").map(FieldScreens::length).orElse(null));
    }
    if (choosing(type)) {
      field.put(
          "choices",
          form.exact("choices").lines().map(String::strip).filter(one -> !one.isEmpty()).toList());
    }
    return field;
  }

  private static Integer length(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return Integer.valueOf(text);
    }
    throw Problem.of(400, "invalid_request", Texts.english().of("crm.field.length.wrong"));
  }

  private static View move(Visit visit) {
    CrmSetup setup = CrmSetup.of(visit);
    List<String> used = keys(setup.fields(/* archived= */ false));
    int from = used.indexOf(setup.field(visit.path("key")).key());
    int to = from + (visit.form().text("to").equals("up") ? -1 : 1);
    if (from >= 0 && to >= 0 && to < used.size()) {
      Collections.swap(used, from, to);
    }
    used.addAll(keys(setup.fields(/* archived= */ true)));
    return CrmScreens.saved(
        visit,
        () -> {
          Answer _ =
              visit
                  .put(API)
                  .path("agentId", Desk.agentId(visit))
                  .version(visit.form().filled("_version"))
                  .json(Map.of("keys", used))
                  .send();
        },
        "crm.moved");
  }

  private static List<String> keys(List<Field> fields) {
    return new ArrayList<>(fields.stream().map(Field::key).toList());
  }

  private static View archive(Visit visit, boolean archived) {
    return CrmScreens.saved(
        visit,
        () -> patch(visit, Map.of("archived", archived)),
        archived ? "crm.field.archived" : "crm.field.restored");
  }
}
