package latchkey.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import latchkey.audit.Origin;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The SQL of [Sessions].
final class SessionTable {
  private SessionTable() {}

  static void insert(
      Tx tx,
      String id,
      byte[] digest,
      String person,
      Optional<String> org,
      Origin origin,
      long expiresAt) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO session (
              id, digest, person_id, org_id, address, user_agent, created_at, last_seen_at, expires_at)
            VALUES (:id, :digest, :person, :org, :address, :agent, :now, :now, :expires)
            """)
        .bind("id", id)
        .bind("digest", digest)
        .bind("person", person)
        .bind("org", org.orElse(null))
        .bind("address", origin.address())
        .bind("agent", origin.userAgent())
        .bind("now", tx.now())
        .bind("expires", expiresAt)
        .execute();
  }

  /// @param lastSeen when it was last noted that they were there
  record Found(
      String id,
      Person person,
      Optional<Session.Place> place,
      boolean out,
      long createdAt,
      long lastSeen) {}

  static Optional<Found> find(Handle handle, byte[] digest, long now, long seenAfter) {
    return handle
        .createQuery(
            """
            SELECT p.*, s.id AS session_id, s.org_id, s.created_at AS session_created_at,
              s.last_seen_at, m.role, m.status AS member_status, o.status AS org_status
            FROM session s
            JOIN person p ON p.id = s.person_id
            LEFT JOIN organization o ON o.id = s.org_id
            LEFT JOIN member m ON m.org_id = s.org_id AND m.person_id = s.person_id
            WHERE s.digest = :digest AND s.expires_at > :now AND s.last_seen_at > :seen
            """)
        .bind("digest", digest)
        .bind("now", now)
        .bind("seen", seenAfter)
        .map((row, _) -> found(row))
        .findOne();
  }

  private static Found found(ResultSet row) throws SQLException {
    String org = row.getString("org_id");
    boolean member = "active".equals(row.getString("member_status"));
    return new Found(
        row.getString("session_id"),
        PersonTable.person(row),
        org != null && member
            ? Optional.of(
                new Session.Place(
                    org,
                    Role.of(row.getString("role")).orElseThrow(),
                    row.getString("org_status").equals("suspended")))
            : Optional.empty(),
        org != null && !member,
        row.getLong("session_created_at"),
        row.getLong("last_seen_at"));
  }

  static void seen(Tx tx, String id) {
    tx.handle()
        .createUpdate("UPDATE session SET last_seen_at = :now WHERE id = :id")
        .bind("now", tx.now())
        .bind("id", id)
        .execute();
  }

  static List<Session.Listed> list(Handle handle, String person, long now, long seenAfter) {
    return handle
        .createQuery(
            """
            SELECT * FROM session
            WHERE person_id = :person AND expires_at > :now AND last_seen_at > :seen ORDER BY id
            """)
        .bind("person", person)
        .bind("now", now)
        .bind("seen", seenAfter)
        .map(
            (row, _) ->
                new Session.Listed(
                    row.getString("id"),
                    Optional.ofNullable(row.getString("org_id")),
                    row.getString("address"),
                    row.getString("user_agent"),
                    row.getLong("created_at"),
                    row.getLong("last_seen_at"),
                    row.getLong("expires_at")))
        .list();
  }

  /// Says whether there was such a session of theirs.
  static boolean move(Tx tx, String person, String id, Optional<String> org, byte[] digest) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE session SET org_id = :org, digest = :digest
                WHERE id = :id AND person_id = :person
                """)
            .bind("org", org.orElse(null))
            .bind("digest", digest)
            .bind("id", id)
            .bind("person", person)
            .execute()
        == 1;
  }

  /// Says whether there was such a session of theirs.
  static boolean end(Tx tx, String person, String id) {
    return tx.handle()
            .createUpdate("DELETE FROM session WHERE id = :id AND person_id = :person")
            .bind("id", id)
            .bind("person", person)
            .execute()
        == 1;
  }

  /// Ends all of theirs but `kept`; says how many.
  static int endAll(Tx tx, String person, Optional<String> kept) {
    return tx.handle()
        .createUpdate("DELETE FROM session WHERE person_id = :person AND id <> :kept")
        .bind("person", person)
        .bind("kept", kept.orElse(""))
        .execute();
  }

  static void endIn(Tx tx, String person, String org) {
    tx.handle()
        .createUpdate("DELETE FROM session WHERE person_id = :person AND org_id = :org")
        .bind("person", person)
        .bind("org", org)
        .execute();
  }

  static void forget(Tx tx) {
    tx.handle()
        .createUpdate("DELETE FROM session WHERE expires_at <= :now")
        .bind("now", tx.now())
        .execute();
  }
}
