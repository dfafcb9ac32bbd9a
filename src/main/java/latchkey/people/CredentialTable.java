package latchkey.people;

import java.util.List;
import java.util.Optional;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The SQL of how people prove who they are. It belongs to the installation, as they do.
final class CredentialTable {
  private CredentialTable() {}

  /// What somebody proves themselves with, and whether the address is known to be theirs.
  ///
  /// @param totp whether a second factor is asked of them
  record Factors(boolean verified, boolean password, boolean totp) {}

  static Factors factors(Handle handle, String person) {
    return handle
        .createQuery(
            """
            SELECT verified, password IS NOT NULL AS has_password, totp_confirmed
            FROM person WHERE id = :id
            """)
        .bind("id", person)
        .map(
            (row, _) ->
                new Factors(
                    row.getInt("verified") == 1,
                    row.getBoolean("has_password"),
                    row.getInt("totp_confirmed") == 1))
        .one();
  }

  static Optional<String> password(Handle handle, Email email) {
    return handle
        .createQuery("SELECT password FROM person WHERE email = :email AND password IS NOT NULL")
        .bind("email", email.text())
        .mapTo(String.class)
        .findOne();
  }

  static void setPassword(Tx tx, String person, String hash) {
    tx.handle()
        .createUpdate("UPDATE person SET password = :hash, updated_at = :now WHERE id = :id")
        .bind("hash", hash)
        .bind("now", tx.now())
        .bind("id", person)
        .execute();
  }

  /// Notes that the address is theirs. What was set up before by somebody who never showed that
  /// they read its mail is worth nothing any more.
  static void verify(Tx tx, String person) {
    int unverified =
        tx.handle()
            .createUpdate(
                """
                UPDATE person SET verified = 1, password = NULL, totp_secret = NULL,
                  totp_confirmed = 0, updated_at = :now
                WHERE id = :id AND verified = 0
                """)
            .bind("now", tx.now())
            .bind("id", person)
            .execute();
    if (unverified == 1) {
      dropRecoveryCodes(tx, person);
      PasskeyTable.deleteAll(tx, person);
      int _ = SessionTable.endAll(tx, person, Optional.empty());
    }
  }

  static void startTotp(Tx tx, String person, byte[] sealed) {
    tx.handle()
        .createUpdate(
            "UPDATE person SET totp_secret = :sealed, totp_confirmed = 0, totp_step = 0"
                + " WHERE id = :id")
        .bind("sealed", sealed)
        .bind("id", person)
        .execute();
  }

  static Optional<byte[]> totpSecret(Handle handle, String person) {
    return handle
        .createQuery("SELECT totp_secret FROM person WHERE id = :id AND totp_secret IS NOT NULL")
        .bind("id", person)
        .map((row, _) -> row.getBytes("totp_secret"))
        .findOne();
  }

  static long totpStep(Handle handle, String person) {
    return handle
        .createQuery("SELECT totp_step FROM person WHERE id = :id")
        .bind("id", person)
        .mapTo(long.class)
        .one();
  }

  /// Spends the code of that step, and switches the second factor on; says whether it was still
  /// to be spent.
  static boolean useTotp(Tx tx, String person, long step) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE person SET totp_step = :step, totp_confirmed = 1
                WHERE id = :id AND totp_step < :step AND totp_secret IS NOT NULL
                """)
            .bind("step", step)
            .bind("id", person)
            .execute()
        == 1;
  }

  static void dropTotp(Tx tx, String person) {
    tx.handle()
        .createUpdate("UPDATE person SET totp_secret = NULL, totp_confirmed = 0 WHERE id = :id")
        .bind("id", person)
        .execute();
    dropRecoveryCodes(tx, person);
  }

  static void setRecoveryCodes(Tx tx, String person, List<byte[]> digests) {
    dropRecoveryCodes(tx, person);
    for (byte[] digest : digests) {
      tx.handle()
          .createUpdate("INSERT INTO recovery_code (person_id, digest) VALUES (:person, :digest)")
          .bind("person", person)
          .bind("digest", digest)
          .execute();
    }
  }

  /// Says whether there was such a code, which is gone now.
  static boolean useRecoveryCode(Tx tx, String person, byte[] digest) {
    return tx.handle()
            .createUpdate(
                "DELETE FROM recovery_code WHERE person_id = :person AND digest = :digest")
            .bind("person", person)
            .bind("digest", digest)
            .execute()
        == 1;
  }

  static int recoveryCodes(Handle handle, String person) {
    return handle
        .createQuery("SELECT count(*) FROM recovery_code WHERE person_id = :person")
        .bind("person", person)
        .mapTo(int.class)
        .one();
  }

  private static void dropRecoveryCodes(Tx tx, String person) {
    tx.handle()
        .createUpdate("DELETE FROM recovery_code WHERE person_id = :person")
        .bind("person", person)
        .execute();
  }
}
