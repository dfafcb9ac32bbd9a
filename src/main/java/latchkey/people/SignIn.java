package latchkey.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import latchkey.audit.Event;
import latchkey.audit.Event.Action;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.limits.Failures;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.OneTimes.Purpose;
import org.jdbi.v3.core.Handle;

/// The ways in. Whoever proves something else than a password, such as a passkey, comes in
/// through [#proved] or [#provedEmail], so that suspension and the second factor hold there too.
///
/// A stranger learns nothing: an address without an account gets the same answers in the same
/// time.
public final class SignIn {
  private static final Duration TICKET_VALID = Duration.ofMinutes(10);
  private static final int MOST_ATTEMPTS = 5;
  private static final long REMEMBERED = 100_000;

  private final Database database;
  private final SecureRandom random;
  private final Sessions sessions;
  private final Passwords passwords;
  private final SecondFactors factors;
  private final FailedSignIns failures;
  private final Post post;
  private final LongSupplier clock;

  /// Each attempt counts, for many at once must not slip in before the first one has failed.
  private final Failures<String> ofAccount =
      new Failures<>(Limits.of(Limit.perMinute(20), Limit.perHour(100)), REMEMBERED);

  private final Failures<String> codesOfAccount =
      new Failures<>(Limits.of(Limit.perMinute(3), Limit.perHour(12)), REMEMBERED);

  private final Failures<String> codesOfAddress =
      new Failures<>(Limits.of(Limit.perMinute(20), Limit.perHour(200)), REMEMBERED);

  private final Failures<String> ofAddress =
      new Failures<>(Limits.of(Limit.perMinute(30), Limit.perHour(300)), REMEMBERED);

  SignIn(
      Database database,
      SecureRandom random,
      Sessions sessions,
      Passwords passwords,
      SecondFactors factors,
      FailedSignIns failures,
      Post post,
      LongSupplier clock) {
    this.database = database;
    this.random = random;
    this.sessions = sessions;
    this.passwords = passwords;
    this.factors = factors;
    this.failures = failures;
    this.post = post;
    this.clock = clock;
  }

  /// Where an attempt got to.
  public sealed interface Step {
    record In(Person person, Sessions.Opened session) implements Step {}

    /// A code of the second factor is wanted, with this ticket.
    record SecondFactor(Secret ticket) implements Step {}

    /// What was shown proves nothing; of an unknown account the same.
    record Wrong() implements Step {}

    record TooMany(long retryAfterMillis) implements Step {}

    /// They are who they say, and not an active member of any organization.
    record NotAMember() implements Step {}
  }

  /// What became of the wish for a code.
  public sealed interface CodeRequest {
    /// It is on its way, if there is such an account; it counts together with this ticket.
    record Sent(Secret ticket) implements CodeRequest {}

    record NoMail() implements CodeRequest {}

    record TooMany(long retryAfterMillis) implements CodeRequest {}
  }

  public Step password(Email email, Secret password, Origin origin) {
    long wait = waiting(ofAccount, email, origin);
    if (wait > 0) {
      return new Step.TooMany(wait);
    }
    var _ = ofAccount.record(email.text(), clock.getAsLong());
    Optional<String> hash = database.read(handle -> CredentialTable.password(handle, email));
    if (!passwords.matches(password, hash)) {
      return failed(email.text(), "password", origin, handle -> PersonTable.find(handle, email));
    }
    return database.write(
        tx ->
            PersonTable.find(tx.handle(), email)
                .map(person -> passed(tx, person, /* strong= */ false, origin))
                .orElseGet(Step.Wrong::new));
  }

  /// Mails six digits to the address.
  public CodeRequest requestCode(Email email, Origin origin) {
    if (!post.sends()) {
      return new CodeRequest.NoMail();
    }
    long now = clock.getAsLong();
    long wait =
        Math.max(
            waiting(codesOfAccount, email, origin),
            codesOfAddress.retryAfterMillis(Sender.of(origin), now));
    if (wait > 0) {
      return new CodeRequest.TooMany(wait);
    }
    var _ = codesOfAccount.record(email.text(), now);
    var _ = codesOfAddress.record(Sender.of(origin), now);
    Secret ticket = Token.random(random);
    String code = "%06d".formatted(random.nextInt(1_000_000));
    Optional<Person> person =
        database.write(
            tx -> {
              Optional<Person> found = PersonTable.find(tx.handle(), email);
              OneTimes.put(
                  tx,
                  Purpose.MAILED_CODE,
                  Token.digest(ticket),
                  found.map(Person::id),
                  Optional.of(digest(ticket, code)),
                  tx.now() + TICKET_VALID.toMillis());
              return found;
            });
    person.ifPresent(
        known ->
            post.sendLater(
                known.email(),
                "Your sign-in code",
                """
                Your code is %s. It is valid for %d minutes.

                If you did not want to sign in, ignore this: nobody gets in without the code.
                """
                    .formatted(code, TICKET_VALID.toMinutes())));
    return new CodeRequest.Sent(ticket);
  }

