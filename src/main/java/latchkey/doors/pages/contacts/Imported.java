package latchkey.doors.pages.contacts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An import of contacts as the API shows it.
///
/// @param columns their titles, where one import was asked for
/// @param guess for each column the field that it is probably for, while that is still to be said
/// @param samples for each column a few of its values, likewise
public record Imported(
    String id,
    String fileName,
    Optional<List<String>> columns,
    Optional<List<Optional<String>>> guess,
    Optional<List<List<String>>> samples,
    long rows,
    String state,
    Progress progress,
    Optional<Undone> undone,
    boolean undoable,
    int resumed,
    Optional<String> why,
    String by,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {
  /// Rows that have taken effect.
  public record Progress(long done, long created, long updated, long skipped, long failed) {}

  /// Contacts that an undoing has dealt with.
  public record Undone(long removed, long restored, long kept) {
    long done() {
      return removed + restored + kept;
    }
  }

  public boolean is(String some) {
    return state.equals(some);
  }

  public boolean ready() {
    return is("ready");
  }

  public boolean atWork() {
    return is("running") || is("undoing");
  }

  /// What the work that is under way has done, of [#all()].
  public long done() {
    return undone.filter(_ -> is("undoing")).map(Undone::done).orElse(progress.done());
  }

  public long all() {
    return is("undoing") ? progress.created() + progress.updated() : rows;
  }

  /// How its state's badge looks.
  public String look() {
    return switch (state) {
      case "done" -> "ok";
      case "failed" -> "bad";
      case "running", "undoing" -> "info";
      default -> "";
    };
  }

  /// A column of the file, and what it is for.
  public record Column(String title, List<String> samples, String field) {
    public Column {
      samples = List.copyOf(samples);
    }
  }

  /// The columns, each with its field; empty where it is passed over.
  List<Column> columns(List<String> fields) {
    List<String> titles = columns.orElse(List.of());
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      int at = i;
      all.add(
          new Column(
              titles.get(at),
              samples.filter(some -> at < some.size()).map(some -> some.get(at)).orElse(List.of()),
              at < fields.size() ? fields.get(at) : ""));
    }
    return all;
  }

  /// What is guessed of each column; empty where nothing is.
  List<String> guessed() {
    return guess.orElse(List.of()).stream().map(field -> field.orElse("")).toList();
  }
}
