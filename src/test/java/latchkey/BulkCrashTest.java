package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import latchkey.db.Database;
import latchkey.db.Location;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in the middle of changes of many rows: each of them is there whole, with its
/// audit entries, or not at all.
class BulkCrashTest {
  private static final int KILLS = 12;
  private static final int MOST_LINES = 60;

  @TempDir Path folder;

  @Test
  void aChangeOfManyKeysIsWholeOrUndoneWithItsAuditEntries() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path file = folder.resolve("latchkey.db");
    for (int kill = 0; kill < KILLS; kill++) {
      killAfter(file, random.nextInt(MOST_LINES), random.nextInt(3_000_000));
      try (Database database = Database.open(new Location.Sqlite(file), () -> 1)) {
        database.read(
            handle -> {
              check(handle, "seed " + seed);
              return true;
            });
      }
    }
  }

  private static void killAfter(Path file, int lines, int nanos) throws Exception {
    List<String> command =
        new ArrayList<>(Child.java(System.getProperty("java.class.path"), List.of()));
    command.addAll(List.of(BulkCrashLoad.class.getName(), file.toString()));
    try (Child child = Child.start(command, Map.of())) {
      child.line("begun");
      for (int i = 0; i < lines; i++) {
        assertThat(child.out().readLine()).as(child.complaints()).isNotNull();
      }
      long until = System.nanoTime() + nanos; // somewhere within the next change
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      child.kill();
      assertThat(child.exitCode()).as(child.complaints()).isEqualTo(128 + 9);
    }
  }

  private static void check(Handle handle, String seed) {
    int many = BulkCrashLoad.MANY;
    // Of each batch, which was made at one moment, all keys are in one state, but for the rotating.
    for (Map<String, Object> batch :
        handle
            .createQuery(
                """
                SELECT created_at, count(*) AS keys, count(deleted_at) AS deleted,
                  count(revoked_at) AS revoked, sum(tags = 'batch') AS tagged
                FROM api_key WHERE org_id = :org GROUP BY created_at
                """)
            .bind("org", BulkCrashLoad.ORGANIZATION)
            .mapToMap()
            .list()) {
      assertThat(batch.get("keys")).as("%s; %s", batch, seed).isEqualTo(many);
      for (String state : List.of("deleted", "revoked", "tagged")) {
        assertThat(batch.get(state)).as("%s of %s; %s", state, batch, seed).isIn(0, many);
      }
    }
    long versions = number(handle, "SELECT COALESCE(sum(version), 0) FROM api_key");
    assertThat(number(handle, "SELECT count(*) FROM audit_entry WHERE resource = 'API Key'"))
        .as(seed)
        .isEqualTo(versions); // each change, and no other, is one version and one entry
    long live = number(handle, "SELECT count(*) FROM api_key WHERE deleted_at IS NULL");
    long tagged =
        number(handle, "SELECT count(*) FROM api_key WHERE deleted_at IS NULL AND tags = 'batch'");
    assertThat(number(handle, "SELECT count(*) FROM api_key_tag")).as(seed).isEqualTo(tagged);
    long single =
        number(handle, "SELECT count(*) FROM api_key WHERE deleted_at IS NULL AND secret_slot = 0");
    assertThat(number(handle, "SELECT count(*) FROM imported_key"))
        .as(seed)
        .isBetween(single, live);
    long fresh =
        number(handle, "SELECT count(*) FROM api_key WHERE deleted_at IS NULL AND secret_slot = 1");
    assertThat(number(handle, "SELECT count(*) FROM api_secret")).as(seed).isEqualTo(fresh);
  }

  private static long number(Handle handle, String query) {
    return handle.createQuery(query).mapTo(long.class).one();
  }
}
