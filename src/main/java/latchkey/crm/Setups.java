package latchkey.crm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.crm.Automations.Created;
import latchkey.crm.LeftTable.Left;
import latchkey.crm.MoveTable.Move;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.KeyLocks;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The CRM settings of agents, and what one can do with them.
public final class Setups {
  private static final String RESOURCE = "CRM Settings";
  private static final int KEPT = 10_000;
  private static final int MOST_TRIES = 5;

  /// By then no request goes on that has seen the settings before a change.
  private static final long LATE_MILLIS = 600_000;

  private static final Logger LOG = LoggerFactory.getLogger(Setups.class);

  private final Database database;
  private final Staff staff;
  private final KeyLocks<String> fieldsAtWork = new KeyLocks<>();
  private final Cache<Place, Setup> known = Caffeine.newBuilder().maximumSize(KEPT).build();

  public Setups(Database database, Staff staff) {
    this.database = database;
    this.staff = staff;
  }

  /// As they are kept in memory: those of every change that was answered.
  public Setup of(Place place) {
    return known.get(place, unread -> database.read(handle -> of(handle, unread)));
  }

  /// As they are in a transaction.
  public Setup of(Handle handle, Place place) {
    return SetupTable.find(handle, place).orElse(Setup.DEFAULT);
  }

  /// The same, which nobody changes until the transaction ends: what it writes is judged by these.
  Setup held(Tx tx, Place place) {
    return SetupTable.hold(tx, place).orElse(Setup.DEFAULT);
  }

