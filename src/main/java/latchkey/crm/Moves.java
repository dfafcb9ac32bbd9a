package latchkey.crm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import latchkey.crm.MoveTable.Move;
import latchkey.db.Database;
import latchkey.db.Dialect;
import latchkey.db.Tx;
import latchkey.db.Writes;
import org.jdbi.v3.core.Handle;

/// What a change of the settings does to the contacts that are there.
final class Moves {
  private static final int STEP = 500;
  private static final int FREED = 2_000;
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
        Writes writes = new Writes(tx);
        SearchIndex.change(writes, before, after);
        ContactEvents.append(writes, "contact.updated", after, move.byId());
        writes.execute();
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

  /// Keeps each value of the field for the contact that has it, in steps; names a few that have
  /// one that another has. What is written meanwhile keeps its values itself.
  static List<String> keepUnique(Database database, Place place, Setup setup, String key) {
    TreeSet<String> shared = new TreeSet<>();
    long after = Long.MIN_VALUE;
    List<Long> some;
    do {
      long start = after;
      some = database.read(handle -> having(handle, place, key, start));
      if (!some.isEmpty()) {
        List<Long> those = some;
        shared.addAll(database.writeTogether(tx -> kept(tx, place, setup, key, those)));
        after = some.getLast();
      }
    } while (some.size() == STEP && shared.size() < MOST_NAMED);
    return shared.stream().limit(MOST_NAMED).toList();
  }

  /// As they are now, and stay until the transaction ends.
  private static List<String> kept(Tx tx, Place place, Setup setup, String key, List<Long> those) {
    List<String> shared = new ArrayList<>();
    for (Contact contact : held(tx, place, those)) {
      String value = Uniques.of(setup, contact.fields()).get(key);
      if (value != null
          && !Uniques.keep(tx, place, contact.id(), key, value).equals(contact.id())) {
        shared.add(contact.id());
      }
    }
    return shared;
  }

  /// Which contacts have a value of the field, and perhaps some more: the next ones, whether they
  /// are archived or not.
  static List<Long> having(Handle handle, Place place, String key, long after) {
    String some =
        """
        SELECT seq FROM contact
        WHERE org_id = :org AND agent_id = :agent AND archived = %d AND seq > :after
          AND custom_fields LIKE :having
        ORDER BY seq LIMIT :most
        """;
    return ContactTable.of(
            handle.createQuery(
                """
                SELECT seq FROM (
                  SELECT * FROM (%s) AS used UNION ALL SELECT * FROM (%s) AS archived) AS every
                ORDER BY seq LIMIT :most
                """
                    .formatted(some.formatted(0), some.formatted(1))),
            place)
        .bind("after", after)
        .bind("having", "%\"" + key + "\"%")
        .bind("most", STEP)
        .mapTo(Long.class)
        .list();
  }

  private static List<Contact> held(Tx tx, Place place, List<Long> seqs) {
    return ContactTable.of(
            tx.handle()
                .createQuery(
                    """
                    SELECT %s FROM contact
                    WHERE seq IN (<seqs>) AND org_id = :org AND agent_id = :agent
                    ORDER BY seq%s
                    """
                        .formatted(ContactTable.COLUMNS, Dialect.of(tx.handle()).holding())),
            place)
        .bindList("seqs", seqs)
        .map((row, _) -> ContactTable.contact(row))
        .list();
  }

  /// Lets go the values of a field, in steps.
  static void freeUnique(Database database, Place place, String key) {
    while (database.writeTogether(tx -> Uniques.free(tx, place, key, FREED))) {
      // the rest of them
    }
  }
}
