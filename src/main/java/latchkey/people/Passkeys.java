package latchkey.people;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Event.Action;
import latchkey.audit.Origin;
import latchkey.crypto.Tickets;
import latchkey.db.Database;
import latchkey.db.Ids;
import latchkey.db.Tx;
import latchkey.limits.Failures;
import org.jspecify.annotations.Nullable;

/// What one can do with passkeys. They are kept by the authenticator and name their owner, so one
/// signs in without saying who one is; and they check their user, so one is two factors.
public final class Passkeys {
  static final String RESOURCE = "Passkey";
  public static final int MOST = 20;

  private static final String SIGN_IN = "passkey sign-in";
  private static final String SITE_NAME = "Latchkey";
  private static final String REQUIRED = "required";
  private static final long FAILURES_PER_MINUTE = 30;
  private static final long REMEMBERED = 100_000;

  private final Database database;
  private final SecureRandom random;
  private final Supplier<URI> publicUrl;
  private final Tickets challenges;
  private final long validMillis;
  private final FailedSignIns failures;
  private final LongSupplier clock;

  private final Failures<String> ofAddress = new Failures<>(FAILURES_PER_MINUTE, REMEMBERED);

  private @Nullable Ceremony ceremony;

  /// Over that record, for browsers that come there.
  ///
  /// @param publicUrl where browsers reach us: passkeys are good there and nowhere else
  Passkeys(
      Database database,
      SecureRandom random,
      Supplier<URI> publicUrl,
      Tickets challenges,
      FailedSignIns failures,
      LongSupplier clock) {
    this.database = database;
    this.random = random;
    this.publicUrl = publicUrl;
    this.challenges = challenges;
    this.validMillis = challenges.lifetime().toMillis();
    this.failures = failures;
    this.clock = clock;
  }

  /// Made at the first use, for a start does not wait for it.
  private synchronized Ceremony ceremony() {
    if (ceremony == null) {
      ceremony = new Ceremony(publicUrl.get());
    }
    return ceremony;
  }

  /// What somebody's browser is asked for to make a new one.
  public PasskeyOptions.Creation creation(Person person) {
    return new PasskeyOptions.Creation(
        new PasskeyOptions.RelyingParty(publicUrl.get().getHost(), SITE_NAME),
        new PasskeyOptions.User(
            Token.text(person.id().getBytes(StandardCharsets.UTF_8)),
            person.email().text(),
            person.name()),
        challenges.issue(registrationOf(person)),
        Ceremony.parameters(),
        validMillis,
        database.read(handle -> PasskeyTable.descriptors(handle, person.id())),
        new PasskeyOptions.Selection(REQUIRED, /* requireResidentKey= */ true, REQUIRED),
        "none");
  }

  /// Adds what the browser made.
  ///
  /// @param credential what it answered, as `toJSON` writes it
  public Outcome<Passkey> register(Session session, String name, String credential, By by) {
    Person person = session.person();
    String purpose = registrationOf(person);
    String id = Ids.next("passkey", clock.getAsLong(), random);
    return ceremony()
        .made(
            credential,
            challenge -> challenges.isGood(challenge, purpose),
            id,
            person.id(),
            Passkey.name(name))
        .filter(made -> challenges.redeem(made.challenge(), purpose))
        .map(made -> database.write(tx -> insert(tx, session, made, by)))
        .orElseGet(() -> Outcome.refused(Refusal.PASSKEY_PROVES_NOTHING));
  }

  private static Outcome<Passkey> insert(Tx tx, Session session, Ceremony.Made made, By by) {
    String person = session.person().id();
    if (PasskeyTable.lockAndCount(tx, person) >= MOST) {
      return Outcome.refused(Refusal.TOO_MANY_PASSKEYS);
    }
    if (PasskeyTable.find(tx.handle(), made.stored().credentialId).isPresent()) {
      return Outcome.refused(Refusal.PASSKEY_TAKEN);
    }
    PasskeyTable.insert(tx, made.stored(), made.transports());
    Passkey passkey = PasskeyTable.find(tx.handle(), person, made.stored().id).orElseThrow();
    AuditLog.append(
        tx,
        Sessions.home(session),
        by,
        Event.create(
            RESOURCE,
            passkey.id(),
            "Added the passkey \"%s\"".formatted(passkey.name()),
            facts(passkey)));
    return Outcome.changed(passkey);
  }

  /// What any browser is asked for to sign in.
  public PasskeyOptions.Request request() {
    return new PasskeyOptions.Request(
        challenges.issue(SIGN_IN), validMillis, publicUrl.get().getHost(), REQUIRED);
  }

