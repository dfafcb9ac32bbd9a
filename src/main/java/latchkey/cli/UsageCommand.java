package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/// `usage`: how often keys were used, for what, and with which outcome.
final class UsageCommand {
  private static final List<Filter> FILTERS =
      List.of(
          Filter.text("--from", "TIME", "Then or later (a day before the end)", "from"),
          Filter.text("--to", "TIME", "Before then, such as 2026-01-31T12:00:00Z (now)", "to"),
          Filter.text("--by", "WHAT", "Apart by key, agent, action, outcome: a,b", "groupBy"),
          Filter.text("--interval", "I", "Apart by minute, hour or day, too", "interval"),
          Filter.text("--key", "ID", "Of that key", "keyId"),
          Filter.text("--agent", "ID", "Of that agent", "agentId"),
          Filter.text("--action", "P", "Of that permission", "action"),
          Filter.text("--outcome", "CODE", "With that outcome, such as granted", "outcome"),
          Filter.text("--rows", "N", "So many rows at most (1000)", "rows"));
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("TIME", "/time"),
          Column.of("KEY", "/keyId"),
          Column.of("AGENT", "/agentId"),
          Column.of("ACTION", "/action"),
          Column.of("OUTCOME", "/outcome"),
          Column.of("COUNT", "/count"),
          Column.of("COST", "/cost"));

  private UsageCommand() {}

  static Command command() {
    List<ArgSpec> takes = new ArrayList<>();
    FILTERS.forEach(filter -> takes.add(filter.option()));
    return Remote.command("", Word.USAGE.summary(), takes, UsageCommand::run);
  }

  private static void run(Remote remote) {
    var sums = remote.ask(Ask.get("/api/v1/usage").query(remote.narrowed(FILTERS))).json();
    if (remote.json()) {
      remote.call().out().println(sums);
      return;
    }
    var listing = remote.listing(columns(sums.path("items")));
    sums.path("items").forEach(listing::add);
    listing.end(Optional.empty());
    if (!remote.quiet()) {
      remote
          .call()
          .note(
              "%s to %s%s"
                  .formatted(
                      remote.text().of(sums.path("from")),
                      remote.text().of(sums.path("to")),
                      sums.path("more").asBoolean() ? "; there is more: --rows N" : ""));
    }
  }

  /// What no row has is not what was asked for.
  private static List<Column> columns(JsonNode rows) {
    var columns = COLUMNS.stream().filter(column -> column.ofAny(rows)).toList();
    return columns.isEmpty() ? COLUMNS : columns;
  }
}
