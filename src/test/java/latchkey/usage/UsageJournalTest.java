package latchkey.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import latchkey.usage.MemorySink.Mood;
import latchkey.usage.MemorySink.Sum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageJournalTest {
  private static final long ID_HIGH = Count.packId("testkey-", 0);
  private static final long NOW = 1_700_000_000_000L;

  @TempDir Path folder;
  private final MemorySink sink = new MemorySink();

  @Test
  void aCountCarriesEverythingThatWasSaidOfIt() throws IOException {
    List<Count> seen = new ArrayList<>();
    Sink collecting =
        new Sink() {
          @Override
          public void apply(List<Harvest> harvests) {
            harvests.forEach(harvest -> seen.addAll(harvest.counts()));
          }

          @Override
          public void forget(Set<Long> writers) {}
        };
    try (UsageJournal journal = UsageJournal.open(folder, collecting)) {
      Tally tally = journal.tally(Runnable::run);
      long high = Count.packId("4fYq8GzT0aBcDeF1", 0);
      long low = Count.packId("4fYq8GzT0aBcDeF1", 8);
      tally.count(high, low, 65_535, 255, 1, 7, 0, 0xffff_c000_0201L, NOW);
      tally.count(high, low, 65_535, 255, 1, 5, 0, 0xffff_c000_0201L, NOW + 1);
    }
    assertThat(seen)
        .singleElement()
        .satisfies(
            count -> {
              assertThat(count.keyId()).isEqualTo("4fYq8GzT0aBcDeF1");
              assertThat(count.minute()).isEqualTo(NOW / 60_000);
              assertThat(count.action()).isEqualTo(65_535);
              assertThat(count.outcome()).isEqualTo(255);
              assertThat(count.slot()).isEqualTo(1);
              assertThat(count.count()).isEqualTo(2);
              assertThat(count.cost()).isEqualTo(12);
              assertThat(count.lastAt()).isEqualTo(NOW + 1);
              assertThat(count.address()).hasValue("192.0.2.1");
            });
  }

  @Test
  void countsAreToldApartByAddressUnlessNoSecretWasProved() throws IOException {
    List<String> seen = new ArrayList<>();
    try (UsageJournal journal = UsageJournal.open(folder, told(seen))) {
      Tally tally = journal.tally(Runnable::run);
      for (int i = 0; i < 3; i++) {
        tally.count(ID_HIGH, ID_HIGH, 1, 0, 0, 1, 0, 0xffff_c000_0201L, NOW + i);
        tally.count(ID_HIGH, ID_HIGH, 1, 0, 0, 1, 0x2001_0db8_0000_0000L, i % 2, NOW + i);
        tally.count(ID_HIGH, ID_HIGH, 1, 0, 0, 1, 0, 0, NOW + i);
        tally.count(ID_HIGH, ID_HIGH, 1, 3, Count.NO_SECRET, 1, 0, 0xffff_c000_0201L + i, NOW + i);
      }
    }
    assertThat(seen)
        .containsExactly("0 3 192.0.2.1", "0 2 2001:db8::", "0 3 ", "-1 3 *", "0 1 2001:db8::1");
  }

  @Test
  void whileNobodyTakesCountsManyAddressesDoNotFillTheJournal() throws IOException {
    List<String> seen = new ArrayList<>();
    sink.mood = Mood.FAILS;
    UsageJournal journal = UsageJournal.open(folder, sink, 8, 4, Runnable::run);
    Tally tally = journal.tally(Runnable::run);
    for (int i = 0; i < 1_000; i++) {
      tally.count(ID_HIGH, ID_HIGH, 1, 0, 0, 1, 0, 0xffff_c000_0201L + i, NOW);
      if (i == 0) {
        assertThatThrownBy(journal::drain).hasMessage("the database is down");
      }
    }
    assertThat(journal.uncounted()).isZero();
    journal.letGo();
    UsageJournal.open(folder, told(seen)).close();
    assertThat(seen).hasSizeLessThan(4 * 8).last().asString().matches("0 9[0-9]{2} \\*");
  }

  /// Hears of each count's slot, number and place.
  private static Sink told(List<String> seen) {
    return new Sink() {
      @Override
      public void apply(List<Harvest> harvests) {
        for (Harvest harvest : harvests) {
          for (Count count : harvest.counts()) {
            seen.add(count.slot() + " " + count.count() + " " + count.place().text());
          }
        }
      }

      @Override
      public void forget(Set<Long> writers) {}
    };
  }

  @Test
  void aNumberThatDoesNotFitIsRefused() throws IOException {
    try (UsageJournal journal = UsageJournal.open(folder, sink)) {
      Tally tally = journal.tally(Runnable::run);
      assertThatThrownBy(() -> tally.count(1, 1, 65_536, 0, 0, 0, 0, 0, NOW))
          .hasMessageContaining("65536");
      assertThatThrownBy(() -> tally.count(1, 1, 0, -1, 0, 0, 0, 0, NOW))
          .hasMessageContaining("-1");
    }
  }

  @Test
  void aSegmentOfManyPartsIsAppliedOnceThoughTheSinkBreaksInTheMiddle() throws IOException {
    int keys = Segment.PART * 2 + 1;
    UsageJournal journal = UsageJournal.open(folder, sink);
    Tally tally = journal.tally(Runnable::run);
    for (int key = 0; key < keys; key++) {
      count(tally, key);
    }
    sink.mood = Mood.APPLIES_AND_FAILS; // after the first part
    assertThatThrownBy(journal::drain).hasMessage("the connection broke");
    journal.letGo();

    sink.mood = Mood.WELL;
    UsageJournal.open(folder, sink).close();
    assertThat(sink.sums).hasSize(keys).allSatisfy((what, sum) -> assertThat(sum).isEqualTo(ONE));
  }

  @Test
  void aFullJournalGoesOnCountingTheKeysItHasAndNumbersTheRest() throws IOException {
    sink.mood = Mood.FAILS;
    UsageJournal journal = UsageJournal.open(folder, sink, 8, 1, Runnable::run);
    Tally tally = journal.tally(Runnable::run);
    for (int key = 0; key < 10; key++) {
      count(tally, key);
    }
    count(tally, 0);
    assertThat(journal.uncounted()).isEqualTo(2);

    sink.mood = Mood.WELL;
    journal.close();
    assertThat(total()).isEqualTo(9);
  }

  @Test
  void aSlowDrainKeepsNoWriterFromItsNextSegments() throws IOException {
    List<Tally> writers = new ArrayList<>();
    Sink slow =
        new Sink() {
          @Override
          public void apply(List<Harvest> harvests) {
            sink.apply(harvests);
            for (int key = 0; sink.sums.size() < 10 && key < 40; key++) {
              count(writers.getFirst(), key);
            }
          }

          @Override
          public void forget(Set<Long> gone) {
            sink.forget(gone);
          }
        };
    UsageJournal journal = UsageJournal.open(folder, slow, 8, 10, Runnable::run);
    writers.add(journal.tally(Runnable::run));
    count(writers.getFirst(), 0);
    journal.drain();
    journal.close();
    assertThat(journal.uncounted()).isZero();
    assertThat(total()).isEqualTo(41);
  }

  @Test
  void whileTheSinkFailsTheFolderStaysBounded() throws IOException {
    sink.mood = Mood.FAILS;
    UsageJournal journal = UsageJournal.open(folder, sink, 8, 5, Runnable::run);
    Tally tally = journal.tally(Runnable::run);
    for (int key = 0; key < 100; key++) {
      count(tally, key);
      assertThatDrainFailsOrHasNothingToDo(journal);
    }
    assertThat(TestFolders.segmentsIn(folder)).hasSize(5);

    sink.mood = Mood.WELL;
    journal.close();
    assertThat(total() + journal.uncounted()).isEqualTo(100);
    assertThat(total()).isGreaterThanOrEqualTo(4 * 8);
  }

  private static void assertThatDrainFailsOrHasNothingToDo(UsageJournal journal) {
    try {
      journal.drain();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("the database is down");
    }
  }

  @Test
  void aFileThatIsNotWholeHoldsNoCountsAndGoes() throws IOException {
    Path empty = Files.createFile(folder.resolve("0000000000000001-1.seg"));
    Path zeros = Files.write(folder.resolve("0000000000000001-2.seg"), new byte[4096]);
    Path garbage =
        Files.writeString(folder.resolve("0000000000000001-3.seg"), "garbage".repeat(100));
    UsageJournal.open(folder, sink).close();
    assertThat(empty).doesNotExist();
    assertThat(zeros).doesNotExist();
    assertThat(garbage).doesNotExist();
    assertThat(sink.sums).isEmpty();
  }

  @Test
  void aFileWhoseHeaderWasBeingRenewedHoldsNoCountsAndGoes() throws IOException {
    Path file = abandonedFileWith(3);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(16); // the sequence number: its checksum is now another one
      bytes.write(99);
    }
    UsageJournal.open(folder, sink).close();
    assertThat(file).doesNotExist();
    assertThat(sink.sums).isEmpty();
  }

  @Test
  void aFileCutShortGivesTheCountsThatAreLeft() throws IOException {
    Path file = abandonedFileWith(3);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(64 + 2 * 64 + 10);
    }
    UsageJournal.open(folder, sink).close();
    assertThat(total()).isEqualTo(2);
  }

  @Test
  void cellsOfAnEarlierUseOfTheFileAreNotCountedAgain() throws IOException {
    UsageJournal journal = UsageJournal.open(folder, sink, 8, 2, Runnable::run);
    Tally tally = journal.tally(Runnable::run);
    for (int round = 0; round < 5; round++) {
      for (int key = 0; key < 8; key++) {
        count(tally, key);
      }
      journal.drain();
    }
    count(tally, 0);
    journal.letGo();
    UsageJournal.open(folder, sink).close();
    assertThat(total()).isEqualTo(5 * 8 + 1);
  }

  @Test
  void theFolderHasOneJournalAtATime() throws IOException {
    try (UsageJournal journal = UsageJournal.open(folder, sink)) {
      assertThatThrownBy(() -> UsageJournal.open(folder, sink))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another process");
      assertThat(journal.uncounted()).isZero();
    }
    UsageJournal.open(folder, sink).close();
  }

  @Test
  void countsOfAnOwnerThatIsGoneAreFoundAtTheNextStart() throws IOException {
    UsageJournal journal = UsageJournal.open(folder, sink);
    Tally tally =
        journal.tally(
            task -> {
              throw new RejectedExecutionException("the event loop has ended");
            });
    count(tally, 1);
    journal.close();
    assertThat(sink.sums).isEmpty();

    UsageJournal.open(folder, sink).close();
    assertThat(total()).isEqualTo(1);
  }

  @Test
  void afterCloseARequestIsNumberedAsUncounted() throws IOException {
    UsageJournal journal = UsageJournal.open(folder, sink);
    Tally tally = journal.tally(Runnable::run);
    journal.start();
    count(tally, 1);
    journal.close();
    count(tally, 1);
    assertThat(total()).isEqualTo(1);
    assertThat(journal.uncounted()).isEqualTo(1);
  }

  @Test
  void threadsThatCountWhileOthersDrainLoseNothing() throws Exception {
    int each = 100_000;
    UsageJournal journal = UsageJournal.open(folder, sink, 1024, 64, Thread::startVirtualThread);
    SharedTally shared = journal.sharedTally();
    try (ExecutorService loop = Executors.newSingleThreadExecutor();
        ExecutorService others = Executors.newFixedThreadPool(2)) {
      Tally own = journal.tally(loop);
      List<Future<?>> counting = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        counting.add(others.submit(() -> repeat(each, i -> count(shared, i % 3000))));
      }
      int chunk = 1000; // between two chunks the loop answers the drainer
      for (int i = 0; i < each / chunk; i++) {
        counting.add(loop.submit(() -> repeat(chunk, key -> count(own, key))));
      }
      while (!counting.stream().allMatch(Future::isDone)) {
        journal.drain();
      }
      for (Future<?> done : counting) {
        done.get();
      }
      journal.close();
    }
    assertThat(total() + journal.uncounted()).isEqualTo(3L * each);
    assertThat(total()).isPositive();
  }

  private interface Numbered {
    void run(int number);
  }

  private static void repeat(int times, Numbered action) {
    for (int i = 0; i < times; i++) {
      action.run(i);
    }
  }

  private static final Sum ONE = new Sum(1, 1);

  private Path abandonedFileWith(int keys) throws IOException {
    UsageJournal journal = UsageJournal.open(folder, sink, 8, 1, Runnable::run);
    Tally tally = journal.tally(Runnable::run);
    for (int key = 0; key < keys; key++) {
      count(tally, key);
    }
    journal.letGo();
    return TestFolders.segmentsIn(folder).getFirst();
  }

  private long total() {
    return sink.sums.values().stream().mapToLong(Sum::count).sum();
  }

  private static void count(Tally tally, int key) {
    tally.count(ID_HIGH, Count.packId("%08d".formatted(key), 0), 1, 0, 0, 1, 0, 1, NOW);
  }

  private static void count(SharedTally tally, int key) {
    tally.count(ID_HIGH, Count.packId("%08d".formatted(key), 0), 1, 0, 0, 1, 0, 1, NOW);
  }
}
