package latchkey.doors.pages.keys;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import latchkey.access.Catalog;
import latchkey.access.Grants;
import latchkey.access.Resource;

/// Every permission of the catalog as a box to tick: a row for each resource.
public record Matrix(List<Group> groups, Set<String> ticked) {
  public static final List<String> COLUMNS = List.of("create", "read", "update", "delete");
  private static final Set<String> MODELS = Set.of("models");
  private static final Set<String> MANAGEMENT =
      Set.of("keys", "members", "organization", "audit", "usage");

  public Matrix {
    groups = List.copyOf(groups);
    ticked = Set.copyOf(ticked);
  }

  /// Resources that belong together.
  ///
  /// @param title its name in the texts
  public record Group(String title, List<Row> rows) {
    public Group {
      rows = List.copyOf(rows);
    }
  }

  /// One resource.
  ///
  /// @param others actions that have no column
  public record Row(String resource, String label, List<String> actions, List<String> others) {
    public Row {
      actions = List.copyOf(actions);
      others = List.copyOf(others);
    }

    static Row of(Resource resource) {
      return new Row(
          resource.name(),
          Access.label(resource.name()),
          resource.actions(),
          resource.actions().stream().filter(action -> !COLUMNS.contains(action)).toList());
    }

    public String permission(String action) {
      return resource + "." + action;
    }

    public boolean writes() {
      return actions.stream().anyMatch(Row::writes);
    }

    private static boolean writes(String action) {
      return COLUMNS.contains(action) && !action.equals("read");
    }

    /// Both what the row's shortcut of that name ticks.
    Stream<String> shortcut(String name) {
      return actions.stream()
          .filter(action -> name.equals("write") ? writes(action) : action.equals("read"))
          .map(this::permission);
    }
  }

  /// What many keys are for.
  @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
  public enum Preset {
    READ_ONLY_REPORTING(
        "contacts.read",
        "document-extraction.read",
        "calls.read",
        "leads.read",
        "agents.read",
        "knowledge_base.read",
        "analytics.read",
        "usage.read"),
    CRM_SYNC("contacts.*", "leads.*"),
    DOCUMENTS("document-extraction.*"),
    MODELS("models.*"),
    NONE();

    private final List<String> granted;

    Preset(String... granted) {
      this.granted = List.of(granted);
    }

    Set<String> permissions() {
      return new HashSet<>(Grants.parse(granted, Catalog.BUILT_IN).names());
    }
  }

  static Matrix of(Catalog catalog, Set<String> ticked) {
    List<Row> data = new ArrayList<>();
    List<Row> models = new ArrayList<>();
    List<Row> management = new ArrayList<>();
    List<Row> own = new ArrayList<>();
    Set<String> builtIn = new HashSet<>();
    Catalog.BUILT_IN.resources().forEach(resource -> builtIn.add(resource.name()));
    for (Resource resource : catalog.resources()) {
      String name = resource.name();
      List<Row> group =
          !builtIn.contains(name)
              ? own
              : MODELS.contains(name) ? models : MANAGEMENT.contains(name) ? management : data;
      group.add(Row.of(resource));
    }
    return new Matrix(
        Stream.of(
                new Group("keys.matrix.data", data),
                new Group("keys.matrix.models", models),
                new Group("keys.matrix.management", management),
                new Group("keys.matrix.own", own))
            .filter(group -> !group.rows().isEmpty())
            .toList(),
        ticked);
  }

  public boolean has(String permission) {
    return ticked.contains(permission);
  }

  /// After a button was pressed that ticks several boxes: `preset:NAME`, `shortcut:RESOURCE:read`
  /// or `shortcut:RESOURCE:write`, which takes them away again if all are ticked. Empty for any
  /// other button.
  Optional<Set<String>> pressed(String button) {
    String[] parts = button.split(":", -1);
    if (parts.length == 2 && parts[0].equals("preset")) {
      return Stream.of(Preset.values())
          .filter(preset -> preset.name().equals(parts[1]))
          .findFirst()
          .map(Preset::permissions);
    }
    if (parts.length != 3 || !parts[0].equals("shortcut")) {
      return Optional.empty();
    }
    List<String> meant =
        groups.stream()
            .flatMap(group -> group.rows().stream())
            .filter(row -> row.resource().equals(parts[1]))
            .flatMap(row -> row.shortcut(parts[2]))
            .toList();
    Set<String> now = new LinkedHashSet<>(ticked);
    if (now.containsAll(meant)) {
      meant.forEach(now::remove);
    } else {
      now.addAll(meant);
    }
    return Optional.of(now);
  }
}
