package latchkey.people;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Event.Action;
import latchkey.crypto.Keyset;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.limits.Failures;
import latchkey.limits.Limit;
import latchkey.limits.Limits;

/// The authenticator app, and the recovery codes for when it is lost.
public final class SecondFactors {
  private static final String RESOURCE = "Second factor";
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_DIGITS = 16;
  private static final long REMEMBERED = 100_000;
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private final Database database;
  private final Keyset keyset;
  private final SecureRandom random;
  private final Sessions sessions;

  private final Failures<String> guesses =
      new Failures<>(Limits.of(Limit.perMinute(10), Limit.perHour(50)), REMEMBERED);

  public SecondFactors(Database database, Keyset keyset, SecureRandom random, Sessions sessions) {
    this.database = database;
    this.keyset = keyset;
    this.random = random;
    this.sessions = sessions;
  }

  /// What an app is told: the secret to type, and the same as a link to scan.
  public record Enrolment(Secret secret, Secret url) {}

  /// What confirming it gave, at the only moment at which the codes are known here.
  public record Confirmed(List<Secret> recoveryCodes, Secret sessionToken) {
    public Confirmed {
      recoveryCodes = List.copyOf(recoveryCodes);
    }
  }

  /// Begins to enrol an app; nothing is asked of them before [#confirm].
  public Outcome<Enrolment> enrol(Session session) {
    byte[] secret = Totp.randomSecret(random);
    Person person = session.person();
    byte[] sealed =
        keyset.sealer().seal(new Secret(Base64.getEncoder().encodeToString(secret)), person.id());
    return database.write(
        tx -> {
          if (CredentialTable.factors(tx.handle(), person.id()).totp()) {
            return Outcome.refused(Refusal.TOTP_IS_ON);
          }
          CredentialTable.startTotp(tx, person.id(), sealed);
          return Outcome.changed(enrolment(secret, person));
        });
  }

  private static Enrolment enrolment(byte[] secret, Person person) {
    String text = Totp.base32(secret);
    String name = URLEncoder.encode(person.email().text(), StandardCharsets.UTF_8);
    return new Enrolment(
        new Secret(text),
        new Secret("otpauth://totp/Latchkey:%s?secret=%s&issuer=Latchkey".formatted(name, text)));
  }

  /// Switches it on, for who shows that the app works; the session goes on under a new token.
  public Outcome<Confirmed> confirm(Session session, String code, By by) {
    String person = session.person().id();
    return database.write(
        tx -> {
          if (CredentialTable.factors(tx.handle(), person).totp()) {
            return Outcome.refused(Refusal.TOTP_IS_ON);
          }
          if (CredentialTable.totpSecret(tx.handle(), person).isEmpty()) {
            return Outcome.refused(Refusal.NO_TOTP);
          }
          Optional<Refusal> wrong = wrong(tx, person, () -> byApp(tx, person, code));
          if (wrong.isPresent()) {
            return Outcome.refused(wrong.get());
          }
          List<Secret> codes = Stream.generate(this::recoveryCode).limit(RECOVERY_CODES).toList();
          CredentialTable.setRecoveryCodes(
              tx, person, codes.stream().map(SecondFactors::digest).toList());
          Secret token = sessions.rotate(tx, session);
          audit(tx, session, "Switched the second factor on", by);
          return Outcome.changed(new Confirmed(codes, token));
        });
  }

  /// Switches it off, for who has it.
  public Outcome<Secret> drop(Session session, String code, By by) {
    String person = session.person().id();
    return database.write(
        tx -> {
          if (!CredentialTable.factors(tx.handle(), person).totp()) {
            return Outcome.refused(Refusal.NO_TOTP);
          }
          Optional<Refusal> wrong = wrong(tx, person, () -> proves(tx, person, code));
          if (wrong.isPresent()) {
            return Outcome.refused(wrong.get());
          }
          CredentialTable.dropTotp(tx, person);
          audit(tx, session, "Switched the second factor off", by);
          return Outcome.changed(sessions.rotate(tx, session));
        });
  }

  /// Counts the guess; says what was wrong with it.
  private Optional<Refusal> wrong(Tx tx, String person, BooleanSupplier right) {
    if (guesses.flooded(person, tx.now())) {
      return Optional.of(Refusal.TOO_MANY_GUESSES);
    }
    var _ = guesses.record(person, tx.now());
    return right.getAsBoolean() ? Optional.empty() : Optional.of(Refusal.WRONG_CODE);
  }

  /// Whether it is the app's code or a recovery code; either is spent by that.
  boolean proves(Tx tx, String person, String code) {
    return byApp(tx, person, code)
        || CredentialTable.useRecoveryCode(tx, person, digest(new Secret(code)));
  }

  private boolean byApp(Tx tx, String person, String code) {
    Optional<byte[]> sealed = CredentialTable.totpSecret(tx.handle(), person);
    if (sealed.isEmpty()) {
      return false;
    }
    byte[] secret = Base64.getDecoder().decode(keyset.sealer().open(sealed.get(), person).reveal());
    long used = CredentialTable.totpStep(tx.handle(), person);
    OptionalLong step = Totp.step(secret, code.strip(), used, tx.now());
    return step.isPresent() && CredentialTable.useTotp(tx, person, step.getAsLong());
  }

  /// Sixteen characters that are not mistaken for each other: 79 bits.
  private Secret recoveryCode() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < RECOVERY_DIGITS; i++) {
      code.append(i > 0 && i % 4 == 0 ? "-" : "")
          .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new Secret(code.toString());
  }

  /// Of the code as it was meant, however it was typed.
  private static byte[] digest(Secret code) {
    return Token.digest(
        new Secret(code.reveal().toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "")));
  }

  private static void audit(Tx tx, Session session, String description, By by) {
    AuditLog.append(
        tx,
        Sessions.home(session),
        by,
        Event.of(Action.UPDATE, RESOURCE, session.person().id(), description));
  }
}
