package latchkey.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyLocksTest {
  private final KeyLocks<String> locks = new KeyLocks<>();
  private int count; // guarded by the lock of "a"

  @Test
  void oneHoldsAKeyAtATimeAndNothingIsLeftOfIt() throws Exception {
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        List<String> order = i % 2 == 0 ? List.of("a", "b") : List.of("b", "a", "a");
        all.add(threads.submit(() -> counted(order)));
      }
      for (Future<Integer> one : all) {
        var _ = one.get(1, TimeUnit.MINUTES);
      }
    }
    assertThat(count).isEqualTo(5_000);
    assertThat(locks.size()).isZero();
  }

  private int counted(List<String> keys) {
    for (int i = 0; i < 100; i++) {
      try (var _ = locks.hold(keys)) {
        count++;
      }
    }
    return 100;
  }

  @Test
  void whoOnlyTriesDoesNotWaitAndOtherKeysAreFree() throws Exception {
    try (var _ = locks.hold("a");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> same = threads.submit(() -> locks.tryHold("a").isPresent());
      assertThat(same.get(1, TimeUnit.MINUTES)).isFalse();
      Future<Boolean> other =
          threads.submit(
              () -> {
                try (var _ = locks.hold("b")) {
                  return locks.size() == 2;
                }
              });
      assertThat(other.get(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(locks.size()).isZero();
  }
}
