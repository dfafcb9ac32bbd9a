package latchkey.people;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import latchkey.crypto.Keyset;
import latchkey.db.Database;

/// Everything that one can do with people.
public record People(
    Sessions sessions,
    Members members,
    Invitations invitations,
    SignIn signIn,
    Accounts accounts,
    SecondFactors factors,
    Setup setup) {

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
    return new People(
        sessions,
        new Members(database),
        new Invitations(database, random, sessions, passwords, post, rules.invitation, clock),
        new SignIn(database, random, sessions, passwords, factors, post, clock),
        new Accounts(database, random, sessions, passwords, post, clock),
        factors,
        new Setup(database, random, sessions, passwords, post));
  }
}
