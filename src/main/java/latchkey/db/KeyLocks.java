package latchkey.db;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// A lock for each key, while somebody wants it. One process has a database, so locks in memory do.
///
/// @param <K> what is held, in an order of its own: who holds several takes them in it, so that two
/// never wait for each other in a circle
public final class KeyLocks<K extends Comparable<K>> {
  private final Map<K, Wanted> locks = new ConcurrentHashMap<>();

  private static final class Wanted {
    private final ReentrantLock lock = new ReentrantLock();
    private int users;
  }

  /// Until it is closed, by the thread that took it.
  public final class Held implements AutoCloseable {
    private final Deque<K> keys = new ArrayDeque<>();

    @Override
    public void close() {
      while (!keys.isEmpty()) {
        leave(keys.pop(), /* unlocking= */ true);
      }
    }
  }

  public Held hold(K key) {
    return hold(List.of(key));
  }

  /// Waits for each.
  public Held hold(Collection<K> keys) {
    Held held = new Held();
    keys.stream()
        .distinct()
        .sorted()
        .forEach(
            key -> {
              wanted(key).lock.lock();
              held.keys.push(key);
            });
    return held;
  }

  /// Waits for nobody.
  public Optional<Held> tryHold(K key) {
    if (!wanted(key).lock.tryLock()) {
      leave(key, /* unlocking= */ false);
      return Optional.empty();
    }
    Held held = new Held();
    held.keys.push(key);
    return Optional.of(held);
  }

  private Wanted wanted(K key) {
    return locks.compute(
        key,
        (_, known) -> {
          Wanted wanted = known == null ? new Wanted() : known;
          wanted.users++;
          return wanted;
        });
  }

  private void leave(K key, boolean unlocking) {
    var _ =
        locks.computeIfPresent(
            key,
            (_, wanted) -> {
              if (unlocking) {
                wanted.lock.unlock();
              }
              wanted.users--;
              return wanted.users == 0 ? null : wanted;
            });
  }

  /// How many keys somebody wants.
  int size() {
    return locks.size();
  }
}
