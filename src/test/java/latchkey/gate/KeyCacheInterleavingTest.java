package latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import latchkey.access.Catalog;
import latchkey.keys.KeyDraft;
import latchkey.keys.PublicId;
import latchkey.limits.Meter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Slow reads against changes of one key, in every order in which they can meet.
///
/// A read stops before and after it looks at the row; a change stops between being durable and
/// being announced. A request that starts after a change was answered must be given that change
/// or a later one.
@Timeout(120) // only so that a wait for ever fails
class KeyCacheInterleavingTest {
  private static final PublicId ID = PublicId.random(TestRecord.RANDOM);
  private static final OrganizationSnapshot ACME =
      new OrganizationSnapshot(TestRecord.ACME, false, Catalog.BUILT_IN, Set.of());

  /// What the row becomes with each change.
  private static final List<Found> NARROWED_THEN_DELETED = List.of(key(), key(), none());

  private static final List<Found> ISSUED_THEN_REVOKED = List.of(none(), key(), key());
  private static final List<Found> OFTEN =
      List.of(none(), key(), key(), key(), key(), key(), key(), none());

  private static Found key() {
    KeyDraft draft = KeyDraft.of(TestRecord.ACME, "k", List.of("contacts.read"));
    return new KeySnapshot(TestRecord.key(draft, ID), List.of(), ACME, new Meter());
  }

  private static Found none() {
    return Found.None.INSTANCE;
  }

  /// One row, the cache over it, and what was promised to requests so far.
  private static final class World {
    private final List<Found> history;
    private final AtomicInteger version = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final KeyCache cache = new KeyCache(1 << 20, 100, _ -> read());

    World(List<Found> history) {
      this.history = history;
    }

    private Found read() {
      reads.incrementAndGet();
      Interleaving.stop();
      Found row = history.get(version.get());
      Interleaving.stop();
      return row;
    }

    void request() {
      int least = answered.get();
      Found given = cache.find(ID);
      assertThat(history.subList(least, version.get() + 1)).contains(given);
    }

    void change() {
      int mine = version.incrementAndGet();
      Interleaving.stop();
      cache.changed(ID);
      answered.accumulateAndGet(mine, Math::max);
    }
  }

  private static void run(Interleaving.Choice choice, World world, int requests, int changes) {
    Interleaving actors = new Interleaving();
    IntStream.range(0, requests).forEach(_ -> actors.actor(world::request));
    IntStream.range(0, changes).forEach(_ -> actors.actor(world::change));
    actors.run(choice);
    world.request();
    assertThat(world.cache.find(ID)).isEqualTo(world.history.get(world.version.get()));
  }

  @Test
  void twoRequestsAndOneChangeInEveryOrder() {
    int orders = Interleaving.every(choice -> run(choice, new World(NARROWED_THEN_DELETED), 2, 1));
    assertThat(orders).isGreaterThan(100);
  }

  @Test
  void aRequestAndTwoChangesAtOnceInEveryOrder() {
    for (List<Found> history : List.of(NARROWED_THEN_DELETED, ISSUED_THEN_REVOKED)) {
      int orders = Interleaving.every(choice -> run(choice, new World(history), 1, 2));
      assertThat(orders).isGreaterThan(100);
    }
  }

  @Test
  void twoRequestsAndTwoChangesInEveryOrder() {
    int orders = Interleaving.every(choice -> run(choice, new World(NARROWED_THEN_DELETED), 2, 2));
    assertThat(orders).isGreaterThan(5_000);
  }

  @Test
  void requestsThatMeetMakeOneReadInEveryOrder() {
    int orders =
        Interleaving.every(
            choice -> {
              World world = new World(NARROWED_THEN_DELETED);
              run(choice, world, 4, 0);
              assertThat(world.reads).hasValue(1);
            });
    assertThat(orders).isGreaterThan(100);
  }

  @Property(tries = 1_000)
  void manyRequestsAndChangesInAnyOrder(
      @ForAll @IntRange(min = 2, max = 5) int requests,
      @ForAll @IntRange(min = 1, max = 5) int changes,
      @ForAll @Size(60) List<@IntRange(min = 0, max = 999) Integer> choices) {
    World world = new World(OFTEN);
    AtomicInteger step = new AtomicInteger();
    Interleaving.Choice choice =
        actors -> choices.get(step.getAndIncrement() % choices.size()) % actors;
    Interleaving twice = new Interleaving();
    for (int i = 0; i < requests; i++) {
      twice.actor(
          () -> {
            world.request();
            Interleaving.stop();
            world.request();
          });
    }
    for (int i = 0; i < changes; i++) {
      twice.actor(world::change);
    }
    twice.run(choice);
    assertThat(world.cache.find(ID)).isEqualTo(OFTEN.get(changes));
  }

  /// What no stop can reach: the steps inside the cache, by threads that run freely.
  @Test
  void whoChangesAKeySeesTheChangeHoweverOthersReadIt() throws Exception {
    AtomicInteger version = new AtomicInteger();
    List<Found> history = Stream.generate(() -> key()).limit(50_001).toList();
    KeyCache cache = new KeyCache(1 << 20, 100, _ -> history.get(version.get()));
    together(
        2,
        (thread, ended) -> {
          for (int i = 1; thread == 0 && i < history.size(); i++) {
            // The first makes the other thread read; the second meets it as it ends.
            cache.changed(ID);
            version.set(i);
            cache.changed(ID);
            assertThat(cache.find(ID)).isSameAs(history.get(i));
          }
          while (thread != 0 && ended.get() == 0) {
            cache.find(ID);
          }
        });
    assertThat(cache.inMemory(ID)).isSameAs(history.getLast());
  }

  @Test
  void coldRequestsThatStartTogetherMakeOneReadHoweverTheyRun() throws Exception {
    List<PublicId> ids =
        Stream.generate(() -> PublicId.random(TestRecord.RANDOM)).limit(50_000).toList();
    AtomicInteger reads = new AtomicInteger();
    KeyCache cache =
        new KeyCache(
            1 << 20,
            ids.size() * 2L,
            _ -> {
              reads.incrementAndGet();
              return none();
            });
    AtomicInteger next = new AtomicInteger();
    together(
        2,
        (_, _) -> {
          for (int i = next.get(); i < ids.size(); i = next.get()) {
            cache.find(ids.get(i));
            next.compareAndSet(i, i + 1); // so both are at the same id, and neither waits
          }
        });
    assertThat(reads).hasValue(ids.size());
  }

  private interface Work {
    void run(int thread, AtomicInteger ended);
  }

  private static void together(int threads, Work work) throws Exception {
    AtomicInteger ended = new AtomicInteger();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<? extends Future<?>> running =
          IntStream.range(0, threads)
              .mapToObj(
                  thread ->
                      pool.submit(
                          () -> {
                            try {
                              work.run(thread, ended);
                            } finally {
                              ended.incrementAndGet();
                            }
                          }))
              .toList();
      for (Future<?> one : running) {
        one.get();
      }
    }
  }
}
