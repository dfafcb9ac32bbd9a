package latchkey.doors.pages.keys;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.access.Catalog;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.keys.Agents.Agent;

/// `/keys`: all keys, found and filtered; and as a file.
public final class KeyListScreens {
  static final String LIST = "/keys";
  private static final int PAGE = 25;
  private static final int FEW_ENDED = 5;

  /// What a list is asked for, and what that is called at the API.
  private static final Map<String, String> FILTERS =
      Map.of(
          "search", "search",
          "agent", "agentId",
          "permission", "permission",
          "environment", "environment",
          "creator", "createdBy",
          "tag", "tag");

  public List<Screen> screens() {
    return List.of(
        Screen.page(LIST, KeyListScreens::list),
        Screen.page(LIST + "/export", KeyListScreens::export));
  }

  /// One key in a list.
  ///
  /// @param agent what it is called, or none: the whole workspace
  public record Row(KeyView key, Access access, Optional<String> agent, KeyUse use) {}

  /// Some keys below one title.
  ///
  /// @param name in the texts
  /// @param first where its first page is, unless this is it
  public record Part(String name, List<Row> rows, Optional<String> first, Optional<String> next) {
    public Part {
      rows = List.copyOf(rows);
    }

    /// Whether it was read to its end and nothing was found.
    public boolean empty() {
      return rows.isEmpty() && first.isEmpty() && next.isEmpty();
    }
  }

  /// What was chosen, by the names of the fields.
  public record Chosen(Map<String, String> values) {
    public Chosen {
      values = Map.copyOf(values);
    }

    public String get(String name) {
      return values.getOrDefault(name, "");
    }

    public boolean is(String name, String value) {
      return value.equals(values.get(name));
    }

    /// Whether not all keys are meant; those of an agent have a page of their own.
    public boolean filtered() {
      return values.keySet().stream()
          .anyMatch(name -> !name.equals("agent") && !name.equals("sort"));
    }

    /// The list's address with this, and one thing more.
    String address(String path, String name, String value) {
      Map<String, String> all = new LinkedHashMap<>(values);
      if (!name.isEmpty()) {
        all.put(name, value);
      }
      return all.isEmpty()
          ? path
          : all.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(
                  one ->
                      one.getKey()
                          + "="
                          + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
              .collect(Collectors.joining("&", path + "?", ""));
    }
  }

  /// Something to choose.
  public record Choice(String value, String label) {}

  /// The whole page.
  ///
  /// @param agent whose keys alone are listed
  public record KeyList(
      Optional<Agent> agent,
      Chosen chosen,
      List<Part> parts,
      List<Agent> agents,
      List<String> permissions,
      List<Choice> creators,
      List<Choice> tags,
      boolean sealedCopies,
      String here,
      String clear,
      String create,
      String exportCsv,
      String exportLines) {
    public KeyList {
      parts = List.copyOf(parts);
      agents = List.copyOf(agents);
      permissions = List.copyOf(permissions);
      creators = List.copyOf(creators);
      tags = List.copyOf(tags);
    }

    public boolean empty() {
      return parts.stream().allMatch(Part::empty);
    }

    public int found() {
      return parts.stream().mapToInt(part -> part.rows().size()).sum();
    }

    public boolean more() {
      return parts.stream().anyMatch(part -> part.next().isPresent());
    }
  }

  private record Items(List<KeyView> items, Optional<String> next) {}

  /// Who made keys.
  private record Creator(String id, Optional<String> kind, Optional<String> name) {
    /// A management key is told from people.
    String label() {
      String called = name.orElse(id);
      return kind.filter("key"::equals).isPresent()
          ? Texts.english().of("keys.creator.key", called)
          : called;
    }
  }

  /// What one can choose from.
  private record Facets(List<String> tags, List<Creator> creators) {
    static final Facets NONE = new Facets(List.of(), List.of());
  }

  private static Chosen chosen(Visit visit) {
    Map<String, String> values = new LinkedHashMap<>();
    Stream.concat(FILTERS.keySet().stream(), Stream.of("state", "sort"))
        .forEach(name -> visit.parameter(name).ifPresent(value -> values.put(name, value)));
    return new Chosen(values);
  }

  private static View list(Visit visit) {
    Chosen chosen = chosen(visit);
    Workspace workspace = Workspace.of(visit);
    Optional<String> cursor = visit.parameter("cursor");
    Map<String, Items> found = new LinkedHashMap<>();
    Optional<String> state = visit.parameter("state");
    found.put(state.orElse("current"), ask(visit, chosen, state.orElse("current"), cursor, PAGE));
    if (state.isEmpty() && cursor.isEmpty()) {
      found.put("ended", ask(visit, chosen, "ended", Optional.empty(), FEW_ENDED));
    }
    List<KeyView> keys = found.values().stream().flatMap(one -> one.items().stream()).toList();
    List<String> named =
        Stream.concat(
                visit.parameter("agent").stream(),
                keys.stream().flatMap(key -> key.agentId().stream()))
            .toList();
    boolean whole = !visit.wantsOnly("list");
    Agents agents = whole ? Agents.of(visit, named) : Agents.named(visit, named);
    Facets facets = whole ? visit.get("/api/v1/keys/facets").as(Facets.class) : Facets.NONE;
    Map<String, KeyUse> uses = KeyUse.of(visit, keys.stream().map(KeyView::id).toList());
    Catalog catalog = workspace.catalog();
    List<Part> parts =
        found.entrySet().stream()
            .map(
                one ->
                    new Part(
                        one.getKey(),
                        one.getValue().items().stream()
                            .map(key -> row(key, catalog, agents, uses))
                            .toList(),
                        cursor.map(_ -> chosen.address(LIST, "", "")),
                        one.getValue()
                            .next()
                            .map(next -> further(chosen, one.getKey(), state, next))))
            .toList();
    Optional<Agent> agent = visit.parameter("agent").flatMap(agents::find);
    return page(visit, chosen, workspace, agents, agent, facets, parts);
  }

