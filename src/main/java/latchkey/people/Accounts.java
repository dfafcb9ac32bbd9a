package latchkey.people;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Event.Action;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.limits.Failures;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.OneTimes.Held;
import latchkey.people.OneTimes.Purpose;

/// What people do about themselves: their name, their password.
public final class Accounts {
  private static final String RESOURCE = "Profile";
  private static final Duration LINK_VALID = Duration.ofHours(1);
  private static final long REMEMBERED = 100_000;

  private final Database database;
  private final SecureRandom random;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Post post;
  private final LongSupplier clock;

  private final Failures<String> links =
      new Failures<>(Limits.of(Limit.perMinute(2), Limit.perHour(6)), REMEMBERED);
  private final Failures<String> ofAddress =
      new Failures<>(Limits.of(Limit.perMinute(20), Limit.perHour(200)), REMEMBERED);
  private final Failures<String> guesses =
      new Failures<>(Limits.of(Limit.perMinute(10), Limit.perHour(50)), REMEMBERED);

  public Accounts(
      Database database,
      SecureRandom random,
      Sessions sessions,
      Passwords passwords,
      Post post,
      LongSupplier clock) {
    this.database = database;
    this.random = random;
    this.sessions = sessions;
    this.passwords = passwords;
    this.post = post;
    this.clock = clock;
  }

  /// An organization that somebody belongs to.
  public record Belonging(
      String organizationId, String name, Role role, Member.Status status, boolean suspended) {}

  /// What somebody signs in with.
  public record Factors(boolean password, boolean totp, int recoveryCodes) {}

  /// What became of the wish for a new password.
  public enum LinkRequest {
    SENT,
    NO_MAIL,
    TOO_MANY
  }

  public List<Belonging> organizations(String person) {
    return database.read(
        handle ->
            MemberTable.of(handle, person).stream()
                .map(
                    of ->
                        new Belonging(
                            of.organization().id(),
                            of.organization().name(),
                            of.role(),
                            of.status(),
                            of.organization().status() == Organization.Status.SUSPENDED))
                .toList());
  }

  public Optional<Person> find(String person) {
    return database.read(handle -> PersonTable.find(handle, person));
  }

  public Factors factors(String person) {
    return database.read(
        handle -> {
          CredentialTable.Factors factors = CredentialTable.factors(handle, person);
          return new Factors(
              factors.password(), factors.totp(), CredentialTable.recoveryCodes(handle, person));
        });
  }

  public Outcome<Person> rename(
      Session session, OptionalLong version, String firstName, String lastName, By by) {
    return database.write(
        tx -> {
          Person before = PersonTable.find(tx.handle(), session.person().id()).orElseThrow();
          Person asked =
              new Person(
                  before.id(),
                  before.email(),
                  firstName,
                  lastName,
                  before.operator(),
                  version.orElse(before.version()));
          if (!PersonTable.rename(tx, asked)) {
            return new Outcome.Stale<>(before.version());
          }
          Person after = PersonTable.find(tx.handle(), before.id()).orElseThrow();
          AuditLog.append(
              tx,
              Sessions.home(session),
              by,
              Event.update(
                  RESOURCE, after.id(), "Changed their name", Facts.of(before), Facts.of(after)));
          return Outcome.changed(after);
        });
  }

  /// Sets another password, for who knows the current one or has none yet; all other sessions end
  /// and this one goes on under a new token.
  public Outcome<Secret> changePassword(
      Session session, Optional<Secret> current, Secret password, By by) {
    Optional<Refusal> weak = Passwords.weakness(password);
    if (weak.isPresent()) {
      return Outcome.refused(weak.get());
    }
    Person person = session.person();
    Optional<Refusal> unproved = unproved(person, current);
    if (unproved.isPresent()) {
      return Outcome.refused(unproved.get());
    }
    String hash = passwords.hash(password);
    return database.write(
        tx -> {
          CredentialTable.setPassword(tx, person.id(), hash);
          OneTimes.drop(tx, Purpose.RESET, person.id());
          int _ = SessionTable.endAll(tx, person.id(), Optional.of(session.id()));
          Secret token = sessions.rotate(tx, session);
          AuditLog.append(
              tx,
              Sessions.home(session),
              by,
              Event.of(Action.UPDATE, RESOURCE, person.id(), "Changed their password"));
          return Outcome.changed(token);
        });
  }

