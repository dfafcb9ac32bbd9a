package latchkey.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;

/// `audit`: who changed what, and that nobody changed the record of it.
final class AuditCommands {
  private static final String ALL = "/api/v1/audit";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NUMBER", "/number"),
          Column.of("TIMESTAMP", "/at"),
          Column.of("USER", "/actor/name"),
          Column.of("ACTION", "/action"),
          Column.of("RESOURCE", "/resource"),
          Column.of("STATUS", "/status"),
          Column.of("DESCRIPTION", "/description"));
  private static final List<Filter> FILTERS =
      List.of(
          Filter.text("--actor", "ID", "By that person or key", "actor"),
          Filter.text("--action", "A", "create, read, update, delete, login, logout", "action"),
          Filter.text(
              "--resource", "TYPE", "On things of that type, such as \"API Key\"", "resource"),
          Filter.text("--resource-id", "ID", "On that thing", "resourceId"),
          Filter.text("--status", "STATUS", "success or failed", "status"),
          Filter.text("--from", "TIME", "Then or later, such as 2026-01-31T12:00:00Z", "from"),
          Filter.text("--to", "TIME", "Before then", "to"),
          Filter.text("--search", "TEXT", "With that in the description", "search"));

  private AuditCommands() {}

  static List<Command> all(Server server) {
    return List.of(
        Remote.list(
            "List entries, the newest first; one's own ones, for who may not see all",
            ALL,
            COLUMNS,
            FILTERS),
        Remote.command(
            "show",
            "Show an entry: before and after, from where, by which request",
            List.of(Takes.parameter(0, "NUMBER", "The entry's number")),
            remote -> {
              var path = Ask.path(ALL + "/entries", remote.call().parameter(0));
              remote.show(remote.ask(Ask.get(path)).json());
            }),
        Remote.command(
            "export", "Print entries as CSV or JSON Lines", exports(), AuditCommands::export),
        AuditVerify.command(server));
  }

  private static List<ArgSpec> exports() {
    List<ArgSpec> all = new ArrayList<>();
    all.add(Takes.text("--format", "FORMAT", "csv or jsonl (csv)"));
    FILTERS.forEach(filter -> all.add(filter.option()));
    all.add(Takes.file("--out", "Write them to this new file, which only you can read"));
    return all;
  }

  private static void export(Remote remote) throws IOException {
    List<Map.Entry<String, String>> query = new ArrayList<>(remote.narrowed(FILTERS));
    query.add(Map.entry("format", remote.call().option("--format").orElse("csv")));
    Export.run(remote, Ask.get(ALL + "/export").query(query));
  }
}