  /// Whom a passkey proves.
  public sealed interface Proof {
    record Proved(String personId) implements Proof {}

    record Wrong() implements Proof {}

    record TooMany(long retryAfterMillis) implements Proof {}
  }

  /// Judges what the browser answered.
  public Proof prove(String credential, Origin origin) {
    long wait = ofAddress.retryAfterMillis(origin.address(), clock.getAsLong());
    if (wait > 0) {
      return new Proof.TooMany(wait);
    }
    Optional<Ceremony.Shown> shown = ceremony().shown(credential);
    Optional<PasskeyTable.Stored> stored =
        shown.flatMap(
            found ->
                database.read(handle -> PasskeyTable.find(handle, bytes(found.credentialId()))));
    if (shown.isEmpty() || stored.isEmpty()) {
      return wrong(origin);
    }
    return prove(shown.get(), stored.get(), origin);
  }

  private Proof prove(Ceremony.Shown shown, PasskeyTable.Stored stored, Origin origin) {
    if (!shown.person().equals(stored.person)) {
      return failed(stored, "of somebody else", origin);
    }
    return switch (ceremony()
        .check(shown, stored, challenge -> challenges.isGood(challenge, SIGN_IN))) {
      case Ceremony.Check.Bad _ -> failed(stored, "that proved nothing", origin);
      case Ceremony.Check.Copied _ -> failed(stored, "whose counter went back", origin);
      case Ceremony.Check.Good(long counter, boolean backedUp) -> {
        if (!challenges.redeem(shown.challenge(), SIGN_IN)) {
          yield failed(stored, "that was shown before", origin);
        }
        boolean moved =
            database.<Boolean>write(tx -> PasskeyTable.use(tx, stored.id, counter, backedUp));
        yield moved
            ? new Proof.Proved(stored.person)
            : failed(stored, "whose counter went back", origin);
      }
    };
  }

  private Proof wrong(Origin origin) {
    var _ = ofAddress.record(origin.address(), clock.getAsLong());
    return new Proof.Wrong();
  }

  private Proof failed(PasskeyTable.Stored stored, String how, Origin origin) {
    String what = "Showed the passkey \"%s\", %s".formatted(stored.name, how);
    failures.note(
        stored.person,
        Event.of(Action.LOGIN, RESOURCE, stored.id, what),
        origin,
        handle -> PersonTable.find(handle, stored.person));
    return wrong(origin);
  }

  public List<Passkey> list(String person) {
    return database.read(handle -> PasskeyTable.list(handle, person));
  }

  public Optional<Passkey> find(String person, String id) {
    return database.read(handle -> PasskeyTable.find(handle, person, id));
  }

  public Outcome<Passkey> rename(
      Session session, String id, OptionalLong version, String name, By by) {
    String person = session.person().id();
    String clean = Passkey.name(name);
    return database.write(
        tx -> {
          Optional<Passkey> found = PasskeyTable.find(tx.handle(), person, id);
          if (found.isEmpty()) {
            return Outcome.absent();
          }
          Passkey before = found.get();
          long expected = version.orElse(before.version());
          if (!PasskeyTable.rename(tx, person, id, expected, clean)) {
            return new Outcome.Stale<>(before.version());
          }
          Passkey after = PasskeyTable.find(tx.handle(), person, id).orElseThrow();
          AuditLog.append(
              tx,
              Sessions.home(session),
              by,
              Event.update(
                  RESOURCE,
                  id,
                  "Renamed the passkey \"%s\" to \"%s\"".formatted(before.name(), clean),
                  facts(before),
                  facts(after)));
          return Outcome.changed(after);
        });
  }

  /// Takes it away; it proves nothing from then on. Answers which it was.
  public Outcome<Passkey> delete(Session session, String id, By by) {
    String person = session.person().id();
    return database.write(
        tx -> {
          Optional<Passkey> found = PasskeyTable.find(tx.handle(), person, id);
          if (found.isEmpty() || !PasskeyTable.delete(tx, person, id)) {
            return Outcome.absent();
          }
          AuditLog.append(
              tx,
              Sessions.home(session),
              by,
              Event.delete(
                  RESOURCE,
                  id,
                  "Deleted the passkey \"%s\"".formatted(found.get().name()),
                  facts(found.get())));
          return Outcome.changed(found.get());
        });
  }

  private static byte[] bytes(String base64url) {
    return Base64.getUrlDecoder().decode(base64url);
  }

  private static String registrationOf(Person person) {
    return "passkey of " + person.id();
  }

  private static String facts(Passkey passkey) {
    return Facts.json("name", passkey.name());
  }
}
