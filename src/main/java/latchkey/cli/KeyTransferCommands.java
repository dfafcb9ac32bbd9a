package latchkey.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/// `keys import` and `keys export`: JSON Lines in and out, never with a secret.
final class KeyTransferCommands {
  /// The server takes so many lines at once.
  private static final int MOST_LINES = 1_000;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("KEY", "/keyId"),
          Column.of("LINE", "/line"),
          Column.of("STATUS", "/status"),
          Column.of("WHY", "/why"));

  private KeyTransferCommands() {}

  static List<Command> all() {
    List<ArgSpec> exports = new ArrayList<>();
    KeyCommands.FILTERS.forEach(filter -> exports.add(filter.option()));
    exports.add(Takes.file("--out", "Write them to this new file, which only you can read"));
    return List.of(
        Remote.command(
            "import",
            "Take over keys of another system by their digests, one JSON object a line",
            List.of(
                Takes.parameter(0, "FILE", "The lines; - reads standard input"),
                Takes.flag("--dry-run", "Only say what would come of each line")),
            KeyTransferCommands::takeOver),
        Remote.command(
            "export",
            "Print keys without their secrets, one JSON object a line",
            exports,
            remote ->
                Export.run(
                    remote,
                    Ask.get(KeyCommands.ALL + "/export")
                        .query(remote.narrowed(KeyCommands.FILTERS)))));
  }

  /// All lines are read before the first one is sent; each part is told by its own line numbers.
  private static void takeOver(Remote remote) {
    var lines = lines(remote.call());
    var report = JsonNodeFactory.instance.objectNode();
    report.put("dryRun", remote.call().has("--dry-run")).put("imported", 0).put("refused", 0);
    var items = report.putArray("items");
    for (int from = 0; from < lines.size(); from += MOST_LINES) {
      var some = lines.subList(from, Math.min(lines.size(), from + MOST_LINES));
      add(report, items, ask(remote, some), from);
    }
    print(remote, report, items);
  }

  private static List<String> lines(Call call) {
    var file = call.parameter(0);
    try {
      var bytes =
          file.equals("-")
              ? call.terminal().in().readAllBytes()
              : Files.readAllBytes(Path.of(file));
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new Failure(Cli.REFUSED, file + " cannot be read: " + e);
    }
  }

  private static ObjectNode ask(Remote remote, List<String> lines) {
    var content = new Ask.Content("application/x-ndjson", String.join("\n", lines) + "\n");
    var query = Map.entry("dryRun", Boolean.toString(remote.call().has("--dry-run")));
    var ask = Ask.of("POST", KeyCommands.ALL + "/import").with(content).query(List.of(query));
    return (ObjectNode) remote.ask(ask).json();
  }

  private static void add(ObjectNode report, ArrayNode items, ObjectNode part, int linesBefore) {
    for (var count : List.of("imported", "refused")) {
      report.put(count, report.path(count).asInt() + part.path(count).asInt());
    }
    for (var item : part.path("items")) {
      items.add(((ObjectNode) item).put("line", item.path("line").asInt() + linesBefore));
    }
  }

  private static void print(Remote remote, ObjectNode report, ArrayNode items) {
    if (remote.json()) {
      remote.call().out().println(report);
    } else {
      var listing = remote.listing(COLUMNS);
      items.forEach(listing::add);
      listing.end(Optional.empty());
    }
    int refused = report.path("refused").asInt();
    var would = report.path("dryRun").asBoolean() ? "would be " : "";
    var counts =
        "%d lines %simported, %d %srefused"
            .formatted(report.path("imported").asInt(), would, refused, would);
    if (refused > 0) {
      throw new Failure(Cli.REFUSED, counts);
    }
    if (!remote.json() && !remote.quiet()) {
      remote.call().note(counts);
    }
  }
}
