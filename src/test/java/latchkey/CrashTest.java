package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.usage.UsageTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills servers at random moments, and holds what they had acknowledged against what is there.
class CrashTest {
  private static final int KILLS = 200;

  /// Servers with data of their own that are killed at the same time: much of a life is waiting.
  private static final int LANES = 2;

  /// Some die at a random moment of their start, as it drains what the one before has left.
  private static final int ONE_EARLY_IN = 4;

  private static final int LONGEST_START_MILLIS = 800;

  /// The others after so many lines at most, which is well under a second of load.
  private static final int MOST_LINES = 3_000;

  private static final int OLDER_KEYS_ASKED = 30;

  @TempDir Path folder;

  private enum Life {
    LIVE,
    MAYBE_REVOKED,
    REVOKED
  }

  /// What was acknowledged of a key.
  private static final class Key {
    final String id;
    final String token;
    Life life = Life.LIVE;
    long granted;
    long refused;

    /// Requests that were under way when their server died: counted or not.
    long unanswered;

    Key(String id, String token) {
      this.id = id;
      this.token = token;
    }
  }

  /// A request that is under way, and what was certain of its key before.
  private record Asking(Key key, Life before) {}

  @Test
  void killedServersLoseNoKeyNoRevocationAndNoCountAndDoubleNone() throws Exception {
    List<String> java = fastJava();
    List<Callable<Integer>> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      lanes.add(new Lane(java, folder.resolve("data-" + lane))::kill);
    }
    int complete = 0;
    try (var threads = Executors.newFixedThreadPool(LANES)) {
      for (Future<Integer> lane : threads.invokeAll(lanes)) {
        complete += lane.get();
      }
    }
    assertThat(complete).as("servers that came to their load").isGreaterThan(KILLS / 2);
  }

  /// One data folder, and what its servers have acknowledged, one after the other.
  private static final class Lane {
    private final List<String> java;
    private final Path data;
    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    Lane(List<String> java, Path data) {
      this.java = java;
      this.data = data;
    }

    /// Tells how many of them came to their load.
    int kill() throws Exception {
      int complete = 0;
      List<Key> recent = new ArrayList<>();
      for (int kill = 0; kill < KILLS / LANES; kill++) {
        List<Key> first = new ArrayList<>(recent);
        first.addAll(someOf(new ArrayList<>(keys.values())));
        recent.clear();
        try (Child child = start(java, data, List.of())) {
          child.tell(lines(first));
          boolean early = random.nextInt(ONE_EARLY_IN) == 0;
          if (early) {
            long life = random.nextLong(LONGEST_START_MILLIS);
            assertThat(child.endsWithin(life, TimeUnit.MILLISECONDS))
                .as(child.complaints())
                .isFalse();
            child.kill();
          }
          complete +=
              read(child, recent, early ? Integer.MAX_VALUE : random.nextInt(MOST_LINES)) ? 1 : 0;
          assertThat(child.exitCode()).as(child.complaints()).isEqualTo(128 + 9);
        }
      }
      try (Child last = start(java, data, List.of("stop"))) {
        last.tell(lines(new ArrayList<>(keys.values())));
        read(last, recent, Integer.MAX_VALUE);
        assertThat(last.exitCode()).as(last.complaints()).isZero();
      }
      assertThat(keys.values()).anyMatch(key -> key.life == Life.REVOKED);
      compareCounts();
      return complete;
    }

    private List<Key> someOf(List<Key> all) {
      Collections.shuffle(all, random);
      return all.subList(0, Math.min(OLDER_KEYS_ASKED, all.size()));
    }

    private static List<String> lines(List<Key> asked) {
      return asked.stream().distinct().map(key -> key.id + " " + key.token).toList();
    }

    /// Reads to the end what a server says, and judges it; kills it after so many lines. Tells
    /// whether it came to its load.
    private boolean read(Child child, List<Key> issued, int killAfter) throws IOException {
      boolean loaded = false;
      int count = 0;
      Map<String, Asking> underWay = new HashMap<>();
      for (String line; (line = child.out().readLine()) != null; ) {
        if (count++ == killAfter) {
          child.kill();
        }
        String[] words = line.split(" ", -1);
        switch (words[0]) {
          case "started", "stopped" -> {}
          case "asked" -> loaded = true;
          case "issued" -> {
            Key key = new Key(words[1], words[2]);
            keys.put(key.id, key);
            issued.add(key);
          }
          case "revoking" -> {
            Key key = key(words[1]);
            key.life = key.life == Life.REVOKED ? Life.REVOKED : Life.MAYBE_REVOKED;
          }
          case "revoked" -> key(words[1]).life = Life.REVOKED;
          case "asking" -> underWay.put(words[1], new Asking(key(words[2]), key(words[2]).life));
          case "answered" -> judge(Objects.requireNonNull(underWay.remove(words[1])), words[2]);
          default -> throw new AssertionError(line);
        }
      }
      underWay.values().forEach(asking -> asking.key.unanswered++);
      return loaded;
    }

    private Key key(String id) {
      return Objects.requireNonNull(keys.get(id), id);
    }

    private void judge(Asking asking, String status) {
      Key key = asking.key;
      if (asking.before == Life.REVOKED) {
        assertThat(status).as("%s was revoked before; seed %d", key.id, seed).isEqualTo("401");
      }
      if (key.life == Life.LIVE) {
        assertThat(status).as("%s was never revoked; seed %d", key.id, seed).isEqualTo("200");
      }
      switch (status) {
        case "200" -> key.granted++;
        case "401" -> {
          key.refused++;
          key.life = Life.REVOKED; // what was answered once holds from then on
        }
        default -> throw new AssertionError("%s: %s; seed %d".formatted(key.id, status, seed));
      }
    }

    private void compareCounts() {
      try (Database database =
          Database.open(new Location.Sqlite(data.resolve("latchkey.db")), () -> 1)) {
        UsageTable table = new UsageTable(database, Integer::toString, Integer::toString);
        for (Key key : keys.values()) {
          Map<String, Long> counted =
              table.totals(CrashLoad.ORGANIZATION, key.id, 0, Long.MAX_VALUE / 2).stream()
                  .collect(Collectors.toMap(total -> total.outcome(), total -> total.count()));
          assertThat(counted.keySet()).isSubsetOf("granted", "revoked");
          long granted = counted.getOrDefault("granted", 0L);
          long refused = counted.getOrDefault("revoked", 0L);
          assertThat(granted)
              .as("%s granted; seed %d", key.id, seed)
              .isGreaterThanOrEqualTo(key.granted);
          assertThat(refused)
              .as("%s refused; seed %d", key.id, seed)
              .isGreaterThanOrEqualTo(key.refused);
          assertThat(granted + refused)
              .as("%s in all; seed %d", key.id, seed)
              .isLessThanOrEqualTo(key.granted + key.refused + key.unanswered);
        }
      }
    }
  }

  private static Child start(List<String> java, Path data, List<String> more) {
    List<String> command = new ArrayList<>(java);
    command.add(CrashLoad.class.getName());
    command.add(data.toString());
    command.addAll(more);
    return Child.start(command, Map.of());
  }

  /// A JVM whose classes are in jars and come from an archive: it starts in half the time.
  private List<String> fastJava() throws Exception {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path path = Path.of(entry);
      jars.add(
          Files.isDirectory(path)
              ? jar(path, folder.resolve(jars.size() + ".jar")).toString()
              : entry);
    }
    String classPath = String.join(":", jars);
    Path archive = folder.resolve("load.aot");
    List<String> training = Child.java(classPath, List.of("-XX:AOTCacheOutput=" + archive));
    try (Child child = start(training, folder.resolve("training"), List.of("stop"))) {
      child.tell(List.of());
      assertThat(child.exitCode()).as(child.complaints()).isZero();
    }
    return Child.java(classPath, List.of("-XX:AOTCache=" + archive, "-Xlog:disable"));
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> walk = Files.walk(classes)) {
      for (Path path : walk.skip(1).toList()) {
        String name = classes.relativize(path).toString();
        boolean isFolder = Files.isDirectory(path); // Flyway looks for its folder's entry
        out.putNextEntry(new JarEntry(isFolder ? name + "/" : name));
        if (!isFolder) {
          Files.copy(path, out);
        }
      }
    }
    return jar;
  }
}