  /// The few ended keys lead to the list of all of them.
  private static String further(Chosen chosen, String part, Optional<String> state, String next) {
    return state.isEmpty() && part.equals("ended")
        ? chosen.address(LIST, "state", "ended")
        : chosen.address(LIST, "cursor", next);
  }

  private static View page(
      Visit visit,
      Chosen chosen,
      Workspace workspace,
      Agents agents,
      Optional<Agent> agent,
      Facets facets,
      List<Part> parts) {
    Optional<String> of = visit.parameter("agent");
    Chosen onlyAgent = new Chosen(of.map(id -> Map.of("agent", id)).orElse(Map.of()));
    String title =
        agent
            .map(one -> Texts.english().of("keys.title.agent", one.name()))
            .orElse(Texts.english().of("keys.title"));
    return View.html(
        "keys/list",
        Section.KEYS,
        title,
        new KeyList(
            agent,
            chosen,
            parts,
            agents.list(),
            workspace.catalog().permissions(),
            creators(facets, chosen),
            tags(facets, chosen),
            workspace.sealedCopies(),
            visit
                .parameter("cursor")
                .map(cursor -> chosen.address(LIST, "cursor", cursor))
                .orElse(chosen.address(LIST, "", "")),
            onlyAgent.address(LIST, "", ""),
            onlyAgent.address(LIST + "/new", "", ""),
            chosen.address(LIST + "/export", "format", "csv"),
            chosen.address(LIST + "/export", "format", "jsonl")));
  }

  private static Row row(KeyView key, Catalog catalog, Agents agents, Map<String, KeyUse> uses) {
    return new Row(
        key,
        Access.of(key.permissions(), catalog),
        key.agentId().map(agents::name),
        uses.getOrDefault(key.id(), KeyUse.none(key.id())));
  }

  private static Items ask(
      Visit visit, Chosen chosen, String state, Optional<String> cursor, int limit) {
    return filtered(visit.get("/api/v1/keys"), chosen)
        .query("state", state)
        .query("sort", Optional.of(chosen.get("sort")).filter(sort -> !sort.isEmpty()))
        .query("cursor", cursor)
        .query("limit", Integer.toString(limit))
        .as(Items.class);
  }

  private static Asking filtered(Asking asking, Chosen chosen) {
    FILTERS.forEach(
        (name, called) -> {
          var _ = asking.query(called, Optional.ofNullable(chosen.values().get(name)));
        });
    return asking;
  }

  /// Everybody whose keys one may look for, by their names.
  private static List<Choice> creators(Facets facets, Chosen chosen) {
    return withChosen(
            facets.creators().stream()
                .map(one -> new Choice(one.id(), one.label()))
                .sorted(Comparator.comparing(Choice::label, String.CASE_INSENSITIVE_ORDER)),
            chosen.get("creator"))
        .toList();
  }

  private static List<Choice> tags(Facets facets, Chosen chosen) {
    return withChosen(
            facets.tags().stream().sorted().map(tag -> new Choice(tag, tag)), chosen.get("tag"))
        .toList();
  }

  /// What was chosen stays so, though there are no such keys any more.
  private static Stream<Choice> withChosen(Stream<Choice> choices, String value) {
    return Stream.concat(
        choices, value.isEmpty() ? Stream.of() : Stream.of(new Choice(value, value)))
        .collect(
            Collectors.toMap(
                Choice::value, Function.identity(), (first, _) -> first, LinkedHashMap::new))
        .values()
        .stream();
  }

  /// All of what is listed.
  private static View export(Visit visit) {
    return View.File.whole(
        cursor ->
            withoutNext(
                filtered(visit.get("/api/v1/keys/export"), chosen(visit))
                    .query("state", visit.parameter("state"))
                    .query("format", visit.parameter("format"))
                    .query("cursor", cursor)
                    .send()));
  }

  /// The last of the JSON Lines of a part says where the next part begins, which is not for who
  /// gets all of them.
  private static Answer withoutNext(Answer part) {
    if (part.next().isEmpty() || !part.type().equals("application/x-ndjson")) {
      return part;
    }
    int lastLine = part.body().lastIndexOf('\n', part.body().length() - 2) + 1;
    return part.body(part.body().substring(0, lastLine));
  }
}
