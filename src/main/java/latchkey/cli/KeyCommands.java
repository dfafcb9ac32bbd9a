package latchkey.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/// `keys`, but for their rotation and for many at once.
final class KeyCommands {
  static final String ALL = "/api/v1/keys";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("NAME", "/name"),
          Column.of("STATE", "/state"),
          Column.of("AGENT", "/agentId"),
          Column.of("LAST USED", "/lastUsedAt"),
          Column.of("EXPIRES", "/expiresAt"),
          Column.of("PERMISSIONS", "/permissions"));
  /// Which keys are meant, in lists and for many at once.
  static final List<Filter> FILTERS =
      List.of(
          Filter.text("--search", "TEXT", "With that in name, description or public key", "search"),
          Filter.text(
              "--state",
              "STATE",
              "active, not_yet_valid, expired, revoked, rotating, current or ended",
              "state"),
          Filter.text("--agent", "ID", "For that agent", "agentId"),
          Filter.text("--permission", "P", "Which may do that", "permission"),
          Filter.text("--environment", "ENV", "live or test", "environment"),
          Filter.text("--created-by", "ID", "Made by that person or key", "createdBy"),
          Filter.text("--tag", "TAG", "With that tag", "tag"),
          Filter.text("--used-since", "TIME", "Last used then or later", "lastUsedSince"),
          Filter.text("--unused-since", "TIME", "Used, but not since then", "lastUsedBefore"),
          Filter.flag("--never-used", "Never used", "neverUsed"));

  private KeyCommands() {}

  static List<Command> all() {
    List<Command> all = new ArrayList<>();
    all.add(Remote.list("List keys", ALL, COLUMNS, sorted()));
    all.add(
        Remote.command(
            "create",
            "Create a key; its secret is shown this once",
            created(),
            KeyCommands::create));
    all.add(Remote.command("show", "Show a key", List.of(key()), KeyCommands::show));
    all.add(
        Remote.command(
            "change",
            "Change what a key is called and may do; what is given replaces what was there",
            changed(),
            KeyCommands::change));
    all.addAll(RotationCommands.all());
    all.addAll(ManyKeysCommands.all());
    all.addAll(KeyTransferCommands.all());
    return all;
  }

  static ArgSpec key() {
    return Takes.parameter(0, "KEY", "The key's id");
  }

  static String one(Remote remote) {
    return Ask.path(ALL, remote.call().parameter(0));
  }

  private static List<Filter> sorted() {
    List<Filter> all = new ArrayList<>(FILTERS);
    all.add(
        Filter.text(
            "--sort", "BY", "-createdAt, createdAt, name or expiresAt (-createdAt)", "sort"));
    return all;
  }

  private static List<ArgSpec> created() {
    List<ArgSpec> all = new ArrayList<>();
    all.add(Takes.parameter(0, "NAME", "What it is called"));
    all.add(Takes.text("--agent", "ID", "For that agent only (the whole organization)"));
    all.add(Takes.text("--environment", "ENV", "live or test (live)"));
    all.addAll(terms());
    all.add(Takes.file("--out", "Keep the key in this new file, which only you can read"));
    return all;
  }

  private static List<ArgSpec> changed() {
    List<ArgSpec> all = new ArrayList<>();
    all.add(key());
    all.add(Takes.text("--name", "NAME", "What it is called"));
    all.addAll(terms());
    return all;
  }

  private static List<ArgSpec> terms() {
    return List.of(
        Takes.text("--description", "TEXT", "What it is for"),
        Takes.texts("--permission", "P", "What it may do, such as contacts.read; repeat it"),
        Takes.texts("--address", "IP", "From where only: an address or network; repeat it"),
        Takes.texts("--rate", "N/WINDOW", "At most so often: 60/minute, 5/10s, none; repeat it"),
        Takes.text("--starts", "TIME", "From when on, such as 2026-01-31 or 2026-01-31T12:00:00Z"),
        Takes.text("--expires", "TIME", "Until when, a day included"),
        Takes.text("--metadata", "JSON", "What your own programs note about it"),
        Takes.texts("--tag", "TAG", "What it is found by; repeat it"));
  }

  private static Body terms(Call call) {
    var body =
        Body.of(call)
            .text("--description", "description")
            .texts("--permission", "permissions")
            .texts("--address", "addresses")
            .clearable("--starts", "notBefore")
            .clearable("--expires", "expiresAt")
            .json("--metadata", "metadata")
            .texts("--tag", "tags");
    return call.has("--rate") ? body.set("limits", Rates.read(call.all("--rate"))) : body;
  }

  private static void create(Remote remote) {
    var call = remote.call();
    var body =
        terms(call)
            .put("name", call.parameter(0))
            .text("--agent", "agentId")
            .text("--environment", "environment");
    remote.issue(Ask.create(ALL, body.json()));
  }

  private static void show(Remote remote) {
    remote.show(remote.ask(Ask.get(one(remote))).json());
  }

  private static void change(Remote remote) {
    var body = terms(remote.call()).text("--name", "name");
    remote.show(remote.change(one(remote), body.something()).json());
  }
}
