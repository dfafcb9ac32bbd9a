package latchkey.people;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crypto.Keyset;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.mail.Mailer;

/// An organization with one member of each role, and another one, on a real database.
final class Town implements AutoCloseable {
  static final String ACME = "org_acme";
  static final String OTHER = "org_other";
  static final Origin HERE = new Origin("192.0.2.1", "Firefox", "r1");
  static final SecureRandom RANDOM = new SecureRandom();
  static final Sessions.Rules RULES = new Sessions.Rules(Duration.ofHours(1), Duration.ofHours(10));

  static final Duration INVITATION_VALID = Duration.ofDays(7);
  static final Secret PASSWORD = new Secret("a long enough password");
  private static final Passwords PASSWORDS = new Passwords(RANDOM);
  private static final String HASH = PASSWORDS.hash(PASSWORD);

  long now = 1_000_000_000;
  final Keyset keyset = Keyset.generate(RANDOM);
  final Database database;
  final Organizations organizations;
  final Members members;
  final Operators operators;
  final Sessions sessions;
  final Invitations invitations;
  final SecondFactors factors;
  final Accounts accounts;
  final Setup setup;

  Town(TestDatabases engine) {
    database = engine.open(() -> now);
    organizations = new Organizations(database, _ -> {});
    organizations.create(Organization.named(ACME, "Acme", "acme"));
    organizations.create(Organization.named(OTHER, "Other", "lk"));
    members = new Members(database);
    operators = new Operators(database);
    sessions = new Sessions(database, RANDOM, RULES);
    invitations = invitations(Optional.empty());
    factors = new SecondFactors(database, keyset, RANDOM, sessions);
    accounts = accounts(Optional.empty());
    setup = new Setup(database, RANDOM, sessions, PASSWORDS, post(Optional.empty()));
    for (Role role : Role.values()) {
      settle(role.text(), ACME, role);
    }
    settle("stranger", OTHER, Role.OWNER);
  }

  private static Post post(Optional<Mailer> mailer) {
    return new Post(mailer, () -> URI.create("https://keys.example.com/"));
  }

  Invitations invitations(Optional<Mailer> mailer) {
    return new Invitations(
        database, RANDOM, sessions, PASSWORDS, post(mailer), INVITATION_VALID, () -> now);
  }

  Accounts accounts(Optional<Mailer> mailer) {
    return new Accounts(database, RANDOM, sessions, PASSWORDS, post(mailer), () -> now);
  }

  SignIn signIn(Optional<Mailer> mailer) {
    return new SignIn(
        database, RANDOM, sessions, PASSWORDS, factors, failures(), post(mailer), () -> now);
  }

  /// Which are told at once.
  FailedSignIns failures() {
    return new FailedSignIns(database, Runnable::run);
  }

  void givePassword(String id) {
    database.write(
        tx -> {
          CredentialTable.setPassword(tx, id, HASH);
          return true;
        });
  }

  Person settle(String id, String org, Role role) {
    return settle(id, org, role, /* verified= */ true);
  }

  Person unverified(String id, String org, Role role) {
    return settle(id, org, role, /* verified= */ false);
  }

  private Person settle(String id, String org, Role role, boolean verified) {
    Person person = new Person(id, new Email(id + "@example.com"), id, "Example", false, 1);
    return database.write(
        tx -> {
          PersonTable.insert(tx, person, verified);
          MemberTable.insert(tx, org, id, role);
          return person;
        });
  }

  static Actor as(Role role) {
    return as(role.text());
  }

  static Actor as(String id) {
    return Actor.person(By.person(id, id, HERE));
  }

  Secret signIn(String id) {
    Person person = database.read(handle -> PersonTable.find(handle, id).orElseThrow());
    return database
        .write(tx -> sessions.open(tx, person, MemberTable.anyOf(tx.handle(), id), HERE))
        .token();
  }

  Session session(Secret token) {
    return sessions.find(token, now).orElseThrow();
  }

  List<String> audited(String org) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT description FROM audit_entry WHERE org_id = :org ORDER BY seq")
                .bind("org", org)
                .mapTo(String.class)
                .list());
  }

  @Override
  public void close() {
    database.close();
  }
}
