package latchkey.crm;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.db.Database;
import latchkey.db.Ids;
import latchkey.db.Tx;

/// What one can do with the notes on a contact. Who may manage contacts writes and deletes them;
/// the text of a note is changed by nobody but who wrote it.
///
/// The audit log says who did what to which note; what a note says is not copied into it, so that
/// it goes when the note does.
public final class Notes {
  /// Of one contact.
  public static final int MOST = 10_000;

  private static final String RESOURCE = "Note";

  private final Database database;
  private final int most;
  private final SecureRandom random = new SecureRandom();

  public Notes(Database database) {
    this(database, MOST);
  }

  Notes(Database database, int most) {
    this.database = database;
    this.most = most;
  }

  /// A page of a contact's notes, the newest first: those older than the note `before`.
  public List<Note> list(Place place, String contactId, Optional<String> before, int most) {
    return database.read(handle -> NoteTable.list(handle, place, contactId, before, most));
  }

  public Optional<Note> find(Place place, String contactId, String id) {
    return database.read(handle -> NoteTable.find(handle, place, contactId, id));
  }

  public Noted add(Place place, String contactId, String text, By by) {
    return database.write(
        tx -> {
          if (!Contacts.hold(tx, place, contactId)) {
            return new Noted.Absent();
          }
          if (NoteTable.count(tx.handle(), place, contactId) >= most) {
            return new Noted.TooMany(most);
          }
          String id = Ids.next(tx.now(), random);
          Note note = new Note(id, contactId, text, by.id(), by.name(), tx.now(), tx.now(), 1);
          NoteTable.insert(tx.handle(), place, note);
          return done(tx, place, note, Event.Action.CREATE, "Wrote a note on", by);
        });
  }

  public Noted change(
      Place place, String contactId, String id, OptionalLong version, String text, By by) {
    return changed(
        place,
        contactId,
        id,
        version,
        (tx, note) -> {
          if (!note.by(by.id())) {
            return new Noted.Anothers();
          }
          Note now = note.withText(text, tx.now());
          NoteTable.update(tx.handle(), place, now);
          return done(tx, place, now, Event.Action.UPDATE, "Changed a note on", by);
        });
  }

  public Noted delete(Place place, String contactId, String id, OptionalLong version, By by) {
    return changed(
        place,
        contactId,
        id,
        version,
        (tx, note) -> {
          NoteTable.delete(tx.handle(), place, note);
          return done(tx, place, note, Event.Action.DELETE, "Deleted a note on", by);
        });
  }

  @FunctionalInterface
  private interface Deed {
    Noted on(Tx tx, Note note);
  }

  private Noted changed(Place place, String contactId, String id, OptionalLong version, Deed deed) {
    return database.write(
        tx -> {
          NoteTable.lock(tx.handle(), place, contactId, id);
          return NoteTable.find(tx.handle(), place, contactId, id)
              .map(judged(tx, version, deed))
              .orElseGet(Noted.Absent::new);
        });
  }

  private static Function<Note, Noted> judged(Tx tx, OptionalLong version, Deed deed) {
    return note ->
        version.isPresent() && version.getAsLong() != note.version()
            ? new Noted.Stale(note.version())
            : deed.on(tx, note);
  }

  private static Noted done(
      Tx tx, Place place, Note note, Event.Action action, String deed, By by) {
    String said = "%s the contact %s".formatted(deed, note.contactId());
    AuditLog.append(
        tx, place.organizationId(), by, Event.of(action, RESOURCE, note.contactId(), said));
    return new Noted.Done(note);
  }
}
