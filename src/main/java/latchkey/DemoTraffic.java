package latchkey;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import latchkey.db.Batch;
import latchkey.db.Database;
import latchkey.db.Tx;

/// A month of requests, as they stand in the rows when a month is over: of the last day by the
/// minute, and before by the hour.
final class DemoTraffic {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAYS = 30;
  private static final long HOURS_OF_MINUTES = 25;
  private static final String GRANTED = "granted";

  /// When there is much to do.
  enum Rhythm {
    OFFICE,
    NIGHTLY,
    ALWAYS;

    /// The part of its most that an hour of the epoch has.
    double at(long hour) {
      long ofDay = Math.floorMod(hour, 24L);
      double noon = Math.exp(-Math.pow((ofDay - 13.5) / 4.2, 2));
      return switch (this) {
        case OFFICE -> (0.06 + noon) * (weekend(hour) ? 0.22 : 1);
        case NIGHTLY -> ofDay == 2 || ofDay == 3 ? 1 : 0;
        case ALWAYS -> 0.35 + 0.6 * noon;
      };
    }

    private static boolean weekend(long hour) {
      DayOfWeek day = LocalDate.ofEpochDay(Math.floorDiv(hour, 24L)).getDayOfWeek();
      return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }
  }

  private record Share(String action, String outcome, int weight) {}

  /// What one key is used for.
  static final class Flow {
    private final String keyId;
    private final Rhythm rhythm;
    private final int perHour;
    private final List<String> addresses;
    private final List<Share> shares = new ArrayList<>();
    private int slot;
    private long sinceDays = DAYS;
    private long untilDays;
    private long last;

    /// @param perHour in its busiest hours
    Flow(String keyId, Rhythm rhythm, int perHour, List<String> addresses) {
      this.keyId = keyId;
      this.rhythm = rhythm;
      this.perHour = perHour;
      this.addresses = List.copyOf(addresses);
    }

    Flow doing(String action, int weight) {
      return refused(action, GRANTED, weight);
    }

    Flow refused(String action, String outcome, int weight) {
      shares.add(new Share(action, outcome, weight));
      return this;
    }

    Flow withNewSecret(int days) {
      slot = 1;
      sinceDays = days;
      return this;
    }

    Flow until(int daysAgo) {
      untilDays = daysAgo;
      return this;
    }

    private int weights() {
      return shares.stream().mapToInt(Share::weight).sum();
    }

    /// Most come from the first address; what is refused for its address, from the last.
    private String address(Share share, Random random) {
      return share.outcome.equals("address_not_allowed")
          ? addresses.getLast()
          : share.outcome.equals(GRANTED) && random.nextInt(4) == 0 && addresses.size() > 1
              ? addresses.get(1)
              : addresses.getFirst();
    }
  }

  private final Database database;
  private final String org;
  private final Random random;
  private final long now;

  DemoTraffic(Database database, String org, Random random, long now) {
    this.database = database;
    this.org = org;
    this.random = random;
    this.now = now;
  }

  /// A key's UTC day of one address, action and secret.
  private record Spot(String keyId, long day, String address, String action, int slot) {
    static final Comparator<Spot> ORDER =
        Comparator.comparing(Spot::keyId)
            .thenComparingLong(Spot::day)
            .thenComparing(Spot::address)
            .thenComparing(Spot::action)
            .thenComparingInt(Spot::slot);
  }

  private record Seen(long granted, long refused, long first, long last) {
    Seen plus(Seen later) {
      return new Seen(granted + later.granted, refused + later.refused, first, later.last);
    }
  }

  void flow(List<Flow> flows) {
    Map<Spot, Seen> seen = new TreeMap<>(Spot.ORDER);
    var _ =
        database.write(
            tx -> {
              try (Batch hours = new Batch(tx, insert("hour"));
                  Batch minutes = new Batch(tx, insert("minute"));
                  Batch uses = new Batch(tx, LAST_USE)) {
                for (Flow flow : flows) {
                  hours(flow, hours, minutes, seen);
                  uses.add(org, flow.keyId, flow.slot, lastUse(flow), flow.addresses.getFirst());
                }
                minutes.execute();
                hours.execute();
                uses.execute();
              }
              sightings(tx, seen);
              sums(tx);
              return flows.size();
            });
  }

  private long lastUse(Flow flow) {
    return flow.last > 0 ? flow.last : now - flow.untilDays * 24 * HOUR;
  }

  private void hours(Flow flow, Batch hours, Batch minutes, Map<Spot, Seen> seen) {
    long thisHour = now / HOUR;
    for (long hour = thisHour - flow.sinceDays * 24; hour <= thisHour; hour++) {
      if (hour <= thisHour - flow.untilDays * 24) {
        double expected =
            flow.perHour
                * flow.rhythm.at(hour)
                * (0.8 + 0.4 * random.nextDouble())
                / flow.weights();
        for (Share share : flow.shares) {
          long count =
              hour > thisHour - HOURS_OF_MINUTES
                  ? minutes(flow, share, hour, expected * share.weight / 60, minutes)
                  : hour(flow, share, hour, expected * share.weight, hours);
          if (count > 0) {
            see(flow, share, hour, count, seen);
          }
        }
      }
    }
  }

