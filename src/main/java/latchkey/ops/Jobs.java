package latchkey.ops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server does again and again by itself.
///
/// Each job has a thread: it waits for its interval, give or take a tenth, so that jobs of one
/// start spread out; does its work; and waits again. Work that fails is complained of and tried
/// again the next time. A stop interrupts nobody's work: it ends the waits, and comes back when
/// what was running is done.
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final int JITTER_SHARE = 10;

  private final RandomGenerator random;

  // Guarded by `this`, which is notified of the stop.
  private final List<Thread> threads = new ArrayList<>();
  private boolean stopping;

  public Jobs(RandomGenerator random) {
    this.random = random;
  }

  /// Does the work each `interval`, the first time after one.
  public synchronized void every(Duration interval, String name, Runnable work) {
    if (stopping) {
      throw new IllegalStateException("the jobs are stopped");
    }
    threads.add(Thread.ofVirtual().name(name).start(() -> run(interval, name, work)));
  }

  private void run(Duration interval, String name, Runnable work) {
    while (waited(jittered(interval))) {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOG.warn("{} failed, and is tried again in {}: {}", name, interval, e.toString());
      }
    }
  }

  private long jittered(Duration interval) {
    long nanos = interval.toNanos();
    return nanos + random.nextLong(-nanos / JITTER_SHARE, nanos / JITTER_SHARE + 1);
  }

  /// Whether the time has passed, and no stop came.
  private synchronized boolean waited(long nanos) {
    long end = System.nanoTime() + nanos;
    try {
      for (long left = nanos; !stopping && left > 0; left = end - System.nanoTime()) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
      return !stopping;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// Ends the waits, and returns when no job works any more.
  @Override
  public void close() {
    List<Thread> ending;
    synchronized (this) {
      stopping = true;
      notifyAll();
      ending = List.copyOf(threads);
    }
    boolean interrupted = false;
    for (Thread thread : ending) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
