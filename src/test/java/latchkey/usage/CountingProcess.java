package latchkey.usage;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import latchkey.db.Database;
import latchkey.db.Location;

/// A process that counts and drains until somebody kills it; each line it prints acknowledges one
/// more count.
final class CountingProcess {
  /// More than one segment holds, so that writers rotate by themselves too.
  static final int KEYS = 600;

  private static final int CELLS = 256;
  private static final int MOST_SEGMENTS = 2000;
  private static final int COST = 3;

  /// As many drains as no run makes.
  static final int NEVER = Integer.MAX_VALUE;

  /// The line that says the drainer has stopped.
  static final String STOPPED = "stopped";

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private CountingProcess() {}

  static String key(int number) {
    return "testkey-%08d".formatted(number);
  }

  static Database database(Path folder) {
    return Database.open(new Location.Sqlite(folder.resolve("latchkey.db")), () -> 1);
  }

  static UsageJournal journal(Path folder, Sink sink) throws IOException {
    return UsageJournal.open(
        folder.resolve("usage"), sink, CELLS, MOST_SEGMENTS, Thread::startVirtualThread);
  }

  static UsageTable table(Database database) {
    return new UsageTable(database, Integer::toString, Integer::toString);
  }

  /// Takes the folder; the minute that tells this run's counts from others'; and after how many
  /// drains the drainer stops for good, between the commit and the reuse of the files, which is
  /// the moment that a kill seldom meets by chance.
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    long now = Long.parseLong(arguments[1]) * 60_000;
    int drains = Integer.parseInt(arguments[2]);
    Sink sink = new StoppingSink(table(database(folder)), drains);
    UsageJournal journal = journal(folder, sink);
    if (drains == NEVER) {
      journal.drain(); // what the runs before left must not grow without end
    }
    SharedTally[] writers = {journal.sharedTally(), journal.sharedTally()};
    Thread.ofPlatform().daemon().start(() -> drainForEver(journal));

    for (int i = 0; true; i++) {
      String key = key(i % KEYS);
      SharedTally writer = writers[i % writers.length];
      long counted = 0;
      while (counted == 0) { // again, when the next segment was not made in time
        long uncounted = journal.uncounted();
        writer.count(Count.packId(key, 0), Count.packId(key, 8), 1, 0, 0, COST, 0, 1, now);
        counted = uncounted + 1 - journal.uncounted();
      }
      print(Integer.toString(i + 1));
    }
  }

  /// One write for one line, which is in the pipe when this returns.
  private static void print(String line) {
    try {
      OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void drainForEver(UsageJournal journal) {
    while (true) {
      journal.drain();
    }
  }

  private static final class StoppingSink implements Sink {
    private final Sink table;
    private int drainsLeft;

    StoppingSink(Sink table, int drainsLeft) {
      this.table = table;
      this.drainsLeft = drainsLeft;
    }

    @Override
    public void apply(List<Harvest> harvests) {
      table.apply(harvests);
      if (--drainsLeft == 0) {
        print(STOPPED);
        while (true) {
          LockSupport.park();
        }
      }
    }

    @Override
    public void forget(Set<Long> writers) {
      table.forget(writers);
    }
  }
}
