package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import latchkey.audit.Verification;
import latchkey.audit.Verifier;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.db.TestDatabases;
import org.assertj.core.api.SoftAssertions;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kills a process that changes people, agents and keys at a random moment, again and again: each
/// change is there whole, with its audit entry, or not at all.
class PeopleCrashTest {
  private static final int KILLS = 4;
  private static final long LONGEST_NANOS = 300_000_000;

  /// What a change makes, and what the audit log says of it; both sides are numbers of rows.
  private record Same(String what, String left, String right) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static final List<Same> ALWAYS =
      List.of(
          new Same(
              "an invitation is open until somebody joined by it",
              rows("invitation"),
              entries("Invited %") + " - " + entries("Joined as %")),
          new Same(
              "who joined by an invitation is a person with a password",
              rows("person WHERE password IS NOT NULL"),
              entries("Joined as %") + " + " + entries("Settled %") + " + " + founded()),
          new Same(
              "a member is who joined, founded or was settled, and was not removed",
              rows("member"),
              entries("Joined as %")
                  + " + "
                  + entries("Settled %")
                  + " + "
                  + founded()
                  + " - "
                  + entries("Removed %")),
          new Same(
              "who joins is signed in until they are removed",
              rows("session"),
              entries("Signed in") + " - " + entries("Removed %")),
          new Same(
              "whoever joins or founds signs in",
              entries("Signed in"),
              entries("Joined as %") + " + " + founded()),
          new Same(
              "an owner hands over and goes on as an admin",
              "(SELECT COALESCE(SUM(version - 1), 0) FROM member WHERE person_id IN ('ann', 'bob'))",
              "2 * " + entries("Handed the ownership over to %")),
          new Same(
              "there is one owner",
              rows("member WHERE org_id = 'org_crash' AND role = 'owner'"),
              "1"),
          new Same(
              "an organization begins with its entry",
              rows("organization"),
              rows("audit_entry WHERE seq = 1 AND description LIKE 'Created the organization %'")),
          new Same(
              "who founds is the operator, and owns what they founded",
              founded(),
              rows(
                  """
                  person p JOIN member m ON m.person_id = p.id AND m.role = 'owner'
                  JOIN organization o ON o.id = m.org_id AND o.name = 'Founded'
                  WHERE p.operator = 1\
                  """)),
          new Same("an agent has its entry", rows("agent"), entries("Created the agent %")),
          new Same(
              "what was made under a key has its claim",
              rows("idempotency"),
              entries("Created the agent \"Once\"")),
          new Same(
              "a deleted agent has its entry",
              rows("agent WHERE status = 'deleted'"),
              entries("Deleted the agent %")),
          new Same(
              "a deleted agent's keys are revoked, all of them",
              rows("api_key k JOIN agent a ON a.id = k.agent_id WHERE a.status = 'deleted'"),
              rows("api_key WHERE revoked_at IS NOT NULL")),
          new Same(
              "a key that went with its agent has its entry",
              rows("api_key WHERE revoked_at IS NOT NULL"),
              entries("Revoked the key % with its agent")),
          new Same(
              "a change of a key is one version and one entry",
              "(SELECT COALESCE(SUM(version), 0) FROM api_key)",
              rows("audit_entry WHERE resource = 'API Key'")),
          new Same(
              "a key has one secret, and while it rotates another one",
              rows("api_secret"),
              rows("api_key") + " + " + rows("api_key WHERE rotating_since IS NOT NULL")));

  private static String rows(String from) {
    return "(SELECT count(*) FROM " + from + ")";
  }

  private static String entries(String description) {
    return rows("audit_entry WHERE description LIKE '" + description + "'");
  }

  private static String founded() {
    return rows("organization WHERE name = 'Founded'");
  }

  @ParameterizedTest
  @EnumSource(TestDatabases.class)
  void aChangeIsWholeOrUndoneWithItsAuditEntry(TestDatabases engine) {
    Location location = engine.fresh();
    for (int kill = 0; kill < KILLS; kill++) {
      killSomewhere(location);
      try (Database database = Database.open(location, () -> 1)) {
        awaitTheDead(location, database);
        check(database);
      }
    }
  }

  private static void killSomewhere(Location location) {
    List<String> command =
        new ArrayList<>(Child.java(System.getProperty("java.class.path"), List.of()));
    command.add(PeopleCrashLoad.class.getName());
    command.addAll(PeopleCrashLoad.arguments(location));
    try (Child child = Child.start(command, Map.of())) {
      child.line("begun");
      boolean ended =
          child.endsWithin(
              ThreadLocalRandom.current().nextLong(LONGEST_NANOS), TimeUnit.NANOSECONDS);
      assertThat(ended).as(child.complaints()).isFalse();
      child.kill();
      assertThat(child.exitCode()).as(child.complaints()).isEqualTo(128 + 9);
    }
  }

  /// PostgreSQL may still be at work for a process that is no more.
  private static void awaitTheDead(Location location, Database database) {
    if (location instanceof Location.Postgres) {
      while (database.read(PeopleCrashTest::others) > 0) {
        Thread.onSpinWait();
      }
    }
  }

  private static long others(Handle handle) {
    return number(
        handle,
        """
        (SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = '%s')\
        """
            .formatted(PeopleCrashLoad.NAME));
  }

  private static void check(Database database) {
    SoftAssertions all = new SoftAssertions();
    database.read(
        handle -> {
          for (Same same : ALWAYS) {
            all.assertThat(number(handle, same.left))
                .as(same.what)
                .isEqualTo(number(handle, same.right));
          }
          return true;
        });
    Verifier verifier = new Verifier(database, Keyset.generate(new SecureRandom()).signer());
    for (String chain : verifier.chains()) {
      all.assertThat(verifier.verify(chain)).isInstanceOf(Verification.Intact.class);
    }
    all.assertAll();
  }

  private static long number(Handle handle, String expression) {
    return handle.createQuery("SELECT " + expression).mapTo(long.class).one();
  }
}
