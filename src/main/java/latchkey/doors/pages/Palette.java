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

  private static View find(Visit visit) {
    String query = visit.parameter("q").orElse("");
    List<Place> places = new ArrayList<>(pages(visit.me(), query));
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
    Stream<Place> actions =
        me.holds("KEYS_MANAGE")
            ? Stream.of(new Place("action", texts.of("palette.add-key"), "/keys/new"))
            : Stream.of();
    return Stream.concat(
            actions,
            Stream.concat(
                    Arrays.stream(Section.values()).filter(me::sees), Stream.of(Section.PROFILE))
                .map(
                    section ->
                        new Place("page", texts.of("nav." + section.text()), section.path())))
        .filter(place -> matches(place.name(), query))
        .toList();
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
    List<Named> agents =
        visit
            .get("/api/v1/agents")
            .query("workingKeys", "false")
            .query("limit", Integer.toString(MOST_AGENTS))
            .as(Listed.class)
            .items();
    List<Place> found = new ArrayList<>();
    for (Named agent : agents) {
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
