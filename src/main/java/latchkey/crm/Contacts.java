package latchkey.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import latchkey.audit.AuditLog;
import latchkey.audit.Event;
import latchkey.crm.Creation.Warning;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.Tx;
import latchkey.db.Writes;
import org.jdbi.v3.core.Handle;

/// What one can do with contacts.
///
/// Each change is an event in the outbox, in its own transaction. What people and management keys
/// change is an audit entry too; what integrations do is counted as usage, and not written down
/// twice (docs/decisions/0010).
public final class Contacts {
  private static final String RESOURCE = "Contact";
  private static final int MOST_LIKELY = 10;
  private static final int KEPT = 1_000;
  private static final Fields NONE =
      new Fields(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  private final Database database;
  private final Setups setups;
  private final Arrivals arrivals;
  private final Sent.Lookups lookups;
  private final ContactIds ids = new ContactIds();
  private final Cache<Place, Compiled> schemas = Caffeine.newBuilder().maximumSize(KEPT).build();

  private record Compiled(Setup setup, ContactSchema schema) {}

  public Contacts(
      Database database, Setups setups, Arrivals arrivals, Owners owners, Regions regions) {
    this.database = database;
    this.setups = setups;
    this.arrivals = arrivals;
    this.lookups = new Sent.Lookups(owners, regions);
  }

  /// JSON Schema 2020-12 of what [#create] takes.
  public ObjectNode schema(Place place) {
    return compiled(place, setups.of(place)).schema.document();
  }

  private Compiled compiled(Place place, Setup setup) {
    Compiled known = schemas.getIfPresent(place);
    if (known != null && known.setup.version() == setup.version()) {
      return known;
    }
    Compiled compiled = new Compiled(setup, new ContactSchema(setup));
    schemas.put(place, compiled);
    return compiled;
  }

  // Creating

  /// Makes a contact of what was sent.
  ///
  /// @param rejectDuplicates whether one with the same address or number is not wanted
  public Creation create(Place place, ObjectNode sent, boolean rejectDuplicates, Author author) {
    return setups.settled(place, setup -> create(place, setup, sent, rejectDuplicates, author));
  }

  private Creation create(
      Place place, Setup setup, ObjectNode sent, boolean rejectDuplicates, Author author) {
    Sent judged = lookups.creation(view(), place, setup, compiled(place, setup).schema, sent);
    return judged.isRefused()
        ? new Creation.Invalid(judged.errors())
        : database.writeTogether(
            tx -> {
              Setups.requireStill(tx, place, setup);
              Creation creation = insert(tx, place, setup, judged, rejectDuplicates, author);
              if (creation instanceof Creation.Created(Contact contact, _)) {
                audit(tx, place, author, () -> created(contact));
              }
              return creation;
            });
  }

  /// The same in a transaction that does more, and whose audit entry says it all.
  public Creation create(
      Tx tx, Place place, ObjectNode sent, boolean rejectDuplicates, Author author) {
    Setup setup = setups.held(tx, place);
    Sent judged = lookups.creation(view(tx), place, setup, compiled(place, setup).schema, sent);
    return judged.isRefused()
        ? new Creation.Invalid(judged.errors())
        : insert(tx, place, setup, judged, rejectDuplicates, author);
  }

  private Creation insert(
      Tx tx, Place place, Setup setup, Sent sent, boolean rejectDuplicates, Author author) {
    Fields asked = sent.over(NONE);
    ContactTable.Met met =
        ContactTable.meet(
            tx.handle(),
            place,
            asked.externalReferenceId(),
            asked.email(),
            asked.mobileNumber(),
            MOST_LIKELY);
    if (met.taken()) {
      return new Creation.Taken("externalReferenceId");
    }
    List<String> likely = met.likely();
    if (rejectDuplicates && !likely.isEmpty()) {
      return new Creation.LikelyDuplicate(likely);
    }
    Optional<Contact> made = made(tx, place, setup, asked, author);
    if (made.isEmpty()) {
      return new Creation.Taken("externalReferenceId");
    }
    Optional<String> taken = keepUniques(tx, setup, made.get());
    if (taken.isPresent()) {
      ContactTable.delete(tx, place, made.get().id(), 1);
      return new Creation.Taken(taken.get());
    }
    Contact contact = made.get();
    Writes writes = new Writes(tx);
    SearchIndex.add(writes, contact);
    Counts.add(writes, place, false, 1);
    tell(writes, "contact.created", contact, author);
    writes.execute();
    return new Creation.Created(contact, warnings(likely));
  }

  private static List<Warning> warnings(List<String> likely) {
    return likely.isEmpty()
        ? List.of()
        : List.of(
            new Warning(
                "likely_duplicate", "another contact has the same email or mobileNumber", likely));
  }

  private static boolean isTaken(Handle handle, Place place, Optional<String> external) {
    return external
        .flatMap(id -> ContactTable.find(handle, place, new Ref.External(id)))
        .isPresent();
  }

  /// Nothing if another one took its external id meanwhile.
  private Optional<Contact> made(Tx tx, Place place, Setup setup, Fields asked, Author author) {
    Arrival arrival =
        arrivals.complete(
            tx,
            place,
            setup.automations(),
            author,
            new Arrival(asked.owner(), asked.secondaryOwner(), asked.stage()));
    Fields fields = asked.arriving(arrival);
    while (true) {
      long seq = ids.next(tx.now());
      Contact contact =
          new Contact(
              ContactIds.id(seq),
              place,
              fields,
              author.source(),
              tx.now(),
              tx.now(),
              OptionalLong.empty(),
              1);
      if (ContactTable.insert(tx, seq, contact)) {
        return Optional.of(contact);
      }
      if (isTaken(tx.handle(), place, fields.externalReferenceId())) {
        return Optional.empty();
      }
    }
  }

  private static Optional<String> keepUniques(Tx tx, Setup setup, Contact contact) {
    return Uniques.take(tx, contact.place(), contact.id(), Uniques.of(setup, contact.fields()));
  }

  // Changing

  /// Changes the fields that were sent; null takes away.
  public Change change(
      Place place, Ref ref, ObjectNode sent, OptionalLong ifVersion, Author author) {
    return setups.settled(place, setup -> change(place, ref, setup, sent, ifVersion, author));
  }

  private Change change(
      Place place, Ref ref, Setup setup, ObjectNode sent, OptionalLong ifVersion, Author author) {
    Sent judged = lookups.change(view(), place, setup, compiled(place, setup).schema, sent);
    if (judged.isRefused()) {
      return database.read(handle -> ContactTable.find(handle, place, ref)).isPresent()
          ? new Change.Invalid(judged.errors())
          : new Change.Absent();
    }
    return alone(
        () ->
            database.writeTogether(
                tx -> {
                  Setups.requireStill(tx, place, setup);
                  return audited(
                      tx,
                      author,
                      "Changed",
                      before -> change(tx, setup, judged, before, author),
                      place,
                      ref,
                      ifVersion);
                }));
  }

  /// The same in a transaction that does more, and whose audit entry says it all.
  public Change change(
      Tx tx, Place place, Ref ref, ObjectNode sent, OptionalLong ifVersion, Author author) {
    Setup setup = setups.held(tx, place);
    Sent judged = lookups.change(view(tx), place, setup, compiled(place, setup).schema, sent);
    return judged.isRefused()
        ? new Change.Invalid(judged.errors())
        : locked(tx, place, ref, ifVersion, before -> change(tx, setup, judged, before, author));
  }

  private static Change change(Tx tx, Setup setup, Sent sent, Contact before, Author author) {
    Fields fields = sent.over(before.fields());
    if (fields.equals(before.fields())) {
      return new Change.Changed(before);
    }
    if (fields.email().isEmpty() && fields.mobileNumber().isEmpty()) {
      return new Change.Invalid(List.of(FieldJudge.unreachable()));
    }
    Optional<String> external = fields.externalReferenceId();
    if (!external.equals(before.fields().externalReferenceId())
        && isTaken(tx.handle(), before.place(), external)) {
      return new Change.Taken("externalReferenceId");
    }
    Contact after = before.changed(tx.now(), fields);
    Optional<String> taken = moveUniques(tx, setup, before, after);
    if (taken.isPresent()) {
      return new Change.Taken(taken.get());
    }
    return written(new Writes(tx), "contact.updated", before, after, author);
  }

  private static Optional<String> moveUniques(Tx tx, Setup setup, Contact before, Contact after) {
    SortedMap<String, String> kept = Uniques.of(setup, before.fields());
    if (Uniques.of(setup, after.fields()).equals(kept)) {
      return Optional.empty();
    }
    Uniques.release(tx, before.place(), before.id());
    Optional<String> taken = keepUniques(tx, setup, after);
    if (taken.isPresent()) {
      var _ = Uniques.take(tx, before.place(), before.id(), kept);
    }
    return taken;
  }

  private static Change written(
      Writes writes, String type, Contact before, Contact contact, Author author) {
    if (!ContactTable.update(writes.tx(), before, contact)) {
      throw new IllegalStateException("a locked contact was changed: " + contact.id());
    }
    SearchIndex.change(writes, before, contact);
    tell(writes, type, contact, author);
    writes.execute();
    return new Change.Changed(contact);
  }

  public Change archive(Place place, Ref ref, OptionalLong ifVersion, Author author) {
    return inArchive(place, ref, ifVersion, true, author);
  }

  public Change unarchive(Place place, Ref ref, OptionalLong ifVersion, Author author) {
    return inArchive(place, ref, ifVersion, false, author);
  }

  private Change inArchive(
      Place place, Ref ref, OptionalLong ifVersion, boolean archived, Author author) {
    return database.writeTogether(
        tx ->
            audited(
                tx,
                author,
                archived ? "Archived" : "Restored",
                before -> inArchive(tx, before, archived, author),
                place,
                ref,
                ifVersion));
  }

  private static Change inArchive(Tx tx, Contact before, boolean archived, Author author) {
    if (before.archived() == archived) {
      return new Change.Changed(before);
    }
    Writes writes = new Writes(tx);
    Counts.add(writes, before.place(), !archived, -1);
    Counts.add(writes, before.place(), archived, 1);
    OptionalLong at = archived ? OptionalLong.of(tx.now()) : OptionalLong.empty();
    return written(
        writes,
        archived ? "contact.archived" : "contact.unarchived",
        before,
        before.changed(tx.now(), before.fields(), at),
        author);
  }

  /// Takes a contact away for good, if nobody has changed it since that version or put something
  /// beside it. It is for who undoes what they created.
  public Removal remove(
      Tx tx, Place place, String id, long version, Belongings belongings, Author author) {
    Optional<Contact> contact = ContactTable.lock(tx.handle(), place, new Ref.Id(id));
    if (contact.isEmpty() || contact.get().version() != version) {
      return Removal.CHANGED;
    }
    if (!NoteTable.list(tx.handle(), place, id, Optional.empty(), 1).isEmpty()
        || belongings.of(tx.handle(), place, id)) {
      return Removal.IN_USE;
    }
    Uniques.release(tx, place, id);
    Writes writes = new Writes(tx);
    Counts.add(writes, place, contact.get().archived(), -1);
    tell(writes, "contact.deleted", contact.get(), author);
    writes.execute();
    var _ = ContactTable.delete(tx, place, id, version);
    return Removal.REMOVED;
  }

  /// Whether a contact is there, which nobody takes away until the transaction ends: for who puts
  /// something beside it.
  public static boolean hold(Tx tx, Place place, String id) {
    return ContactTable.lock(tx.handle(), place, new Ref.Id(id)).isPresent();
  }

  // Under a lock, with a trace

  private static Change locked(
      Tx tx, Place place, Ref ref, OptionalLong ifVersion, Function<Contact, Change> work) {
    Optional<Contact> before = ContactTable.lock(tx.handle(), place, ref);
    if (before.isEmpty()) {
      return new Change.Absent();
    }
    long version = before.get().version();
    return ifVersion.isPresent() && ifVersion.getAsLong() != version
        ? new Change.Stale(version)
        : work.apply(before.get());
  }

  private static Change audited(
      Tx tx,
      Author author,
      String verb,
      Function<Contact, Change> work,
      Place place,
      Ref ref,
      OptionalLong ifVersion) {
    return locked(
        tx,
        place,
        ref,
        ifVersion,
        before -> {
          Change change = work.apply(before);
          if (change instanceof Change.Changed(Contact after) && !after.equals(before)) {
            audit(tx, place, author, () -> updated(verb, before, after));
          }
          return change;
        });
  }

  private static Event created(Contact contact) {
    return Event.create(
        RESOURCE,
        contact.id(),
        "Created the contact \"%s\"".formatted(contact.title()),
        ContactJson.audited(contact));
  }

  private static Event updated(String verb, Contact before, Contact after) {
    return Event.update(
        RESOURCE,
        after.id(),
        "%s the contact \"%s\"".formatted(verb, after.title()),
        ContactJson.audited(before),
        ContactJson.audited(after));
  }

  private static void audit(Tx tx, Place place, Author author, Supplier<Event> event) {
    if (author.audited()) {
      AuditLog.append(tx, place.organizationId(), author.by(), event.get());
    }
  }

  private static void tell(Writes writes, String type, Contact contact, Author author) {
    ContactEvents.append(writes, type, contact, author.by().id());
  }

  /// Somebody may have taken what was free when it was looked at: then it is looked at again.
  private static Change alone(Supplier<Change> work) {
    try {
      return work.get();
    } catch (DatabaseException e) {
      if (e.kind() != DatabaseException.Kind.CONFLICT) {
        throw e;
      }
      return work.get();
    }
  }

  private Sent.View view() {
    return new Sent.View() {
      @Override
      public <T> T read(Function<Handle, T> work) {
        return database.read(work);
      }
    };
  }

  private static Sent.View view(Tx tx) {
    return new Sent.View() {
      @Override
      public <T> T read(Function<Handle, T> work) {
        return work.apply(tx.handle());
      }
    };
  }

  // Reading

  /// Archived ones too.
  public Optional<Contact> find(Place place, Ref ref) {
    return database.readOnce(handle -> ContactTable.find(handle, place, ref));
  }

  /// The same as a transaction that changes them sees them.
  public Optional<Contact> find(Tx tx, Place place, Ref ref) {
    return ContactTable.find(tx.handle(), place, ref);
  }

  /// A part of the contacts that the filter leaves.
  ///
  /// @throws IllegalArgumentException if the slice's position is of another order
  public Found list(Place place, Filter filter, Sort sort, Slice slice) {
    Function<Handle, Found> work =
        handle ->
            new ContactList(
                    handle,
                    place,
                    owned(handle, place, filter),
                    number(handle, place, filter.mobileNumber()),
                    sort)
                .read(slice)
                .proving(slice);
    return filter.isBare() ? database.readOnce(work) : database.read(work);
  }

  /// By the owner's id, whose e-mail address it may name.
  private Filter owned(Handle handle, Place place, Filter filter) {
    return filter
        .owner()
        .filter(text -> text.indexOf('@') >= 0)
        .flatMap(email -> lookups.owners().find(handle, place.organizationId(), email.strip()))
        .map(filter::ownedBy)
        .orElse(filter);
  }

  private Optional<String> number(Handle handle, Place place, Optional<String> text) {
    return text.map(
        number -> {
          String region = lookups.regions().of(handle, place.organizationId());
          return Phones.normalized(number.strip(), region).orElse(number);
        });
  }

  /// Who is probably the same: contacts that are not archived and have that address or number.
  public List<Contact> likely(Place place, Optional<String> email, Optional<String> mobileNumber) {
    return database.read(
        handle ->
            ContactTable.meet(
                    handle,
                    place,
                    Optional.empty(),
                    email,
                    number(handle, place, mobileNumber),
                    MOST_LIKELY)
                .likely()
                .stream()
                .flatMap(id -> ContactTable.find(handle, place, new Ref.Id(id)).stream())
                .toList());
  }
}
