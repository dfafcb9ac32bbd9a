package latchkey.gate;

import static latchkey.keys.TestBy.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import latchkey.access.Catalog;
import latchkey.access.Query;
import latchkey.access.Resource;
import latchkey.agents.Agent;
import latchkey.agents.Agents;
import latchkey.audit.By;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.gate.Verdict.Granted;
import latchkey.keys.Credential;
import latchkey.keys.IssuedKey;
import latchkey.keys.Key;
import latchkey.keys.KeyDraft;
import latchkey.keys.Keys;
import latchkey.keys.PublicId;
import latchkey.keys.RevocationReason;
import latchkey.keys.SecretDigest;
import latchkey.keys.StoredKey;
import latchkey.limits.Limits;
import latchkey.limits.Windows;
import latchkey.people.Organization;
import latchkey.people.Organization.Status;
import latchkey.people.Organizations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The gate over the real rooms and each engine: what was answered to who changes something holds
/// for every request that starts afterwards.
@ParameterizedClass
@EnumSource(TestDatabases.class)
@Timeout(120) // only so that a wait for ever fails
class GateContractTest {
  private static final String ACME = "org_acme";
  private static final long NOW = Scenario.NOW;
  private static final KeyDraft DRAFT =
      KeyDraft.of(ACME, "k", List.of("*.read")).limited(Limits.NONE);

  @Parameter TestDatabases engine;
  private final Keyset keyset = Keyset.generate(TestRecord.RANDOM);
  private final CountDownLatch rehashed = new CountDownLatch(1);
  private Database database;
  private Keys keys;
  private Organizations organizations;
  private Agents agents;
  private Gate gate;
  private Decider decider;

  @BeforeEach
  void open() {
    database = engine.open(() -> NOW);
    open(keyset);
    organizations.create(Organization.named(ACME, "Acme", "acme"));
  }

  /// The rooms and the gate, as after a start with this keyset.
  private void open(Keyset with) {
    keys = new Keys(database, with, TestRecord.RANDOM, id -> gate.keyChanged(id));
    organizations = new Organizations(database, id -> gate.organizationChanged(id));
    agents = new Agents(database, id -> gate.organizationChanged(id), keys::agentDeleted);
    gate = new Gate(new Rooms(), with, TestGate.BOUNDS, TestRecord.RANDOM);
    decider = gate.decider((_, _, _, _) -> {});
  }

  @AfterEach
  void close() {
    database.close();
  }

  private final class Rooms implements Gate.Source {
    @Override
    public StoredKey load(PublicId id) {
      return keys.load(id);
    }

    @Override
    public OrganizationSnapshot organization(String id) {
      Organization organization = organizations.find(id).orElseThrow();
      return new OrganizationSnapshot(
          id,
          organization.status() == Status.SUSPENDED,
          Catalog.with(organization.ownResources()),
          agents.idsOf(id));
    }

    @Override
    public Windows spent(Key key) {
      return Windows.EMPTY;
    }

    @Override
    public void rehash(Key key, SecretDigest old, SecretDigest fresh) {
      keys.rehash(key.organizationId(), key.id(), old, fresh);
      rehashed.countDown();
    }
  }

  private Verdict decide(IssuedKey key) {
    return decide(key, null, null);
  }

  private Verdict decide(IssuedKey key, @Nullable String need, @Nullable String agent) {
    return TestGate.decide(gate, decider, ask(key, need, agent));
  }

  private static Ask ask(IssuedKey key, @Nullable String need, @Nullable String agent) {
    return new Ask(
        Credential.token(key.text().token().reveal()),
        need == null ? null : Query.parse(need),
        agent,
        null,
        null,
        1,
        /* limited= */ true,
        NOW);
  }

  private void assertRefused(Reason reason, Verdict verdict) {
    assertThat(Scenario.reason(verdict)).isEqualTo(reason);
  }

  @Test
  void anIssuedKeyIsAdmittedAlsoWhereItsIdWasGuessedBefore() {
    PublicId id = PublicId.random(TestRecord.RANDOM);
    Key guessed = TestRecord.key(DRAFT, id);
    assertRefused(Reason.UNKNOWN_KEY, decide(new IssuedKey(guessed, TestRecord.text(guessed))));
    assertThat(decide(keys.issue(DRAFT, id, ANN))).isInstanceOf(Granted.class);
  }

  @Test
  void aRevokedKeyIsRefusedAsSoonAsTheRevocationIsAnswered() {
    IssuedKey key = keys.issue(DRAFT, ANN);
    assertThat(decide(key)).isInstanceOf(Granted.class);
    keys.revoke(ACME, key.key().id(), RevocationReason.KEY_COMPROMISE, ANN);
    assertRefused(Reason.REVOKED, decide(key));
  }

