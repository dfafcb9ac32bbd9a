package latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlowWorkTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /// What keeps a core busy until somebody says that it is enough.
  private static int spin(CountDownLatch begun, AtomicBoolean enough) {
    begun.countDown();
    while (!enough.get()) {
      Thread.onSpinWait();
    }
    return 1;
  }

  @Test
  void whatWouldWaitForLongIsToldSoAndTheRestIsDone() throws Exception {
    SlowWork work = new SlowWork("test", 1, 2, LONG);
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger busy = new AtomicInteger();
    CountDownLatch refused = new CountDownLatch(7);
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        all.add(
            threads.submit(
                () -> {
                  try {
                    return work.run(() -> spin(new CountDownLatch(1), enough));
                  } catch (SlowWork.Busy e) {
                    busy.incrementAndGet();
                    refused.countDown();
                    return 0;
                  }
                }));
      }
      refused.await(); // one is at work and two wait
      enough.set(true);
    }
    int done = 0;
    for (Future<Integer> one : all) {
      done += one.get();
    }
    assertThat(done).isEqualTo(3);
    assertThat(busy).hasValue(7);
  }

  @Test
  void itLeavesVirtualThreadsToOthers() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    SlowWork work = new SlowWork("test", cores + 1, 1, LONG);
    CountDownLatch begun = new CountDownLatch(cores + 1);
    AtomicBoolean enough = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i <= cores; i++) {
        var _ = threads.submit(() -> work.run(() -> spin(begun, enough)));
      }
      begun.await();
      assertThat(threads.submit(() -> "another").get()).isEqualTo("another");
      enough.set(true);
    }
  }

  @Test
  void whoHasWaitedLongEnoughIsToldSoAndTheirWorkIsNotBegun() throws Exception {
    SlowWork work = new SlowWork("test", 1, 1, Duration.ofMillis(1));
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean enough = new AtomicBoolean();
    AtomicBoolean late = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = threads.submit(() -> work.run(() -> spin(begun, enough)));
      begun.await();
      assertThatThrownBy(() -> work.run(() -> late.getAndSet(true)))
          .isInstanceOf(SlowWork.Busy.class);
      assertThatThrownBy(first::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(SlowWork.Busy.class);
      enough.set(true);
    }
    assertThat(late).isFalse();
  }

  @Test
  void whatItFailsWithIsThrown() {
    SlowWork work = new SlowWork("test", 1, 1, LONG);
    assertThatThrownBy(
            () ->
                work.run(
                    () -> {
                      throw new IllegalArgumentException("bad hash");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bad hash");
  }
}
