package latchkey.people;

import static latchkey.people.Town.ACME;
import static latchkey.people.Town.HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.crypto.Secret;
import latchkey.db.DatabaseException;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for operators.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class OperatorsTest {
  @Parameter TestDatabases engine;
  private Town town;
  private Operators operators;

  @BeforeEach
  void open() {
    town = new Town(engine);
    operators = town.operators;
    town.database.write(
        tx -> {
          PersonTable.setOperator(tx, "owner", true);
          return true;
        });
  }

  @AfterEach
  void close() {
    town.close();
  }

  private static By by(String id) {
    return By.operator(id, id, HERE);
  }

  private List<String> listed() {
    return operators.list(Optional.empty(), 9).stream().map(Person::id).toList();
  }

  @Test
  void operatorsAppointAndDismissEachOther() {
    Secret before = town.signIn("admin");
    assertThat(operators.appoint(new Email("admin@example.com"), by("owner")))
        .isInstanceOf(Outcome.Changed.class);
    assertThat(town.sessions.find(before, town.now)).isEmpty();
    assertThat(town.session(town.signIn("admin")).person().operator()).isTrue();
    assertThat(operators.appoint("viewer", by("admin"))).isInstanceOf(Outcome.Changed.class);
    assertThat(listed()).containsExactly("admin", "owner", "viewer");
    assertThat(operators.list(Optional.of("admin@example.com"), 1))
        .extracting(Person::id)
        .containsExactly("owner");
    Secret signedIn = town.signIn("owner");
    assertThat(operators.dismiss("owner", by("admin"))).isInstanceOf(Outcome.Changed.class);
    assertThat(town.sessions.find(signedIn, town.now)).isEmpty();
    assertThat(listed()).containsExactly("admin", "viewer");
    assertThat(operators.find("owner")).isEmpty();
    assertThat(town.audited(AuditLog.INSTALLATION))
        .containsExactly(
            "Appointed admin@example.com",
            "Appointed viewer@example.com",
            "Dismissed owner@example.com");
    assertThat(town.members.find(ACME, "owner").orElseThrow().role()).isEqualTo(Role.OWNER);
  }

  @Test
  void whatIsRefusedChangesNothing() {
    Person stranger = town.unverified("newcomer", ACME, Role.VIEWER);
    assertThat(operators.appoint(stranger.email(), by("owner")))
        .isEqualTo(Outcome.refused(Refusal.NOT_VERIFIED));
    assertThat(operators.appoint(new Email("nobody@example.com"), by("owner")))
        .isEqualTo(Outcome.absent());
    assertThat(operators.appoint("nobody", by("owner"))).isEqualTo(Outcome.absent());
    assertThat(operators.appoint("owner", by("owner")))
        .isEqualTo(Outcome.refused(Refusal.ALREADY_AN_OPERATOR));
    assertThat(operators.appoint("viewer", by("admin")))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURS));
    assertThat(operators.dismiss("owner", by("admin")))
        .isEqualTo(Outcome.refused(Refusal.NOT_YOURS));
    assertThat(operators.dismiss("admin", by("owner"))).isEqualTo(Outcome.absent());
    assertThat(operators.dismiss("owner", by("owner")))
        .isEqualTo(Outcome.refused(Refusal.LAST_OPERATOR));
    assertThat(listed()).containsExactly("owner");
    assertThat(town.audited(AuditLog.INSTALLATION)).isEmpty();
  }

  @Test
  void aChangeWithoutItsEntryDoesNotHappen() {
    assertThat(operators.appoint("viewer", by("owner"))).isInstanceOf(Outcome.Changed.class);
    town.database.write(
        tx -> tx.handle().execute("ALTER TABLE audit_entry RENAME TO audit_entry_lost"));
    assertThatThrownBy(() -> operators.appoint("admin", by("owner")))
        .isInstanceOf(DatabaseException.class);
    assertThatThrownBy(() -> operators.dismiss("viewer", by("owner")))
        .isInstanceOf(DatabaseException.class);
    assertThat(listed()).containsExactly("owner", "viewer");
  }

  @Test
  void operatorsWhoDismissEachOtherAtOnceLeaveOne() throws Exception {
    for (int i = 0; i < 5; i++) {
      String first = listed().getFirst();
      String other = first.equals("admin") ? "owner" : "admin";
      assertThat(operators.appoint(other, by(first))).isInstanceOf(Outcome.Changed.class);
      List<Callable<Outcome<Person>>> both =
          List.of(
              () -> operators.dismiss("owner", by("admin")),
              () -> operators.dismiss("admin", by("owner")));
      int changed = 0;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Outcome<Person>> one : threads.invokeAll(both)) {
          changed += one.get() instanceof Outcome.Changed<Person> ? 1 : 0;
        }
      }
      assertThat(changed).isEqualTo(1);
      assertThat(listed()).hasSize(1);
    }
  }
}
