package latchkey.people;

import java.util.Optional;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Origin;
import latchkey.db.Database;
import latchkey.db.Tx;

/// Who people are at OpenID providers. Identities belong to persons, and so to the installation.
public final class Identities {
  private static final String RESOURCE = "Identity";

  private final Database database;

  public Identities(Database database) {
    this.database = database;
  }

  /// Somebody at a provider, as it vouches for them.
  ///
  /// @param provider how we call it
  /// @param verifiedEmail an address that it has checked to be theirs
  public record Claim(
      String provider, String issuer, String subject, Optional<Email> verifiedEmail) {}

  /// The person that it is. One that came before is known by issuer and subject, whatever the
  /// address is now; one that comes for the first time is whoever has the verified address.
  public Optional<String> match(Claim claim, Origin origin) {
    return database.write(
        tx ->
            known(tx, claim)
                .or(
                    () ->
                        claim
                            .verifiedEmail()
                            .flatMap(email -> PersonTable.find(tx.handle(), email))
                            .map(person -> link(tx, claim, person, origin))));
  }

  private static Optional<String> known(Tx tx, Claim claim) {
    return tx.handle()
        .createQuery(
            """
            UPDATE identity SET last_used_at = :now
            WHERE issuer = :issuer AND subject = :subject RETURNING person_id
            """)
        .bind("now", tx.now())
        .bind("issuer", claim.issuer())
        .bind("subject", claim.subject())
        .mapTo(String.class)
        .findOne();
  }

  private static String link(Tx tx, Claim claim, Person person, Origin origin) {
    boolean theirs = takeAddress(tx, person.id());
    if (!theirs) {
      dropProofs(tx, person.id());
    }
    tx.handle()
        .createUpdate(
            """
            INSERT INTO identity (issuer, subject, person_id, created_at, last_used_at)
            VALUES (:issuer, :subject, :person, :now, :now)
            ON CONFLICT (issuer, subject) DO NOTHING
            """)
        .bind("issuer", claim.issuer())
        .bind("subject", claim.subject())
        .bind("person", person.id())
        .bind("now", tx.now())
        .execute();
    AuditLog.append(
        tx,
        MemberTable.anyOf(tx.handle(), person.id()).orElse(AuditLog.INSTALLATION),
        By.person(person.id(), person.name(), origin),
        Event.create(
            RESOURCE,
            claim.provider(),
            "Linked the account at %s%s"
                .formatted(
                    claim.provider(),
                    theirs ? "" : ", and dropped what proved them before their address did"),
            Facts.json("issuer", claim.issuer(), "subject", claim.subject())));
    return person.id();
  }

  /// Says whether the address was known to be theirs before; from now on it is.
  private static boolean takeAddress(Tx tx, String person) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE person SET verified = 1, updated_at = :now, version = version + 1
                WHERE id = :person AND verified = 0
                """)
            .bind("now", tx.now())
            .bind("person", person)
            .execute()
        == 0;
  }

  /// Somebody else may have made the account with an address that is not theirs, and waited for
  /// its owner: all that they could come in with ends.
  private static void dropProofs(Tx tx, String person) {
    tx.handle()
        .createUpdate(
            """
            UPDATE person SET password = NULL, totp_secret = NULL, totp_confirmed = 0
            WHERE id = :person
            """)
        .bind("person", person)
        .execute();
    tx.handle()
        .createUpdate("DELETE FROM recovery_code WHERE person_id = :person")
        .bind("person", person)
        .execute();
    PasskeyTable.deleteAll(tx, person);
    var _ = SessionTable.endAll(tx, person, Optional.empty());
  }
}
