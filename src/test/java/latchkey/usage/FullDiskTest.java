package latchkey.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// On a file system of 256 KiB, which only root can make.
class FullDiskTest {
  private static final int CELLS = 256; // 16 KiB
  private static final int MOST_SEGMENTS = 100;

  private final MemorySink sink = new MemorySink();
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = TestFolders.fresh();
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()),
        "a small tmpfs cannot be mounted here: that needs root");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "--lazy", disk.toString()); // mappings last until they are collected
    Files.deleteIfExists(disk);
  }

  @Test
  void aDiskThatIsFullAtTheStartOnlyLeavesRequestsUncounted() throws IOException {
    Path ballast = fillDisk();
    UsageJournal journal =
        UsageJournal.open(disk.resolve("usage"), sink, CELLS, MOST_SEGMENTS, Runnable::run);
    Tally tally = journal.tally(Runnable::run);
    count(tally, 1);
    assertThat(journal.uncounted()).isEqualTo(1);

    Files.delete(ballast);
    journal.drain();
    count(tally, 1);
    journal.close();
    assertThat(sink.sums).hasSize(1);
    assertThat(journal.uncounted()).isEqualTo(1);
  }

  @Test
  void aDiskThatBecomesFullCostsNoCountThatWasMade() throws IOException {
    sink.mood = MemorySink.Mood.FAILS;
    UsageJournal journal =
        UsageJournal.open(disk.resolve("usage"), sink, CELLS, MOST_SEGMENTS, Runnable::run);
    Tally tally = journal.tally(Runnable::run);
    int keys = 10_000; // more cells than the disk has room for
    for (int key = 0; key < keys; key++) {
      count(tally, key);
      if (key % CELLS == 0) {
        tryToDrain(journal);
      }
    }
    assertThat(journal.uncounted()).isBetween(1L, keys - 2L * CELLS);

    sink.mood = MemorySink.Mood.WELL;
    journal.close();
    assertThat(sink.sums.size() + journal.uncounted()).isEqualTo(keys);
  }

  private static void tryToDrain(UsageJournal journal) {
    try {
      journal.drain();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("the database is down");
    }
  }

  private Path fillDisk() throws IOException {
    Path ballast = disk.resolve("ballast");
    byte[] page = new byte[4096];
    try (var out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return ballast;
  }

  private static void count(Tally tally, int key) {
    String id = "testkey-%08d".formatted(key);
    tally.count(Count.packId(id, 0), Count.packId(id, 8), 1, 0, 0, 1, 0, 1, 1_700_000_000_000L);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