  /// Signs in with a code that was mailed, and the ticket that it belongs to.
  public Step code(Secret ticket, String code, Origin origin) {
    byte[] digest = Token.digest(ticket);
    return attempt(
        "mailed code",
        origin,
        holder(Purpose.MAILED_CODE, digest),
        tx ->
            OneTimes.attempt(tx, Purpose.MAILED_CODE, digest, MOST_ATTEMPTS)
                .filter(held -> same(held.code(), digest(ticket, code.strip())))
                .flatMap(_ -> OneTimes.take(tx, Purpose.MAILED_CODE, digest))
                .flatMap(OneTimes.Held::person)
                .flatMap(id -> PersonTable.find(tx.handle(), id))
                .map(
                    person -> {
                      CredentialTable.verify(tx, person.id());
                      return passed(tx, person, /* strong= */ false, origin);
                    }));
  }

  /// Shows the second factor: a code of the app, or a recovery code.
  public Step secondFactor(Secret ticket, String code, Origin origin) {
    byte[] digest = Token.digest(ticket);
    return attempt(
        "second factor",
        origin,
        holder(Purpose.SECOND_FACTOR, digest),
        tx ->
            OneTimes.attempt(tx, Purpose.SECOND_FACTOR, digest, MOST_ATTEMPTS)
                .flatMap(OneTimes.Held::person)
                .flatMap(id -> PersonTable.find(tx.handle(), id))
                .filter(person -> !floods(person.email()))
                .filter(person -> factors.proves(tx, person.id(), code))
                .map(
                    person -> {
                      var _ = OneTimes.take(tx, Purpose.SECOND_FACTOR, digest);
                      return passed(tx, person, /* strong= */ true, origin);
                    }));
  }

  /// Tries something in one transaction, unless the address has failed too often; what comes to
  /// nothing is a failure of it.
  private Step attempt(
      String what,
      Origin origin,
      Function<Handle, Optional<Person>> whose,
      Function<Tx, Optional<Step>> work) {
    long wait = ofAddress.retryAfterMillis(Sender.of(origin), clock.getAsLong());
    if (wait > 0) {
      return new Step.TooMany(wait);
    }
    return database.write(work).orElseGet(() -> failed("", what, origin, whose));
  }

  /// Goes on with somebody who has proved to be that person.
  ///
  /// @param strong whether by two factors at once, as a passkey that checked its user
  public Step proved(String personId, boolean strong, Origin origin) {
    return database.write(
        tx ->
            PersonTable.find(tx.handle(), personId)
                .map(person -> passed(tx, person, strong, origin))
                .orElseGet(Step.Wrong::new));
  }

  /// Goes on with somebody whose address another party vouches for.
  public Step provedEmail(Email email, Origin origin) {
    return database.write(
        tx ->
            PersonTable.find(tx.handle(), email)
                .map(
                    person -> {
                      CredentialTable.verify(tx, person.id());
                      return passed(tx, person, /* strong= */ false, origin);
                    })
                .orElseGet(Step.Wrong::new));
  }

  private Step passed(Tx tx, Person person, boolean strong, Origin origin) {
    Optional<String> org = MemberTable.anyOf(tx.handle(), person.id());
    if (org.isEmpty() && !person.operator()) {
      return new Step.NotAMember();
    }
    if (!strong && CredentialTable.factors(tx.handle(), person.id()).totp()) {
      Secret ticket = Token.random(random);
      OneTimes.put(
          tx,
          Purpose.SECOND_FACTOR,
          Token.digest(ticket),
          Optional.of(person.id()),
          Optional.empty(),
          tx.now() + TICKET_VALID.toMillis());
      return new Step.SecondFactor(ticket);
    }
    return new Step.In(person, sessions.open(tx, person, org, origin));
  }

  private long waiting(Failures<String> account, Email email, Origin origin) {
    long now = clock.getAsLong();
    return Math.max(
        account.retryAfterMillis(email.text(), now),
        ofAddress.retryAfterMillis(Sender.of(origin), now));
  }

  /// Counts an attempt of the account; says whether it has had too many.
  private boolean floods(Email email) {
    long now = clock.getAsLong();
    boolean floods = ofAccount.flooded(email.text(), now);
    var _ = ofAccount.record(email.text(), now);
    return floods;
  }

  private static Function<Handle, Optional<Person>> holder(Purpose purpose, byte[] ticket) {
    return handle ->
        OneTimes.personOf(handle, purpose, ticket).flatMap(id -> PersonTable.find(handle, id));
  }

  private Step failed(
      String account, String what, Origin origin, Function<Handle, Optional<Person>> whose) {
    var _ = ofAddress.record(Sender.of(origin), clock.getAsLong());
    Event event = Event.of(Action.LOGIN, Sessions.RESOURCE, "", "Wrong " + what);
    failures.note(account, event, origin, whose);
    return new Step.Wrong();
  }

  private static String digest(Secret ticket, String code) {
    return Base64.getEncoder().encodeToString(Token.digest(ticket, code));
  }

  private static boolean same(Optional<String> expected, String shown) {
    return MessageDigest.isEqual(
        expected.orElse("").getBytes(StandardCharsets.US_ASCII),
        shown.getBytes(StandardCharsets.US_ASCII));
  }
}
