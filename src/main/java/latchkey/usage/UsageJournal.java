package latchkey.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts decided requests in mapped files, and drains them into a [Sink].
///
/// A drained segment is renewed for its writer only after the sink has applied it, and the sink
/// knows what it has applied; so a crash anywhere leaves each count either in a file that will be
/// applied at the next start, or in one that will be recognized as applied.
///
/// While the sink fails, files fill up to a fixed number; from half of it on, counts are not told
/// apart by address, so that the rest lasts ([#saves]). After that, requests that would need
/// another cell are not counted but numbered ([#uncounted]). Counting never waits for the disk.
public final class UsageJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageJournal.class);

  /// 2 MiB of file, and 256 KiB of index on the heap, each.
  private static final int CELLS_PER_SEGMENT = 1 << 15;

  private static final int MOST_SEGMENTS = 128;
  private static final int SPARES_KEPT = 2;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = 60 * SECOND;
  private static final long BETWEEN_COMPLAINTS = 60 * SECOND;
  private static final long PATIENCE_WITH_OWNERS = SECOND;

  /// Draining takes one part in so many of the time.
  private static final int IDLE_SHARE = 100;

  private final SegmentFolder folder;
  private final Sink sink;
  private final Executor spareMaker;
  private final SecureRandom random = new SecureRandom();
  private final Map<Long, Tally> tallies = new ConcurrentHashMap<>();
  private final LongAdder uncounted = new LongAdder();

  // Guarded by `this`, the right to drain.
  private final Deque<Segment> pending = new ArrayDeque<>();
  private final Set<Long> goneWriters = new HashSet<>();

  private volatile @Nullable Thread drainer;
  private volatile boolean closing;
  private volatile boolean failing;
  private final AtomicLong lastComplaint = new AtomicLong(System.nanoTime() - BETWEEN_COMPLAINTS);
  private long complainedOf;

  private UsageJournal(SegmentFolder folder, Sink sink, Executor spareMaker) {
    this.folder = folder;
    this.sink = sink;
    this.spareMaker = spareMaker;
  }

  /// Takes the folder, with what earlier runs have left in it; the first drain applies that
  /// first.
  public static UsageJournal open(Path folder, Sink sink) throws IOException {
    return open(folder, sink, CELLS_PER_SEGMENT, MOST_SEGMENTS, Thread::startVirtualThread);
  }

  static UsageJournal open(
      Path folder, Sink sink, int cellsPerSegment, int mostSegments, Executor spareMaker)
      throws IOException {
    SegmentFolder opened = SegmentFolder.open(folder, cellsPerSegment, mostSegments);
    UsageJournal journal = new UsageJournal(opened, sink, spareMaker);
    try {
      journal.pending.addAll(opened.leftovers());
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    journal.pending.forEach(segment -> journal.goneWriters.add(segment.writer()));
    return journal;
  }

  /// A writer for one thread.
  ///
  /// @param owner runs a task on that thread, as `context.runOnContext` does
  public Tally tally(Executor owner) {
    Tally tally = new Tally(this, owner, random.nextLong());
    tallies.put(tally.writer, tally);
    prepareSpare(tally);
    return tally;
  }

  /// A writer for any thread.
  public SharedTally sharedTally() {
    return new SharedTally(this);
  }

  /// How many requests could not be counted since the start, because the sink or the disk has
  /// been out of order for too long.
  public long uncounted() {
    return uncounted.sum();
  }

  /// Starts draining, about each second.
  public synchronized void start() {
    // A platform thread: the calls into SQLite would pin a virtual thread's carrier for long.
    drainer = Thread.ofPlatform().daemon().name("usage-drainer").start(this::keepDraining);
  }

  private void keepDraining() {
    long pause = 0;
    while (!closing) {
      LockSupport.parkNanos(pause);
      long start = System.nanoTime();
      try {
        drain();
        complainOfUncounted();
      } catch (RuntimeException e) {
        complain("counts wait in the journal, the next attempt follows: " + e);
      }
      long took = System.nanoTime() - start;
      pause = folder.isCrowded() ? SECOND : Math.clamp(IDLE_SHARE * took, SECOND, LONGEST_PAUSE);
    }
  }

  /// Applies what was counted before the call, for a reader who cannot wait a second; not to be
  /// called by a tally's owner.
  public synchronized void drain() {
    try {
      applyPending(); // while that fails nobody is asked to rotate: segments shall become full
      failing = false;
      forgetGoneWriters();
      askOwners(Tally::rotate);
      takeSealed();
      applyPending();
    } catch (RuntimeException e) {
      failing = true;
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      tallies.values().forEach(this::prepareSpare);
    }
  }

  /// Whether all owners did it, in the time they have.
  private boolean askOwners(Consumer<Tally> what) {
    List<Tally> asked = List.copyOf(tallies.values());
    CountDownLatch answers = new CountDownLatch(asked.size());
    boolean all = true;
    for (Tally tally : asked) {
      try {
        tally.owner.execute(
            () -> {
              what.accept(tally);
              answers.countDown();
            });
      } catch (
          RejectedExecutionException e) { // its thread has ended: the next start finds the file
        all = false;
        answers.countDown();
      }
    }
    try {
      return answers.await(PATIENCE_WITH_OWNERS, TimeUnit.NANOSECONDS) && all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void takeSealed() {
    for (Tally tally : tallies.values()) {
      for (Segment segment; (segment = tally.sealed.poll()) != null; ) {
        pending.add(segment);
      }
    }
  }

  private void applyPending() throws IOException {
    while (!pending.isEmpty()) {
      List<Segment> group = nextGroup();
      int parts = group.stream().mapToInt(Segment::parts).max().orElse(0);
      for (int part = 0; part < parts; part++) {
        int now = part;
        sink.apply(
            group.stream()
                .filter(segment -> now < segment.parts())
                .map(segment -> segment.part(now))
                .toList());
      }
      for (Segment segment : group) {
        release(segment);
        pending.remove();
      }
    }
  }

  /// What one transaction takes: several small segments, or one that goes part by part, so that
  /// others who write to the database get their turn.
  private List<Segment> nextGroup() {
    List<Segment> group = new ArrayList<>();
    int cells = 0;
    for (Segment segment : pending) {
      cells += segment.used();
      if (cells > Segment.PART && !group.isEmpty()) {
        break;
      }
      group.add(segment);
    }
    return group;
  }

  /// What was in it is applied.
  private void release(Segment segment) throws IOException {
    Tally tally = tallies.get(segment.writer());
    if (tally == null || closing || tally.spares.size() >= SPARES_KEPT) {
      folder.delete(segment);
    } else {
      tally.offer(segment);
    }
  }

  /// Once their files are gone for good, nothing of these writers can come again.
  private void forgetGoneWriters() throws IOException {
    if (!goneWriters.isEmpty()) {
      folder.force();
      sink.forget(Set.copyOf(goneWriters));
      goneWriters.clear();
    }
  }

  private void prepareSpare(Tally tally) {
    synchronized (tally.spares) {
      if (closing || !tally.spares.isEmpty()) {
        return;
      }
      try {
        folder.create(tally.writer).ifPresent(tally::offer);
      } catch (IOException e) {
        complain("no room for more counters, requests of new keys may go uncounted: " + e);
      }
    }
  }

  /// Called by a tally's owner, who must not wait for a file to be made.
  void spareTaken(Tally tally) {
    spareMaker.execute(() -> prepareSpare(tally));
  }

  /// Whether there are so many counts that nobody takes that their number has to be kept down.
  boolean saves() {
    return failing && folder.isCrowded();
  }

  void notCounted() {
    uncounted.increment();
  }

  private void complainOfUncounted() {
    long now = uncounted.sum();
    if (now > complainedOf && complain(now + " requests could not be counted since the start")) {
      complainedOf = now;
    }
  }

  /// Says it, unless something was said within the last minute.
  private boolean complain(String what) {
    long last = lastComplaint.get();
    long now = System.nanoTime();
    if (now - last < BETWEEN_COMPLAINTS || !lastComplaint.compareAndSet(last, now)) {
      return false;
    }
    LOG.warn("usage: {}", what);
    return true;
  }

  /// Drains for the last time. What cannot be applied now stays in the folder for the next start.
  @Override
  public void close() throws IOException {
    stop();
    synchronized (this) {
      try {
        boolean all = askOwners(Tally::retire);
        takeSealed();
        applyPending();
        if (all) {
          deleteSpares();
          goneWriters.addAll(tallies.keySet());
        }
        forgetGoneWriters();
      } catch (RuntimeException e) {
        LOG.warn("usage: counts are left in the journal for the next start: {}", e.toString());
      } finally {
        letGo();
      }
    }
  }

  private void deleteSpares() throws IOException {
    for (Tally tally : tallies.values()) {
      synchronized (tally.spares) { // one that is being made is the last
        for (Segment spare; (spare = tally.spares.poll()) != null; ) {
          folder.delete(spare);
        }
      }
    }
  }

  private void stop() {
    closing = true;
    Thread running = drainer;
    if (running != null) {
      LockSupport.unpark(running);
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// All that a dying process does.
  void letGo() throws IOException {
    folder.close();
  }
}
