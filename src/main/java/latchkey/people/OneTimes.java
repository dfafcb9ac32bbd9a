package latchkey.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The SQL of what proves something once, until it expires.
final class OneTimes {
  private OneTimes() {}

  enum Purpose {
    /// The first start's link.
    SETUP,
    /// A link to a new password.
    RESET,
    /// The ticket that a mailed code belongs to.
    MAILED_CODE,
    /// The ticket of a first factor that waits for the second.
    SECOND_FACTOR;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param code the digest of what must be shown besides the token
  record Held(Optional<String> person, Optional<String> code, int attempts) {}

  static void put(
      Tx tx,
      Purpose purpose,
      byte[] digest,
      Optional<String> person,
      Optional<String> code,
      long expiresAt) {
    tx.handle()
        .createUpdate("DELETE FROM one_time WHERE expires_at <= :now")
        .bind("now", tx.now())
        .execute();
    tx.handle()
        .createUpdate(
            """
            INSERT INTO one_time (digest, purpose, person_id, code, attempts, expires_at)
            VALUES (:digest, :purpose, :person, :code, 0, :expires)
            """)
        .bind("digest", digest)
        .bind("purpose", purpose.text())
        .bind("person", person.orElse(null))
        .bind("code", code.orElse(null))
        .bind("expires", expiresAt)
        .execute();
  }

  /// Whether it is there to be taken.
  static boolean has(Handle handle, Purpose purpose, byte[] digest, long now) {
    return handle
            .createQuery(
                """
                SELECT count(*) FROM one_time
                WHERE digest = :digest AND purpose = :purpose AND expires_at > :now
                """)
            .bind("digest", digest)
            .bind("purpose", purpose.text())
            .bind("now", now)
            .mapTo(int.class)
            .one()
        == 1;
  }

  /// Who it is of, used up or not.
  static Optional<String> personOf(Handle handle, Purpose purpose, byte[] digest) {
    return handle
        .createQuery(
            """
            SELECT person_id FROM one_time
            WHERE digest = :digest AND purpose = :purpose AND person_id IS NOT NULL
            """)
        .bind("digest", digest)
        .bind("purpose", purpose.text())
        .mapTo(String.class)
        .findOne();
  }

  /// Takes it away: nobody takes it twice.
  static Optional<Held> take(Tx tx, Purpose purpose, byte[] digest) {
    return tx.handle()
        .createQuery(
            """
            DELETE FROM one_time WHERE digest = :digest AND purpose = :purpose AND expires_at > :now
            RETURNING person_id, code, attempts
            """)
        .bind("digest", digest)
        .bind("purpose", purpose.text())
        .bind("now", tx.now())
        .map((row, _) -> held(row))
        .findOne();
  }

  /// Counts an attempt on it; empty when there were `most` already.
  static Optional<Held> attempt(Tx tx, Purpose purpose, byte[] digest, int most) {
    return tx.handle()
        .createQuery(
            """
            UPDATE one_time SET attempts = attempts + 1
            WHERE digest = :digest AND purpose = :purpose AND expires_at > :now AND attempts < :most
            RETURNING person_id, code, attempts
            """)
        .bind("digest", digest)
        .bind("purpose", purpose.text())
        .bind("now", tx.now())
        .bind("most", most)
        .map((row, _) -> held(row))
        .findOne();
  }

  static void drop(Tx tx, Purpose purpose, String person) {
    tx.handle()
        .createUpdate("DELETE FROM one_time WHERE purpose = :purpose AND person_id = :person")
        .bind("purpose", purpose.text())
        .bind("person", person)
        .execute();
  }

  static void dropAll(Tx tx, Purpose purpose) {
    tx.handle()
        .createUpdate("DELETE FROM one_time WHERE purpose = :purpose")
        .bind("purpose", purpose.text())
        .execute();
  }

  private static Held held(ResultSet row) throws SQLException {
    return new Held(
        Optional.ofNullable(row.getString("person_id")),
        Optional.ofNullable(row.getString("code")),
        row.getInt("attempts"));
  }
}
