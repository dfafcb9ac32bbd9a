package latchkey.usage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import latchkey.db.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// The rows that counts end in: per minute, per hour, and the last use of each secret.
///
/// That a part is applied once rests on one row per writer, the position of its last applied
/// part. Parts come in ascending position, so any part not above it is already here, however late
/// its file appears again. The row may go when the writer's files are gone for good, and then it
/// does; only a crash between the two leaves it, for ever and to no harm.
///
/// A key's organization is looked up while writing; counts of a key that never was are dropped.
/// Rows are written in the order of their identity, so that two nodes cannot block each other.
public final class UsageTable implements Sink {
  private static final long MINUTE = 60_000;
  private static final long MINUTES_PER_HOUR = 60;

  private final Database database;
  private final IntFunction<String> actions;
  private final IntFunction<String> outcomes;

  /// @param actions the names of the actions' numbers, under which their rows are kept
  /// @param outcomes the names of the outcomes' numbers
  public UsageTable(Database database, IntFunction<String> actions, IntFunction<String> outcomes) {
    this.database = database;
    this.actions = actions;
    this.outcomes = outcomes;
  }

  @Override
  public void apply(List<Harvest> harvests) {
    database.write(
        tx -> {
          List<Count> counts = new ArrayList<>();
          for (Harvest harvest : harvests) {
            if (isNew(tx.handle(), harvest)) {
              counts.addAll(harvest.counts());
            }
          }
          addCounts(tx.handle(), ADD_TO_MINUTE, sums(counts, 1));
          addCounts(tx.handle(), ADD_TO_HOUR, sums(counts, MINUTES_PER_HOUR));
          keepLastUses(tx.handle(), lastUses(counts));
          return counts.size();
        });
  }

  /// Moves the writer's position, if this part is above it.
  private static boolean isNew(Handle handle, Harvest harvest) {
    return handle
            .createUpdate(
                """
                INSERT INTO usage_applied (writer, position) VALUES (:writer, :position)
                ON CONFLICT (writer) DO UPDATE SET position = excluded.position
                WHERE usage_applied.position < excluded.position
                """)
            .bind("writer", harvest.writer())
            .bind("position", harvest.position())
            .execute()
        > 0;
  }

  @Override
  public void forget(Set<Long> writers) {
    database.write(
        tx -> {
          PreparedBatch batch =
              tx.handle().prepareBatch("DELETE FROM usage_applied WHERE writer = :writer");
          writers.forEach(writer -> batch.bind("writer", writer).add());
          return batch.execute();
        });
  }

  private record Bucket(String keyId, long time, int action, int outcome, int slot) {
    static final Comparator<Bucket> ORDER =
        Comparator.comparing(Bucket::keyId)
            .thenComparingLong(Bucket::time)
            .thenComparingInt(Bucket::action)
            .thenComparingInt(Bucket::outcome)
            .thenComparingInt(Bucket::slot);
  }

  private record Sum(long count, long cost) {
    Sum plus(Sum other) {
      return new Sum(count + other.count, cost + other.cost);
    }
  }

  private static Map<Bucket, Sum> sums(List<Count> counts, long minutes) {
    Map<Bucket, Sum> sums = new TreeMap<>(Bucket.ORDER);
    for (Count c : counts) {
      sums.merge(
          new Bucket(c.keyId(), c.minute() / minutes, c.action(), c.outcome(), c.slot()),
          new Sum(c.count(), c.cost()),
          Sum::plus);
    }
    return sums;
  }

  private static final String ADD_TO_MINUTE =
      """
      INSERT INTO usage_minute
        (org_id, key_id, minute, action, outcome, secret_slot, count, cost)
      SELECT org_id, id, :time, :action, :outcome, :slot, :count, :cost
      FROM api_key WHERE id = :key
      ON CONFLICT (org_id, key_id, minute, action, outcome, secret_slot) DO UPDATE
      SET count = usage_minute.count + excluded.count, cost = usage_minute.cost + excluded.cost
      """;

  private static final String ADD_TO_HOUR =
      """
      INSERT INTO usage_hour
        (org_id, key_id, hour, action, outcome, secret_slot, count, cost)
      SELECT org_id, id, :time, :action, :outcome, :slot, :count, :cost
      FROM api_key WHERE id = :key
      ON CONFLICT (org_id, key_id, hour, action, outcome, secret_slot) DO UPDATE
      SET count = usage_hour.count + excluded.count, cost = usage_hour.cost + excluded.cost
      """;

