package latchkey.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import latchkey.keys.PublicId;
import org.jspecify.annotations.Nullable;

/// Decoded keys in bounded memory, and the promise that an answered change holds.
///
/// A slow read must not bring an old key back after a change was answered. So each id has a
/// generation, which a change moves before it removes the id from memory, and once more after:
///
/// - A read notes the generation before it starts, and what it found is kept only if the
///   generation is still the same. The comparison and the insertion are one step against the
///   removal of that id.
/// - A request joins a running read only if that read noted the generation that holds now, or a
///   later one. So what a request is given was read after the last change that was answered
///   before the request began.
/// - What was joined may hang on an organization that changed meanwhile; then it is read again.
///
/// A deleted key and an id that never was are remembered too, as [Found.None], but in a cache of
/// their own: strangers can fill that one, and evict nothing but each other's.
final class KeyCache {
  /// Ids share generations; a neighbour's change only costs one more read.
  private static final int GENERATIONS = 4096;

  private final Cache<PublicId, KeySnapshot> known;
  private final Cache<PublicId, Found.None> none;
  private final AtomicLongArray generations = new AtomicLongArray(GENERATIONS);
  private final ConcurrentHashMap<PublicId, Read> reads = new ConcurrentHashMap<>();
  private final Function<PublicId, Found> source;

  KeyCache(long bytes, long strangers, Function<PublicId, Found> source) {
    this.known =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((PublicId _, KeySnapshot found) -> found.weight())
            .executor(Runnable::run) // upkeep is short, and handing it over costs more
            .build();
    this.none = Caffeine.newBuilder().maximumSize(strangers).executor(Runnable::run).build();
    this.source = source;
  }

  /// A read under way, and the generation that it began in.
  private static final class Read {
    private final long generation;
    private final CompletableFuture<Found> found = new CompletableFuture<>();

    Read(long generation) {
      this.generation = generation;
    }
  }

  /// What is in memory, or null.
  @Nullable Found inMemory(PublicId id) {
    KeySnapshot found = known.getIfPresent(id);
    if (found == null) {
      return none.getIfPresent(id);
    }
    return outdated(found) ? null : found;
  }

  private static boolean outdated(Found found) {
    return found instanceof KeySnapshot key && key.organization().outdated();
  }

  /// What is in memory, or else in the record. Blocks; all who ask for one id at the same moment
  /// wait for the same read.
  Found find(PublicId id) {
    while (true) {
      Found inMemory = inMemory(id);
      Found found = inMemory != null ? inMemory : join(id);
      if (!outdated(found)) {
        return found;
      }
    }
  }

  private Found join(PublicId id) {
    Read mine = new Read(generation(id));
    Read read =
        reads.compute(
            id,
            (_, running) ->
                running != null && running.generation >= mine.generation ? running : mine);
    if (read == mine) {
      run(id, mine);
    }
    try {
      return read.found.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run(PublicId id, Read read) {
    try {
      Found found = inMemory(id); // where a read that has just ended may have put it
      if (found == null) {
        found = source.apply(id);
        switch (found) {
          case KeySnapshot key -> insert(known, id, key, read.generation);
          case Found.None absent -> insert(none, id, absent, read.generation);
        }
      }
      reads.remove(id, read); // first: who finds it outdated must not join it again
      read.found.complete(found);
    } catch (RuntimeException | Error e) {
      reads.remove(id, read);
      read.found.completeExceptionally(e);
    }
  }

  private <F> void insert(Cache<PublicId, F> cache, PublicId id, F found, long generation) {
    // compute() excludes invalidate() of the same id: a change comes before the comparison, and is
    // seen, or after the insertion, and removes it.
    var _ = cache.asMap().compute(id, (_, older) -> generation(id) == generation ? found : older);
  }

  /// Called when a key's change is durable, before it is answered.
  void changed(PublicId id) {
    generations.incrementAndGet(stripe(id));
    known.invalidate(id);
    none.invalidate(id);
    // Once more, so that nobody who comes after the answer joins a read that began before it and
    // may have seen the old entry.
    generations.incrementAndGet(stripe(id));
  }

  long size() {
    return known.estimatedSize();
  }

  private long generation(PublicId id) {
    return generations.get(stripe(id));
  }

  private static int stripe(PublicId id) {
    return id.hashCode() & (GENERATIONS - 1);
  }
}
