package latchkey.crm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import latchkey.crm.MoveTable.Move;
import latchkey.db.Database;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// What a change of the settings does to the contacts that are there.
final class Moves {
  private static final int STEP = 500;
  private static final int READ = 2_000;
  private static final int MOST_NAMED = 5;

  private Moves() {}

  /// Moves contacts in transactions of a bounded size, so that others get their turn. Who is
  /// changed by somebody else meanwhile is left to the next time.
  static void most(Database database, Move move) {
    for (Filter those : both(move)) {
      List<Contact> some = database.read(handle -> some(handle, move, those));
      if (some.size() < STEP) {
        move(database, move, some);
      } else {
        all(database, move, those);
      }
    }
  }

  /// Goes through all contacts: what many have is found sooner so than by looking for some of them
  /// again and again.
  private static void all(Database database, Move move, Filter those) {
    OptionalLong after = OptionalLong.of(Long.MIN_VALUE);
    while (after.isPresent()) {
      long start = after.getAsLong();
      List<Contact> some = database.read(handle -> after(handle, move, those, start));
      move(database, move, some);
      after = some.size() < STEP ? OptionalLong.empty() : seq(some.getLast());
    }
  }

  private static void move(Database database, Move move, List<Contact> some) {
    if (!some.isEmpty()) {
      var _ = database.write(tx -> moved(tx, move, some));
    }
  }

  private static List<Contact> some(Handle handle, Move move, Filter those) {
    return ContactList.some(handle, move.place(), those, STEP);
  }

  private static List<Filter> both(Move move) {
    return List.of(
        Filter.NONE.bearing(move.listing(), move.from()),
        Filter.ARCHIVED.bearing(move.listing(), move.from()));
  }

  private static OptionalLong seq(Contact contact) {
    return ContactIds.seq(contact.id());
  }

  /// Moves those that are left, in this transaction.
  static void rest(Tx tx, Move move) {
    for (Filter those : both(move)) {
      List<Contact> some;
      do {
        some = moved(tx, move, some(tx.handle(), move, those));
      } while (!some.isEmpty());
    }
  }

  /// Moves those that nobody has changed meanwhile; answers all of them.
  private static List<Contact> moved(Tx tx, Move move, List<Contact> some) {
    for (Contact before : some) {
      Contact after = before.changed(tx.now(), move.listing().with(before.fields(), move.to()));
      if (ContactTable.update(tx, before, after)) {
        ContactEvents.append(tx, "contact.updated", after, move.byId());
      }
    }
    return some;
  }

  private static List<Contact> after(Handle handle, Move move, Filter those, long after) {
    return ContactTable.of(
            handle.createQuery(
                """
                SELECT %s FROM contact
                WHERE agent_id = :agent AND archived = :archived AND seq > :after
                  AND org_id = :org AND %s = :name
                ORDER BY seq LIMIT :most
                """
                    .formatted(ContactTable.COLUMNS, move.listing().column())),
            move.place())
        .bind("archived", those.archived() ? 1 : 0)
        .bind("after", after)
        .bind("name", move.from())
        .bind("most", STEP)
        .map((row, _) -> ContactTable.contact(row))
        .list();
  }

  /// Keeps each value of the field for the contact that has it; names a few that have one that
  /// another has.
  static List<String> keepUnique(Tx tx, Place place, Setup setup, String key) {
    TreeSet<String> shared = new TreeSet<>();
    long after = Long.MIN_VALUE;
    List<Contact> some;
    do {
      some = after(tx, place, after);
      for (Contact contact : some) {
        after = ContactIds.seq(contact.id()).orElseThrow();
        String value = Uniques.of(setup, contact.fields()).get(key);
        if (value != null
            && Uniques.take(tx, place, contact.id(), Map.of(key, value)).isPresent()) {
          shared.add(contact.id());
        }
      }
    } while (some.size() == READ && shared.size() < MOST_NAMED);
    return new ArrayList<>(shared).subList(0, Math.min(shared.size(), MOST_NAMED));
  }

  private static List<Contact> after(Tx tx, Place place, long after) {
    return ContactTable.of(
            tx.handle()
                .createQuery(
                    """
                    SELECT %s FROM contact
                    WHERE org_id = :org AND agent_id = :agent AND seq > :after
                    ORDER BY seq LIMIT :most
                    """
                        .formatted(ContactTable.COLUMNS)),
            place)
        .bind("after", after)
        .bind("most", READ)
        .map((row, _) -> ContactTable.contact(row))
        .list();
  }

  static void freeUnique(Tx tx, Place place, String key) {
    var _ =
        ContactTable.of(
                tx.handle()
                    .createUpdate(
                        """
                        DELETE FROM contact_unique
                        WHERE org_id = :org AND agent_id = :agent AND field = :field
                        """),
                place)
            .bind("field", key)
            .execute();
  }
}
