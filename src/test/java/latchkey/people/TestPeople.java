package latchkey.people;

import java.util.Optional;
import latchkey.audit.Origin;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.Tx;

/// People of a running server, made behind its back: who they are and that they are signed in.
public final class TestPeople {
  private static final Origin HERE = new Origin("192.0.2.1", "Firefox", "r1");

  private final Database database;
  private final Sessions sessions;

  /// Somebody who is signed in.
  public record SignedIn(Session session, Secret token) {
    public String cookie() {
      return "latchkey_session=" + token.reveal();
    }
  }

  public TestPeople(Database database, Sessions sessions) {
    this.database = database;
    this.sessions = sessions;
  }

  /// A new member, signed in; a new owner takes the place of who was it.
  public SignedIn member(String org, String id, Role role) {
    Person person = new Person(id, new Email(id + "@example.com"), id, "Example", false, 1);
    Secret token =
        database.write(
            tx -> {
              PersonTable.insert(tx, person, true);
              if (role == Role.OWNER) {
                demoteOwner(tx, org);
              }
              MemberTable.insert(tx, org, id, role);
              return sessions.open(tx, person, Optional.of(org), HERE).token();
            });
    return signedIn(token);
  }

  private static void demoteOwner(Tx tx, String org) {
    tx.handle()
        .createUpdate("UPDATE member SET role = 'admin' WHERE org_id = :org AND role = 'owner'")
        .bind("org", org)
        .execute();
  }

  /// Another membership of somebody.
  public void join(String org, String id, Role role) {
    database.write(
        tx -> {
          MemberTable.insert(tx, org, id, role);
          return role;
        });
  }

  /// A new operator, who is in no organization, signed in.
  public SignedIn operator(String id) {
    Person person = new Person(id, new Email(id + "@example.com"), id, "Example", true, 1);
    Secret token =
        database.write(
            tx -> {
              PersonTable.insert(tx, person, true);
              return sessions.open(tx, person, Optional.empty(), HERE).token();
            });
    return signedIn(token);
  }

  private SignedIn signedIn(Secret token) {
    return new SignedIn(sessions.find(token, System.currentTimeMillis()).orElseThrow(), token);
  }
}
