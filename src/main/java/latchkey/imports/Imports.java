package latchkey.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.crm.Contacts;
import latchkey.crm.Place;
import latchkey.crm.Setup;
import latchkey.crm.Setups;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.Ids;
import latchkey.db.Tx;
import latchkey.imports.Import.Progress;
import latchkey.imports.Import.State;
import latchkey.imports.Import.Undone;

/// What one can do with imports. What takes long, [ImportRunner] does.
public final class Imports {
  static final String RESOURCE = "Contact import";
  private static final int PREVIEWED = 10;
  private static final int SAMPLES = 3;
  private static final int LONGEST_SAMPLE = 60;
  private static final int MOST_WAITING = 20;
  private static final int MOST_PRUNED = 100;
  private static final int FORGOTTEN_AT_ONCE = 500;

  /// How long an import can be looked at, and undone.
  private static final Duration KEPT = Duration.ofDays(90);

  private static final Duration WAITING = Duration.ofDays(1);
  private static final Duration ARRIVING = Duration.ofHours(1);

  private final Database database;
  private final Contacts contacts;
  private final Setups setups;
  private final Inbox inbox;
  private final Bounds bounds;
  private final SecureRandom random = new SecureRandom();

  // Called when there is work to do.
  private volatile Runnable wake = () -> {};

  /// What became of what somebody wanted.
  public sealed interface Outcome {
    record Done(Import value) implements Outcome {}

    record Absent() implements Outcome {}

    /// It is not done.
    ///
    /// @param why a sentence: what is in the way, and what to do about it
    record Refused(String why) implements Outcome {}
  }

  /// A row as it would become a contact.
  ///
  /// @param remarks why it would not
  public record Previewed(Sheet.Row row, String becomes, ObjectNode contact, List<Remark> remarks) {
    public Previewed {
      remarks = List.copyOf(remarks);
    }
  }

  /// On the record, and on the folder of what is to come into it.
  ///
  /// @param folder of the files, one for each import that has not ended
  public Imports(Database database, Contacts contacts, Setups setups, Path folder, Bounds bounds) {
    this.database = database;
    this.contacts = contacts;
    this.setups = setups;
    this.inbox = new Inbox(folder);
    this.bounds = bounds;
  }

  void wakes(Runnable runner) {
    wake = runner;
  }

  /// A file that has come, durably, and that nobody has looked into; gone when it is closed, unless
  /// it was taken.
  public static final class Arrived implements AutoCloseable {
    private final Inbox inbox;
    private final Inbox.Draft draft;

    private Arrived(Inbox inbox, Inbox.Draft draft) {
      this.inbox = inbox;
      this.draft = draft;
    }

    public String sha256() {
      return draft.sha256();
    }

    @Override
    public void close() {
      inbox.discard(draft.path());
    }
  }

  /// Takes what somebody sends.
  ///
  /// @throws IOException when the sender goes away
  /// @throws CannotKeep when there is no room for it
  public Arrived arrive(InputStream content) throws IOException {
    return new Arrived(inbox, inbox.draft(content));
  }

  /// Takes a file, which is read to its end once, so that nothing about it surprises later.
  ///
  /// @throws Unreadable if it is no CSV, or beyond bounds
  /// @throws CannotKeep when there is no room for it
  public Outcome take(
      Place place,
      String fileName,
      Optional<Encoding> encoding,
      Optional<Separator> separator,
      Arrived file,
      By by) {
    Path path = file.draft.path();
    Scanned scanned = Inbox.onDisk(() -> scanned(path, Sheet.form(path, encoding, separator)));
    return database.write(tx -> arrived(tx, place, fileName, scanned, path, by));
  }

  private record Scanned(Sheet.Form form, List<String> titles, long rows) {}

  private Scanned scanned(Path file, Sheet.Form form) throws IOException {
    try (Sheet sheet = Sheet.open(file, form, bounds)) {
      long rows = 0;
      while (sheet.hasNext()) {
        rows = sheet.next().number();
      }
      if (rows == 0) {
        throw new Unreadable(Unreadable.Kind.EMPTY, "The file has a header and no rows.");
      }
      return new Scanned(form, sheet.titles(), rows);
    }
  }

