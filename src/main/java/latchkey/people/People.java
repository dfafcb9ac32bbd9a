package latchkey.people;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import latchkey.crypto.Keyset;
import latchkey.crypto.Tickets;
import latchkey.db.Database;

/// Everything that one can do with people.
public record People(
    Sessions sessions,
    Members members,
    Invitations invitations,
    SignIn signIn,
    Accounts accounts,
    SecondFactors factors,
    Passkeys passkeys,
    Identities identities,
    Operators operators,
    Setup setup) {
  private static final Duration CHALLENGE_VALID = Duration.ofMinutes(5);

  /// How long things last.
  public record Rules(Sessions.Rules sessions, Duration invitation) {}

  public static People on(
      Database database,
      Keyset keyset,
      SecureRandom random,
      LongSupplier clock,
      Post post,
      Rules rules) {
    Sessions sessions = new Sessions(database, random, rules.sessions);
    Passwords passwords = new Passwords(random);
    SecondFactors factors = new SecondFactors(database, keyset, random, sessions);
    FailedSignIns failures = new FailedSignIns(database, Thread::startVirtualThread);
    return new People(
        sessions,
        new Members(database),
        new Invitations(database, random, sessions, passwords, post, rules.invitation, clock),
        new SignIn(database, random, sessions, passwords, factors, failures, post, clock),
        new Accounts(database, random, sessions, passwords, post, clock),
        factors,
        new Passkeys(
            database,
            random,
            post::home,
            new Tickets(random, clock, CHALLENGE_VALID),
            failures,
            clock),
        new Identities(database, random),
        new Operators(database),
        new Setup(database, random, sessions, passwords, post));
  }
}
