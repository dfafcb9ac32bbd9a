package latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import latchkey.access.Catalog;
import latchkey.keys.KeyDraft;
import latchkey.keys.PublicId;
import latchkey.limits.Meter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Keys that hang on one organization, read slowly while it changes, in every order in which they
/// can meet.
@Timeout(120) // only so that a wait for ever fails
class OrganizationCacheTest {
  private static final String ACME = TestRecord.ACME;
  private static final PublicId ONE = PublicId.random(TestRecord.RANDOM);
  private static final PublicId OTHER = PublicId.random(TestRecord.RANDOM);

  /// An organization's row, whose version stands where its agents would, and the caches over it.
  private static final class World {
    private final AtomicInteger version = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final OrganizationCache organizations = new OrganizationCache(_ -> readOrganization());
    private final KeyCache keys = new KeyCache(1 << 20, 100, this::readKey);

    private OrganizationSnapshot readOrganization() {
      int row = version.get();
      Interleaving.stop();
      return organization(row);
    }

    private Found readKey(PublicId id) {
      OrganizationSnapshot organization = organizations.find(ACME);
      Interleaving.stop();
      return key(id, organization);
    }

    void request(PublicId id) {
      int least = answered.get();
      KeySnapshot given = (KeySnapshot) keys.find(id);
      assertThat(versionOf(given.organization())).isBetween(least, version.get());
    }

    void change() {
      int mine = version.incrementAndGet();
      Interleaving.stop();
      organizations.changed(ACME);
      answered.accumulateAndGet(mine, Math::max);
    }

    int inMemory(PublicId id) {
      return keys.inMemory(id) instanceof KeySnapshot key ? versionOf(key.organization()) : -1;
    }
  }

  private static OrganizationSnapshot organization(int version) {
    return new OrganizationSnapshot(
        ACME, version % 2 == 1, Catalog.BUILT_IN, Set.of(String.valueOf(version)));
  }

  private static int versionOf(OrganizationSnapshot organization) {
    return Integer.parseInt(organization.agents().iterator().next());
  }

  private static KeySnapshot key(PublicId id, OrganizationSnapshot organization) {
    KeyDraft draft = KeyDraft.of(ACME, "k", List.of("contacts.read"));
    return new KeySnapshot(TestRecord.key(draft, id), List.of(), organization, new Meter());
  }

  private static int everyOrder(List<PublicId> requests, int changes) {
    return Interleaving.every(
        choice -> {
          World world = new World();
          Interleaving actors = new Interleaving();
          requests.forEach(id -> actors.actor(() -> world.request(id)));
          for (int i = 0; i < changes; i++) {
            actors.actor(world::change);
          }
          actors.run(choice);
          world.request(ONE);
          world.request(OTHER);
          assertThat(world.inMemory(ONE)).isEqualTo(world.version.get());
          assertThat(world.inMemory(OTHER)).isEqualTo(world.version.get());
        });
  }

  @Test
  void twoRequestsForOneKeyWhileItsOrganizationChangesInEveryOrder() {
    assertThat(everyOrder(List.of(ONE, ONE), 1)).isGreaterThan(100);
  }

  @Test
  void twoKeysOfOneOrganizationWhileItChangesInEveryOrder() {
    assertThat(everyOrder(List.of(ONE, OTHER), 1)).isGreaterThan(100);
  }

  @Test
  void oneKeyWhileItsOrganizationChangesTwiceInEveryOrder() {
    assertThat(everyOrder(List.of(ONE), 2)).isGreaterThan(100);
  }

  @Test
  void anAnsweredChangeReachesEveryKeyInMemory() {
    World world = new World();
    List<PublicId> ids =
        Stream.generate(() -> PublicId.random(TestRecord.RANDOM)).limit(200).toList();
    ids.forEach(world::request);
    world.change();
    assertThat(ids).allSatisfy(id -> assertThat(world.keys.inMemory(id)).isNull());
    ids.forEach(world::request);
    assertThat(ids).allSatisfy(id -> assertThat(world.inMemory(id)).isEqualTo(1));
  }

  @Test
  void theKeysOfAnotherOrganizationStayInMemory() {
    World world = new World();
    world.request(ONE);
    world.organizations.changed("org_other");
    assertThat(world.inMemory(ONE)).isEqualTo(0);
  }

  @Test
  void aFailedReadIsToldAndNotKept() {
    AtomicInteger reads = new AtomicInteger();
    Function<String, OrganizationSnapshot> failsOnce =
        _ -> {
          if (reads.incrementAndGet() == 1) {
            throw new IllegalStateException("the record is away");
          }
          return organization(0);
        };
    OrganizationCache organizations = new OrganizationCache(failsOnce);
    assertThatThrownBy(() -> organizations.find(ACME)).hasMessage("the record is away");
    OrganizationSnapshot found = organizations.find(ACME);
    assertThat(found).isSameAs(organizations.find(ACME));
  }

  /// What no stop can reach: the steps inside the cache, by threads that run freely.
  @Test
  void whoChangesAnOrganizationSeesTheChangeHoweverOthersReadIt() throws Exception {
    AtomicInteger version = new AtomicInteger();
    OrganizationCache organizations = new OrganizationCache(_ -> organization(version.get()));
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Future<?> changing =
          pool.submit(
              () -> {
                for (int i = 0; i < 50_000; i++) {
                  // The first makes the other thread read; the second meets it as it ends.
                  organizations.changed(ACME);
                  int mine = version.incrementAndGet();
                  organizations.changed(ACME);
                  assertThat(versionOf(organizations.find(ACME))).isEqualTo(mine);
                }
              });
      Future<?> reading =
          pool.submit(
              () -> {
                while (!changing.isDone()) {
                  organizations.find(ACME);
                }
              });
      reading.get();
      changing.get();
    }
  }
}
