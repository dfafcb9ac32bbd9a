package latchkey.people;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.Ids;
import latchkey.db.Tx;
import latchkey.people.OneTimes.Purpose;

/// The first start: whoever has the link that it prints makes the first organization and becomes
/// its owner, and the operator of the installation.
public final class Setup {
  private final Database database;
  private final SecureRandom random;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Post post;

  public Setup(
      Database database, SecureRandom random, Sessions sessions, Passwords passwords, Post post) {
    this.database = database;
    this.random = random;
    this.sessions = sessions;
    this.passwords = passwords;
    this.post = post;
  }

  /// A new link until there is an operator; those shown before are worth nothing any more.
  public Optional<Secret> link() {
    Secret token = Token.random(random);
    return database.write(
        tx -> {
          if (PersonTable.anyOperator(tx.handle())) {
            return Optional.empty();
          }
          OneTimes.dropAll(tx, Purpose.SETUP);
          OneTimes.put(
              tx,
              Purpose.SETUP,
              Token.digest(token),
              Optional.empty(),
              Optional.empty(),
              Long.MAX_VALUE);
          return Optional.of(post.link("/setup", token));
        });
  }

  /// Whether it is still to be done.
  public boolean open() {
    return !database.read(PersonTable::anyOperator);
  }

  /// Whether mail is set up.
  public boolean mail() {
    return post.sends();
  }

  /// Makes the first owner and what they own, once.
  public Outcome<Sessions.Opened> complete(
      Secret token, Email email, Invitations.Newcomer owner, Founding founding, Origin origin) {
    Optional<Refusal> weak = Passwords.weakness(owner.password());
    if (weak.isPresent()) {
      return Outcome.refused(weak.get());
    }
    byte[] digest = Token.digest(token);
    // before the hash is made, which costs more than a guess should; it has no end, so any time
    // does
    if (!database.read(handle -> OneTimes.has(handle, Purpose.SETUP, digest, /* now= */ 0))) {
      return Outcome.refused(Refusal.USED_OR_EXPIRED);
    }
    String hash = passwords.hash(owner.password());
    return database.write(
        tx ->
            OneTimes.take(tx, Purpose.SETUP, digest).isPresent()
                    && !PersonTable.anyOperator(tx.handle())
                ? Outcome.changed(founded(tx, email, owner, hash, founding, origin))
                : Outcome.refused(Refusal.USED_OR_EXPIRED));
  }

  /// Somebody who is in an organization from the beginning.
  public record Resident(Person person, Role role) {}

  /// Puts people into an organization that the program brings along, such as the demo's; all of
  /// them have that password.
  public void settle(String org, List<Resident> residents, Secret password) {
    String hash = passwords.hash(password);
    By by = By.system("start");
    database.write(
        tx -> {
          for (Resident resident : residents) {
            String id = resident.person.id();
            PersonTable.insert(tx, resident.person, /* verified= */ true);
            CredentialTable.setPassword(tx, id, hash);
            MemberTable.insert(tx, org, id, resident.role);
            Member member = MemberTable.find(tx.handle(), org, id).orElseThrow();
            AuditLog.append(
                tx,
                org,
                by,
                Event.create(Members.RESOURCE, id, "Settled " + member.email(), Facts.of(member)));
          }
          return residents.size();
        });
  }

  /// The organization that is to be.
  public record Founding(String name, String keyPrefix) {}

  private Sessions.Opened founded(
      Tx tx,
      Email email,
      Invitations.Newcomer owner,
      String hash,
      Founding founding,
      Origin origin) {
    Person person =
        new Person(
            Ids.next("person", tx.now(), random),
            email,
            owner.firstName(),
            owner.lastName(),
            /* operator= */ true,
            1);
    By by = By.person(person.id(), person.name(), origin);
    String org = Ids.next("org", tx.now(), random);
    PersonTable.insert(tx, person, /* verified= */ true);
    CredentialTable.setPassword(tx, person.id(), hash);
    Organizations.create(tx, Organization.named(org, founding.name(), founding.keyPrefix()), by);
    MemberTable.insert(tx, org, person.id(), Role.OWNER);
    return sessions.open(tx, person, Optional.of(org), origin);
  }
}
