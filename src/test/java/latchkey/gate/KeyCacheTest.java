package latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import latchkey.access.Catalog;
import latchkey.keys.KeyDraft;
import latchkey.keys.PublicId;
import latchkey.limits.Meter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the cache keeps, and what it may not; the order of reads and changes is in
/// [KeyCacheInterleavingTest].
@Timeout(120) // only so that a wait for ever fails
class KeyCacheTest {
  private static final int STRANGERS = 100;
  private static final int MANY_BYTES = 10_000_000;
  private static final OrganizationSnapshot ACME =
      new OrganizationSnapshot(TestRecord.ACME, false, Catalog.BUILT_IN, Set.of());

  private final AtomicInteger reads = new AtomicInteger();

  private static PublicId id() {
    return PublicId.random(TestRecord.RANDOM);
  }

  private static List<PublicId> ids(int count) {
    return Stream.generate(KeyCacheTest::id).limit(count).toList();
  }

  private static KeySnapshot key(PublicId id) {
    KeyDraft draft = KeyDraft.of(TestRecord.ACME, "k", List.of("contacts.read"));
    return new KeySnapshot(TestRecord.key(draft, id), List.of(), ACME, new Meter());
  }

  private KeyCache ofKeys(long bytes) {
    return new KeyCache(
        bytes,
        STRANGERS,
        id -> {
          reads.incrementAndGet();
          return key(id);
        });
  }

  @Test
  void aKeyIsReadOnceAndThenInMemory() {
    KeyCache cache = ofKeys(MANY_BYTES);
    PublicId id = id();
    assertThat(cache.inMemory(id)).isNull();
    Found found = cache.find(id);
    assertThat(cache.inMemory(id)).isSameAs(found).isSameAs(cache.find(id));
    assertThat(reads).hasValue(1);
  }

  @Test
  void aChangeIsFollowedByAReadOfThatKeyAndNoOther() {
    KeyCache cache = ofKeys(MANY_BYTES);
    PublicId id = id();
    PublicId other = id();
    cache.find(id);
    cache.find(other);
    cache.changed(id);
    assertThat(cache.inMemory(id)).isNull();
    assertThat(cache.inMemory(other)).isNotNull();
    cache.find(id);
    cache.find(other);
    assertThat(reads).hasValue(3);
  }

  @Test
  void thatThereIsNoKeyIsRememberedUntilItIsIssued() {
    AtomicInteger issued = new AtomicInteger();
    PublicId id = id();
    KeyCache cache =
        new KeyCache(
            MANY_BYTES,
            STRANGERS,
            asked -> {
              reads.incrementAndGet();
              return issued.get() == 0 ? Found.None.INSTANCE : key(asked);
            });
    assertThat(cache.find(id)).isEqualTo(Found.None.INSTANCE).isEqualTo(cache.find(id));
    assertThat(reads).hasValue(1);
    issued.set(1);
    cache.changed(id);
    assertThat(cache.find(id)).isInstanceOf(KeySnapshot.class);
  }

  @Test
  void strangersEvictEachOtherAndNoKey() {
    PublicId known = id();
    KeyCache cache =
        new KeyCache(
            MANY_BYTES,
            STRANGERS,
            asked -> {
              reads.incrementAndGet();
              return asked.equals(known) ? key(asked) : Found.None.INSTANCE;
            });
    cache.find(known);
    List<PublicId> guesses = ids(10 * STRANGERS);
    guesses.forEach(cache::find);
    assertThat(cache.inMemory(known)).isNotNull();
    assertThat(guesses.stream().filter(guess -> cache.inMemory(guess) != null).count())
        .isBetween(1L, (long) STRANGERS);
  }

  @Test
  void keysStayWithinTheBytesThatTheyMayTake() {
    int each = key(id()).weight();
    int room = 50;
    KeyCache cache = ofKeys((long) room * each);
    List<PublicId> all = ids(10 * room);
    all.forEach(cache::find);
    assertThat(cache.size()).isBetween(1L, (long) room);
    assertThat(all.stream().filter(id -> cache.inMemory(id) != null).count())
        .isBetween(1L, (long) room);
  }

  @Test
  void aKeyWeighsWhatItCarries() {
    KeyDraft plain = KeyDraft.of(TestRecord.ACME, "k", List.of("contacts.read"));
    KeyDraft wordy = KeyDraft.of(TestRecord.ACME, "k".repeat(100), List.of("contacts.read"));
    KeyDraft able = KeyDraft.of(TestRecord.ACME, "k", Catalog.BUILT_IN.permissions());
    assertThat(weight(wordy)).isEqualTo(weight(plain) + 99);
    assertThat(weight(able)).isGreaterThan(weight(plain));
  }

  private static int weight(KeyDraft draft) {
    return new KeySnapshot(TestRecord.key(draft, id()), List.of(), ACME, new Meter()).weight();
  }

  @Test
  void aFailedReadIsToldToAllWhoWaitForItAndNotKept() {
    AtomicInteger told = new AtomicInteger();
    PublicId id = id();
    KeyCache cache =
        new KeyCache(
            MANY_BYTES,
            STRANGERS,
            asked -> {
              Interleaving.stop();
              if (reads.incrementAndGet() == 1) {
                throw new IllegalStateException("the record is away");
              }
              return key(asked);
            });
    Interleaving actors = new Interleaving();
    for (int i = 0; i < 3; i++) {
      actors.actor(
          () -> {
            assertThatThrownBy(() -> cache.find(id))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the record is away");
            told.incrementAndGet();
          });
    }
    // The first begins the read, the others come to wait for it, and only then it ends.
    AtomicInteger step = new AtomicInteger();
    actors.run(ready -> step.getAndIncrement() == 0 ? 0 : ready - 1);
    assertThat(told).hasValue(3);
    assertThat(reads).hasValue(1);
    assertThat(cache.inMemory(id)).isNull();
    assertThat(cache.find(id)).isInstanceOf(KeySnapshot.class);
  }
}
