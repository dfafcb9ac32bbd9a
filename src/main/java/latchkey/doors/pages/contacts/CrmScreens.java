package latchkey.doors.pages.contacts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.Wrong;
import latchkey.http.Problem;

/// `/agents/{agentId}/crm-settings`, and its lists of names: stages and statuses.
/// [FieldScreens] are the custom fields.
public final class CrmScreens {
  static final String ALL = "/agents/{agentId}/crm-settings";
  static final String MANAGE = "CRM_MANAGE";
  private static final String LIST = ALL + "/lists/{listing}";
  private static final String ONE = LIST + "/{place}";

  public List<Screen> screens() {
    return List.of(
        Screen.page(ALL, visit -> shown(visit, Optional.empty())),
        Screen.form(LIST, CrmScreens::add),
        Screen.form(ONE + "/move", CrmScreens::move),
        Screen.page(ONE + "/rename", visit -> ask(visit, "rename")),
        Screen.form(ONE + "/rename", CrmScreens::rename),
        Screen.page(ONE + "/remove", visit -> ask(visit, "remove")),
        Screen.form(ONE + "/remove", CrmScreens::remove));
  }

  /// The page.
  ///
  /// @param entered a name that could not be added
  public record Shown(Desk.Agent agent, CrmSetup setup, Optional<Entered> entered) {
    public String path() {
      return CrmScreens.path(agent.id());
    }

    /// What was entered for that list, if it could not be added.
    public Optional<Entered> entered(String listing) {
      return entered.filter(one -> one.listing.equals(listing));
    }
  }

  /// A name that was written, and why it cannot be.
  public record Entered(String listing, String name, String error) {}

  static String path(String agentId) {
    return "/agents/" + agentId + "/crm-settings";
  }

  static String path(Visit visit) {
    return path(Desk.agentId(visit));
  }

  private static View.Html shown(Visit visit, Optional<Entered> entered) {
    Desk.Agent agent = Desk.agent(visit);
    return View.html(
        "crm/settings",
        Section.CONTACTS,
        Texts.english().of("crm.settings.title", agent.name()),
        new Shown(agent, CrmSetup.of(visit), entered));
  }

  private static String listing(Visit visit) {
    return visit.path("listing");
  }

  /// A name of the list, and what it was called before.
  private record Name(String name, Optional<String> was) {
    static Name kept(String name) {
      return new Name(name, Optional.empty());
    }
  }

  private record Names(List<Name> names, Map<String, String> replacements) {}

  private static List<Name> names(Visit visit) {
    List<Name> names = new ArrayList<>();
    CrmSetup.of(visit).names(listing(visit)).forEach(name -> names.add(Name.kept(name)));
    return names;
  }

  private static void save(Visit visit, List<Name> names, Map<String, String> replacements) {
    Answer _ =
        visit
            .put(CrmSetup.API + "/" + listing(visit))
            .path("agentId", Desk.agentId(visit))
            .version(visit.form().filled("_version"))
            .json(new Names(names, replacements))
            .send();
  }

  private static View add(Visit visit) {
    List<Name> names = names(visit);
    String name = visit.form().text("name");
    names.add(Name.kept(name));
    try {
      save(visit, names, Map.of());
      return View.redirect(path(visit)).toast("crm.list.added");
    } catch (Problem problem) {
      return shown(visit, Optional.of(new Entered(listing(visit), name, why(problem))))
          .status(problem.status());
    }
  }

  /// What a form can cure.
  static String why(Problem problem) {
    return switch (problem.status()) {
      case 400, 409 -> Wrong.sentence(problem.detail());
      case 412 -> Texts.english().of("crm.stale");
      default -> throw problem;
    };
  }

  /// The name at the place of the path, which counts from 1.
  private static int place(Visit visit, List<?> names) {
    String text = visit.path("place");
    if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= names.size()) {
      return Integer.parseInt(text) - 1;
    }
    throw Problem.of(404, "not_found", "");
  }

  private static View move(Visit visit) {
    List<Name> names = names(visit);
    int from = place(visit, names);
    int to = from + (visit.form().text("to").equals("up") ? -1 : 1);
    if (to >= 0 && to < names.size()) {
      Collections.swap(names, from, to);
    }
    return saved(visit, () -> save(visit, names, Map.of()), "crm.moved");
  }

  /// One press, after which the page is as it is now, also if somebody was faster.
  static View saved(Visit visit, Runnable deed, String toast) {
    try {
      deed.run();
      return View.redirect(path(visit)).toast(toast);
    } catch (Problem problem) {
      if (problem.status() != 412) {
        throw problem;
      }
      return View.redirect(path(visit)).toast("crm.stale");
    }
  }

  /// A name that is to be changed or removed.
  ///
  /// @param others that its contacts can get instead
  public record Asked(
      String deed,
      String back,
      String action,
      String listing,
      String name,
      String written,
      List<String> others,
      String version,
      Optional<String> error) {
    public Asked {
      others = List.copyOf(others);
    }
  }

  private static View ask(Visit visit, String deed) {
    return asked(visit, deed, Optional.empty(), Optional.empty());
  }

  private static View.Html asked(
      Visit visit, String deed, Optional<String> written, Optional<String> error) {
    visit.require(MANAGE);
    CrmSetup setup = CrmSetup.of(visit);
    String listing = listing(visit);
    List<String> names = setup.names(listing);
    int place = place(visit, names);
    String name = names.get(place);
    return View.html(
        "crm/" + deed,
        Section.CONTACTS,
        Texts.english().of("crm.list." + deed + "." + listing),
        new Asked(
            deed,
            path(visit),
            "%s/lists/%s/%d/%s".formatted(path(visit), listing, place + 1, deed),
            listing,
            name,
            written.orElse(name),
            names.stream().filter(other -> !other.equals(name)).toList(),
            Long.toString(setup.version()),
            error));
  }

  private static View rename(Visit visit) {
    List<Name> names = names(visit);
    int place = place(visit, names);
    String before = names.get(place).name;
    String after = visit.form().text("name");
    names.set(place, new Name(after, Optional.of(before)));
    try {
      save(visit, names, Map.of());
      return View.redirect(path(visit)).toast("crm.list.renamed");
    } catch (Problem problem) {
      return asked(visit, "rename", Optional.of(after), Optional.of(why(problem)))
          .status(problem.status());
    }
  }

  private static View remove(Visit visit) {
    List<Name> names = names(visit);
    String removed = names.remove(place(visit, names)).name;
    Map<String, String> replacements = new LinkedHashMap<>();
    replacements.put(removed, visit.form().text("instead"));
    try {
      save(visit, names, replacements);
      return View.redirect(path(visit)).toast("crm.list.removed");
    } catch (Problem problem) {
      return asked(visit, "remove", Optional.empty(), Optional.of(why(problem)))
          .status(problem.status());
    }
  }
}
