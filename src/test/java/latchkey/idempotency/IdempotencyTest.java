package latchkey.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import latchkey.agents.Agent.Kind;
import latchkey.agents.Agents;
import latchkey.agents.Profile;
import latchkey.audit.By;
import latchkey.crypto.Keyset;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.db.TestDatabases;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class IdempotencyTest {
  private static final String ACME = "org_acme";
  private static final By BY = By.system("test");

  @Parameter TestDatabases engine;
  private final Keyset keyset = Keyset.generate(new SecureRandom());
  private Location location;
  private Database database;
  private Idempotency idempotency;
  private Agents agents;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void open() {
    location = engine.fresh();
    database = Database.open(location, () -> now);
    new Organizations(database, _ -> {}).create(Organization.named(ACME, "Acme", "acme"));
    agents = new Agents(database, _ -> {});
    idempotency = new Idempotency(database, keyset);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void workIsDoneOnceAndItsAnswerRepeated() {
    assertThat(once(attempt("k", "body"), "first")).isEqualTo(new Outcome.Done());
    assertThat(repeated(once(attempt("k", "body"), "second"))).isEqualTo("first");
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void anotherRequestUnderTheSameKeyIsToldApart() {
    once(attempt("k", "body"), "first");
    assertThat(once(attempt("k", "other"), "second")).isEqualTo(new Outcome.OtherRequest());
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void aKeyIsItsCallersOrganizationsAndOperationsOwn() {
    once(attempt("k", "body"), "first");
    for (Attempt other :
        List.of(
            new Attempt(ACME, "person:bob", "POST /x", "k", new Secret("body")),
            new Attempt("org_other", "person:ann", "POST /x", "k", new Secret("body")),
            new Attempt(ACME, "person:ann", "POST /y", "k", new Secret("body")))) {
      assertThat(once(other, "another")).isEqualTo(new Outcome.Done());
    }
    assertThat(made()).isEqualTo(4);
  }

  @Test
  void anAnswerIsForgottenAfterADay() {
    once(attempt("k", "body"), "first");
    now += Idempotency.KEPT.toMillis();
    assertThat(once(attempt("k", "body"), "second")).isEqualTo(new Outcome.Done());
    assertThat(made()).isEqualTo(2);
    assertThat(repeated(once(attempt("k", "body"), "third"))).isEqualTo("second");
    now += Idempotency.KEPT.toMillis();
    assertThat(idempotency.prune(now)).isEqualTo(1);
    assertThat(rows()).isZero();
  }

  @Test
  void fiftyAtOnceDoItOnce() throws Exception {
    List<Callable<Outcome>> tries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String answer = "answer " + i;
      tries.add(() -> once(attempt("k", "body"), answer));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int done = 0;
      for (Future<Outcome> outcome : threads.invokeAll(tries)) {
        switch (outcome.get()) {
          case Outcome.Done _ -> done++;
          case Outcome.Repeated _, Outcome.Running _ -> {}
          case Outcome.OtherRequest _, Outcome.AnswerLost _ ->
              throw new AssertionError(outcome.get());
        }
      }
      assertThat(done).isEqualTo(1);
    }
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void twoProcessesOnOneRecordDoItOnce() {
    try (Database second = Database.open(location, () -> now)) {
      Idempotency other = new Idempotency(second, keyset);
      Agents otherAgents = new Agents(second, _ -> {});
      Outcome outcome =
          idempotency.once(
              attempt("k", "body"),
              now,
              () -> {
                assertThat(other.once(attempt("k", "body"), now, () -> make(otherAgents, "other")))
                    .isEqualTo(new Outcome.Done());
                return make("mine");
              });
      assertThat(outcome).isEqualTo(new Outcome.Running());
    }
    assertThat(repeated(once(attempt("k", "body"), "later"))).isEqualTo("other");
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void workThatIsUndoneLeavesNoClaim() {
    assertThatThrownBy(
            () ->
                idempotency.once(
                    attempt("k", "body"),
                    now,
                    () ->
                        database.write(
                            _ -> {
                              throw new IllegalStateException("in the middle");
                            })))
        .isInstanceOf(IllegalStateException.class);
    assertThat(rows()).isZero();
    assertThat(once(attempt("k", "body"), "again")).isEqualTo(new Outcome.Done());
  }

  @Test
  void workWhoseAnswerWasLostIsNotDoneAgain() {
    assertThatThrownBy(
            () ->
                idempotency.once(
                    attempt("k", "body"),
                    now,
                    () -> {
                      make("lost");
                      throw new IllegalStateException("the process ends here");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(once(attempt("k", "body"), "again")).isEqualTo(new Outcome.AnswerLost());
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void aRefusalIsNotKept() {
    assertThat(idempotency.once(attempt("k", "body"), now, Optional::empty))
        .isEqualTo(new Outcome.Done());
    assertThat(once(attempt("k", "body"), "now")).isEqualTo(new Outcome.Done());
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void whoReadsTheRecordSeesNeitherAnswerNorRequest() {
    once(attempt("k", "the request's secret"), "lk_live_secret");
    byte[] kept =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT answer FROM idempotency WHERE org_id = :org")
                    .bind("org", ACME)
                    .mapTo(byte[].class)
                    .one());
    assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("lk_live");
  }

  private Outcome once(Attempt attempt, String answer) {
    return idempotency.once(attempt, now, () -> make(answer));
  }

  private Optional<Secret> make(String answer) {
    return make(agents, answer);
  }

  private static Optional<Secret> make(Agents agents, String answer) {
    agents.create(ACME, Kind.GENERAL, Profile.named("A"), BY);
    return Optional.of(new Secret(answer));
  }

  private int made() {
    return agents.list(ACME, Agents.Filter.NONE, Optional.empty(), 100).size();
  }

  private int rows() {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM idempotency").mapTo(int.class).one());
  }

  private static Attempt attempt(String name, String request) {
    return new Attempt(ACME, "person:ann", "POST /x", name, new Secret(request));
  }

  private static String repeated(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Repeated.class);
    return ((Outcome.Repeated) outcome).answer().reveal();
  }
}
