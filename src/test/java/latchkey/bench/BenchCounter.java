package latchkey.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import latchkey.access.Address;
import latchkey.gate.Ask;
import latchkey.gate.Decider;
import latchkey.gate.KeySnapshot;
import latchkey.keys.PublicId;
import latchkey.usage.Harvest;
import latchkey.usage.Sink;
import latchkey.usage.Tally;
import latchkey.usage.UsageJournal;

/// Counts in the real journal, whose drainer throws the counts away.
final class BenchCounter implements Decider.Counter, AutoCloseable {
  private static final int ACTION = 1;
  private static final int DECISIONS_A_TURN = 1_024;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final UsageJournal journal;
  private final Tally tally;
  private int decisions;

  BenchCounter() throws IOException {
    journal = UsageJournal.open(Files.createTempDirectory("latchkey-bench"), new Nowhere());
    tally = journal.tally(tasks::add);
    journal.start();
  }

  @Override
  public void count(Ask ask, KeySnapshot key, int secretSlot, int outcome) {
    PublicId id = key.key().id();
    Address address = ask.address() == null ? Address.UNSPECIFIED : ask.address();
    tally.count(
        id.high(),
        id.low(),
        ACTION,
        outcome,
        secretSlot,
        ask.cost(),
        address.high(),
        address.low(),
        ask.now());
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
  }

  private record Nowhere() implements Sink {
    @Override
    public void apply(List<Harvest> harvests) {}

    @Override
    public void forget(Set<Long> writers) {}
  }
}
