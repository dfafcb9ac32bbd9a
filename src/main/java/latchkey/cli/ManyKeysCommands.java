package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/// `keys revoke`, `keys delete` and `keys tag`: of the keys that are named, or of those that a
/// filter finds.
final class ManyKeysCommands {
  private static final String BULK = KeyCommands.ALL + "/bulk";
  private static final int MOST_IDS = 100;

  private ManyKeysCommands() {}

  static List<Command> all() {
    return List.of(
        Remote.command(
            "revoke",
            "End keys for good; they stay listed",
            keysAnd(
                Takes.text("--reason", "WHY", "keyCompromise, superseded, … (unspecified)"),
                Takes.text("--at", "TIME", "Then, such as 2026-01-31T12:00:00Z, and not now")),
            remote ->
                each(
                    remote,
                    "revoke",
                    Body.of(remote.call()).text("--reason", "reason").text("--at", "at"))),
        Remote.command(
            "keep",
            "Take back a revocation that lies ahead",
            List.of(KeyCommands.key()),
            remote ->
                remote.show(
                    remote.ask(Ask.of("DELETE", KeyCommands.one(remote) + "/revocation")).json())),
        Remote.command(
            "delete",
            "Take keys away with all that is known of them",
            keysAnd(),
            remote -> each(remote, "delete", Body.of(remote.call()))),
        Remote.command(
            "tag",
            "Add and remove tags of keys",
            keysAnd(
                Takes.texts("--add", "TAG", "Add that tag; repeat it"),
                Takes.texts("--remove", "TAG", "Remove that tag; repeat it")),
            ManyKeysCommands::tag));
  }

  private static List<ArgSpec> keysAnd(ArgSpec... options) {
    List<ArgSpec> all = new ArrayList<>();
    all.add(Takes.someParameters(0, "KEY", "The keys' ids; or say which by the filters below"));
    all.addAll(List.of(options));
    KeyCommands.FILTERS.forEach(filter -> all.add(filter.option()));
    return all;
  }

  private static void tag(Remote remote) {
    var body = Body.of(remote.call()).texts("--add", "add").texts("--remove", "remove");
    if (body.json().isEmpty()) {
      throw Failure.usage("say --add or --remove");
    }
    each(remote, "tag", body);
  }

  private static void each(Remote remote, String deed, Body body) {
    var ids = remote.call().parameters(0);
    var filter = filter(remote);
    if (ids.isEmpty() == filter.isEmpty()) {
      throw Failure.usage("name the keys, or say which are meant by the filters, and not both");
    }
    List<JsonNode> lines = new ArrayList<>();
    if (ids.isEmpty()) {
      lines.addAll(asked(remote, deed, body.json().set("filter", filter)));
    }
    for (int from = 0; from < ids.size(); from += MOST_IDS) {
      var some = body.json().deepCopy();
      var array = some.putArray("ids");
      ids.subList(from, Math.min(ids.size(), from + MOST_IDS)).forEach(id -> array.add(plain(id)));
      lines.addAll(asked(remote, deed, some));
    }
    print(remote, lines);
  }

  /// The id alone, of what may be the whole public part.
  private static String plain(String id) {
    return id.substring(id.lastIndexOf('_') + 1);
  }

  private static ObjectNode filter(Remote remote) {
    var filter = JsonNodeFactory.instance.objectNode();
    for (var entry : remote.narrowed(KeyCommands.FILTERS)) {
      if (entry.getKey().equals("neverUsed")) {
        filter.put(entry.getKey(), true);
      } else {
        filter.put(entry.getKey(), entry.getValue());
      }
    }
    return filter;
  }

  private static List<JsonNode> asked(Remote remote, String deed, JsonNode body) {
    List<JsonNode> lines = new ArrayList<>();
    remote.ask(Ask.post(BULK + "/" + deed, body)).json().path("items").forEach(lines::add);
    return lines;
  }

  private static void print(Remote remote, List<JsonNode> lines) {
    var listing =
        remote.listing(
            List.of(
                Column.of("ID", "/id"), Column.of("STATUS", "/status"), Column.of("WHY", "/why")));
    lines.forEach(listing::add);
    listing.end(Optional.empty());
    long missing = count(lines, "not_found");
    long undone = lines.size() - count(lines, "done") - count(lines, "unchanged");
    if (undone > 0) {
      throw new Failure(
          missing == lines.size() ? Cli.NOT_FOUND : Cli.REFUSED,
          "%d of %d keys are as they were".formatted(undone, lines.size()));
    }
  }

  private static long count(List<JsonNode> lines, String status) {
    return lines.stream().filter(line -> line.path("status").asText().equals(status)).count();
  }
}