  private long hour(Flow flow, Share share, long hour, double expected, Batch hours) {
    long count = about(expected);
    add(flow, share, hour, count, hours);
    return count;
  }

  private long minutes(Flow flow, Share share, long hour, double expected, Batch minutes) {
    long sum = 0;
    long end = Math.min((hour + 1) * 60, now / MINUTE);
    for (long minute = hour * 60; minute < end; minute++) {
      long count = about(expected);
      add(flow, share, minute, count, minutes);
      sum += count;
    }
    return sum;
  }

  /// A whole number that is so much on average.
  private long about(double expected) {
    return (long) (expected + random.nextDouble());
  }

  private void add(Flow flow, Share share, long time, long count, Batch batch) {
    if (count > 0) {
      var _ =
          batch.add(org, flow.keyId, time, share.action, share.outcome, flow.slot, count, count);
    }
  }

  private void see(Flow flow, Share share, long hour, long count, Map<Spot, Seen> seen) {
    boolean granted = share.outcome.equals(GRANTED);
    flow.last = Math.min((hour + 1) * HOUR, now) - MINUTE;
    var _ =
        seen.merge(
            new Spot(flow.keyId, hour / 24, flow.address(share, random), share.action, flow.slot),
            new Seen(granted ? count : 0, granted ? 0 : count, hour * HOUR, flow.last),
            Seen::plus);
  }

  private static String insert(String time) {
    return """
    INSERT INTO usage_${t} (org_id, key_id, ${t}, action, outcome, secret_slot, count, cost)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """
        .replace("${t}", time);
  }

  private static final String LAST_USE =
      """
      INSERT INTO usage_last (org_id, key_id, secret_slot, at, address) VALUES (?, ?, ?, ?, ?)
      """;

  private void sightings(Tx tx, Map<Spot, Seen> seen) {
    try (Batch batch =
        new Batch(
            tx,
            """
            INSERT INTO usage_address
              (org_id, key_id, day, address, action, secret_slot, granted, refused, first_at, last_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      seen.forEach(
          (spot, one) ->
              batch.add(
                  org,
                  spot.keyId,
                  spot.day,
                  spot.address,
                  spot.action,
                  spot.slot,
                  one.granted,
                  one.refused,
                  one.first,
                  one.last));
      batch.execute();
    }
  }

  /// What the rows of longer times, of agents and of the whole organization have.
  private void sums(Tx tx) {
    fill(
        tx,
        """
        INSERT INTO usage_hour (org_id, key_id, hour, action, outcome, secret_slot, count, cost)
        SELECT org_id, key_id, minute / 60, action, outcome, secret_slot, SUM(count), SUM(cost)
        FROM usage_minute WHERE org_id = :org
        GROUP BY org_id, key_id, minute / 60, action, outcome, secret_slot
        """);
    fill(
        tx,
        """
        INSERT INTO usage_day (org_id, key_id, day, action, outcome, secret_slot, count, cost)
        SELECT org_id, key_id, hour / 24, action, outcome, secret_slot, SUM(count), SUM(cost)
        FROM usage_hour WHERE org_id = :org
        GROUP BY org_id, key_id, hour / 24, action, outcome, secret_slot
        """);
    for (String time : List.of("minute", "hour", "day")) {
      fill(tx, WHOLE.replace("${t}", time));
      fill(tx, BY_AGENT.replace("${t}", time));
    }
  }

  private static final String WHOLE =
      """
      INSERT INTO usage_total_${t} (org_id, agent_id, ${t}, action, outcome, count, cost)
      SELECT org_id, '', ${t}, action, outcome, SUM(count), SUM(cost)
      FROM usage_${t} WHERE org_id = :org GROUP BY org_id, ${t}, action, outcome
      """;

  private static final String BY_AGENT =
      """
      INSERT INTO usage_total_${t} (org_id, agent_id, ${t}, action, outcome, count, cost)
      SELECT u.org_id, k.agent_id, u.${t}, u.action, u.outcome, SUM(u.count), SUM(u.cost)
      FROM usage_${t} u JOIN api_key k ON k.id = u.key_id AND k.org_id = u.org_id
      WHERE u.org_id = :org AND k.agent_id IS NOT NULL
      GROUP BY u.org_id, k.agent_id, u.${t}, u.action, u.outcome
      """;

  private void fill(Tx tx, String sql) {
    var _ = tx.handle().createUpdate(sql).bind("org", org).execute();
  }
}
