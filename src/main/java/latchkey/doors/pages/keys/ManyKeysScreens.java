package latchkey.doors.pages.keys;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import latchkey.doors.pages.Form;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/keys/bulk`: one thing done to the keys that were ticked in a list, after a page that names
/// them and what will stop working.
public final class ManyKeysScreens {
  private static final String ASK = "/keys/bulk";
  private static final List<String> DEEDS = List.of("tag", "revoke", "delete");
  private static final int MOST = 100;

  public List<Screen> screens() {
    return Stream.concat(
            Stream.of(Screen.form(ASK, ManyKeysScreens::ask)),
            DEEDS.stream().map(deed -> Screen.form(ASK + "/" + deed, visit -> act(visit, deed))))
        .toList();
  }

  /// One of the keys.
  public record One(KeyView key, KeyUse use) {}

  /// What is about to be done to which keys.
  ///
  /// @param inUse how many of them were used in the last seven days
  public record Many(
      String deed, List<One> keys, long inUse, Wrong wrong, String add, String remove, Back back) {
    public Many {
      keys = List.copyOf(keys);
    }
  }

  private static View ask(Visit visit) {
    visit.require("KEYS_MANAGE");
    return page(visit, deed(visit.form().text("do")), Wrong.NOTHING);
  }

  private static String deed(String text) {
    if (!DEEDS.contains(text)) {
      throw Problem.of(404, "not_found", "");
    }
    return text;
  }

  private static List<String> ids(Form form) {
    List<String> ids = form.all("id").stream().distinct().toList();
    if (ids.size() > MOST) {
      throw Problem.badRequest(Texts.english().of("keys.bulk.most", MOST));
    }
    return ids;
  }

  private static View page(Visit visit, String deed, Wrong wrong) {
    Form form = visit.form();
    List<String> ids = ids(form);
    if (ids.isEmpty()) {
      return View.redirect(Back.of(visit).path()).toast("keys.bulk.none");
    }
    Map<String, KeyUse> uses = KeyUse.of(visit, ids);
    List<One> keys =
        ids.stream()
            .flatMap(id -> found(visit, id).stream())
            .map(key -> new One(key, uses.getOrDefault(key.id(), KeyUse.none(key.id()))))
            .toList();
    long inUse =
        keys.stream().filter(one -> !one.key().ended() && one.use().last7Days() > 0).count();
    View.Html html =
        View.html(
            "keys/many",
            Section.KEYS,
            Texts.english().of("keys.many." + deed + ".title"),
            new Many(
                deed, keys, inUse, wrong, form.text("add"), form.text("remove"), Back.of(visit)));
    return wrong.any() ? html.status(400) : html;
  }

  /// Nothing, if it was deleted meanwhile.
  private static Optional<KeyView> found(Visit visit, String id) {
    try {
      return Optional.of(KeyView.of(visit, id));
    } catch (Problem problem) {
      if (problem.status() == 404) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  private record Line(String id, String status, Optional<String> why) {}

  private record Lines(List<Line> items) {}

  /// What came of it for a key for which nothing was done.
  public record Left(String name, String why) {}

  /// What came of it, where it was not done for all.
  public record Outcome(String deed, long done, List<Left> left, Back back) {
    public Outcome {
      left = List.copyOf(left);
    }
  }

  private static View act(Visit visit, String deed) {
    Form form = visit.form();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ids", ids(form));
    switch (deed) {
      case "tag" -> {
        body.put("add", words(form.text("add")));
        body.put("remove", words(form.text("remove")));
      }
      case "revoke" -> body.put("reason", form.filled("reason").orElse("unspecified"));
      default -> {}
    }
    try {
      List<Line> lines = visit.post("/api/v1/keys/bulk/" + deed).json(body).as(Lines.class).items();
      return outcome(visit, deed, lines);
    } catch (Problem problem) {
      return page(visit, deed, Wrong.of(problem));
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[,\\s]+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static View outcome(Visit visit, String deed, List<Line> lines) {
    List<Line> left = lines.stream().filter(line -> !line.status().equals("done")).toList();
    if (left.isEmpty()) {
      return View.redirect(Back.of(visit).path()).toast("keys.many." + deed + ".done");
    }
    Texts texts = Texts.english();
    List<Left> why =
        left.stream()
            .map(
                line ->
                    new Left(
                        found(visit, line.id()).map(KeyView::name).orElse(line.id()),
                        line.why()
                            .orElse(
                                texts.of(
                                    line.status().equals("unchanged")
                                        ? "keys.many.unchanged." + deed
                                        : "keys.many.gone"))))
            .toList();
    return View.html(
        "keys/outcome",
        Section.KEYS,
        texts.of("keys.outcome.title"),
        new Outcome(deed, lines.size() - left.size(), why, Back.of(visit)));
  }
}
