package latchkey.crm;

import java.util.concurrent.ThreadLocalRandom;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// How many contacts an agent has, kept in the transactions that change it.
final class Counts {
  /// What [#of] asks, with its `:org`, `:agent` and `:archived`.
  static final String OF =
      """
      SELECT COALESCE(SUM(n), 0) FROM contact_count
      WHERE org_id = :org AND agent_id = :agent AND archived = :archived
      """;

  private static final int SHARDS = 16;

  private Counts() {}

  static void add(Tx tx, Place place, boolean archived, int more) {
    var _ =
        ContactTable.of(
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO contact_count (org_id, agent_id, archived, shard, n)
                        VALUES (:org, :agent, :archived, :shard, :more)
                        ON CONFLICT (org_id, agent_id, archived, shard)
                        DO UPDATE SET n = contact_count.n + excluded.n
                        """),
                place)
            .bind("archived", archived ? 1 : 0)
            .bind("shard", ThreadLocalRandom.current().nextInt(SHARDS))
            .bind("more", more)
            .execute();
  }

  static long of(Handle handle, Place place, boolean archived) {
    return ContactTable.of(handle.createQuery(OF), place)
        .bind("archived", archived ? 1 : 0)
        .mapTo(Long.class)
        .one();
  }
}
