package latchkey.doors.pages.keys;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import latchkey.crypto.Secret;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.keys.Agents.Agent;
import latchkey.http.Problem;

/// `/keys/new`: **Add API Key**, a wizard of two steps, and the new key's secret, once.
///
/// Every button of it sends all that was filled in, so it works without scripts; what is pressed
/// stands in the field `do`.
public final class NewKeyScreens {
  private static final String NEW = "/keys/new";
  private static final List<String> BASICS = List.of("name", "description", "addresses");

  private final Optional<URI> publicUrl;

  /// @param publicUrl of this server, where its operator says it
  public NewKeyScreens(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  public List<Screen> screens() {
    return List.of(
        Screen.page(NEW, this::begin),
        Screen.form(NEW, this::press),
        Screen.form(NEW + "/check", NewKeyScreens::check));
  }

  /// Both steps.
  public record Wizard(KeyForm form, Wrong wrong, Matrix matrix, List<Agent> agents) {
    public Wizard {
      agents = List.copyOf(agents);
    }
  }

  private View begin(Visit visit) {
    visit.require("KEYS_MANAGE");
    return basics(
        KeyForm.blank(Workspace.of(visit), visit.parameter("agent").orElse("")), Wrong.NOTHING);
  }

  /// Who may make no keys learns it before they have filled in anything.
  private static View.Html basics(KeyForm form, Wrong wrong) {
    return wizard(
        "keys/basics", new Wizard(form, wrong, new Matrix(List.of(), Set.of()), List.of()));
  }

  private static View.Html permissions(
      Visit visit, Workspace workspace, KeyForm form, Wrong wrong) {
    Agents agents = Agents.of(visit, form.agent().isEmpty() ? List.of() : List.of(form.agent()));
    return wizard(
        "keys/permissions",
        new Wizard(
            form,
            wrong,
            Matrix.of(workspace.catalog(), form.permissions()),
            agents.list().stream()
                .filter(
                    agent -> !agent.status().equals("archived") || agent.id().equals(form.agent()))
                .toList()));
  }

  private static View.Html wizard(String template, Wizard wizard) {
    View.Html html = View.html(template, Section.KEYS, Texts.english().of("keys.add"), wizard);
    return wizard.wrong().any() ? html.status(400) : html;
  }

  private View press(Visit visit) {
    KeyForm form = KeyForm.read(visit.form());
    String pressed = visit.form().text("do");
    return switch (pressed) {
      case "address" -> basics(form.from(ownAddress(visit)), Wrong.NOTHING);
      case "next" -> next(visit, form);
      case "back" -> basics(form, Wrong.NOTHING);
      case "give" -> give(visit, form);
      default -> tick(visit, form, pressed);
    };
  }

  private record Here(String address) {}

  static String ownAddress(Visit visit) {
    return visit.get("/api/v1/me").as(Here.class).address();
  }

  private static View next(Visit visit, KeyForm form) {
    Wrong wrong = Wrong.check(visit, form.basics());
    return wrong.any()
        ? basics(form, wrong)
        : permissions(visit, Workspace.of(visit), form, Wrong.NOTHING);
  }

  private static View tick(Visit visit, KeyForm form, String pressed) {
    Workspace workspace = Workspace.of(visit);
    Matrix matrix = Matrix.of(workspace.catalog(), form.permissions());
    return permissions(
        visit,
        workspace,
        form.with(matrix.pressed(pressed).orElse(matrix.ticked())),
        Wrong.NOTHING);
  }

  /// Says of any field, of either step, what is wrong with it while somebody fills it in.
  private static View check(Visit visit) {
    KeyForm form = KeyForm.read(visit.form());
    Map<String, Object> fields = form.basics();
    fields.putAll(form.expiry());
    Map<String, String> bounds = Wrong.bounds(form, Workspace.of(visit).today(visit));
    Wrong wrong = Wrong.check(visit, fields).and(bounds);
    return View.html("keys/checked", Section.KEYS, Texts.english().of("keys.add"), wrong);
  }

  private View give(Visit visit, KeyForm form) {
    Workspace workspace = Workspace.of(visit);
    Map<String, String> terms = Wrong.terms(form, workspace.today(visit));
    if (!terms.isEmpty()) {
      return permissions(visit, workspace, form, Wrong.NOTHING.and(terms));
    }
    try {
      Answer made =
          visit
              .post("/api/v1/keys")
              .json(form.key(workspace))
              .once(visit.form().filled("_once"))
              .send();
      return made(visit, Asking.read(made, Secrets.class));
    } catch (Problem problem) {
      Wrong wrong = Wrong.of(problem);
      return wrong.about(BASICS) ? basics(form, wrong) : permissions(visit, workspace, form, wrong);
    }
  }

  private record Secrets(KeyView key, String apiKey, String apiSecret, String token) {
    @Override
    public String toString() {
      return "Secrets[" + apiKey + ", [redacted]]";
    }
  }

  /// A new key, with its secret.
  public record Made(KeyView key, String apiKey, Secret apiSecret, Connection connection) {}

  private View made(Visit visit, Secrets secrets) {
    Made made =
        new Made(
            secrets.key(),
            secrets.apiKey(),
            new Secret(secrets.apiSecret()),
            Connection.of(visit, publicUrl, secrets.key(), new Secret(secrets.token())));
    return View.html("keys/made", Section.KEYS, Texts.english().of("keys.made.title"), made)
        .toast("keys.created.toast");
  }
}