  private void addCounts(Handle handle, String add, Map<Bucket, Sum> sums) {
    PreparedBatch batch = handle.prepareBatch(add);
    sums.forEach(
        (bucket, sum) ->
            batch
                .bind("key", bucket.keyId())
                .bind("time", bucket.time())
                .bind("action", actions.apply(bucket.action()))
                .bind("outcome", outcomes.apply(bucket.outcome()))
                .bind("slot", bucket.slot())
                .bind("count", sum.count())
                .bind("cost", sum.cost())
                .add());
    batch.execute();
  }

  private record Secret(String keyId, int slot) {
    static final Comparator<Secret> ORDER =
        Comparator.comparing(Secret::keyId).thenComparingInt(Secret::slot);
  }

  private static Map<Secret, Count> lastUses(List<Count> counts) {
    Map<Secret, Count> last = new TreeMap<>(Secret.ORDER);
    for (Count c : counts) {
      if (c.slot() != Count.NO_SECRET) {
        last.merge(new Secret(c.keyId(), c.slot()), c, (a, b) -> a.lastAt() > b.lastAt() ? a : b);
      }
    }
    return last;
  }

  private static void keepLastUses(Handle handle, Map<Secret, Count> last) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO usage_last (org_id, key_id, secret_slot, at, address)
            SELECT org_id, id, :slot, :at, :address FROM api_key WHERE id = :key
            ON CONFLICT (org_id, key_id, secret_slot) DO UPDATE
            SET at = excluded.at, address = excluded.address WHERE usage_last.at <= excluded.at
            """);
    last.forEach(
        (secret, count) ->
            batch
                .bind("key", secret.keyId())
                .bind("slot", secret.slot())
                .bind("at", count.lastAt())
                .bind("address", count.address())
                .add());
    batch.execute();
  }

  /// What was counted in the minutes from `from` until before `to`, both epoch milliseconds.
  ///
  /// Whole hours are read from the hours' rows, so that a month costs 720 rows and not 43,200.
  public List<UsageTotal> totals(String orgId, String keyId, long from, long to) {
    long first = from / MINUTE;
    long end = to / MINUTE;
    long firstHour = Math.ceilDiv(first, MINUTES_PER_HOUR);
    long endHour = end / MINUTES_PER_HOUR;
    boolean wholeHours = firstHour < endHour;
    return database.read(
        handle ->
            handle
                .createQuery(TOTALS)
                .bind("org", orgId)
                .bind("key", keyId)
                .bind("first", first)
                .bind("hoursBegin", wholeHours ? firstHour * MINUTES_PER_HOUR : end)
                .bind("hoursEnd", wholeHours ? endHour * MINUTES_PER_HOUR : end)
                .bind("end", end)
                .bind("firstHour", firstHour)
                .bind("endHour", endHour)
                .map(
                    (row, context) ->
                        new UsageTotal(
                            row.getString("action"),
                            row.getString("outcome"),
                            row.getInt("secret_slot"),
                            row.getLong("count"),
                            row.getLong("cost")))
                .list());
  }

  private static final String TOTALS =
      """
      SELECT action, outcome, secret_slot, SUM(count) AS count, SUM(cost) AS cost
      FROM (
        SELECT action, outcome, secret_slot, count, cost FROM usage_hour
        WHERE org_id = :org AND key_id = :key AND hour >= :firstHour AND hour < :endHour
        UNION ALL
        SELECT action, outcome, secret_slot, count, cost FROM usage_minute
        WHERE org_id = :org AND key_id = :key AND minute >= :first AND minute < :hoursBegin
        UNION ALL
        SELECT action, outcome, secret_slot, count, cost FROM usage_minute
        WHERE org_id = :org AND key_id = :key AND minute >= :hoursEnd AND minute < :end
      ) AS part
      GROUP BY action, outcome, secret_slot
      ORDER BY action, outcome, secret_slot
      """;

  /// The last use of each of the key's secrets, the latest first.
  public List<LastUse> lastUsed(String orgId, String keyId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT secret_slot, at, address FROM usage_last
                    WHERE org_id = :org AND key_id = :key ORDER BY at DESC, secret_slot
                    """)
                .bind("org", orgId)
                .bind("key", keyId)
                .map(
                    (row, context) ->
                        new LastUse(
                            row.getInt("secret_slot"),
                            row.getLong("at"),
                            Optional.ofNullable(row.getString("address"))))
                .list());
  }
}
