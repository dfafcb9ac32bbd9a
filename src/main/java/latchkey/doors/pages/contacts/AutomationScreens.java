package latchkey.doors.pages.contacts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import latchkey.doors.Answer;
import latchkey.doors.pages.Form;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.contacts.CrmSetup.Created;
import latchkey.http.Problem;

/// `/agents/{agentId}/automations`: whom a new contact is given to, and its stage.
public final class AutomationScreens {
  private static final String ALL = "/agents/{agentId}/automations";
  private static final List<String> TABS = List.of("assignment", "stage");
  private static final String PRIMARY = "primary";
  private static final String SECONDARY = "secondary";

  public List<Screen> screens() {
    return List.of(
        Screen.page(ALL, AutomationScreens::show), Screen.form(ALL, AutomationScreens::change));
  }

  /// What is done with one kind of contacts, as it is chosen.
  ///
  /// @param name `manual` or `captured`
  /// @param selected the ids of the primary and the secondary admin, or empty
  /// @param turns whose turn it is as what, by their ids, in their order
  /// @param stage empty for none
  public record Kind(
      String name,
      String strategy,
      Map<String, String> selected,
      Map<String, String> turns,
      String stage) {
    public Kind {
      selected = Map.copyOf(selected);
      turns = Collections.unmodifiableMap(new LinkedHashMap<>(turns)); // in their order
    }

    static Kind of(String name, Created created) {
      Map<String, Object> owners = created.owners();
      Map<String, String> selected = new LinkedHashMap<>();
      Map<String, String> turns = new LinkedHashMap<>();
      for (String part : List.of(PRIMARY, SECONDARY)) {
        switch (owners.get(part)) {
          case List<?> order -> order.forEach(person -> turns.put(String.valueOf(person), part));
          case String person -> selected.put(part, person);
          case null, default -> {}
        }
      }
      return new Kind(
          name,
          String.valueOf(owners.get("strategy")),
          selected,
          turns,
          created.stage().orElse(""));
    }

    /// With what the form says of whom they are given to; each person is one part, or none.
    Kind assigned(Form form, List<String> people) {
      Map<String, String> chosen = new LinkedHashMap<>();
      for (String part : List.of(PRIMARY, SECONDARY)) {
        form.filled(name + "." + part).ifPresent(person -> chosen.put(part, person));
      }
      Map<String, String> taking = new LinkedHashMap<>();
      for (String person : people) {
        form.filled(name + ".turn." + person)
            .filter(List.of(PRIMARY, SECONDARY)::contains)
            .ifPresent(part -> taking.put(person, part));
      }
      return new Kind(name, form.text(name + ".strategy"), chosen, taking, stage);
    }

    Kind staged(Form form) {
      return new Kind(name, strategy, selected, turns, form.text(name + ".stage"));
    }

    public List<String> strategies() {
      return name.equals("manual")
          ? List.of("creator", "organization-owner", "selected", "round-robin", "none")
          : List.of("organization-owner", "selected", "round-robin", "none");
    }

    public boolean is(String some) {
      return strategy.equals(some);
    }

    public String chosen(String part) {
      return selected.getOrDefault(part, "");
    }

    public String turn(String person) {
      return turns.getOrDefault(person, "");
    }

    private List<String> order(String part) {
      return turns.entrySet().stream()
          .filter(turn -> turn.getValue().equals(part))
          .map(Map.Entry::getKey)
          .toList();
    }

    /// As the API takes it.
    Map<String, Object> json() {
      Map<String, Object> owners = new LinkedHashMap<>();
      owners.put("strategy", strategy);
      if (is("selected")) {
        owners.put(PRIMARY, chosen(PRIMARY));
        Optional.ofNullable(selected.get(SECONDARY)).ifPresent(id -> owners.put(SECONDARY, id));
      } else if (is("round-robin")) {
        owners.put(PRIMARY, order(PRIMARY));
        owners.put(SECONDARY, order(SECONDARY));
      }
      Map<String, Object> created = new LinkedHashMap<>();
      created.put("owners", owners);
      if (!stage.isEmpty()) {
        created.put("stage", stage);
      }
      return created;
    }
  }

  /// The page.
  ///
  /// @param error why what was chosen could not be saved
  public record Shown(
      Desk desk, String tab, List<Kind> kinds, String version, Optional<String> error) {
    public Shown {
      kinds = List.copyOf(kinds);
    }

    public String path() {
      return "/agents/" + desk.agent().id() + "/automations";
    }

    public boolean is(String some) {
      return tab.equals(some);
    }

    /// Who can be chosen: who may own contacts and, that nothing is hidden, who is chosen though
    /// they are gone. Who takes turns stands in that order.
    public List<Desk.Choice> people(Kind kind) {
      return ids(desk, kind).stream().map(id -> new Desk.Choice(id, desk.owner(id))).toList();
    }
  }

  private static List<String> ids(Desk desk, Kind kind) {
    Set<String> ids = new LinkedHashSet<>(kind.turns.keySet());
    ids.addAll(kind.selected.values());
    desk.owners().forEach(owner -> ids.add(owner.value()));
    return List.copyOf(ids);
  }

  private static View.Html page(
      Visit visit, String tab, List<Kind> kinds, long version, Optional<String> error) {
    return View.html(
        "crm/automations",
        Section.CONTACTS,
        Texts.english().of("crm.automations.title"),
        new Shown(Desk.of(visit), tab, kinds, Long.toString(version), error));
  }

  private static List<Kind> kinds(CrmSetup setup) {
    return List.of(
        Kind.of("manual", setup.automations().manual()),
        Kind.of("captured", setup.automations().captured()));
  }

  private static View show(Visit visit) {
    CrmSetup setup = CrmSetup.of(visit);
    String tab = visit.parameter("tab").filter(TABS::contains).orElse(TABS.getFirst());
    return page(visit, tab, kinds(setup), setup.version(), Optional.empty());
  }

  /// A form has one of the tabs; the other stays as it is.
  private static View change(Visit visit) {
    visit.require(CrmScreens.MANAGE);
    Form form = visit.form();
    String tab = form.filled("tab").filter(TABS::contains).orElse(TABS.getFirst());
    CrmSetup setup = CrmSetup.of(visit);
    Desk desk = Desk.of(visit);
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : kinds(setup)) {
      kinds.add(tab.equals("stage") ? kind.staged(form) : kind.assigned(form, ids(desk, kind)));
    }
    try {
      for (Kind kind : kinds) {
        requireSomebody(kind);
      }
      Answer _ =
          visit
              .put(CrmSetup.API + "/automations")
              .path("agentId", Desk.agentId(visit))
              .version(form.filled("_version"))
              .json(Map.of("manual", kinds.get(0).json(), "captured", kinds.get(1).json()))
              .send();
      return View.redirect("/agents/" + Desk.agentId(visit) + "/automations?tab=" + tab)
          .toast("crm.automations.saved");
    } catch (Problem problem) {
      String why = CrmScreens.why(problem);
      return page(visit, tab, kinds, setup.version(), Optional.of(why)).status(problem.status());
    }
  }

  private static void requireSomebody(Kind kind) {
    if (kind.is("selected") && kind.chosen(PRIMARY).isEmpty()) {
      throw Problem.of(400, "invalid_request", Texts.english().of("crm.selected.nobody"));
    }
    if (kind.is("round-robin") && kind.order(PRIMARY).size() < 2) {
      throw Problem.of(400, "invalid_request", Texts.english().of("crm.turns.few"));
    }
  }
}