  @Test
  void aDeletedKeyIsLikeOneThatNeverWas() {
    IssuedKey key = keys.issue(DRAFT, ANN);
    assertThat(decide(key)).isInstanceOf(Granted.class);
    keys.delete(ACME, key.key().id(), ANN);
    assertRefused(Reason.UNKNOWN_KEY, decide(key));
    assertRefused(Reason.UNKNOWN_KEY, decide(key)); // also from memory
  }

  @Test
  void aSuspendedOrganizationsKeysAreRefusedUntilItIsReactivated() {
    List<IssuedKey> issued = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      issued.add(keys.issue(DRAFT, ANN));
      assertThat(decide(issued.getLast())).isInstanceOf(Granted.class);
    }
    organizations.setStatus(ACME, Status.SUSPENDED, By.system("test"));
    issued.forEach(key -> assertRefused(Reason.ORGANIZATION_SUSPENDED, decide(key)));
    organizations.setStatus(ACME, Status.ACTIVE, By.system("test"));
    issued.forEach(key -> assertThat(decide(key)).isInstanceOf(Granted.class));
  }

  @Test
  void theKeysOfAnArchivedOrDeletedAgentStopAsSoonAsThatIsAnswered() {
    agents.create(new Agent("a1", ACME, "Support"));
    agents.create(new Agent("a2", ACME, "Sales"));
    IssuedKey bound = keys.issue(DRAFT.forAgent("a1"), ANN);
    IssuedKey free = keys.issue(DRAFT, ANN);
    assertThat(decide(bound)).isInstanceOf(Granted.class);
    assertThat(decide(free, "contacts.read", "a1")).isInstanceOf(Granted.class);

    become("a1", Agent.Status.PAUSED);
    assertThat(decide(bound)).isInstanceOf(Granted.class);
    become("a1", Agent.Status.ARCHIVED);
    assertRefused(Reason.AGENT_NOT_ALLOWED, decide(bound));
    assertRefused(Reason.AGENT_NOT_ALLOWED, decide(bound, "contacts.read", "a1"));
    assertRefused(Reason.AGENT_NOT_ALLOWED, decide(free, "contacts.read", "a1"));
    assertThat(decide(free, "contacts.read", "a2")).isInstanceOf(Granted.class);
    become("a1", Agent.Status.ACTIVE);
    assertThat(decide(bound)).isInstanceOf(Granted.class);

    var _ = agents.delete(ACME, "a1", OptionalLong.empty(), By.system("test"));
    assertRefused(Reason.REVOKED, decide(bound));
    assertRefused(Reason.AGENT_NOT_ALLOWED, decide(free, "contacts.read", "a1"));
    assertThat(decide(free)).isInstanceOf(Granted.class);
  }

  @Test
  void aKeyMadeWhileItsAgentIsDeletedIsNeverAdmittedAfterwards() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 30; round++) {
        String agent = "raced_" + round;
        agents.create(new Agent(agent, ACME, "Raced"));
        CountDownLatch go = new CountDownLatch(1);
        Future<List<IssuedKey>> issuing =
            threads.submit(
                () -> {
                  go.await();
                  try {
                    return List.of(keys.issue(DRAFT.forAgent(agent), ANN));
                  } catch (IllegalArgumentException gone) {
                    return List.of();
                  }
                });
        Future<?> deleting =
            threads.submit(
                () -> {
                  go.await();
                  return agents.delete(ACME, agent, OptionalLong.empty(), ANN);
                });
        go.countDown();
        deleting.get();
        issuing.get().forEach(key -> assertRefused(Reason.REVOKED, decide(key)));
        assertThatThrownBy(() -> keys.issue(DRAFT.forAgent(agent), ANN))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private void become(String agent, Agent.Status status) {
    var _ = agents.setStatus(ACME, agent, OptionalLong.empty(), status, By.system("test"));
  }

  @Test
  void aGrantedWildcardCoversAResourceAsSoonAsItIsDeclared() {
    IssuedKey key = keys.issue(DRAFT, ANN);
    assertRefused(Reason.PERMISSION_DENIED, decide(key, "invoices.read", null));
    organizations.change(
        ACME,
        OptionalLong.empty(),
        o -> o.declaring(List.of(new Resource("invoices", List.of("read", "approve")))),
        By.system("test"));
    assertThat(decide(key, "invoices.read", null)).isInstanceOf(Granted.class);
    assertRefused(Reason.PERMISSION_DENIED, decide(key, "invoices.approve", null));
    organizations.change(
        ACME, OptionalLong.empty(), o -> o.declaring(List.of()), By.system("test"));
    assertRefused(Reason.PERMISSION_DENIED, decide(key, "invoices.read", null));
  }

  @Test
  void anAgentIsAllowedAsSoonAsItIsThereAndOnlyInItsOrganization() {
    IssuedKey key = keys.issue(DRAFT, ANN);
    organizations.create(Organization.named("org_other", "Other", "lk"));
    agents.create(new Agent("a2", "org_other", "Sales"));
    assertRefused(Reason.AGENT_NOT_ALLOWED, decide(key, null, "a1"));
    assertRefused(Reason.AGENT_NOT_ALLOWED, decide(key, null, "a2"));
    agents.create(new Agent("a1", ACME, "Support"));
    assertThat(decide(key, null, "a1")).isInstanceOf(Granted.class);
    assertRefused(Reason.AGENT_NOT_ALLOWED, decide(key, null, "a2"));
  }

  @Test
  void afterAStartWithANewPepperAKeyVerifiesAndIsStoredUnderIt() throws InterruptedException {
    IssuedKey key = keys.issue(DRAFT, ANN);
    open(keyset.withNewPepper(TestRecord.RANDOM));
    assertThat(decide(key)).isInstanceOf(Granted.class);
    rehashed.await();
    StoredKey.Present stored = (StoredKey.Present) keys.load(key.key().id());
    assertThat(stored.secrets()).extracting(SecretDigest::pepperVersion).containsExactly(2);
    assertThat(decide(key)).isInstanceOf(Granted.class);
  }

  /// A key that some threads show while another ends it.
  private record Shown(IssuedKey key, AtomicInteger ended) {}

  @Test
  void noRequestThatStartsAfterAnAnsweredEndIsAdmittedHoweverManyRunAtOnce() throws Exception {
    int enders = 2;
    CopyOnWriteArrayList<Shown> shown = new CopyOnWriteArrayList<>();
    ConcurrentLinkedQueue<String> wronglyAdmitted = new ConcurrentLinkedQueue<>();
    AtomicInteger working = new AtomicInteger(enders + 1);
    AtomicInteger suspensions = new AtomicInteger(); // odd: suspended, and that was answered
    List<Callable<Void>> threads = new ArrayList<>();
    for (int i = 0; i < enders; i++) {
      threads.add(
          whileCounted(
              working,
              () -> {
                for (int round = 0; round < 30; round++) {
                  Shown one = new Shown(keys.issue(DRAFT, ANN), new AtomicInteger());
                  shown.add(one);
                  PublicId id = one.key().key().id();
                  if (round % 2 == 0) {
                    keys.revoke(ACME, id, RevocationReason.SUPERSEDED, ANN);
                  } else {
                    keys.delete(ACME, id, ANN);
                  }
                  one.ended().set(1);
                }
              }));
    }
    threads.add(
        whileCounted(
            working,
            () -> {
              Decider own = gate.decider((_, _, _, _) -> {});
              for (int round = 0; round < 10; round++) {
                organizations.setStatus(ACME, Status.SUSPENDED, By.system("test"));
                suspensions.incrementAndGet();
                for (Shown one : shown) {
                  if (TestGate.decide(gate, own, ask(one.key(), null, null)) instanceof Granted) {
                    wronglyAdmitted.add("suspended");
                  }
                }
                suspensions.incrementAndGet();
                organizations.setStatus(ACME, Status.ACTIVE, By.system("test"));
              }
            }));
    while (threads.size() < 8) {
      threads.add(
          () -> {
            Decider own = gate.decider((_, _, _, _) -> {});
            while (working.get() > 0) {
              for (Shown one : shown) {
                boolean ended = one.ended().get() == 1;
                int suspended = suspensions.get();
                Verdict verdict = TestGate.decide(gate, own, ask(one.key(), null, null));
                boolean stayedSuspended = suspended % 2 == 1 && suspensions.get() == suspended;
                if (verdict instanceof Granted && (ended || stayedSuspended)) {
                  wronglyAdmitted.add(ended ? "ended" : "suspended");
                }
              }
            }
            return null;
          });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads.size())) {
      for (Future<Void> one : pool.invokeAll(threads)) {
        one.get();
      }
    }
    assertThat(wronglyAdmitted).isEmpty();
    assertThat(shown).hasSize(enders * 30).noneMatch(one -> decide(one.key()) instanceof Granted);
    assertThat(decide(keys.issue(DRAFT, ANN))).isInstanceOf(Granted.class);
  }

  private static Callable<Void> whileCounted(AtomicInteger working, Runnable work) {
    return () -> {
      try {
        work.run();
      } finally {
        working.decrementAndGet();
      }
      return null;
    };
  }
}
