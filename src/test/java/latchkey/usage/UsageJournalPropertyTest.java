package latchkey.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import latchkey.usage.MemorySink.Mood;
import latchkey.usage.MemorySink.Sum;
import latchkey.usage.MemorySink.What;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class UsageJournalPropertyTest {
  private sealed interface Step {
    record Ask(int writer, int key, int action, int outcome, int slot, long cost, int later)
        implements Step {}

    record Drain(Mood mood) implements Step {}

    record Crash() implements Step {}

    record Restart(Mood mood) implements Step {}
  }

  @Property(tries = 200)
  void noCountIsLostOrDoubled(@ForAll("histories") List<Step> history) throws IOException {
    Path folder = TestFolders.fresh();
    World world = new World(folder);
    for (Step step : history) {
      world.take(step);
    }
    world.take(new Step.Restart(Mood.WELL));
    world.take(new Step.Drain(Mood.WELL));
    world.journal.close();

    assertThat(world.sink.sums).isEqualTo(world.expected);
    assertThat(world.sink.lastAt).isEqualTo(world.expectedLastAt);
    assertThat(TestFolders.segmentsIn(folder)).isEmpty();
    assertThat(world.sink.applied).isEmpty();
    TestFolders.delete(folder);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Step> ask =
        Combinators.combine(
                Arbitraries.integers().between(0, World.WRITERS - 1),
                Arbitraries.integers().between(0, 11),
                Arbitraries.of(0, 1, 65_535),
                Arbitraries.of(0, 255),
                Arbitraries.of(Count.NO_SECRET, 0, 1),
                Arbitraries.longs().between(0, 1_000),
                Arbitraries.integers().between(0, 30_000))
            .as(Step.Ask::new);
    Arbitrary<Mood> mood = Arbitraries.of(Mood.class);
    return Arbitraries.frequencyOf(
            Tuple.of(40, ask),
            Tuple.of(4, mood.map(Step.Drain::new)),
            Tuple.of(1, Arbitraries.create(Step.Crash::new)),
            Tuple.of(1, mood.map(Step.Restart::new)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(300);
  }

  /// One journal after the other on one folder, and what they should have counted.
  private static final class World {
    static final int WRITERS = 2;

    /// So small that writers rotate by themselves, run out of spares, and fill more than one
    /// group.
    private static final int CELLS = 8;

    private static final int MOST_SEGMENTS = 8;

    final MemorySink sink = new MemorySink();
    final Map<What, Sum> expected = new HashMap<>();
    final Map<String, Long> expectedLastAt = new HashMap<>();
    private final Path folder;
    private final Tally[] writers = new Tally[WRITERS];
    private long now = 1_700_000_000_000L;
    UsageJournal journal;

    World(Path folder) throws IOException {
      this.folder = folder;
      this.journal = open();
    }

    private UsageJournal open() throws IOException {
      UsageJournal opened = UsageJournal.open(folder, sink, CELLS, MOST_SEGMENTS, Runnable::run);
      for (int i = 0; i < WRITERS; i++) {
        writers[i] = opened.tally(Runnable::run);
      }
      return opened;
    }

    void take(Step step) throws IOException {
      switch (step) {
        case Step.Ask ask -> count(ask);
        case Step.Drain drain -> drain(drain.mood());
        case Step.Crash() -> {
          journal.letGo();
          journal = open();
        }
        case Step.Restart restart -> {
          sink.mood = restart.mood();
          journal.close();
          journal = open();
        }
      }
    }

    private void count(Step.Ask ask) {
      String key = "key-000000000%03d".formatted(ask.key());
      now += ask.later();
      long uncounted = journal.uncounted();
      writers[ask.writer()].count(
          Count.packId(key, 0),
          Count.packId(key, 8),
          ask.action(),
          ask.outcome(),
          ask.slot(),
          ask.cost(),
          0,
          now,
          now);
      if (journal.uncounted() == uncounted) {
        What what = new What(key, now / 60_000, ask.action(), ask.outcome(), ask.slot());
        expected.merge(what, new Sum(1, ask.cost()), Sum::plus);
        expectedLastAt.put(key, now);
      }
    }

    private void drain(Mood mood) {
      sink.mood = mood;
      try {
        journal.drain();
      } catch (IllegalStateException e) {
        assertThat(mood).isNotEqualTo(Mood.WELL);
      }
    }
  }
}
