package latchkey.outbox;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import latchkey.db.Database;
import latchkey.db.Ids;
import latchkey.db.Tx;
import latchkey.db.Writes;
import org.jdbi.v3.core.Handle;

/// Appends events, and forgets those that are old.
public final class Outbox {
  public static final Duration KEPT = Duration.ofDays(30);
  private static final int PRUNED_AT_ONCE = 5_000;
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  /// What tells the events of one millisecond apart, in their order.
  private static final AtomicLong LAST =
      new AtomicLong(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));

  private static final int COUNTED_DIGITS = 12;

  private Outbox() {}

  /// Writes down what happened.
  ///
  /// @param type such as `contact.created`
  /// @param data the subject as the event left it, as JSON in UTF-8
  /// @param by the id of who did it
  public static void append(
      Tx tx,
      String organizationId,
      String agentId,
      String type,
      String subjectId,
      byte[] data,
      String by) {
    Writes writes = new Writes(tx);
    append(writes, organizationId, agentId, type, subjectId, data, by);
    writes.execute();
  }

  /// The same with other writes of the transaction.
  public static void append(
      Writes writes,
      String organizationId,
      String agentId,
      String type,
      String subjectId,
      byte[] data,
      String by) {
    long now = writes.tx().now();
    String id = Ids.least(now) + HexFormat.of().toHexDigits(LAST.incrementAndGet(), COUNTED_DIGITS);
    var _ =
        writes.add(
            """
            INSERT INTO outbox_event (
              id, org_id, agent_id, type, subject_id, data, by_id, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            id,
            organizationId,
            agentId,
            type,
            subjectId,
            data,
            by,
            now);
  }

  /// Forgets what is older than [#KEPT], of all organizations; a few in a transaction, so that
  /// nobody who writes waits long. Says how many.
  public static long prune(Database database, long now) {
    long gone = 0;
    for (int some; (some = database.write(tx -> pruneSome(tx, now))) > 0; ) {
      gone += some;
    }
    return gone;
  }

  /// Forgets what happened to an agent that is gone, in the same way.
  public static void forget(Database database, String organizationId, String agentId) {
    String after = "";
    List<String> some;
    do {
      String start = after;
      some = database.read(handle -> some(handle, organizationId, agentId, start));
      if (!some.isEmpty()) {
        List<String> those = some;
        int _ = database.write(tx -> delete(tx, organizationId, those));
        after = some.getLast();
      }
    } while (some.size() == FORGOTTEN_AT_ONCE);
  }

  /// Read before they are written, for it goes through the events of all: once, each part from
  /// where the one before ended.
  private static List<String> some(
      Handle handle, String organizationId, String agentId, String after) {
    return handle
        .createQuery(
            """
            SELECT id FROM outbox_event
            WHERE id > :after AND org_id = :org AND agent_id = :agent ORDER BY id LIMIT :most
            """)
        .bind("after", after)
        .bind("org", organizationId)
        .bind("agent", agentId)
        .bind("most", FORGOTTEN_AT_ONCE)
        .mapTo(String.class)
        .list();
  }

  private static int delete(Tx tx, String organizationId, List<String> ids) {
    return tx.handle()
        .createUpdate("DELETE FROM outbox_event WHERE id IN (<ids>) AND org_id = :org")
        .bindList("ids", ids)
        .bind("org", organizationId)
        .execute();
  }

  private static int pruneSome(Tx tx, long now) {
    return tx.handle()
        .createUpdate(
            """
            DELETE FROM outbox_event WHERE id IN (
              SELECT id FROM outbox_event WHERE id < :before ORDER BY id LIMIT :most)
            """)
        .bind("before", Ids.least(now - KEPT.toMillis()))
        .bind("most", PRUNED_AT_ONCE)
        .execute();
  }
}
