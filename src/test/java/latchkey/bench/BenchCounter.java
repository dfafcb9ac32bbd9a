package latchkey.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import latchkey.gate.Ask;
import latchkey.gate.Decider;
import latchkey.gate.KeySnapshot;
import latchkey.gate.UsageCounter;
import latchkey.usage.ActionNames;
import latchkey.usage.Harvest;
import latchkey.usage.Sink;
import latchkey.usage.UsageJournal;

/// Counts in the real journal, whose drainer throws the counts away.
final class BenchCounter implements Decider.Counter, AutoCloseable {
  private static final int DECISIONS_A_TURN = 1_024;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final UsageJournal journal;
  private final ActionNames actions;
  private final UsageCounter counter;
  private int decisions;

  BenchCounter() throws IOException {
    Path folder = Files.createTempDirectory("latchkey-bench");
    journal = UsageJournal.open(folder, new Nowhere());
    actions = ActionNames.open(folder.resolve("actions"));
    counter = new UsageCounter(journal.tally(tasks::add), actions);
    journal.start();
  }

  @Override
  public void count(Ask ask, KeySnapshot key, int secretSlot, int outcome) {
    counter.count(ask, key, secretSlot, outcome);
    if (++decisions % DECISIONS_A_TURN == 0) { // as an event loop would, between requests
      for (Runnable task; (task = tasks.poll()) != null; ) {
        task.run();
      }
    }
  }

  long uncounted() {
    return journal.uncounted();
  }

  @Override
  public void close() throws IOException {
    journal.close();
    actions.close();
  }

  private record Nowhere() implements Sink {
    @Override
    public void apply(List<Harvest> harvests) {}

    @Override
    public void forget(Set<Long> writers) {}
  }
}