  /// Judges by the settings that are in memory, and anew by those that came meanwhile.
  ///
  /// @param work says to [#requireStill] by which it has judged, in the transaction that writes
  <T> T settled(Place place, Function<Setup, T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return work.apply(of(place));
      } catch (Moved _) {
        known.invalidate(place);
        if (tries == MOST_TRIES) {
          throw DatabaseException.unavailable("the agent's settings change all the time");
        }
      }
    }
  }

  /// Undoes the transaction, unless the settings are those that were judged by; nobody changes
  /// them until it ends. What has no fields of its own can keep no value wrongly, and is not
  /// asked for: names of stages and statuses are followed up ([#finishMoves]).
  static void requireStill(Tx tx, Place place, Setup judgedBy) {
    if (!judgedBy.fields().isEmpty() && SetupTable.holdVersion(tx, place) != judgedBy.version()) {
      throw new Moved();
    }
  }

  private static final class Moved extends RuntimeException {
    Moved() {
      super("the settings were changed", null, false, false);
    }
  }

  /// Renames, orders, adds and removes stages or statuses. Contacts go along, in bounded steps,
  /// once it is done: if that is broken off, [#finishMoves] goes on.
  public SetupChange reword(
      Place place, Listing listing, Wording wording, OptionalLong ifVersion, By by) {
    finish(place, listing);
    SetupChange change =
        change(
            place,
            ifVersion,
            by,
            "Changed the " + (listing == Listing.STAGES ? "stages" : "statuses"),
            listing::of,
            (tx, before) -> {
              Map<String, String> moves = wording.moves(listing.of(before));
              Setup after = reworded(before, listing, wording, moves);
              endMoves(tx, place, listing);
              moves.forEach(
                  (from, to) ->
                      MoveTable.insert(tx, new Move(place, listing, from, to, by.id(), tx.now())));
              return after;
            });
    if (change instanceof SetupChange.Changed) {
      try {
        finish(place, listing);
      } catch (DatabaseException e) {
        LOG.warn("contacts are still to be moved, which is gone on with: {}", e.toString());
      }
    }
    return change;
  }

  private void finish(Place place, Listing listing) {
    database
        .read(handle -> MoveTable.of(handle, place, listing))
        .forEach(move -> Moves.most(database, move));
  }

  /// What was left before is over: a name of then may be one again from now on.
  private static void endMoves(Tx tx, Place place, Listing listing) {
    for (Move move : MoveTable.of(tx.handle(), place, listing)) {
      Moves.rest(tx, move);
      MoveTable.delete(tx, move);
    }
  }

  /// Goes on with what was broken off, and moves those too that came with a name of before from
  /// somebody who had seen the settings of then; of all organizations.
  public void finishMoves() {
    for (Place place : database.read(MoveTable::places)) {
      for (Listing listing : Listing.values()) {
        finish(place, listing);
        database.write(tx -> endOld(tx, place, listing));
      }
    }
    for (Left left : database.read(LeftTable::all)) {
      try (var _ = fieldsAtWork.hold(left.key())) {
        endLeft(left);
      }
    }
  }

  /// Says how many.
  private static int endOld(Tx tx, Place place, Listing listing) {
    List<Move> old =
        MoveTable.of(tx.handle(), place, listing).stream()
            .filter(move -> move.at() + LATE_MILLIS < tx.now())
            .toList();
    for (Move move : old) {
      Moves.rest(tx, move);
      MoveTable.delete(tx, move);
    }
    return old.size();
  }

  private static Setup reworded(
      Setup before, Listing listing, Wording wording, Map<String, String> moves) {
    Automations automations = before.automations();
    UnaryOperator<Created> follow =
        created ->
            new Created(
                created.owners(), created.stage().map(name -> moves.getOrDefault(name, name)));
    return before.with(
        listing,
        wording.after(),
        listing == Listing.STAGES
            ? new Automations(
                follow.apply(automations.manual()), follow.apply(automations.captured()))
            : automations);
  }

  /// Adds a field, which gets a key of its own.
  ///
  /// @param made of the key
  public SetupChange addField(
      Place place,
      String label,
      Function<String, CustomField> made,
      OptionalLong ifVersion,
      By by) {
    return change(
        place,
        ifVersion,
        by,
        "Added the contact field \"%s\"".formatted(label),
        Setup::fields,
        (_, before) -> {
          Set<String> taken =
              before.fields().stream().map(CustomField::key).collect(Collectors.toSet());
          List<CustomField> fields = new ArrayList<>(before.fields());
          fields.add(made.apply(CustomField.keyOf(label, taken)));
          return before.with(fields);
        });
  }

  /// Changes what may be changed of a field. It becomes unique only if no two contacts have the
  /// same value: from the first step on nobody writes one that another has, and when those that
  /// were there are known, it is done or refused. If that is broken off, it is refused.
  public SetupChange changeField(
      Place place, String key, UnaryOperator<CustomField> change, OptionalLong ifVersion, By by) {
    Left left = new Left(place, key);
    try (var _ = fieldsAtWork.hold(left.key())) {
      endLeft(left);
      try {
        return changeAlone(left, change, ifVersion, by);
      } catch (NoField _) {
        return new SetupChange.Absent();
      } finally {
        tidy(left);
      }
    }
  }

  private SetupChange changeAlone(
      Left left, UnaryOperator<CustomField> change, OptionalLong ifVersion, By by) {
    SetupChange begun = begun(left, change, ifVersion);
    return switch (begun) {
      case SetupChange.Changed(Setup setup) when setup.keeping().contains(left.field()) ->
          unique(left, setup, change, ifVersion, by);
      case SetupChange.Changed _ -> changed(left, change, ifVersion, by);
      case SetupChange.Absent _, SetupChange.Stale _, SetupChange.Shared _ -> begun;
    };
  }

  private SetupChange unique(
      Left left, Setup begun, UnaryOperator<CustomField> change, OptionalLong ifVersion, By by) {
    List<String> shared = Moves.keepUnique(database, left.place(), begun, left.field());
    OptionalLong now = ifVersion.isPresent() ? OptionalLong.of(begun.version()) : ifVersion;
    return shared.isEmpty() ? changed(left, change, now, by) : new SetupChange.Shared(shared);
  }

  /// Begins to keep the values of a field that is to be unique; nothing else is changed.
  private SetupChange begun(Left left, UnaryOperator<CustomField> change, OptionalLong ifVersion) {
    SetupChange begun =
        database.write(
            tx -> {
              Setup before = SetupTable.lock(tx, left.place());
              if (isStale(before, ifVersion)) {
                return new SetupChange.Stale(before.version());
              }
              CustomField field = before.field(left.field()).orElseThrow(NoField::new);
              CustomField wanted = wanted(before, field, change).field(field.key()).orElseThrow();
              if (!wanted.unique() || field.unique()) {
                return new SetupChange.Changed(before);
              }
              Setup next = before.keeping(field.key()).next();
              SetupTable.update(tx, left.place(), next);
              LeftTable.insert(tx, left);
              return new SetupChange.Changed(next);
            });
    known.invalidate(left.place());
    return begun;
  }

  private static Setup wanted(Setup before, CustomField field, UnaryOperator<CustomField> change) {
    CustomField changed = change.apply(field);
    return before.with(
        before.fields().stream().map(one -> one.equals(field) ? changed : one).toList());
  }

  /// The change itself.
  private SetupChange changed(
      Left left, UnaryOperator<CustomField> change, OptionalLong ifVersion, By by) {
    return change(
        left.place(),
        ifVersion,
        by,
        "Changed the contact field \"%s\"".formatted(left.field()),
        Setup::fields,
        (tx, before) -> {
          CustomField field = before.field(left.field()).orElseThrow(NoField::new);
          Setup after = wanted(before, field, change);
          boolean unique = after.field(left.field()).orElseThrow().unique();
          if (unique && !before.distinguishes(field)) {
            throw new IllegalStateException("nobody keeps the values of " + left.field());
          }
          if (unique && !field.unique()) {
            int _ = LeftTable.delete(tx, left);
          } else if (!unique && field.unique()) {
            LeftTable.insert(tx, left);
          }
          return after.notKeeping(left.field());
        });
  }

  /// Undoes the transaction.
  private static final class NoField extends RuntimeException {}

  /// What cannot be done now, [#finishMoves] does.
  private void tidy(Left left) {
    try {
      endLeft(left);
    } catch (DatabaseException e) {
      LOG.warn("values of a field are still to be let go, which is gone on with: {}", e.toString());
    }
  }

  /// Ends what is left of a field that did not become unique, or is so no more.
  private void endLeft(Left left) {
    if (!database.read(handle -> LeftTable.has(handle, left))) {
      return;
    }
    Place place = left.place();
    Setup _ =
        database.write(
            tx -> {
              Setup before = SetupTable.lock(tx, place);
              if (!before.keeping().contains(left.field())) {
                return before;
              }
              Setup next = before.notKeeping(left.field()).next();
              SetupTable.update(tx, place, next);
              return next;
            });
    known.invalidate(place);
    Moves.freeUnique(database, place, left.field());
    int _ = database.write(tx -> LeftTable.delete(tx, left));
  }

  /// Puts the fields in the order of these keys, which are all of them.
  public SetupChange orderFields(Place place, List<String> keys, OptionalLong ifVersion, By by) {
    return change(
        place,
        ifVersion,
        by,
        "Ordered the contact fields",
        setup -> setup.fields().stream().map(CustomField::key).toList(),
        (_, before) -> {
          List<CustomField> ordered =
              keys.stream().flatMap(key -> before.field(key).stream()).toList();
          if (ordered.size() != keys.size()
              || new HashSet<>(keys).size() != before.fields().size()
              || keys.size() != before.fields().size()) {
            throw new IllegalArgumentException(
                "keys names each field once, the archived ones too: "
                    + before.fields().stream().map(CustomField::key).toList());
          }
          return before.with(ordered);
        });
  }

  /// Whoever they name works in the organization.
  public SetupChange automate(Place place, Automations automations, OptionalLong ifVersion, By by) {
    return change(
        place,
        ifVersion,
        by,
        "Changed what happens when a contact is created",
        Setup::automations,
        (tx, before) -> {
          Set<String> named = people(automations);
          Set<String> gone = new LinkedHashSet<>(named);
          gone.removeAll(staff.working(tx.handle(), place.organizationId(), named));
          if (!gone.isEmpty()) {
            throw new IllegalArgumentException(
                "no active members who may own contacts: " + String.join(", ", gone));
          }
          return before.with(automations);
        });
  }

  private static Set<String> people(Automations automations) {
    return Stream.of(automations.manual(), automations.captured())
        .flatMap(created -> people(created.owners()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Stream<String> people(Assignment assignment) {
    return switch (assignment) {
      case Assignment.Creator _, Assignment.OrganizationOwner _, Assignment.None _ ->
          Stream.empty();
      case Assignment.Selected(var primary, Optional<String> secondary) ->
          Stream.concat(Stream.of(primary), secondary.stream());
      case Assignment.RoundRobin(var primary, var secondary) ->
          Stream.concat(primary.stream(), secondary.stream());
    };
  }

  /// @param part of the settings, for the audit entry
  private SetupChange change(
      Place place,
      OptionalLong ifVersion,
      By by,
      String description,
      Function<Setup, Object> part,
      BiFunction<Tx, Setup, Setup> work) {
    SetupChange change =
        database.write(
            tx -> {
              Setup before = SetupTable.lock(tx, place);
              if (isStale(before, ifVersion)) {
                return new SetupChange.Stale(before.version());
              }
              Setup after = work.apply(tx, before);
              if (after.equals(before)) {
                return new SetupChange.Changed(before);
              }
              Setup next = after.next();
              SetupTable.update(tx, place, next);
              AuditLog.append(
                  tx,
                  place.organizationId(),
                  by,
                  Event.update(
                      RESOURCE,
                      place.agentId(),
                      description,
                      SetupText.json(part.apply(before)),
                      SetupText.json(part.apply(next))));
              return new SetupChange.Changed(next);
            });
    known.invalidate(place);
    return change;
  }

  private static boolean isStale(Setup setup, OptionalLong ifVersion) {
    return ifVersion.isPresent() && ifVersion.getAsLong() != setup.version();
  }
}
