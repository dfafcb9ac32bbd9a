package latchkey.usage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import latchkey.db.Database;
import org.jdbi.v3.core.Handle;

/// What a key was granted before this process began, so that its limits go on where they were.
///
/// The rows say it by minutes, hours further back, and days before those. Each is taken to have
/// been granted at its end, or at the start of the process if that was earlier: never too early,
/// so no limit admits more than it may. A key that this process has metered and forgotten was idle
/// for so long that what is said of it here lies too far back as well.
public final class GrantedBefore {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /// Which hours are read by their minutes, and which days by their hours.
  private static final long HOURS_OF_MINUTES = 2;

  private static final long DAYS_OF_HOURS = 7;

  /// How much longer than its window a limit may remember, with a rounding on top.
  private static final long SLICES = 64;

  private final Database database;
  private final String granted;
  private final long started;

  /// @param granted what the outcome is called
  /// @param started when this process began to grant; epoch milliseconds
  public GrantedBefore(Database database, String granted, long started) {
    this.database = database;
    this.granted = granted;
    this.started = started;
  }

  /// A cost that counts as granted at that time.
  public record Granted(long at, long cost) {}

  /// What still matters at `now` to a limit with that window, the earliest first. Blocks, but for
  /// a process that has run for longer than the window.
  public List<Granted> find(String orgId, String keyId, long windowMillis, long now) {
    long reach = windowMillis + windowMillis / SLICES + MINUTE;
    if (now - started > reach) {
      return List.of();
    }
    long from = now - reach;
    long minutesFrom = Math.max(from, floor(started - HOURS_OF_MINUTES * HOUR, HOUR));
    long hoursFrom = Math.max(from, floor(started - DAYS_OF_HOURS * DAY, DAY));
    return database.read(
        handle -> {
          Look look = new Look(handle, orgId, keyId);
          List<Granted> all = new ArrayList<>();
          if (from < hoursFrom) {
            // A day of the organization's zone begins up to 14 hours earlier, or 12 later.
            all.addAll(look.rows(Resolution.DAY, DAY, from - DAY, hoursFrom + DAY, DAY));
          }
          if (from < minutesFrom) {
            all.addAll(look.rows(Resolution.HOUR, HOUR, hoursFrom, minutesFrom, 0));
          }
          all.addAll(look.rows(Resolution.MINUTE, MINUTE, minutesFrom, Long.MAX_VALUE, 0));
          all.sort(Comparator.comparingLong(Granted::at));
          return all;
        });
  }

  private static long floor(long time, long unit) {
    return Math.floorDiv(time, unit) * unit;
  }

  private final class Look {
    private final Handle handle;
    private final String orgId;
    private final String keyId;

    Look(Handle handle, String orgId, String keyId) {
      this.handle = handle;
      this.orgId = orgId;
      this.keyId = keyId;
    }

    /// The rows that began from `from` until before `to`; each ends up to `late` after its unit.
    List<Granted> rows(Resolution resolution, long unit, long from, long to, long late) {
      return handle
          .createQuery(
              """
              SELECT ${t} AS time, SUM(cost) AS sum_cost FROM usage_${t}
              WHERE org_id = :org AND key_id = :key AND ${t} >= :from AND ${t} < :to
                AND outcome = :granted
              GROUP BY ${t} ORDER BY ${t}
              """
                  .replace("${t}", resolution.column()))
          .bind("org", orgId)
          .bind("key", keyId)
          .bind("from", Math.floorDiv(from, unit))
          .bind("to", Math.ceilDiv(to, unit))
          .bind("granted", granted)
          .map(
              (row, _) ->
                  new Granted(
                      Math.min(started, (row.getLong("time") + 1) * unit - 1 + late),
                      row.getLong("sum_cost")))
          .list();
    }
  }
}
