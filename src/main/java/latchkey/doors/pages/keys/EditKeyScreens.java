package latchkey.doors.pages.keys;

import java.util.List;
import java.util.Map;
import java.util.Set;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.keys.KeyForm.Difference;
import latchkey.doors.pages.keys.KeyView.LimitView;
import latchkey.http.Problem;

/// `/keys/{keyId}/edit`: everything about a key that can change.
///
/// The form carries the version that it shows. If somebody else was faster it comes back with all
/// that was filled in, says what is different now, and saving it again is a new decision.
public final class EditKeyScreens {
  private static final String EDIT = "/keys/{keyId}/edit";

  public List<Screen> screens() {
    return List.of(
        Screen.page(EDIT, EditKeyScreens::show), Screen.form(EDIT, EditKeyScreens::press));
  }

  /// The form.
  ///
  /// @param version that is changed when it is saved
  /// @param meanwhile where the key is another now than what was filled in
  /// @param wildcards granted names that stand for more than one permission
  public record Edit(
      KeyView key,
      long version,
      KeyForm form,
      Wrong wrong,
      Matrix matrix,
      List<Difference> meanwhile,
      List<String> wildcards,
      List<LimitView> otherLimits,
      Back back) {
    public Edit {
      meanwhile = List.copyOf(meanwhile);
      wildcards = List.copyOf(wildcards);
      otherLimits = List.copyOf(otherLimits);
    }

    public String path() {
      return Back.link("/keys/" + key.id() + "/edit", back.path());
    }
  }

  private static View show(Visit visit) {
    visit.require("KEYS_MANAGE");
    KeyView key = KeyView.of(visit);
    Workspace workspace = Workspace.of(visit);
    return page(visit, key, key.version(), workspace, KeyForm.of(key, workspace), Wrong.NOTHING);
  }

  private static View.Html page(
      Visit visit, KeyView key, long version, Workspace workspace, KeyForm form, Wrong wrong) {
    return page(visit, key, version, workspace, form, wrong, List.of());
  }

  private static View.Html page(
      Visit visit,
      KeyView key,
      long version,
      Workspace workspace,
      KeyForm form,
      Wrong wrong,
      List<Difference> meanwhile) {
    Edit edit =
        new Edit(
            key,
            version,
            form,
            wrong,
            Matrix.of(workspace.catalog(), form.permissions()),
            meanwhile,
            key.permissions().stream().filter(name -> name.contains("*")).toList(),
            KeyForm.otherLimits(key),
            Back.of(visit));
    View.Html html =
        View.html("keys/edit", Section.KEYS, Texts.english().of("keys.edit.title"), edit);
    return wrong.any() ? html.status(400) : html;
  }

  private static View press(Visit visit) {
    Workspace workspace = Workspace.of(visit);
    KeyView key = KeyView.of(visit);
    KeyForm form = KeyForm.read(visit.form());
    String pressed = visit.form().text("do");
    if (pressed.equals("address")) {
      return page(
          visit,
          key,
          asked(visit, key),
          workspace,
          form.from(NewKeyScreens.ownAddress(visit)),
          Wrong.NOTHING);
    }
    if (!pressed.equals("save")) {
      Matrix matrix = Matrix.of(workspace.catalog(), form.permissions());
      Set<String> ticked = matrix.pressed(pressed).orElse(matrix.ticked());
      return page(visit, key, asked(visit, key), workspace, form.with(ticked), Wrong.NOTHING);
    }
    return save(visit, workspace, key, form);
  }

  /// The version that the form was filled in for.
  private static long asked(Visit visit, KeyView key) {
    return visit
        .form()
        .filled("version")
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(key.version());
  }

  private static View save(Visit visit, Workspace workspace, KeyView key, KeyForm form) {
    long version = asked(visit, key);
    Map<String, String> terms =
        Wrong.terms(form, KeyForm.of(key, workspace), workspace.today(visit));
    if (!terms.isEmpty()) {
      return page(visit, key, version, workspace, form, Wrong.NOTHING.and(terms));
    }
    if (version != key.version()) {
      return stale(visit, workspace, key, form);
    }
    try {
      KeyView _ =
          visit
              .patch("/api/v1/keys/{keyId}")
              .path("keyId", key.id())
              .version(visit.form().filled("version"))
              .json(form.changes(key, workspace))
              .as(KeyView.class);
      return View.redirect(Back.of(visit).path()).toast("keys.updated");
    } catch (Problem problem) {
      if (problem.status() == 412) {
        return stale(visit, workspace, KeyView.of(visit, key.id()), form);
      }
      return page(visit, key, version, workspace, form, Wrong.of(problem));
    }
  }

  /// What was filled in, over the key as it is now.
  private static View stale(Visit visit, Workspace workspace, KeyView now, KeyForm form) {
    return page(
            visit,
            now,
            now.version(),
            workspace,
            form,
            Wrong.NOTHING,
            form.differences(KeyForm.of(now, workspace)))
        .status(412);
  }
}
