package latchkey.crm;

import java.util.concurrent.ThreadLocalRandom;
import latchkey.db.Writes;
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

  static void add(Writes writes, Place place, boolean archived, int more) {
    var _ =
        writes.add(
            """
            INSERT INTO contact_count (org_id, agent_id, archived, shard, n)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (org_id, agent_id, archived, shard)
            DO UPDATE SET n = contact_count.n + excluded.n
            """,
            place.organizationId(),
            place.agentId(),
            archived ? 1 : 0,
            ThreadLocalRandom.current().nextInt(SHARDS),
            more);
  }

  static long of(Handle handle, Place place, boolean archived) {
    return ContactTable.of(handle.createQuery(OF), place)
        .bind("archived", archived ? 1 : 0)
        .mapTo(Long.class)
        .one();
  }
}
