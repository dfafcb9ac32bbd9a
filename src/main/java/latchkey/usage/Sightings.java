package latchkey.usage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import latchkey.db.Batch;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.usage.Owners.Owner;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// From where each key was used, for what, with which secret and how often, by UTC days.
///
/// Rows come from the counts themselves, in the same transaction, so they lose none either. They
/// are bounded: a key that has [#MOST_EXACT] places, actions and secrets in a day has the next ones
/// counted by network, and those beyond twice as many in one row. Requests that proved no secret
/// are no use of the key, and are not here.
public final class Sightings {
  static final int MOST_EXACT = 256;
  private static final int MOST_NETWORKS = 256;
  private static final long DAY = 24 * 60 * Resolution.MINUTE_MILLIS;

  private final Database database;

  public Sightings(Database database) {
    this.database = database;
  }

  /// The UTC day of a time, as a number since the epoch.
  public static long dayOf(long time) {
    return Math.floorDiv(time, DAY);
  }

  /// When that day begins, in epoch milliseconds.
  public static long startOf(long day) {
    return day * DAY;
  }

  /// What one row is about.
  private record Spot(KeyDay when, String address, String action, int slot) {
    static final Comparator<Spot> ORDER =
        Comparator.comparing(Spot::when, KeyDay.ORDER)
            .thenComparing(Spot::address)
            .thenComparing(Spot::action)
            .thenComparingInt(Spot::slot);

    static Spot of(KeyDay day, Place place, String action, int slot) {
      return place instanceof Place.Various
          ? new Spot(day, place.text(), "", slot)
          : new Spot(day, place.text(), action, slot);
    }

    /// This row, the one that stands for it, or the one that stands for all.
    Spot in(Set<Spot> there) {
      if (there.contains(this) || there.size() < MOST_EXACT) {
        return this;
      }
      Spot wider = of(when, Place.ofText(address).wider(), action, slot);
      return there.contains(wider) || there.size() < MOST_EXACT + MOST_NETWORKS
          ? wider
          : of(when, new Place.Various(), "", slot);
    }
  }

  private record KeyDay(String orgId, String keyId, long day) {
    static final Comparator<KeyDay> ORDER =
        Comparator.comparing(KeyDay::orgId)
            .thenComparing(KeyDay::keyId)
            .thenComparingLong(KeyDay::day);
  }

  /// Adds what these counts saw.
  static void add(
      Tx tx, List<Count> counts, Map<String, Owner> owners, IntFunction<String> actions) {
    Map<Spot, Sighting> seen = new TreeMap<>(Spot.ORDER);
    for (Count count : counts) {
      Owner owner = owners.get(count.keyId());
      if (owner != null && count.slot() != Count.NO_SECRET) {
        long minute = count.minute() * Resolution.MINUTE_MILLIS;
        KeyDay day = new KeyDay(owner.orgId(), count.keyId(), dayOf(minute));
        String action = actions.apply(count.action());
        seen.merge(
            Spot.of(day, count.place(), action, count.slot()),
            sighting(count, action, minute),
            Sighting::plus);
      }
    }
    insert(tx, bounded(tx, update(tx, seen)));
  }

  private static Sighting sighting(Count count, String action, long minute) {
    boolean granted = count.outcome() == Count.GRANTED;
    return new Sighting(
        count.place(),
        action,
        count.count() == 1 ? count.lastAt() : minute,
        count.lastAt(),
        granted ? count.count() : 0,
        granted ? 0 : count.count());
  }

  /// Adds to the rows that are there, which most are; says for what there is none yet.
  private static Map<Spot, Sighting> update(Tx tx, Map<Spot, Sighting> seen) {
    int[] changed;
    try (Batch batch =
        new Batch(
            tx,
            """
            UPDATE usage_address
            SET granted = granted + ?, refused = refused + ?,
              last_at = CASE WHEN last_at < ? THEN ? ELSE last_at END
            WHERE org_id = ? AND key_id = ? AND day = ? AND address = ? AND action = ?
              AND secret_slot = ?
            """)) {
      seen.forEach(
          (spot, sighting) ->
              batch.add(
                  sighting.granted(),
                  sighting.refused(),
                  sighting.lastAt(),
                  sighting.lastAt(),
                  spot.when.orgId,
                  spot.when.keyId,
                  spot.when.day,
                  spot.address,
                  spot.action,
                  spot.slot));
      changed = batch.executeCounted();
    }
    Map<Spot, Sighting> fresh = new LinkedHashMap<>();
    int i = 0;
    for (Map.Entry<Spot, Sighting> one : seen.entrySet()) {
      if (changed[i++] == 0) {
        fresh.put(one.getKey(), one.getValue());
      }
    }
    return fresh;
  }

