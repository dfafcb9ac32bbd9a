package latchkey.people;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.TestDatabases;

/// An organization with one member of each role, and another one, on a real database.
final class Town implements AutoCloseable {
  static final String ACME = "org_acme";
  static final String OTHER = "org_other";
  static final Origin HERE = new Origin("192.0.2.1", "Firefox", "r1");
  static final SecureRandom RANDOM = new SecureRandom();
  static final Sessions.Rules RULES = new Sessions.Rules(Duration.ofHours(1), Duration.ofHours(10));

  long now = 1_000_000;
  final Database database;
  final Organizations organizations;
  final Members members;
  final Sessions sessions;

  Town(TestDatabases engine) {
    database = engine.open(() -> now);
    organizations = new Organizations(database, _ -> {});
    organizations.create(Organization.named(ACME, "Acme", "acme"));
    organizations.create(Organization.named(OTHER, "Other", "lk"));
    members = new Members(database);
    sessions = new Sessions(database, RANDOM, RULES);
    for (Role role : Role.values()) {
      settle(role.text(), ACME, role);
    }
    settle("stranger", OTHER, Role.OWNER);
  }

  Person settle(String id, String org, Role role) {
    Person person = new Person(id, new Email(id + "@example.com"), id, "Example", false, 1);
    return database.write(
        tx -> {
          PersonTable.insert(tx, person, true);
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
    return database.write(tx -> sessions.open(tx, person, HERE)).token();
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
