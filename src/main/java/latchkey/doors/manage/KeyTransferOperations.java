package latchkey.doors.manage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import latchkey.doors.Answer;
import latchkey.http.JsonRecords;
import latchkey.http.Problem;
import latchkey.keys.Imported;
import latchkey.keys.Imports;
import latchkey.keys.Key;
import latchkey.keys.KeyFilter;
import latchkey.keys.KeyPage;
import latchkey.keys.KeyRoom;
import latchkey.keys.Outcome;
import latchkey.people.Organizations;
import latchkey.people.Right;

/// `/api/v1/keys/import` and `/api/v1/keys/export`: keys as JSON Lines, in by their digests, out
/// without secrets.
public final class KeyTransferOperations {
  private static final String DRY_RUN = "dryRun";
  private static final String FORMAT = "format";
  private static final String LINES = "application/x-ndjson";
  private static final int MOST_BODY = 8 * 1024 * 1024;
  private static final int MOST_EXPORTED = 1_000;

  private final KeyRoom room;
  private final Organizations organizations;

  public KeyTransferOperations(KeyRoom room, Organizations organizations) {
    this.room = room;
    this.organizations = organizations;
  }

  public List<Operation> operations() {
    Need create = Need.of(Right.KEYS_MANAGE, "keys.create");
    Need read = Need.of(Right.KEYS_READ, "keys.read");
    return Stream.of(
            Operation.post(KeyOperations.ALL + "/import", create, this::importKeys)
                .taking(DRY_RUN)
                .withBodyUpTo(MOST_BODY),
            Operation.get(KeyOperations.ALL + "/export", read, this::export)
                .taking(Operation.CURSOR, FORMAT)
                .taking(KeyQuestions.PARAMETERS)
                .notJson())
        .map(Operation::alsoForOneAgent)
        .toList();
  }

  /// One line: a new key, and what the system that it comes from kept of it.
  private record Wanted(
      String name,
      String digest,
      Optional<String> id,
      Optional<SecretText> hmacKey,
      Optional<String> description,
      Optional<String> agentId,
      Optional<String> environment,
      List<String> permissions,
      Optional<List<String>> addresses,
      Optional<List<LimitShape>> limits,
      Optional<String> notBefore,
      Optional<String> expiresAt,
      Optional<ObjectNode> metadata,
      Optional<List<String>> tags) {
    Imported imported(KeyCaller caller) {
      KeyFields.New key =
          new KeyFields.New(
              name,
              description,
              agentId,
              environment,
              permissions,
              addresses,
              limits,
              notBefore,
              expiresAt,
              metadata,
              tags);
      return Imported.of(key.draft(caller), digest, id, hmacKey.map(SecretText::secret));
    }
  }

  /// What came of one line.
  ///
  /// @param status `imported` or `refused`
  private record Line(
      int line,
      String status,
      Optional<String> keyId,
      Optional<String> apiKey,
      Optional<String> why) {
    static Line refused(int number, String why) {
      return new Line(number, "refused", Optional.empty(), Optional.empty(), Optional.of(why));
    }

    static Line of(int number, Outcome<Key> outcome) {
      return switch (outcome) {
        case Outcome.Done<Key>(Key key) ->
            new Line(
                number,
                "imported",
                Optional.of(key.id().toString()),
                Optional.of(key.apiKey()),
                Optional.empty());
        case Outcome.Refused<Key>(String why) -> refused(number, KeyOperations.sentence(why));
        case Outcome.Beyond<Key>(List<String> what) ->
            refused(number, "It would reach further than you do: " + String.join(", ", what) + ".");
        case Outcome.Absent<Key> _, Outcome.Stale<Key> _ ->
            throw new IllegalStateException("a new key is neither absent nor stale");
      };
    }
  }

  private record Report(boolean dryRun, int imported, int refused, List<Line> items) {}

