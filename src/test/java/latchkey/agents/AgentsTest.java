package latchkey.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.agents.Agent.Kind;
import latchkey.agents.Agent.Stamp;
import latchkey.agents.Agent.Status;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for agents.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class AgentsTest {
  private static final String ACME = "org_acme";
  private static final String OTHER = "org_other";
  private static final OptionalLong ANY = OptionalLong.empty();
  private static final By ANN = By.person("ann", "Ann", Origin.NONE);
  private static final Profile FULL =
      new Profile(
          "Support",
          Optional.of("voice_1"),
          "Hello!",
          "Be kind.",
          Optional.of("kb_1"),
          Optional.of("+14155550123"));

  @Parameter TestDatabases engine;
  private final List<String> changes = new ArrayList<>();
  private Database database;
  private Agents agents;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
    Organizations organizations = new Organizations(database, _ -> {});
    organizations.create(Organization.named(ACME, "Acme", "acme"));
    organizations.create(Organization.named(OTHER, "Other", "lk"));
    agents = new Agents(database, changes::add);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anAgentIsReadBackAsItWasMade() {
    Agent made = agents.create(ACME, Kind.MEDICAL, FULL, ANN);

    assertThat(agents.find(ACME, made.id())).contains(made);
    Stamp stamp = new Stamp(now, "ann");
    assertThat(made)
        .isEqualTo(new Agent(made.id(), ACME, Kind.MEDICAL, FULL, Status.ACTIVE, stamp, stamp, 1));
    assertThat(made.id()).matches("[0-9a-f]{24}");
    assertThat(changes).containsExactly(ACME);
    assertThat(audited(ACME)).endsWith("Created the agent \"Support\"");
  }

  @Test
  void anotherOrganizationsAgentIsLikeNone() {
    Agent made = agents.create(ACME, Kind.GENERAL, FULL, ANN);
    long entries = audited(OTHER).size();

    assertThat(agents.find(OTHER, made.id())).isEmpty();
    assertThat(agents.list(OTHER, Agents.Filter.NONE, Optional.empty(), 10)).isEmpty();
    assertThat(agents.change(OTHER, made.id(), ANY, _ -> Profile.named("x"), ANN))
        .isEqualTo(new Change.Absent());
    assertThat(agents.setStatus(OTHER, made.id(), ANY, Status.PAUSED, ANN))
        .isEqualTo(new Change.Absent());
    assertThat(agents.duplicate(OTHER, made.id(), ANN)).isEqualTo(new Change.Absent());
    assertThat(agents.delete(OTHER, made.id(), ANY, ANN)).isEqualTo(new Change.Absent());
    assertThat(agents.find(ACME, made.id())).contains(made);
    assertThat(audited(OTHER)).hasSize((int) entries);
  }

  @Test
  void aChangeOfAnotherVersionThanTheCallerSawChangesNothing() {
    Agent made = agents.create(ACME, Kind.GENERAL, FULL, ANN);
    now++;
    Agent changed =
        done(agents.change(ACME, made.id(), OptionalLong.of(1), _ -> Profile.named("Sales"), ANN));
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.updated()).isEqualTo(new Stamp(now, "ann"));

    OptionalLong seen = OptionalLong.of(1);
    Change stale = new Change.Stale(2);
    assertThat(agents.change(ACME, made.id(), seen, _ -> FULL, ANN)).isEqualTo(stale);
    assertThat(agents.setStatus(ACME, made.id(), seen, Status.PAUSED, ANN)).isEqualTo(stale);
    assertThat(agents.delete(ACME, made.id(), seen, ANN)).isEqualTo(stale);
    assertThat(agents.find(ACME, made.id())).contains(changed);
  }

  @Test
  void whatChangesNothingMakesNoVersionAndNoEntry() {
    Agent made = agents.create(ACME, Kind.GENERAL, FULL, ANN);
    List<String> entries = audited(ACME);
    assertThat(agents.change(ACME, made.id(), ANY, _ -> FULL, ANN))
        .isEqualTo(new Change.Done(made));
    assertThat(agents.setStatus(ACME, made.id(), ANY, Status.ACTIVE, ANN))
        .isEqualTo(new Change.Done(made));
    assertThat(audited(ACME)).isEqualTo(entries);
  }

  @Test
  void aChangeThatIsRefusedLeavesEverythingAsItWas() {
    Agent made = agents.create(ACME, Kind.GENERAL, FULL, ANN);
    assertThatThrownBy(() -> agents.change(ACME, made.id(), ANY, _ -> Profile.named(" "), ANN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(agents.find(ACME, made.id())).contains(made);
  }

  @Test
  void onlyActiveAndPausedAgentsKeysWork() {
    Agent made = agents.create(ACME, Kind.GENERAL, FULL, ANN);
    assertThat(agents.idsOf(ACME)).containsExactly(made.id());
    setStatus(made, Status.PAUSED);
    assertThat(agents.idsOf(ACME)).containsExactly(made.id());
    setStatus(made, Status.ARCHIVED);
    assertThat(agents.idsOf(ACME)).isEmpty();
    assertThat(agents.change(ACME, made.id(), ANY, _ -> Profile.named("x"), ANN))
        .isEqualTo(new Change.Archived());
    assertThat(agents.setStatus(ACME, made.id(), ANY, Status.PAUSED, ANN))
        .isEqualTo(new Change.Archived());
    setStatus(made, Status.ACTIVE);
    assertThat(agents.idsOf(ACME)).containsExactly(made.id());
    assertThat(audited(ACME))
        .endsWith(
            "Paused the agent \"Support\"",
            "Archived the agent \"Support\"",
            "Restored the agent \"Support\"");
  }

  private void setStatus(Agent agent, Status status) {
    assertThat(done(agents.setStatus(ACME, agent.id(), ANY, status, ANN)).status())
        .isEqualTo(status);
  }

  @Test
  void aCopyIsTheSameButForItsNameAndPhoneNumber() {
    Agent made = agents.create(ACME, Kind.MEDICAL, FULL, ANN);
    setStatus(made, Status.ARCHIVED);
    Agent copy = done(agents.duplicate(ACME, made.id(), ANN));
    assertThat(copy.id()).isNotEqualTo(made.id());
    assertThat(copy.kind()).isEqualTo(Kind.MEDICAL);
    assertThat(copy.status()).isEqualTo(Status.ACTIVE);
    assertThat(copy.profile())
        .isEqualTo(
            new Profile(
                "Copy of Support",
                Optional.of("voice_1"),
                "Hello!",
                "Be kind.",
                Optional.of("kb_1"),
                Optional.empty()));
    Agent longest = agents.create(ACME, Kind.GENERAL, Profile.named("🙂".repeat(100)), ANN);
    assertThat(done(agents.duplicate(ACME, longest.id(), ANN)).name()).startsWith("Copy of 🙂");
  }

  @Test
  void aDeletedAgentIsNowhereAndItsIdStaysTaken() {
    Agent made = agents.create(ACME, Kind.GENERAL, FULL, ANN);
    done(agents.delete(ACME, made.id(), OptionalLong.of(1), ANN));
    assertThat(agents.find(ACME, made.id())).isEmpty();
    assertThat(agents.idsOf(ACME)).isEmpty();
    assertThat(agents.list(ACME, Agents.Filter.NONE, Optional.empty(), 10)).isEmpty();
    assertThat(agents.delete(ACME, made.id(), ANY, ANN)).isEqualTo(new Change.Absent());
    assertThat(agents.setStatus(ACME, made.id(), ANY, Status.ACTIVE, ANN))
        .isEqualTo(new Change.Absent());
    assertThatThrownBy(() -> agents.create(new Agent(made.id(), ACME, "Again")))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void aDeletionThatFailsInTheMiddleLeavesAllAsItWas() {
    Agents failing =
        new Agents(
            database,
            changes::add,
            (_, _, _, _) -> {
              throw new IllegalStateException("while its keys are ended");
            });
    Agent made = failing.create(ACME, Kind.GENERAL, FULL, ANN);
    List<String> entries = audited(ACME);
    changes.clear();
    assertThatThrownBy(() -> failing.delete(ACME, made.id(), ANY, ANN))
        .isInstanceOf(IllegalStateException.class);
    assertThat(agents.find(ACME, made.id())).contains(made);
    assertThat(audited(ACME)).isEqualTo(entries);
    assertThat(changes).as("told all the same").containsExactly(ACME);
  }

  @Test
  void aListIsFoundPageByPageTheNewestFirst() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      now++;
      ids.addFirst(agents.create(ACME, Kind.GENERAL, Profile.named("A 100%_" + i), ANN).id());
    }
    now++;
    Agent other = agents.create(ACME, Kind.GENERAL, Profile.named("B"), ANN);
    setStatus(other, Status.PAUSED);

    var part = new Agents.Filter(Optional.empty(), Optional.of("a 100%_"));
    assertThat(list(part, Optional.empty(), 3)).isEqualTo(ids.subList(0, 3));
    assertThat(list(part, Optional.of(ids.get(2)), 3)).isEqualTo(ids.subList(3, 5));
    assertThat(list(new Agents.Filter(Optional.empty(), Optional.of("10%0")), Optional.empty(), 9))
        .isEmpty();
    assertThat(
            list(
                new Agents.Filter(Optional.of(Status.PAUSED), Optional.empty()),
                Optional.empty(),
                9))
        .containsExactly(other.id());
  }

  private List<String> list(Agents.Filter filter, Optional<String> before, int most) {
    return agents.list(ACME, filter, before, most).stream().map(Agent::id).toList();
  }

  private List<String> audited(String org) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT description FROM audit_entry WHERE org_id = :org ORDER BY seq")
                .bind("org", org)
                .mapTo(String.class)
                .list());
  }

  private static Agent done(Change change) {
    assertThat(change).isInstanceOf(Change.Done.class);
    return ((Change.Done) change).agent();
  }
}
