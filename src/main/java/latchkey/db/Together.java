package latchkey.db;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Group commit: what is asked for while one transaction commits is done in the next, together.
final class Together {
  private static final int MOST = 500;

  /// Runs work in one transaction that is durable when it returns.
  interface Transaction {
    void run(Consumer<Handle> work);
  }

  private final Transaction transaction;
  private final Queue<Task<?>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean working = new AtomicBoolean();

  Together(Transaction transaction) {
    this.transaction = transaction;
  }

  <T> T run(Function<Handle, T> work) {
    Task<T> task = new Task<>(work);
    waiting.add(task);
    wake();
    return task.await();
  }

  private void wake() {
    if (!waiting.isEmpty() && working.compareAndSet(false, true)) {
      var _ = Thread.startVirtualThread(this::work);
    }
  }

  private void work() {
    try {
      List<Task<?>> some = next();
      while (!some.isEmpty()) {
        commit(some);
        some = next();
      }
    } finally {
      working.set(false);
      wake(); // who came between the last look and now saw somebody at work
    }
  }

  private List<Task<?>> next() {
    List<Task<?>> some = new ArrayList<>();
    while (some.size() < MOST) {
      Task<?> task = waiting.poll();
      if (task == null) {
        break;
      }
      some.add(task);
    }
    return some;
  }

  private void commit(List<Task<?>> tasks) {
    try {
      transaction.run(handle -> tasks.forEach(task -> task.runOn(handle)));
    } catch (RuntimeException | Error e) {
      if (tasks.size() == 1) {
        tasks.getFirst().fail(e);
      } else {
        tasks.forEach(task -> commit(List.of(task)));
      }
      return;
    }
    tasks.forEach(Task::finish);
  }

  private static final class Task<T> {
    private final Function<Handle, T> work;
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable T result;
    private @Nullable Throwable failure;

    Task(Function<Handle, T> work) {
      this.work = work;
    }

    void runOn(Handle handle) {
      result = work.apply(handle);
    }

    void fail(Throwable why) {
      failure = why;
      done.countDown();
    }

    void finish() {
      done.countDown();
    }

    @SuppressWarnings("NullAway") // a result is what the work made, which may be null
    T await() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException _) {
          interrupted = true; // the work is on its way: its outcome is told all the same
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return switch (failure) {
        case null -> result;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      };
    }
  }
}