  private Outcome arrived(
      Tx tx, Place place, String fileName, Scanned scanned, Path arriving, By by) {
    long waiting =
        ImportTable.list(tx.handle(), place, Optional.empty(), 2 * MOST_WAITING).stream()
            .filter(one -> one.state() == State.READY)
            .count();
    if (waiting >= MOST_WAITING) {
      return new Outcome.Refused(
          "%d files wait to be imported already: start or cancel one.".formatted(waiting));
    }
    Import made =
        new Import(
            Ids.next(tx.now(), random),
            place,
            fileName,
            scanned.form,
            scanned.titles,
            scanned.rows,
            State.READY,
            Optional.empty(),
            Progress.NONE,
            Undone.NONE,
            0,
            Optional.empty(),
            by,
            tx.now(),
            OptionalLong.empty(),
            OptionalLong.empty());
    inbox.keep(arriving, made);
    ImportTable.insert(tx, made);
    return new Outcome.Done(made);
  }

  Path file(Import one) {
    return inbox.file(one);
  }

  Bounds bounds() {
    return bounds;
  }

  public Optional<Import> find(Place place, String id) {
    return database.read(handle -> ImportTable.find(handle, place, id));
  }

  /// The newest first: those before `before`.
  public List<Import> list(Place place, Optional<String> before, int most) {
    return database.read(handle -> ImportTable.list(handle, place, before, most));
  }

  /// Which field each column is probably for.
  public List<Optional<String>> guess(Import one) {
    var custom = new HashMap<String, String>();
    setups.of(one.place()).fields().stream()
        .filter(field -> !field.archived())
        .forEach(field -> custom.put(Mapping.CUSTOM + field.key(), field.label()));
    return new Guess(custom).of(one.titles());
  }

  /// A few values of each column, for who is to say what it is for.
  public List<List<String>> samples(Import one) {
    List<List<String>> samples = new ArrayList<>();
    one.titles().forEach(_ -> samples.add(new ArrayList<>()));
    for (Sheet.Row row : first(one)) {
      for (int i = 0; i < row.cells().size(); i++) {
        String cell = row.cells().get(i);
        List<String> some = samples.get(i);
        if (!cell.isEmpty() && some.size() < SAMPLES && !some.contains(cell)) {
          some.add(cell.length() > LONGEST_SAMPLE ? cell.substring(0, LONGEST_SAMPLE) + "…" : cell);
        }
      }
    }
    return samples;
  }