  private Answer importKeys(Call call) {
    boolean rehearsal = call.flag(DRY_RUN).orElse(false);
    KeyCaller caller = KeyCaller.of(call, organizations);
    List<String> lines = call.text().lines().toList();
    List<Line> report = new ArrayList<>();
    List<Imported> keys = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        keys.add(read(lines.get(i), caller));
        numbers.add(i + 1);
      } catch (Problem problem) {
        report.add(Line.refused(i + 1, problem.detail()));
      }
    }
    if (keys.size() + report.size() > Imports.MOST_LINES) {
      throw Faults.invalid("An import has at most " + Imports.MOST_LINES + " lines.");
    }
    List<Outcome<Key>> outcomes = room.imports().run(keys, rehearsal, caller.ceiling(), call.by());
    for (int i = 0; i < outcomes.size(); i++) {
      report.add(Line.of(numbers.get(i), outcomes.get(i)));
    }
    report.sort((a, b) -> Integer.compare(a.line(), b.line()));
    int imported = (int) report.stream().filter(line -> line.status().equals("imported")).count();
    return Answer.of(new Report(rehearsal, imported, report.size() - imported, report));
  }

  private static Imported read(String line, KeyCaller caller) {
    Wanted wanted = JsonRecords.read(line.getBytes(StandardCharsets.UTF_8), Wanted.class);
    return Faults.checked(() -> wanted.imported(caller));
  }

  /// The last line of a part that is not the last one.
  private record Next(String next) {}

  private Answer export(Call call) {
    KeyCaller caller = KeyCaller.of(call, organizations);
    Page page = call.page();
    KeyFilter filter = Faults.checked(() -> KeyQuestions.of(call).filter(caller.catalog()));
    KeyPage found =
        room.list()
            .page(
                caller.scope(),
                filter,
                KeyPage.Order.OLDEST,
                KeyOperations.position(page),
                MOST_EXPORTED,
                call.now());
    List<KeyShape> keys =
        found.entries().stream().map(entry -> KeyShape.of(entry, call.now())).toList();
    Optional<String> next = KeyOperations.cursor(found, page);
    Answer file =
        switch (call.parameter(FORMAT).orElse("jsonl")) {
          case "jsonl" -> Answer.file(LINES, "keys.jsonl", jsonLines(keys, next));
          case "csv" -> Answer.file(Csv.TYPE, "keys.csv", csv(keys, page.after().isEmpty()));
          default -> throw Faults.invalid("format is jsonl or csv.");
        };
    return next.map(file::continuedAt).orElse(file);
  }

  private static String jsonLines(List<KeyShape> keys, Optional<String> next) {
    StringBuilder lines = new StringBuilder();
    keys.forEach(key -> line(lines, key));
    next.ifPresent(cursor -> line(lines, new Next(cursor)));
    return lines.toString();
  }

  private static String csv(List<KeyShape> keys, boolean beginning) {
    StringBuilder lines = new StringBuilder();
    if (beginning) {
      lines.append(
          Csv.line(
              "Name",
              "API key",
              "Description",
              "State",
              "Environment",
              "Agent",
              "Permissions",
              "Addresses",
              "Tags",
              "Created",
              "Created by",
              "Last used",
              "Last used from",
              "Expires"));
    }
    keys.forEach(
        key ->
            lines.append(
                Csv.line(
                    key.name(),
                    key.apiKey(),
                    key.description(),
                    key.state(),
                    key.environment(),
                    key.agentId().orElse(""),
                    String.join(" ", key.permissions()),
                    String.join(" ", key.addresses()),
                    String.join(" ", key.tags()),
                    key.createdAt().toString(),
                    key.createdBy(),
                    key.lastUsedAt().map(Instant::toString).orElse(""),
                    key.lastUsedFrom().orElse(""),
                    key.expiresAt().map(Instant::toString).orElse(""))));
    return lines.toString();
  }

  private static void line(StringBuilder lines, Object record) {
    lines.append(new String(JsonRecords.write(record), StandardCharsets.UTF_8)).append('\n');
  }
}
