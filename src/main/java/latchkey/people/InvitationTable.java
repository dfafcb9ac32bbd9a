package latchkey.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The SQL of [Invitations]. Only what looks for a token names no organization: it finds out which
/// it is.
final class InvitationTable {
  private InvitationTable() {}

  /// @param mailed whether nobody but who reads that address's mail was given the token
  record Found(Invitation invitation, boolean mailed) {}

  static void insert(Tx tx, Invitation invitation, byte[] digest, boolean mailed, String by) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO invitation (
              id, org_id, email, role, digest, mailed, invited_by, invited_by_name, created_at,
              expires_at, version)
            VALUES (
              :id, :org, :email, :role, :digest, :mailed, :by, :name, :created,
              :expires, 1)
            """)
        .bind("id", invitation.id())
        .bind("org", invitation.organizationId())
        .bind("email", invitation.email().text())
        .bind("role", invitation.role().text())
        .bind("digest", digest)
        .bind("mailed", mailed ? 1 : 0)
        .bind("by", by)
        .bind("name", invitation.invitedBy())
        .bind("created", invitation.createdAt())
        .bind("expires", invitation.expiresAt())
        .execute();
  }

  static void renew(Tx tx, Invitation invitation, byte[] digest, boolean mailed, long expiresAt) {
    tx.handle()
        .createUpdate(
            """
            UPDATE invitation SET digest = :digest, mailed = :mailed, expires_at = :expires,
              version = version + 1
            WHERE org_id = :org AND id = :id
            """)
        .bind("digest", digest)
        .bind("mailed", mailed ? 1 : 0)
        .bind("expires", expiresAt)
        .bind("org", invitation.organizationId())
        .bind("id", invitation.id())
        .execute();
  }

  static void delete(Tx tx, Invitation invitation) {
    tx.handle()
        .createUpdate("DELETE FROM invitation WHERE org_id = :org AND id = :id")
        .bind("org", invitation.organizationId())
        .bind("id", invitation.id())
        .execute();
  }

  static Optional<Invitation> find(Handle handle, String org, String id) {
    return handle
        .createQuery("SELECT * FROM invitation WHERE org_id = :org AND id = :id")
        .bind("org", org)
        .bind("id", id)
        .map((row, _) -> invitation(row))
        .findOne();
  }

  static Optional<Invitation> find(Handle handle, String org, Email email) {
    return handle
        .createQuery("SELECT * FROM invitation WHERE org_id = :org AND email = :email")
        .bind("org", org)
        .bind("email", email.text())
        .map((row, _) -> invitation(row))
        .findOne();
  }

  static Optional<Found> find(Handle handle, byte[] digest, long now) {
    return handle
        .createQuery("SELECT * FROM invitation WHERE digest = :digest AND expires_at > :now")
        .bind("digest", digest)
        .bind("now", now)
        .map((row, _) -> new Found(invitation(row), row.getInt("mailed") == 1))
        .findOne();
  }

  static List<Invitation> list(Handle handle, String org, String after, int most) {
    return handle
        .createQuery(
            """
            SELECT * FROM invitation WHERE org_id = :org AND email > :after
            ORDER BY email LIMIT :most
            """)
        .bind("org", org)
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> invitation(row))
        .list();
  }

  private static Invitation invitation(ResultSet row) throws SQLException {
    return new Invitation(
        row.getString("id"),
        row.getString("org_id"),
        new Email(row.getString("email")),
        Role.of(row.getString("role")).orElseThrow(),
        row.getString("invited_by_name"),
        row.getLong("created_at"),
        row.getLong("expires_at"),
        row.getLong("version"));
  }
}
