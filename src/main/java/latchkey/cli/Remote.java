package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// One use of a command that asks a server: what was typed, whom it asks, and how it prints.
final class Remote {
  /// What such a command does.
  interface Action {
    void run(Remote remote) throws Exception;
  }

  private static final int MOST_IN_PAGE = 100;

  private final Call call;
  private final Api api;
  private final Text text;

  private Remote(Call call, Api api) {
    this.call = call;
    this.api = api;
    this.text = new Text(call.has("--local-time") ? ZoneId.systemDefault() : ZoneOffset.UTC);
  }

  static Command command(
      String name, String summary, List<? extends ArgSpec> takes, Action action) {
    List<ArgSpec> all = new ArrayList<>(takes);
    all.addAll(options());
    return Command.plain(name, summary, all, call -> told(call, () -> run(call, action)));
  }

  static void run(Call call, Action action) throws Exception {
    var profile = Connection.of(call);
    try (var api = new Api(profile, session -> Profiles.renew(call, profile, session))) {
      action.run(new Remote(call, api));
    }
  }

  /// What may be refused.
  interface Work {
    void run() throws Exception;
  }

  /// Does it, and tells what the server refused.
  static int told(Call call, Work work) throws Exception {
    try {
      work.run();
      return Cli.OK;
    } catch (Refused refused) {
      return refused(call, refused);
    }
  }

  /// A command that prints a list, which these filters narrow.
  static Command list(String summary, String path, List<Column> columns, List<Filter> filters) {
    List<ArgSpec> takes = new ArrayList<>();
    filters.forEach(filter -> takes.add(filter.option()));
    takes.add(Takes.number("--limit", "N", "How many at most (100)"));
    takes.add(Takes.flag("--all", "As many as there are"));
    return command(
        "list",
        summary,
        takes,
        remote -> remote.list(Ask.get(path).query(remote.narrowed(filters)), columns));
  }

  private static List<OptionSpec> options() {
    return List.of(
        Takes.text("--profile", "NAME", "Which profile's server and key (the current one's)"),
        Takes.flag("--json", "Print the API's JSON"),
        Takes.flag("--quiet", "Print ids only"),
        Takes.flag("--local-time", "Show times in this machine's time zone, not in UTC"));
  }

  /// Scripts that read JSON get the problem as JSON too, beside what they read.
  private static int refused(Call call, Refused refused) {
    if (call.has("--json")) {
      call.note(refused.problem().toString());
    } else {
      var lines = refused.lines();
      call.note("latchkey: " + String.join(System.lineSeparator(), lines));
    }
    return refused.exitCode();
  }

  Call call() {
    return call;
  }

  Reply ask(Ask ask) {
    return api.send(ask);
  }

  Api api() {
    return api;
  }

  Text text() {
    return text;
  }

  boolean json() {
    return call.has("--json");
  }

  boolean quiet() {
    return call.has("--quiet");
  }

  /// Prints one thing: its JSON, its id, or every field on a line.
  void show(JsonNode thing) {
    if (json()) {
      call.out().println(thing);
    } else if (quiet()) {
      call.out().println(Text.printable(id(thing)));
    } else {
      var table = Table.ofFields(call.out());
      text.fields(thing).forEach(table::add);
      table.end();
    }
  }

  /// Makes something that has a secret, and shows it this once: here, or in the file of `--out`.
  void issue(Ask ask) {
    var out = call.option("--out", Path.class);
    if (out.isPresent()) {
      issueTo(out.get(), ask);
      return;
    }
    if (quiet()) {
      throw Failure.usage("--quiet would lose the secret: add --out FILE, which keeps it");
    }
    show(ask(ask).json());
    call.note("The secret is shown this once: keep it now.");
  }

  private void issueTo(Path path, Ask ask) {
    var file = SecretFile.make(path);
    JsonNode issued;
    try {
      issued = ask(ask).json();
    } catch (Refused | Failure e) {
      file.remove();
      throw e;
    }
    try {
      file.write(issued);
    } catch (IOException e) {
      show(issued);
      throw new Failure(
          Cli.REFUSED, "%s cannot be written, so the secret is above: %s".formatted(path, e));
    }
    call.out().println(Text.printable(id(issued)));
    if (!quiet()) {
      call.note(
          "The secret is in " + path + ", which only you can read; it is shown nowhere else.");
    }
  }

  /// Says what was done, where nothing else is printed.
  void done(String line) {
    if (!json() && !quiet()) {
      call.out().println(line);
    }
  }

  /// Changes a thing as it is now: where somebody else changes it meanwhile, nothing happens.
  Reply change(String path, JsonNode patch) {
    var etag = ask(Ask.get(path)).etag();
    return ask(Ask.of("PATCH", path).with(patch).ifMatch(etag));
  }

  /// Prints what a list has, page after page.
  private void list(Ask first, List<Column> columns) {
    var listing = listing(columns);
    int left = call.has("--all") ? Integer.MAX_VALUE : limit();
    Optional<String> cursor = Optional.empty();
    do {
      var page = ask(page(first, Math.min(left, MOST_IN_PAGE), cursor)).json();
      page.path("items").forEach(listing::add);
      left -= page.path("items").size();
      cursor = Optional.ofNullable(page.path("next").textValue());
    } while (cursor.isPresent() && left > 0);
    listing.end(cursor);
    if (cursor.isPresent() && !json() && !quiet()) {
      call.note("There are more: --all lists them, --limit N as many as you like.");
    }
  }

  /// What was given of these filters.
  List<Map.Entry<String, String>> narrowed(List<Filter> filters) {
    List<Map.Entry<String, String>> query = new ArrayList<>();
    for (var filter : filters) {
      call.all(filter.flag()).forEach(value -> query.add(Map.entry(filter.name(), value)));
    }
    return query;
  }

  private int limit() {
    int limit = call.option("--limit", Integer.class).orElse(MOST_IN_PAGE);
    if (limit < 1) {
      throw Failure.usage("--limit is at least 1");
    }
    return limit;
  }

  private static Ask page(Ask first, int limit, Optional<String> cursor) {
    List<Map.Entry<String, String>> query = new ArrayList<>(first.query());
    query.add(Map.entry("limit", Integer.toString(limit)));
    cursor.ifPresent(text -> query.add(Map.entry("cursor", text)));
    return first.query(query);
  }

  Listing listing(List<Column> columns) {
    return json()
        ? new Listing.AsJson(call.out())
        : quiet()
            ? new Listing.OfIds(call.out(), columns.getFirst())
            : new Listing.AsTable(call.out(), call.terminal().width(), columns, text);
  }

  /// Of the thing itself, or of the one thing that an answer is about.
  private static String id(JsonNode thing) {
    var about = thing.has("key") ? thing.path("key") : thing.path("invitation");
    return thing.path("id").asText(about.path("id").asText());
  }
}
