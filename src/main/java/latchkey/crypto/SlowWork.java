package latchkey.crypto;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Work that keeps a core busy for long by intention, such as hashing passwords. A little of it
/// is done at a time, on threads of its own: on virtual threads it would keep all others from
/// going on. Some more waits for its turn; what would wait for long is told [Busy].
public final class SlowWork {
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor workers;
  private final Duration patience;

  /// There is more of it than there is time. Nothing was done; soon it can be tried again.
  public static final class Busy extends RuntimeException {
    Busy() {
      super("more slow work than there is time for", null, false, false);
    }
  }

  /// @param name of its threads, which end when there is nothing to do
  /// @param patience how long some work waits for its end at most
  public SlowWork(String name, int atOnce, int mostWaiting, Duration patience) {
    this.workers =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(mostWaiting),
            Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    this.workers.allowCoreThreadTimeOut(true);
    this.patience = patience;
  }

  /// Does it and waits for it.
  ///
  /// @throws Busy when it has no turn in time
  public <T> T run(Supplier<T> work) {
    try {
      Callable<T> task = work::get;
      Future<T> future = workers.submit(task);
      try {
        return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } finally {
        future.cancel(false);
      }
    } catch (RejectedExecutionException | TimeoutException _) {
      throw new Busy();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Busy();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }
}
