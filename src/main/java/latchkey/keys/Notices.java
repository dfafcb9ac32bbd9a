package latchkey.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.db.Database;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells that keys will expire: 30, 7 and 1 days before, each once.
///
/// A notice is a row first, one for each key, end and number of days; so it is there once, however
/// often the program dies. It is delivered after that, and marked when it was: a crash between the
/// two delivers it again, and nothing loses it. The rows stay, as the events that they are. A key
/// that has less time than 30 days from the beginning, or an end that was moved, gets the notice
/// whose time it is, and none of those that came before.
public final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final long DAY = 86_400_000L;
  private static final int MOST_AT_ONCE = 100;

  private final Database database;

  public Notices(Database database) {
    this.database = database;
  }

  /// Writes down what is to be told by now; says how many notices there are more.
  public int write() {
    int written = 0;
    for (String organization : database.read(Notices::organizations)) {
      written += database.write(tx -> write(tx, organization));
    }
    return written;
  }

  private static List<String> organizations(Handle handle) {
    return handle.createQuery("SELECT id FROM organization").mapTo(String.class).list();
  }

  private static int write(Tx tx, String organization) {
    return tx.handle()
        .createUpdate(
            """
            INSERT INTO key_notice (org_id, key_id, expires_at, days, created_at)
            SELECT k.org_id, k.id, k.not_after,
              CASE WHEN k.not_after <= :in1 THEN 1 WHEN k.not_after <= :in7 THEN 7 ELSE 30 END, :now
            FROM api_key k
            WHERE k.org_id = :org AND k.deleted_at IS NULL
              AND k.not_after > :now AND k.not_after <= :in30
              AND (k.revoked_at IS NULL OR k.revoked_at > k.not_after)
            ON CONFLICT (org_id, key_id, expires_at, days) DO NOTHING
            """)
        .bind("org", organization)
        .bind("now", tx.now())
        .bind("in1", tx.now() + DAY)
        .bind("in7", tx.now() + 7 * DAY)
        .bind("in30", tx.now() + 30 * DAY)
        .execute();
  }

  /// Delivers what is not delivered yet, the oldest first; what fails is tried again the next
  /// time. Says how many were delivered.
  public int deliver(Consumer<Notice> delivery, long now) {
    int delivered = 0;
    for (Row row : database.read(Notices::open)) {
      try {
        Optional<Notice> notice = database.read(handle -> notice(handle, row, now));
        notice.ifPresent(delivery);
        delivered += notice.isPresent() ? 1 : 0;
        database.write(tx -> close(tx, row));
      } catch (RuntimeException e) {
        LOG.warn("the notice about key {} waits: {}", row.id, e.getMessage());
      }
    }
    return delivered;
  }

  private record Row(String organization, PublicId id, long expiresAt, int days) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getString("org_id"),
          PublicId.of(row.getString("key_id")),
          row.getLong("expires_at"),
          row.getInt("days"));
    }
  }

  /// Of all organizations: a queue has no owner.
  private static List<Row> open(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT * FROM key_notice WHERE delivered_at IS NULL
            ORDER BY created_at, key_id LIMIT :most
            """)
        .bind("most", MOST_AT_ONCE)
        .map((row, _) -> Row.of(row))
        .list();
  }

  /// Nothing, if the key has another end by now, or has none any more, or it is too late.
  private static Optional<Notice> notice(Handle handle, Row row, long now) {
    return KeyTable.find(handle, row.organization, row.id)
        .filter(key -> !key.endedAt(now) && key.terms().validity().notAfter() == row.expiresAt)
        .map(key -> new Notice(key, row.days, row.expiresAt));
  }

  private static int close(Tx tx, Row row) {
    return tx.handle()
        .createUpdate(
            """
            UPDATE key_notice SET delivered_at = :now
            WHERE org_id = :org AND key_id = :key AND expires_at = :expires AND days = :days
            """)
        .bind("now", tx.now())
        .bind("org", row.organization)
        .bind("key", row.id.toString())
        .bind("expires", row.expiresAt)
        .bind("days", row.days)
        .execute();
  }
}
