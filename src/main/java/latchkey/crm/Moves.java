package latchkey.crm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import latchkey.db.Database;
import latchkey.db.Tx;

/// What a change of the settings does to the contacts that are there.
final class Moves {
  private static final int STEP = 2_000;
  private static final int MOST_NAMED = 5;

  private Moves() {}

  /// Moves contacts in transactions of a bounded size, so that others get their turn. What comes
  /// meanwhile is left to [#rest].
  static void most(Database database, Place place, Listing listing, Map<String, String> moves) {
    moves.forEach(
        (from, to) -> {
          long after = Long.MIN_VALUE;
          while (after < Long.MAX_VALUE) {
            long start = after;
            after = database.write(tx -> step(tx, place, listing, from, to, start));
          }
        });
  }

  static void rest(Tx tx, Place place, Listing listing, Map<String, String> moves) {
    moves.forEach(
        (from, to) -> {
          long after = Long.MIN_VALUE;
          while (after < Long.MAX_VALUE) {
            after = step(tx, place, listing, from, to, after);
          }
        });
  }

  /// Answers where to go on.
  private static long step(
      Tx tx, Place place, Listing listing, String from, String to, long after) {
    List<Long> found =
        ContactTable.of(
                tx.handle()
                    .createQuery(
                        """
                        SELECT seq FROM contact
                        WHERE org_id = :org AND agent_id = :agent AND seq > :after AND %s = :from
                        ORDER BY seq LIMIT :most
                        """
                            .formatted(listing.column())),
                place)
            .bind("after", after)
            .bind("from", from)
            .bind("most", STEP)
            .mapTo(Long.class)
            .list();
    if (!found.isEmpty()) {
      var _ =
          ContactTable.of(
                  tx.handle()
                      .createUpdate(
                          """
                          UPDATE contact SET %1$s = :to, version = version + 1,
                            updated_at = CASE WHEN updated_at > :now THEN updated_at ELSE :now END
                          WHERE org_id = :org AND agent_id = :agent AND %1$s = :from
                            AND seq IN (<found>)
                          """
                              .formatted(listing.column())),
                  place)
              .bindList("found", found)
              .bind("from", from)
              .bind("to", to)
              .bind("now", tx.now())
              .execute();
    }
    return found.size() < STEP ? Long.MAX_VALUE : found.getLast();
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
    } while (some.size() == STEP && shared.size() < MOST_NAMED);
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
        .bind("most", STEP)
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
