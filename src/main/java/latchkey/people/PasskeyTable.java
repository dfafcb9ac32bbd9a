package latchkey.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The SQL of [Passkeys]. Passkeys belong to persons, so no organization is named.
final class PasskeyTable {
  private PasskeyTable() {}

  /// A passkey with what proves it.
  static final class Stored {
    final String id;
    final String person;
    final String name;
    final byte[] credentialId;
    final byte[] credential;
    final long counter;
    final boolean backupEligible;
    final boolean backedUp;

    Stored(
        String id,
        String person,
        String name,
        byte[] credentialId,
        byte[] credential,
        long counter,
        boolean backupEligible,
        boolean backedUp) {
      this.id = id;
      this.person = person;
      this.name = name;
      this.credentialId = credentialId;
      this.credential = credential;
      this.counter = counter;
      this.backupEligible = backupEligible;
      this.backedUp = backedUp;
    }
  }

  /// Keeps others from adding one to the same person until the transaction ends; counts theirs.
  static int lockAndCount(Tx tx, String person) {
    tx.handle()
        .createUpdate("UPDATE person SET version = version WHERE id = :person")
        .bind("person", person)
        .execute();
    return tx.handle()
        .createQuery("SELECT count(*) FROM passkey WHERE person_id = :person")
        .bind("person", person)
        .mapTo(int.class)
        .one();
  }

  static void insert(Tx tx, Stored passkey, List<String> transports) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO passkey (
              id, person_id, name, credential_id, credential, transports, counter,
              backup_eligible, backed_up, created_at, version)
            VALUES (
              :id, :person, :name, :credentialId, :credential, :transports, :counter,
              :eligible, :backedUp, :now, 1)
            """)
        .bind("id", passkey.id)
        .bind("person", passkey.person)
        .bind("name", passkey.name)
        .bind("credentialId", passkey.credentialId)
        .bind("credential", passkey.credential)
        .bind("transports", String.join(",", transports))
        .bind("counter", passkey.counter)
        .bind("eligible", passkey.backupEligible ? 1 : 0)
        .bind("backedUp", passkey.backedUp ? 1 : 0)
        .bind("now", tx.now())
        .execute();
  }

  static Optional<Stored> find(Handle handle, byte[] credentialId) {
    return handle
        .createQuery("SELECT * FROM passkey WHERE credential_id = :credentialId")
        .bind("credentialId", credentialId)
        .map(
            (row, _) ->
                new Stored(
                    row.getString("id"),
                    row.getString("person_id"),
                    row.getString("name"),
                    credentialId,
                    row.getBytes("credential"),
                    row.getLong("counter"),
                    row.getInt("backup_eligible") == 1,
                    row.getInt("backed_up") == 1))
        .findOne();
  }

  /// Notes a use. Says whether the counter moved on, as of two uses at once only one's does; one
  /// that does not count stays at zero.
  static boolean use(Tx tx, String id, long counter, boolean backedUp) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE passkey SET counter = :counter, backed_up = :backedUp, last_used_at = :now
                WHERE id = :id AND (counter < :counter OR (counter = 0 AND :counter = 0))
                """)
            .bind("id", id)
            .bind("counter", counter)
            .bind("backedUp", backedUp ? 1 : 0)
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  static List<Passkey> list(Handle handle, String person) {
    return handle
        .createQuery("SELECT * FROM passkey WHERE person_id = :person ORDER BY id")
        .bind("person", person)
        .map((row, _) -> passkey(row))
        .list();
  }

  /// What a browser needs to see that it holds one of them.
  static List<PasskeyOptions.Descriptor> descriptors(Handle handle, String person) {
    return handle
        .createQuery(
            "SELECT credential_id, transports FROM passkey WHERE person_id = :person ORDER BY id")
        .bind("person", person)
        .map(
            (row, _) -> {
              String transports = row.getString("transports");
              return new PasskeyOptions.Descriptor(
                  "public-key",
                  Token.text(row.getBytes("credential_id")),
                  transports.isEmpty() ? List.of() : List.of(transports.split(",", -1)));
            })
        .list();
  }

  static Optional<Passkey> find(Handle handle, String person, String id) {
    return handle
        .createQuery("SELECT * FROM passkey WHERE id = :id AND person_id = :person")
        .bind("id", id)
        .bind("person", person)
        .map((row, _) -> passkey(row))
        .findOne();
  }

  /// Says whether that version was there to be changed.
  static boolean rename(Tx tx, String person, String id, long version, String name) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE passkey SET name = :name, version = version + 1
                WHERE id = :id AND person_id = :person AND version = :version
                """)
            .bind("name", name)
            .bind("id", id)
            .bind("person", person)
            .bind("version", version)
            .execute()
        == 1;
  }

  static boolean delete(Tx tx, String person, String id) {
    return tx.handle()
            .createUpdate("DELETE FROM passkey WHERE id = :id AND person_id = :person")
            .bind("id", id)
            .bind("person", person)
            .execute()
        == 1;
  }

  static void deleteAll(Tx tx, String person) {
    tx.handle()
        .createUpdate("DELETE FROM passkey WHERE person_id = :person")
        .bind("person", person)
        .execute();
  }

  private static Passkey passkey(ResultSet row) throws SQLException {
    long used = row.getLong("last_used_at");
    return new Passkey(
        row.getString("id"),
        row.getString("name"),
        row.getInt("backed_up") == 1,
        row.getLong("created_at"),
        used == 0 ? Optional.empty() : Optional.of(used),
        row.getLong("version"));
  }
}
