package latchkey.usage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import latchkey.db.Batch;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.usage.Owners.Owner;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// The rows that counts end in: of each key, each agent and each organization per minute, hour
/// and day, the last use of each secret, and from where ([Sightings]). They are all written at
/// once, so there is nothing to roll up later, and nothing to be counted twice or forgotten by
/// that.
///
/// That a part is applied once rests on one row per writer, the position of its last applied
/// part. Parts come in ascending position, so any part not above it is already here, however late
/// its file appears again. The row may go when the writer's files are gone for good, and then it
/// does; only a crash between the two leaves it, for ever and to no harm.
///
/// Whose a key is is looked up while writing; counts of a key that never was are dropped. Rows are
/// written in the order of their identity, which keeps them together on the disk.
public final class UsageTable implements Sink {
  private static final long MINUTE = 60_000;
  private static final long MINUTES_PER_HOUR = 60;

  /// Where an agent's id stands, the whole organization.
  static final String WHOLE = "";

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
          Map<String, Owner> owners =
              Owners.of(tx.handle(), counts.stream().map(Count::keyId).collect(Collectors.toSet()));
          for (Resolution resolution : Resolution.values()) {
            addCounts(tx, resolution, counts, owners);
          }
          Sightings.add(tx, counts, owners, actions);
          keepLastUses(tx, lastUses(counts), owners);
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

  /// What one row of a key counts.
  private record Bucket(String orgId, String keyId, long time, int action, int outcome, int slot) {
    static final Comparator<Bucket> ORDER =
        Comparator.comparing(Bucket::orgId)
            .thenComparing(Bucket::keyId)
            .thenComparingLong(Bucket::time)
            .thenComparingInt(Bucket::action)
            .thenComparingInt(Bucket::outcome)
            .thenComparingInt(Bucket::slot);
  }

  /// What one row of an agent counts, or of an organization, which is no agent's.
  private record TotalBucket(String orgId, String agentId, long time, int action, int outcome) {
    static final Comparator<TotalBucket> ORDER =
        Comparator.comparing(TotalBucket::orgId)
            .thenComparing(TotalBucket::agentId)
            .thenComparingLong(TotalBucket::time)
            .thenComparingInt(TotalBucket::action)
            .thenComparingInt(TotalBucket::outcome);
  }

  private record Sum(long count, long cost) {
    Sum plus(Sum other) {
      return new Sum(count + other.count, cost + other.cost);
    }
  }

  private static final String ADD =
      """
      INSERT INTO usage_${t} (org_id, key_id, ${t}, action, outcome, secret_slot, count, cost)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (org_id, key_id, ${t}, action, outcome, secret_slot) DO UPDATE
      SET count = usage_${t}.count + excluded.count, cost = usage_${t}.cost + excluded.cost
      """;

  private static final String ADD_TOTAL =
      """
      INSERT INTO usage_total_${t} (org_id, agent_id, ${t}, action, outcome, count, cost)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (org_id, agent_id, ${t}, action, outcome) DO UPDATE
      SET count = usage_total_${t}.count + excluded.count,
          cost = usage_total_${t}.cost + excluded.cost
      """;

  private void addCounts(
      Tx tx, Resolution resolution, List<Count> counts, Map<String, Owner> owners) {
    Map<Bucket, Sum> sums = new TreeMap<>(Bucket.ORDER);
    Map<TotalBucket, Sum> totals = new TreeMap<>(TotalBucket.ORDER);
    for (Count c : counts) {
      Owner owner = owners.get(c.keyId());
      if (owner != null) {
        String org = owner.orgId();
        long time = resolution.bucket(c.minute(), owner.zone());
        Sum sum = new Sum(c.count(), c.cost());
        sums.merge(
            new Bucket(org, c.keyId(), time, c.action(), c.outcome(), c.slot()), sum, Sum::plus);
        totals.merge(new TotalBucket(org, WHOLE, time, c.action(), c.outcome()), sum, Sum::plus);
        owner
            .agentId()
            .map(agent -> new TotalBucket(org, agent, time, c.action(), c.outcome()))
            .ifPresent(bucket -> totals.merge(bucket, sum, Sum::plus));
      }
    }
    write(tx, resolution, sums);
    writeTotals(tx, resolution, totals);
  }

  private void write(Tx tx, Resolution resolution, Map<Bucket, Sum> sums) {
    try (Batch batch = new Batch(tx, ADD.replace("${t}", resolution.column()))) {
      sums.forEach(
          (bucket, sum) ->
              batch.add(
                  bucket.orgId,
                  bucket.keyId,
                  bucket.time,
                  actions.apply(bucket.action),
                  outcomes.apply(bucket.outcome),
                  bucket.slot,
                  sum.count,
                  sum.cost));
      batch.execute();
    }
  }

  private void writeTotals(Tx tx, Resolution resolution, Map<TotalBucket, Sum> sums) {
    try (Batch batch = new Batch(tx, ADD_TOTAL.replace("${t}", resolution.column()))) {
      sums.forEach(
          (bucket, sum) ->
              batch.add(
                  bucket.orgId,
                  bucket.agentId,
                  bucket.time,
                  actions.apply(bucket.action),
                  outcomes.apply(bucket.outcome),
                  sum.count,
                  sum.cost));
      batch.execute();
    }
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

  private static void keepLastUses(Tx tx, Map<Secret, Count> last, Map<String, Owner> owners) {
    try (Batch batch =
        new Batch(
            tx,
            """
            INSERT INTO usage_last (org_id, key_id, secret_slot, at, address) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (org_id, key_id, secret_slot) DO UPDATE
            SET at = excluded.at, address = excluded.address WHERE usage_last.at <= excluded.at
            """)) {
      last.forEach(
          (secret, count) -> {
            Owner owner = owners.get(secret.keyId());
            if (owner != null) {
              batch.add(
                  owner.orgId(),
                  secret.keyId(),
                  secret.slot(),
                  count.lastAt(),
                  count.address().orElse(null));
            }
          });
      batch.execute();
    }
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
