package latchkey.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/// Who holds a blob is the only one to keep or delete it: so nothing is deleted between the moment
/// in which an upload finds it here and the one in which its row refers to it.
///
/// One process has a database, so locks in memory do. Blobs share a few of them, taken in their
/// order, so that two uploads of several files never wait for each other in a circle.
final class BlobLocks {
  private static final int COUNT = 256;

  private final List<ReentrantLock> locks =
      IntStream.range(0, COUNT).mapToObj(_ -> new ReentrantLock()).toList();

  /// Held until it is closed, by the thread that took it.
  static final class Held implements AutoCloseable {
    private final List<ReentrantLock> taken = new ArrayList<>();

    @Override
    public void close() {
      taken.reversed().forEach(ReentrantLock::unlock);
    }
  }

  Held hold(Collection<Blob> blobs) {
    Held held = new Held();
    blobs.stream()
        .mapToInt(blob -> Math.floorMod(blob.hashCode(), COUNT))
        .distinct()
        .sorted()
        .mapToObj(locks::get)
        .forEach(
            lock -> {
              lock.lock();
              held.taken.add(lock);
            });
    return held;
  }
}
