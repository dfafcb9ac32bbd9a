package latchkey.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToLongFunction;

/// Real threads that start at once.
final class Threads {
  private Threads() {}

  /// The sum of what `work` returns in each thread, given the thread's number.
  static long sum(int threads, IntToLongFunction work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Callable<Long>> jobs = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      jobs.add(
          () -> {
            start.await();
            return work.applyAsLong(thread);
          });
    }
    try (var pool = Executors.newFixedThreadPool(threads)) {
      long sum = 0;
      for (Future<Long> job : pool.invokeAll(jobs)) {
        sum += job.get();
      }
      return sum;
    }
  }
}
