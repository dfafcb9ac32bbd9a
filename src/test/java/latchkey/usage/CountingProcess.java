package latchkey.usage;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import latchkey.db.Database;
import latchkey.db.Location;

/// A process that counts and drains until somebody kills it; each line it prints acknowledges one
/// more count.
final class CountingProcess {
  /// More than one segment holds, so that writers rotate by themselves too.
  static final int KEYS = 300;

  private static final int CELLS = 64;
  private static final int MOST_SEGMENTS = 2000;
  private static final int COST = 3;

  private CountingProcess() {}

  static String key(int number) {
    return "testkey-%08d".formatted(number);
  }

  static Database database(Path folder) {
    return Database.open(new Location.Sqlite(folder.resolve("latchkey.db")), () -> 1);
  }

  static UsageJournal journal(Path folder, Database database) throws IOException {
    UsageTable table = new UsageTable(database, Integer::toString, Integer::toString);
    return UsageJournal.open(
        folder.resolve("usage"), table, CELLS, MOST_SEGMENTS, Thread::startVirtualThread);
  }

  /// Takes the folder, and the minute that tells this run's counts from others'.
  public static void main(String[] arguments) throws IOException {
    long now = Long.parseLong(arguments[1]) * 60_000;
    UsageJournal journal = journal(Path.of(arguments[0]), database(Path.of(arguments[0])));
    SharedTally[] writers = {journal.sharedTally(), journal.sharedTally()};
    Thread.ofPlatform().daemon().start(() -> drainForEver(journal));

    FileOutputStream acknowledgements = new FileOutputStream(FileDescriptor.out);
    for (int i = 0; true; i++) {
      String key = key(i % KEYS);
      SharedTally writer = writers[i % writers.length];
      long counted = 0;
      while (counted == 0) { // again, when the next segment was not made in time
        long uncounted = journal.uncounted();
        writer.count(Count.packId(key, 0), Count.packId(key, 8), 1, 0, 0, COST, 0, 1, now);
        counted = uncounted + 1 - journal.uncounted();
      }
      acknowledgements.write((i + 1 + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void drainForEver(UsageJournal journal) {
    while (true) {
      journal.drain();
    }
  }
}
