package latchkey.people;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Origin;
import latchkey.db.Database;
import latchkey.db.Ids;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// Who people are at OpenID providers. Identities belong to persons, and so to the installation.
public final class Identities {
  private static final String RESOURCE = "Identity";

  private final Database database;

  private final SecureRandom random;

  public Identities(Database database, SecureRandom random) {
    this.database = database;
    this.random = random;
  }

  /// An account that somebody has linked, as they see it in their list.
  public record Linked(String id, String issuer, long createdAt, long lastUsedAt) {}

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

  private String link(Tx tx, Claim claim, Person person, Origin origin) {
    CredentialTable.verify(tx, person.id());
    String id = Ids.next("identity", tx.now(), random);
    tx.handle()
        .createUpdate(
            """
            INSERT INTO identity (id, issuer, subject, person_id, created_at, last_used_at)
            VALUES (:id, :issuer, :subject, :person, :now, :now)
            ON CONFLICT (issuer, subject) DO NOTHING
            """)
        .bind("id", id)
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
            id,
            "Linked the account at " + claim.provider(),
            Facts.json("issuer", claim.issuer(), "subject", claim.subject())));
    return person.id();
  }

  public List<Linked> list(String person) {
    return database.read(handle -> list(handle, person));
  }

  private static List<Linked> list(Handle handle, String person) {
    return handle
        .createQuery("SELECT * FROM identity WHERE person_id = :person ORDER BY id")
        .bind("person", person)
        .map(
            (row, _) ->
                new Linked(
                    row.getString("id"),
                    row.getString("issuer"),
                    row.getLong("created_at"),
                    row.getLong("last_used_at")))
        .list();
  }

  /// Unlinks it: it proves nothing here from then on, until its address does again. Answers which
  /// it was.
  public Outcome<Linked> unlink(Session session, String id, By by) {
    String person = session.person().id();
    return database.write(
        tx ->
            list(tx.handle(), person).stream()
                .filter(linked -> linked.id().equals(id))
                .findFirst()
                .map(linked -> unlink(tx, session, linked, by))
                .orElseGet(Outcome::absent));
  }

  private static Outcome<Linked> unlink(Tx tx, Session session, Linked linked, By by) {
    tx.handle()
        .createUpdate("DELETE FROM identity WHERE id = :id AND person_id = :person")
        .bind("id", linked.id())
        .bind("person", session.person().id())
        .execute();
    AuditLog.append(
        tx,
        Sessions.home(session),
        by,
        Event.delete(
            RESOURCE,
            linked.id(),
            "Unlinked the account at " + linked.issuer(),
            Facts.json("issuer", linked.issuer())));
    return Outcome.changed(linked);
  }
}
