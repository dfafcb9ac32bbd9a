package latchkey.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import latchkey.audit.AuditLog;
import latchkey.audit.Event;
import latchkey.crm.Author;
import latchkey.crm.Belongings;
import latchkey.crm.Change;
import latchkey.crm.Contacts;
import latchkey.crm.FieldError;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.crm.Source;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.Tx;
import latchkey.imports.Import.Progress;
import latchkey.imports.Import.State;
import latchkey.imports.Import.Undone;
import latchkey.imports.TraceTable.Deed;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what imports are about: a batch of rows a transaction, one import after the other in
/// turns.
///
/// A batch's contacts and how far the import has come are one transaction, so each row takes
/// effect exactly once, wherever the program ends; the next run goes on from there.
public final class ImportRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImportRunner.class);
  private static final int BATCH = 200;
  private static final int MOST_REMARKED = 10_000;
  private static final int PAUSE_MILLIS = 1_000;

  private static final String NO_AGENT = "its agent was deleted";
  private static final FieldError CHANGED_SINCE =
      new FieldError("", "changed_since", "the contact was changed since");
  private static final FieldError ADDED_TO =
      new FieldError("", "added_to", "the contact has notes, files or answers to forms by now");

  private final Database database;
  private final Contacts contacts;
  private final Imports imports;
  private final Agents agents;
  private final Belongings belongings;
  private final Map<String, Reading> open = new HashMap<>();
  private final Thread thread;

  // Guarded by `this`, which is notified of both.
  private boolean woken = true;
  private boolean stopping;

  /// A file that is being read, and the row that it stands behind.
  private record Reading(Sheet sheet, long at) {}

  /// Whether an agent is there to have contacts.
  @FunctionalInterface
  public interface Agents {
    boolean has(Handle handle, Place place);
  }

  private ImportRunner(
      Database database, Contacts contacts, Imports imports, Agents agents, Belongings belongings) {
    this.database = database;
    this.contacts = contacts;
    this.imports = imports;
    this.agents = agents;
    this.belongings = belongings;
    this.thread = Thread.ofVirtual().name("imports").unstarted(this::run);
  }

  /// Goes on with what an earlier run of the program has left in its middle.
  ///
  /// @param belongings what keeps a contact from being removed, besides notes
  public static ImportRunner start(
      Database database, Contacts contacts, Imports imports, Agents agents, Belongings belongings) {
    ImportRunner runner = new ImportRunner(database, contacts, imports, agents, belongings);
    int resumed = database.write(tx -> ImportTable.resume(tx.handle()));
    if (resumed > 0) {
      LOG.info("{} imports of contacts go on where they had stopped", resumed);
    }
    imports.wakes(runner::wake);
    runner.thread.start();
    return runner;
  }

  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  private void run() {
    while (awaited()) {
      try {
        while (!isStopping() && turn()) {
          // until nothing is left to do
        }
      } catch (RuntimeException e) {
        LOG.warn("imports of contacts stand still, and go on in a second: {}", e.toString());
        paused();
      }
    }
    open.keySet().stream().toList().forEach(this::close);
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized boolean awaited() {
    try {
      while (!woken && !stopping) {
        wait();
      }
      woken = false;
      return !stopping;
    } catch (InterruptedException _) {
      return false;
    }
  }

  @SuppressWarnings("WaitNotInLoop") // a pause that ends early does no harm
  private synchronized void paused() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
    try {
      long left = PAUSE_MILLIS;
      while (left > 0 && !stopping) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
      woken = true;
    } catch (InterruptedException _) {
      stopping = true;
    }
  }

  /// One batch of each import that is at work; whether there was any.
  private boolean turn() {
    List<Import> atWork = database.read(ImportTable::atWork);
    for (Import one : atWork) {
      if (isStopping()) {
        return false;
      }
      step(one);
    }
    return !atWork.isEmpty();
  }

  private void step(Import one) {
    try {
      Import after = one.state() == State.RUNNING ? rows(one) : undone(one);
      if (!after.state().atWork()) {
        close(one.id());
        imports.forget(after);
      }
    } catch (DatabaseException e) {
      close(one.id());
      if (e.kind() == DatabaseException.Kind.INTERNAL) {
        fail(one, e);
      } else if (e.kind() == DatabaseException.Kind.UNAVAILABLE) {
        throw e;
      }
      // A conflict: somebody took what was free. The batch is done anew, and sees it.
    } catch (IOException | RuntimeException e) {
      close(one.id());
      fail(one, e);
    }
  }

  private void fail(Import one, Exception e) {
    String why =
        e instanceof NoSuchFileException
            ? "its file is not in the data folder any more"
            : "it could not go on; the server's log says more";
    LOG.error("the import {} ends", one.id(), e);
    var _ =
        database.write(
            tx -> {
              Optional<Import> now = ImportTable.lock(tx.handle(), one.place(), one.id());
              now.filter(found -> found.state().atWork())
                  .ifPresent(found -> ended(tx, found.failed(why, tx.now()), "Failed"));
              return true;
            });
  }

  // Rows in

  private Import rows(Import one) throws IOException {
    List<Sheet.Row> rows = next(one);
    return database.write(
        tx -> {
          Import now = ImportTable.lock(tx.handle(), one.place(), one.id()).orElseThrow();
          if (now.state() != State.RUNNING || now.progress().done() != one.progress().done()) {
            return now; // cancelled meanwhile
          }
          if (!agents.has(tx.handle(), now.place())) {
            return ended(tx, now.failed(NO_AGENT, tx.now()), "Failed");
          }
          Import after = now.with(taken(tx, now, rows), Undone.NONE);
          if (after.progress().done() < after.rows()) {
            ImportTable.update(tx, after);
            return after;
          }
          return ended(tx, after.in(State.DONE, tx.now()), "Finished");
        });
  }

  private List<Sheet.Row> next(Import one) throws IOException {
    long done = one.progress().done();
    Reading reading = open.get(one.id());
    if (reading == null || reading.at != done) {
      close(one.id());
      Sheet sheet = Sheet.open(imports.file(one), one.form(), imports.bounds()).after(done);
      reading = new Reading(sheet, done);
    }
    List<Sheet.Row> rows = new ArrayList<>();
    while (reading.sheet.hasNext() && rows.size() < BATCH) {
      rows.add(reading.sheet.next());
    }
    open.put(one.id(), new Reading(reading.sheet, done + rows.size()));
    return rows;
  }

  private Progress taken(Tx tx, Import now, List<Sheet.Row> rows) {
    RowWork work = imports.work(tx, now, now.plan().orElseThrow());
    Progress progress = Progress.NONE;
    for (Sheet.Row row : rows) {
      RowWork.Result result = work.take(tx, row);
      progress =
          progress.plus(
              switch (result) {
                case RowWork.Result.Created _ -> new Progress(1, 0, 0, 0);
                case RowWork.Result.Updated _ -> new Progress(0, 1, 0, 0);
                case RowWork.Result.Skipped _ -> new Progress(0, 0, 1, 0);
                case RowWork.Result.Failed _ -> new Progress(0, 0, 0, 1);
              });
      Progress all = now.progress().plus(progress);
      if (all.skipped() + all.failed() <= MOST_REMARKED) {
        TraceTable.say(tx, now, work.remarks(row, result));
      }
    }
    return progress;
  }

  // And out again

  private Import undone(Import one) {
    return database.write(
        tx -> {
          Import now = ImportTable.lock(tx.handle(), one.place(), one.id()).orElseThrow();
          if (now.state() != State.UNDOING) {
            return now;
          }
          if (!agents.has(tx.handle(), now.place())) {
            return ended(tx, now.failed(NO_AGENT, tx.now()), "Failed");
          }
          List<Deed> deeds = TraceTable.deeds(tx.handle(), now, BATCH);
          Undone undone = Undone.NONE;
          for (Deed deed : deeds) {
            boolean told = now.undone().kept() + undone.kept() < MOST_REMARKED;
            undone = undone.plus(undone(tx, now, deed, told));
            TraceTable.remove(tx, now, deed);
          }
          Import after = now.with(Progress.NONE, undone);
          if (deeds.size() == BATCH) {
            ImportTable.update(tx, after);
            return after;
          }
          return ended(tx, after.in(State.UNDONE, tx.now()), "Undid");
        });
  }

  private Undone undone(Tx tx, Import now, Deed deed, boolean told) {
    Optional<FieldError> kept =
        deed.former().isEmpty() ? removed(tx, now, deed) : restored(tx, now, deed);
    if (kept.isPresent()) {
      if (told) {
        TraceTable.say(tx, now, List.of(remark(deed, kept.get())));
      }
      return new Undone(0, 0, 1);
    }
    return deed.former().isEmpty() ? new Undone(1, 0, 0) : new Undone(0, 1, 0);
  }

  /// Why it is not, if so; likewise below.
  private Optional<FieldError> removed(Tx tx, Import now, Deed deed) {
    return switch (contacts.remove(
        tx, now.place(), deed.contactId(), deed.version(), belongings, author(now))) {
      case REMOVED -> Optional.empty();
      case CHANGED -> Optional.of(CHANGED_SINCE);
      case IN_USE -> Optional.of(ADDED_TO);
    };
  }

  private Optional<FieldError> restored(Tx tx, Import now, Deed deed) {
    return switch (contacts.change(
        tx,
        now.place(),
        new Ref.Id(deed.contactId()),
        deed.former().orElseThrow(),
        OptionalLong.of(deed.version()),
        author(now))) {
      case Change.Changed _ -> Optional.empty();
      case Change.Absent _, Change.Stale _ -> Optional.of(CHANGED_SINCE);
      case Change.Invalid(var errors) -> Optional.of(errors.getFirst());
      case Change.Taken(var field) ->
          Optional.of(new FieldError(field, "unique", "another contact has this " + field));
    };
  }

  private static Author author(Import now) {
    return new Author(now.by(), Source.CSV);
  }

  private static Remark remark(Deed deed, FieldError why) {
    return new Remark(
        deed.row(),
        deed.line(),
        Remark.Outcome.KEPT,
        "",
        why.field(),
        why.rule(),
        why.message(),
        Optional.of(deed.contactId()));
  }

  private static Import ended(Tx tx, Import after, String verb) {
    ImportTable.update(tx, after);
    Progress rows = after.progress();
    Undone undone = after.undone();
    String what =
        after.state() == State.UNDONE
            ? "%d contacts removed, %d as before, %d changed since and kept"
                .formatted(undone.removed(), undone.restored(), undone.kept())
            : "%d created, %d updated, %d skipped, %d failed"
                .formatted(rows.created(), rows.updated(), rows.skipped(), rows.failed());
    AuditLog.append(
        tx,
        after.place().organizationId(),
        after.by(),
        Event.of(
            Event.Action.UPDATE,
            Imports.RESOURCE,
            after.id(),
            "%s the import of \"%s\": %s".formatted(verb, after.fileName(), what)));
    return after;
  }

  private void close(String id) {
    Reading reading = open.remove(id);
    if (reading != null) {
      try {
        reading.sheet.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Returns when the batch that is under way is done.
  @Override
  public void close() {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
