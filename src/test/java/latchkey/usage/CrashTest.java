package latchkey.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import latchkey.db.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
  private static final int KILLS = 20;
  private static final int MOST_COUNTS = 40_000;

  @TempDir Path folder;

  @Test
  void aKilledProcessLosesNoAcknowledgedCountAndDoublesNone() throws Exception {
    addKeys();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Integer> acknowledged = new ArrayList<>();
    for (int run = 0; run < KILLS; run++) {
      acknowledged.add(countUntilKilled(run, 1 + random.nextInt(MOST_COUNTS)));
    }
    Map<String, Long> counted = countsByMinuteAndKey();
    for (int run = 0; run < KILLS; run++) {
      int made = acknowledged.get(run);
      for (int key = 0; key < CountingProcess.KEYS; key++) {
        long expected = timesOf(key, made);
        long withTheOneInFlight = timesOf(key, made + 1L);
        assertThat(counted.getOrDefault(run + " " + CountingProcess.key(key), 0L))
            .as("run %d, key %d, seed %d", run, key, seed)
            .isBetween(expected, withTheOneInFlight);
      }
    }
  }

  private static long timesOf(int key, long counts) {
    return (counts - key + CountingProcess.KEYS - 1L) / CountingProcess.KEYS;
  }

  private void addKeys() {
    try (Database database = CountingProcess.database(folder)) {
      for (int key = 0; key < CountingProcess.KEYS; key++) {
        TestKeys.add(database, "acme", CountingProcess.key(key));
      }
    }
  }

  /// The last count that the process acknowledged before it died.
  private int countUntilKilled(int run, int killAfter) throws Exception {
    boolean stops = run % 2 == 0;
    Path complaints = folder.resolve("stderr-" + run);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CountingProcess.class.getName(),
                folder.toString(),
                Integer.toString(run),
                Integer.toString(stops ? 1 + run / 4 : CountingProcess.NEVER))
            .redirectError(complaints.toFile())
            .start();
    int last = 0;
    boolean stopped = false;
    try (BufferedReader lines = process.inputReader()) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.equals(CountingProcess.STOPPED)) {
          stopped = true;
        } else {
          last = Integer.parseInt(line);
        }
        if (last >= killAfter && stopped == stops) {
          process.toHandle().destroyForcibly(); // leaves what it has printed readable
        }
      }
    } finally {
      process.toHandle().destroyForcibly(); // leaves what it has printed readable
    }
    process.waitFor();
    assertThat(last)
        .withFailMessage(() -> "it died by itself: " + read(complaints))
        .isGreaterThanOrEqualTo(killAfter);
    return last;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Map<String, Long> countsByMinuteAndKey() throws IOException {
    try (Database database = CountingProcess.database(folder)) {
      CountingProcess.journal(folder, CountingProcess.table(database)).close();
      assertThat(TestFolders.segmentsIn(folder.resolve("usage"))).isEmpty();
      Map<String, Long> counts = new HashMap<>();
      database.read(
          handle ->
              handle
                  .createQuery("SELECT minute, key_id, count, cost FROM usage_minute")
                  .map(
                      (row, context) -> {
                        assertThat(row.getLong("cost"))
                            .isBetween(3 * row.getLong("count"), 3 * row.getLong("count") + 3);
                        return counts.merge(
                            row.getString("minute") + " " + row.getString("key_id"),
                            row.getLong("count"),
                            Long::sum);
                      })
                  .list());
      return counts;
    }
  }
}
