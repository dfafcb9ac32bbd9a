package latchkey.doors.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// `/palette`: any page, key, agent or contact by a few letters of its name.
public final class Palette {
  private static final int MOST = 6;

  /// So few letters are in too many names; a syllable in Chinese is one.
  private static final int FEWEST_LETTERS = 2;

  /// Each agent has contacts of its own, and so many are asked.
  private static final int MOST_AGENTS = 5;

  public List<Screen> screens() {
    return List.of(Screen.page("/palette", Palette::find));
  }

  /// Where one can go.
  ///
  /// @param kind its text is `palette.` and this
  public record Place(String kind, String name, String path) {}

  /// What was found.
  public record Found(String query, List<Place> places) {
    public Found {
      places = List.copyOf(places);
    }
  }

  /// A page or a deed that the navigation does not lead to by itself. What it is called is
  /// `palette.to.` and its text, and other words for it are `palette.also.` and the same.
  ///
  /// @param right that it needs; none for everybody who is signed in
  private record Spot(String kind, String text, String path, Optional<String> right) {
    static Spot page(String text, String path, String right) {
      return new Spot("page", text, path, Optional.of(right));
    }

    static Spot deed(String text, String path, String right) {
      return new Spot("action", text, path, Optional.of(right));
    }

    boolean of(Me me) {
      return right
          .map(needed -> needed.equals(OPERATOR) ? me.person().operator() : me.holds(needed))
          .orElse(true);
    }

    Place place() {
      return new Place(kind, Texts.english().of("palette.to." + text), path);
    }

    boolean called(String query) {
      return matches(Texts.english().of("palette.to." + text), query)
          || matches(Texts.english().of("palette.also." + text), query);
    }
  }

  private static final String OPERATOR = "operator";

  private static final Spot ADD_KEY = Spot.deed("add-key", "/keys/new", "KEYS_MANAGE");

  private static final List<Spot> SPOTS =
      List.of(
          Spot.deed("import-keys", "/keys/import", "KEYS_MANAGE"),
          Spot.deed("new-agent", "/agents/new", "AGENTS_MANAGE"),
          Spot.deed("invite", "/teams/invite", "MEMBERS_MANAGE"),
          Spot.deed("verify", "/audit-logs/verification", "AUDIT_READ"),
          Spot.deed("new-organization", "/operator/new", OPERATOR),
          Spot.page("roles", "/teams/roles", "MEMBERS_READ"),
          Spot.page("operators", "/operator/operators", OPERATOR),
          new Spot("page", "security", "/profile/security", Optional.empty()),
          new Spot("page", "sessions", "/profile/sessions", Optional.empty()));

  /// What each agent has of its own.
  private static final List<Spot> OF_AGENTS =
      List.of(
          Spot.page("contacts", "/contacts", "CONTACTS_READ"),
          Spot.page("imports", "/imports", "CONTACTS_READ"),
          Spot.page("forms", "/forms", "CONTACTS_READ"),
          Spot.page("automations", "/automations", "CONTACTS_READ"),
          Spot.page("crm-settings", "/crm-settings", "CONTACTS_READ"));

  private static View find(Visit visit) {
    String query = visit.parameter("q").orElse("");
    List<Place> places = new ArrayList<>(pages(visit.me(), query));
    if (query.length() >= FEWEST_LETTERS) {
      places.addAll(spots(visit, query));
    }
    if (!query.isEmpty() && visit.me().holds("KEYS_READ")) {
      places.addAll(keys(visit, query));
    }
    if (!query.isEmpty() && visit.me().holds("AGENTS_READ")) {
      places.addAll(agents(visit, query));
    }
    if (query.length() >= FEWEST_LETTERS && visit.me().holds("CONTACTS_READ")) {
      places.addAll(contacts(visit, query));
    }
    return View.html(
        "palette", Section.NONE, Texts.english().of("palette"), new Found(query, places));
  }

  private static List<Place> pages(Me me, String query) {
    Texts texts = Texts.english();
    List<Place> places = new ArrayList<>();
    if (ADD_KEY.of(me) && ADD_KEY.called(query)) {
      places.add(ADD_KEY.place());
    }
    Stream.concat(Arrays.stream(Section.values()).filter(me::sees), Stream.of(Section.PROFILE))
        .filter(
            section ->
                matches(texts.of("nav." + section.text()), query)
                    || matches(texts.of("palette.also." + section.text()), query))
        .map(section -> new Place("page", texts.of("nav." + section.text()), section.path()))
        .forEach(places::add);
    return places;
  }

  /// What the navigation does not show at once.
  private static List<Place> spots(Visit visit, String query) {
    List<Place> places = new ArrayList<>();
    SPOTS.stream()
        .filter(spot -> spot.of(visit.me()) && spot.called(query))
        .map(Spot::place)
        .forEach(places::add);
    List<Spot> ofAgents =
        OF_AGENTS.stream().filter(spot -> spot.of(visit.me()) && spot.called(query)).toList();
    if (!ofAgents.isEmpty()) {
      for (Named agent : someAgents(visit)) {
        ofAgents.forEach(
            spot ->
                places.add(
                    new Place(
                        spot.kind,
                        Texts.english().of("palette.of", spot.place().name(), agent.name),
                        "/agents/" + agent.id + spot.path)));
      }
    }
    return places;
  }

  private static List<Named> someAgents(Visit visit) {
    return visit
        .get("/api/v1/agents")
        .query("workingKeys", "false")
        .query("limit", Integer.toString(MOST_AGENTS))
        .as(Listed.class)
        .items();
  }

  private static boolean matches(String name, String query) {
    return name.toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT));
  }

  private record Named(String id, String name) {}

  private record Listed(List<Named> items) {}

  private static List<Place> keys(Visit visit, String query) {
    return named(visit.get("/api/v1/keys").query("search", query), "key", "/keys/");
  }

  private static List<Place> agents(Visit visit, String query) {
    return named(
        visit.get("/api/v1/agents").query("workingKeys", "false").query("search", query),
        "agent",
        "/agents/");
  }

  private record Contact(
      String id, Optional<String> name, Optional<String> email, Optional<String> mobileNumber) {
    Place of(Named agent) {
      String called = name.or(() -> email).or(() -> mobileNumber).orElse(id);
      return new Place("contact", called, "/agents/%s/contacts/%s".formatted(agent.id, id));
    }
  }

  private record Contacts(List<Contact> items) {}

  private static List<Place> contacts(Visit visit, String query) {
    List<Place> found = new ArrayList<>();
    for (Named agent : someAgents(visit)) {
      if (found.size() < MOST) {
        visit
            .get("/api/v1/agents/{agentId}/contacts")
            .path("agentId", agent.id)
            .query("search", query)
            .query("limit", Integer.toString(MOST - found.size()))
            .as(Contacts.class)
            .items()
            .forEach(contact -> found.add(contact.of(agent)));
      }
    }
    return found;
  }

  private static List<Place> named(Asking asking, String kind, String below) {
    return asking.query("limit", Integer.toString(MOST)).as(Listed.class).items().stream()
        .map(one -> new Place(kind, one.name(), below + one.id()))
        .toList();
  }
}