  private Optional<Refusal> unproved(Person person, Optional<Secret> current) {
    Optional<String> hash =
        database.read(handle -> CredentialTable.password(handle, person.email()));
    if (hash.isEmpty()) {
      return Optional.empty();
    }
    long now = clock.getAsLong();
    if (guesses.flooded(person.id(), now)) {
      return Optional.of(Refusal.TOO_MANY_GUESSES);
    }
    var _ = guesses.record(person.id(), now);
    return current.isPresent() && passwords.matches(current.get(), hash)
        ? Optional.empty()
        : Optional.of(Refusal.WRONG_PASSWORD);
  }

  /// Mails a link to a new password, if there is such an account.
  public LinkRequest requestReset(Email email, Origin origin) {
    if (!post.sends()) {
      return LinkRequest.NO_MAIL;
    }
    long now = clock.getAsLong();
    if (links.flooded(email.text(), now) || ofAddress.flooded(Sender.of(origin), now)) {
      return LinkRequest.TOO_MANY;
    }
    var _ = links.record(email.text(), now);
    var _ = ofAddress.record(Sender.of(origin), now);
    Secret token = Token.random(random);
    Optional<Person> person =
        database.write(
            tx -> {
              Optional<Person> found = PersonTable.find(tx.handle(), email);
              OneTimes.put(
                  tx,
                  Purpose.RESET,
                  Token.digest(token),
                  found.map(Person::id),
                  Optional.empty(),
                  tx.now() + LINK_VALID.toMillis());
              return found;
            });
    person.ifPresent(known -> mailReset(known, token));
    return LinkRequest.SENT;
  }

  private void mailReset(Person person, Secret token) {
    post.sendLater(
        person.email(),
        "A new password for Latchkey",
        """
        To set a new password, open this link within an hour:
        %s

        If you did not ask for it, ignore this: your password stays as it is.
        """
            .formatted(post.link("/reset", token).reveal()));
  }

  /// Sets the password of who has the link. It signs nobody in, so a second factor is still asked
  /// for; all their sessions end.
  public Outcome<Person> reset(Secret token, Secret password, Origin origin) {
    Optional<Refusal> weak = Passwords.weakness(password);
    if (weak.isPresent()) {
      return Outcome.refused(weak.get());
    }
    byte[] digest = Token.digest(token);
    // before the hash is made, which costs more than a guess should
    if (!database.read(handle -> OneTimes.has(handle, Purpose.RESET, digest, clock.getAsLong()))) {
      return Outcome.refused(Refusal.USED_OR_EXPIRED);
    }
    String hash = passwords.hash(password);
    return database.write(
        tx -> {
          Optional<Person> found =
              OneTimes.take(tx, Purpose.RESET, digest)
                  .flatMap(Held::person)
                  .flatMap(id -> PersonTable.find(tx.handle(), id));
          if (found.isEmpty()) {
            return Outcome.refused(Refusal.USED_OR_EXPIRED);
          }
          Person person = found.get();
          CredentialTable.verify(tx, person.id());
          CredentialTable.setPassword(tx, person.id(), hash);
          OneTimes.drop(tx, Purpose.RESET, person.id());
          int _ = SessionTable.endAll(tx, person.id(), Optional.empty());
          AuditLog.append(
              tx,
              MemberTable.anyOf(tx.handle(), person.id()).orElse(AuditLog.INSTALLATION),
              By.person(person.id(), person.name(), origin),
              Event.of(Action.UPDATE, RESOURCE, person.id(), "Set a new password by mail"));
          return Outcome.changed(person);
        });
  }
}
