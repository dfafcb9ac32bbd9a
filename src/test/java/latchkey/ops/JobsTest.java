package latchkey.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // only so that a wait for ever fails
class JobsTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void workIsDoneAgainAndAgainAlsoAfterItFailed() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(3);
    try (Jobs jobs = new Jobs(new Random(1))) {
      jobs.every(
          SHORT,
          "test",
          () -> {
            done.countDown();
            throw new IllegalStateException("a failure that the test wants");
          });
      done.await();
    }
  }

  @Test
  void aStopWaitsForRunningWorkAndLetsNoneBegin() throws InterruptedException {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    Jobs jobs = new Jobs(new Random(1));
    jobs.every(
        SHORT,
        "test",
        () -> {
          begun.incrementAndGet();
          working.countDown();
          try {
            mayEnd.await();
          } catch (InterruptedException e) {
            return; // which would leave `ended` behind
          }
          ended.incrementAndGet();
        });
    working.await();
    Thread stop = Thread.ofVirtual().start(jobs::close);
    while (stop.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(ended.get()).isZero();
    mayEnd.countDown();
    stop.join();
    assertThat(ended.get()).isEqualTo(begun.get()).isEqualTo(1);
  }

  @Test
  void aStopEndsALongWaitAtOnce() {
    Jobs jobs = new Jobs(new Random(1));
    jobs.every(Duration.ofDays(365), "test", () -> {});
    jobs.close();
    assertThatThrownBy(() -> jobs.every(SHORT, "late", () -> {}))
        .isInstanceOf(IllegalStateException.class);
  }
}