  /// The new rows that there is room for, and those that stand for the others.
  private static Map<Spot, Sighting> bounded(Tx tx, Map<Spot, Sighting> fresh) {
    Map<KeyDay, Set<Spot>> there = there(tx.handle(), fresh.keySet());
    Map<Spot, Sighting> bounded = new TreeMap<>(Spot.ORDER);
    fresh.forEach(
        (spot, sighting) -> {
          Set<Spot> spots = there.computeIfAbsent(spot.when, _ -> new HashSet<>());
          Spot row = spot.in(spots);
          spots.add(row);
          bounded.merge(row, sighting, Sighting::plus);
        });
    return bounded;
  }

  private static Map<KeyDay, Set<Spot>> there(Handle handle, Collection<Spot> fresh) {
    Map<String, Map<Long, Set<String>>> asked = new TreeMap<>();
    for (Spot spot : fresh) {
      asked
          .computeIfAbsent(spot.when.orgId, _ -> new TreeMap<>())
          .computeIfAbsent(spot.when.day, _ -> new HashSet<>())
          .add(spot.when.keyId);
    }
    Map<KeyDay, Set<Spot>> there = new HashMap<>();
    asked.forEach(
        (org, days) ->
            days.forEach(
                (day, keys) -> {
                  for (List<String> some : Owners.parts(keys)) {
                    read(handle, org, day, some, there);
                  }
                }));
    return there;
  }

  private static void read(
      Handle handle, String org, long day, List<String> keys, Map<KeyDay, Set<Spot>> there) {
    handle
        .createQuery(
            """
            SELECT key_id, address, action, secret_slot FROM usage_address
            WHERE org_id = :org AND key_id IN (<keys>) AND day = :day
            """)
        .bind("org", org)
        .bindList("keys", keys)
        .bind("day", day)
        .map(
            (row, _) ->
                new Spot(
                    new KeyDay(org, row.getString("key_id"), day),
                    row.getString("address"),
                    row.getString("action"),
                    row.getInt("secret_slot")))
        .forEach(spot -> there.computeIfAbsent(spot.when, _ -> new HashSet<>()).add(spot));
  }

  private static void insert(Tx tx, Map<Spot, Sighting> rows) {
    try (Batch batch =
        new Batch(
            tx,
            """
            INSERT INTO usage_address
              (org_id, key_id, day, address, action, secret_slot,
               granted, refused, first_at, last_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (org_id, key_id, day, address, action, secret_slot) DO UPDATE
            SET granted = usage_address.granted + excluded.granted,
              refused = usage_address.refused + excluded.refused,
              last_at = CASE WHEN usage_address.last_at < excluded.last_at
                THEN excluded.last_at ELSE usage_address.last_at END
            """)) {
      rows.forEach(
          (spot, sighting) ->
              batch.add(
                  spot.when.orgId,
                  spot.when.keyId,
                  spot.when.day,
                  spot.address,
                  spot.action,
                  spot.slot,
                  sighting.granted(),
                  sighting.refused(),
                  sighting.firstAt(),
                  sighting.lastAt()));
      batch.execute();
    }
  }

  /// What was asked with the key from which places since that day, the latest first.
  public List<Sighting> of(String orgId, String keyId, long sinceDay) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT address, action, MIN(first_at) AS first, MAX(last_at) AS latest,
                      SUM(granted) AS sum_granted, SUM(refused) AS sum_refused
                    FROM usage_address
                    WHERE org_id = :org AND key_id = :key AND day >= :day
                    GROUP BY address, action
                    ORDER BY latest DESC, address, action
                    """)
                .bind("org", orgId)
                .bind("key", keyId)
                .bind("day", sinceDay)
                .map(SIGHTING)
                .list());
  }

  /// From where each of these keys was used since that day, whatever it asked for; a key that was
  /// not used is absent.
  public Map<String, List<Sighting>> places(
      String orgId, Collection<String> keyIds, long sinceDay) {
    Map<String, List<Sighting>> places = new HashMap<>();
    return database.read(
        handle -> {
          for (List<String> keys : Owners.parts(keyIds)) {
            handle
                .createQuery(
                    """
                    SELECT key_id, address, '' AS action, MIN(first_at) AS first,
                      MAX(last_at) AS latest, SUM(granted) AS sum_granted,
                      SUM(refused) AS sum_refused
                    FROM usage_address
                    WHERE org_id = :org AND key_id IN (<keys>) AND day >= :day
                    GROUP BY key_id, address
                    ORDER BY latest DESC, address
                    """)
                .bind("org", orgId)
                .bindList("keys", keys)
                .bind("day", sinceDay)
                .map(
                    (row, context) ->
                        Map.entry(row.getString("key_id"), SIGHTING.map(row, context)))
                .forEach(
                    one ->
                        places
                            .computeIfAbsent(one.getKey(), _ -> new ArrayList<>())
                            .add(one.getValue()));
          }
          return places;
        });
  }

  private static final RowMapper<Sighting> SIGHTING =
      (row, _) ->
          new Sighting(
              Place.ofText(row.getString("address")),
              row.getString("action"),
              row.getLong("first"),
              row.getLong("latest"),
              row.getLong("sum_granted"),
              row.getLong("sum_refused"));
}
