package latchkey.crm;

import java.util.List;
import latchkey.db.Tx;

/// Takes away all contacts of an agent that is gone, and how they were kept: a part of them a
/// transaction. Nobody is told of each, for nobody may ask for them any more.
public final class Clearance {
  /// Tables whose few rows of an agent go at once.
  private static final List<String> SMALL =
      List.of("contact_count", "crm_setup", "crm_rotation", "crm_move", "crm_unique_left");

  private Clearance() {}

  /// Takes away so many contacts; says how many there were.
  public static int contacts(Tx tx, Place place, int most) {
    List<String> gone =
        ContactTable.of(
                tx.handle()
                    .createQuery(
                        """
                        DELETE FROM contact WHERE seq IN (
                          SELECT seq FROM contact
                          WHERE org_id = :org AND agent_id = :agent AND archived IN (0, 1)
                          ORDER BY archived, seq LIMIT :most)
                        RETURNING id
                        """),
                place)
            .bind("most", most)
            .mapTo(String.class)
            .list();
    gone.forEach(id -> SearchIndex.remove(tx, id));
    return gone.size();
  }

  /// Takes away so many rows of what was beside its contacts; says how many there were. The last
  /// ones are the settings.
  public static int rest(Tx tx, Place place, int most) {
    int gone = some(tx, place, "contact_note", "contact_id, id", most);
    if (gone == 0) {
      gone = some(tx, place, "contact_unique", "field, value", most);
    }
    if (gone == 0) {
      for (String table : SMALL) {
        gone +=
            ContactTable.of(
                    tx.handle()
                        .createUpdate(
                            "DELETE FROM %s WHERE org_id = :org AND agent_id = :agent"
                                .formatted(table)),
                    place)
                .execute();
      }
    }
    return gone;
  }

  private static int some(Tx tx, Place place, String table, String key, int most) {
    return ContactTable.of(
            tx.handle()
                .createUpdate(
                    """
                    DELETE FROM %1$s WHERE org_id = :org AND agent_id = :agent
                      AND (%2$s) IN (
                        SELECT %2$s FROM %1$s WHERE org_id = :org AND agent_id = :agent
                        LIMIT :most)
                    """
                        .formatted(table, key)),
            place)
        .bind("most", most)
        .execute();
  }
}