  private List<Sheet.Row> first(Import one) {
    List<Sheet.Row> rows = new ArrayList<>();
    try (Sheet sheet = Sheet.open(file(one), one.form(), bounds)) {
      while (sheet.hasNext() && rows.size() < PREVIEWED) {
        rows.add(sheet.next());
      }
    } catch (NoSuchFileException _) {
      return List.of(); // somebody has taken it away, as starting it will say
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /// What is to be said of rows, in the order of the file.
  public List<Remark> remarks(Import one, long afterRow, int most) {
    return database.read(handle -> TraceTable.remarks(handle, one, afterRow, most));
  }

  /// Ends a rehearsal: what it wrote is not kept.
  private static final class Rehearsed extends RuntimeException {
    Rehearsed() {
      super("a rehearsal", null, false, false);
    }
  }

  /// What the first rows would become: done by what a run does, and taken back.
  public List<Previewed> preview(Import one, Plan plan) {
    requireColumns(one, plan);
    List<Sheet.Row> rows = first(one);
    List<Previewed> seen = new ArrayList<>();
    try {
      var _ =
          database.<Boolean>write(
              tx -> {
                seen.clear();
                rehearse(tx, work(tx, one, plan), rows, seen);
                throw new Rehearsed();
              });
    } catch (Rehearsed _) {
      // as it was meant to end
    }
    return List.copyOf(seen);
  }

  private static void rehearse(Tx tx, RowWork work, List<Sheet.Row> rows, List<Previewed> seen) {
    for (Sheet.Row row : rows) {
      RowWork.Result result = work.take(tx, row);
      String becomes =
          switch (result) {
            case RowWork.Result.Created _ -> "created";
            case RowWork.Result.Updated _ -> "updated";
            case RowWork.Result.Skipped _ -> "skipped";
            case RowWork.Result.Failed _ -> "failed";
          };
      seen.add(new Previewed(row, becomes, work.sent(row), work.remarks(row, result)));
    }
  }

  RowWork work(Tx tx, Import one, Plan plan) {
    Setup setup = setups.of(tx.handle(), one.place());
    return new RowWork(contacts, setup, one, plan);
  }

  private static void requireColumns(Import one, Plan plan) {
    if (plan.mapping().columns().size() != one.titles().size()) {
      throw new IllegalArgumentException(
          "the file has %d columns, and the mapping %d"
              .formatted(one.titles().size(), plan.mapping().columns().size()));
    }
  }

  /// Begins to import the rows.
  ///
  /// @throws IllegalArgumentException if the plan is not for this file
  public Outcome start(Place place, String id, Plan plan, By by) {
    return working(
        place,
        id,
        (tx, one) -> {
          requireColumns(one, plan);
          if (one.state() != State.READY) {
            return new Outcome.Refused(
                "It was started already, and is %s now.".formatted(ImportTable.text(one.state())));
          }
          return changed(
              tx,
              one.planned(plan, by, tx.now()),
              by,
              "Started to import %d rows of \"%s\"".formatted(one.rows(), one.fileName()));
        });
  }

  /// Ends it where it is: what its rows have done until now stays, and can be undone.
  public Outcome cancel(Place place, String id, By by) {
    Outcome outcome =
        working(
            place,
            id,
            (tx, one) ->
                one.state() != State.READY && one.state() != State.RUNNING
                    ? new Outcome.Refused(
                        "There is nothing to cancel: it is %s."
                            .formatted(ImportTable.text(one.state())))
                    : changed(
                        tx,
                        one.in(State.CANCELLED, tx.now()),
                        by,
                        "Cancelled the import of \"%s\" after %d of %d rows"
                            .formatted(one.fileName(), one.progress().done(), one.rows())));
    if (outcome instanceof Outcome.Done(Import one)) {
      forget(one);
    }
    return outcome;
  }

  /// Takes away what it has created, and gives what it has updated its former values, where
  /// nobody has changed it since.
  public Outcome undo(Place place, String id, By by) {
    return working(
        place,
        id,
        (tx, one) ->
            one.undoable()
                ? changed(
                    tx,
                    one.in(State.UNDOING, tx.now()),
                    by,
                    "Started to undo the import of \"%s\"".formatted(one.fileName()))
                : new Outcome.Refused(
                    "There is nothing to undo: it is %s, and has created or updated %d contacts."
                        .formatted(
                            ImportTable.text(one.state()),
                            one.progress().created() + one.progress().updated())));
  }

  private interface Work {
    Outcome on(Tx tx, Import one);
  }

  private Outcome working(Place place, String id, Work work) {
    try {
      Outcome outcome =
          database.write(
              tx ->
                  ImportTable.lock(tx.handle(), place, id)
                      .map(one -> work.on(tx, one))
                      .orElseGet(Outcome.Absent::new));
      wake.run();
      return outcome;
    } catch (DatabaseException e) {
      if (e.kind() != DatabaseException.Kind.CONFLICT) {
        throw e;
      }
      return new Outcome.Refused("Another import of this agent is at work: wait for its end.");
    }
  }

  private static Outcome changed(Tx tx, Import after, By by, String what) {
    ImportTable.update(tx, after);
    AuditLog.append(
        tx,
        after.place().organizationId(),
        by,
        Event.of(Event.Action.UPDATE, RESOURCE, after.id(), what));
    return new Outcome.Done(after);
  }

  /// An import that has ended needs its file no more.
  void forget(Import one) {
    inbox.forget(one);
  }

  /// Forgets imports that ended long ago, a part of a large one at a time; says how many.
  public int prune() {
    List<Import> old =
        database.write(
            tx -> ImportTable.endedBefore(tx.handle(), tx.now() - KEPT.toMillis(), MOST_PRUNED));
    old.forEach(this::erase);
    return old.size();
  }

  private void erase(Import one) {
    while (database.write(tx -> TraceTable.forget(tx, one, FORGOTTEN_AT_ONCE))) {
      // the rest of it
    }
    var _ =
        database.write(
            tx -> {
              ImportTable.delete(tx, one);
              return true;
            });
  }

  /// Forgets the imports of an agent that is gone; says whether all of them could be, for those at
  /// work end first.
  public boolean clear(Place place) {
    List<Import> some = list(place, Optional.empty(), MOST_PRUNED);
    while (!some.isEmpty()) {
      for (Import one : some) {
        if (one.state().atWork()) {
          wake.run();
          return false;
        }
        forget(one);
        erase(one);
      }
      some = list(place, Optional.empty(), MOST_PRUNED);
    }
    return true;
  }

  /// Cancels files that nobody has started within a day, and takes away what no import needs.
  public void sweep() {
    List<String> needed =
        database.write(
            tx -> {
              ImportTable.cancelWaiting(tx, tx.now() - WAITING.toMillis());
              return ImportTable.needed(tx.handle());
            });
    inbox.sweep(System.currentTimeMillis() - ARRIVING.toMillis(), needed);
  }
}
