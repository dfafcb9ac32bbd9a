package latchkey.usage;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import latchkey.db.Database;

/// Takes away rows that are too old, a few in a transaction, so that nobody who writes waits
/// long. To be ended anywhere does no harm: what is left is too old the next time as well.
public final class UsageRetention {
  private static final int AT_ONCE = 1_000;

  /// How long the rows of each resolution are kept. From where keys were used is kept as long as
  /// the hours.
  public record Kept(Duration minutes, Duration hours, Duration days) {
    public Duration of(Resolution resolution) {
      return switch (resolution) {
        case MINUTE -> minutes;
        case HOUR -> hours;
        case DAY -> days;
      };
    }
  }

  private final Database database;
  private final Kept kept;

  public UsageRetention(Database database, Kept kept) {
    this.database = database;
    this.kept = kept;
  }

  private record Organization(String id, ZoneId zone) {}

  /// Takes away what is too old at `now`; says how many rows.
  public long prune(long now) {
    List<Organization> organizations =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT id, time_zone FROM organization")
                    .map(
                        (row, _) ->
                            new Organization(
                                row.getString("id"), Owners.zone(row.getString("time_zone"))))
                    .list());
    long gone = 0;
    for (Organization organization : organizations) {
      for (Resolution resolution : Resolution.values()) {
        long before = resolution.bucketOf(now - kept.of(resolution).toMillis(), organization.zone);
        gone += prune(DELETE, organization.id, resolution, before);
        gone += prune(DELETE_TOTALS, organization.id, resolution, before);
      }
      long firstDay = Sightings.dayOf(now - kept.hours.toMillis());
      gone += prune(DELETE_SIGHTINGS, organization.id, Resolution.DAY, firstDay);
    }
    return gone;
  }

  private static final String DELETE =
      """
      DELETE FROM usage_${t}
      WHERE (org_id, key_id, ${t}, action, outcome, secret_slot) IN (
        SELECT org_id, key_id, ${t}, action, outcome, secret_slot FROM usage_${t}
        WHERE org_id = :org AND ${t} < :before ORDER BY ${t} LIMIT :most)
      """;

  private static final String DELETE_TOTALS =
      """
      DELETE FROM usage_total_${t}
      WHERE (org_id, agent_id, ${t}, action, outcome) IN (
        SELECT org_id, agent_id, ${t}, action, outcome FROM usage_total_${t}
        WHERE org_id = :org AND ${t} < :before ORDER BY ${t} LIMIT :most)
      """;

  private static final String DELETE_SIGHTINGS =
      """
      DELETE FROM usage_address
      WHERE (org_id, key_id, ${t}, address, action, secret_slot) IN (
        SELECT org_id, key_id, ${t}, address, action, secret_slot FROM usage_address
        WHERE org_id = :org AND ${t} < :before ORDER BY ${t} LIMIT :most)
      """;

  private long prune(String statement, String orgId, Resolution resolution, long before) {
    String delete = statement.replace("${t}", resolution.column());
    long gone = 0;
    int some;
    do {
      some =
          database.write(
              tx ->
                  tx.handle()
                      .createUpdate(delete)
                      .bind("org", orgId)
                      .bind("before", before)
                      .bind("most", AT_ONCE)
                      .execute());
      gone += some;
    } while (some == AT_ONCE);
    return gone;
  }
}
