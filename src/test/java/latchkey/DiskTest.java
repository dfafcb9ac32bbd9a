package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import latchkey.audit.By;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.DatabaseException.Kind;
import latchkey.db.Location;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.Outcome;
import latchkey.keys.RevocationReason;
import latchkey.limits.Limits;
import latchkey.settings.Setting;
import latchkey.usage.UsageTable;
import latchkey.usage.UsageTotal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real server on a disk that fails under it: writes are refused, decisions go on.
class DiskTest {
  private static final int MORE_THAN_THE_DISK_HOLDS = 10_000;

  @TempDir Path folder;
  private Path data;

  /// How often each key was admitted.
  private final Map<String, Long> admitted = new LinkedHashMap<>();

  @BeforeEach
  void makeFolder() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
  }

  @Test
  void onAFullDiskWritesAreRefusedAndDecisionsAndCountsGoOn() throws Exception {
    try (SmallDisk disk = SmallDisk.memory(data)) {
      String organization;
      try (TestServer server = start()) {
        organization = server.organization();
        IssuedKey known = issue(server);
        IssuedKey cold = issue(server);
        admit(server, known);

        AutoCloseable ballast = disk.fill();
        List<IssuedKey> squeezedIn = new ArrayList<>();
        assertThatThrownBy(() -> issueUntilRefused(server, squeezedIn))
            .isInstanceOfSatisfying(
                DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        admit(server, known);
        admit(server, cold);
        for (IssuedKey key : squeezedIn) {
          admit(server, key);
        }

        ballast.close();
        admit(server, issue(server));
        revoke(server, known);
        assertThat(status(server, known)).isEqualTo(401);
        admit(server, cold);
      }
      assertThat(counted(organization)).isEqualTo(admitted);
    }
  }

  @Test
  void onADiskThatTurnsReadOnlyWritesAreRefusedAndDecisionsGoOn() throws Exception {
    try (SmallDisk disk = SmallDisk.ext4(data);
        TestServer server = start()) {
      IssuedKey known = issue(server);
      IssuedKey cold = issue(server);
      admit(server, known);

      disk.abort();
      assertThatThrownBy(() -> issue(server))
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
      assertThatThrownBy(() -> revoke(server, known))
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
      for (int i = 0; i < 100; i++) {
        admit(server, known);
        admit(server, cold);
      }
    }
  }

  private TestServer start() {
    return TestServer.start(Map.of(Setting.DATA, data.toString(), Setting.EVENT_LOOPS, "1"));
  }

  private static IssuedKey issue(TestServer server) {
    return server
        .server()
        .rooms()
        .keys()
        .issue(
            KeyDraft.of(server.organization(), "disk", List.of("contacts.read"))
                .limited(Limits.NONE),
            By.system("test"));
  }

  private static void issueUntilRefused(TestServer server, List<IssuedKey> issued) {
    for (int i = 0; i < MORE_THAN_THE_DISK_HOLDS; i++) {
      issued.add(issue(server));
    }
  }

  private static void revoke(TestServer server, IssuedKey key) {
    assertThat(
            server
                .server()
                .rooms()
                .keys()
                .revoke(
                    server.organization(),
                    key.key().id(),
                    RevocationReason.SUPERSEDED,
                    By.system("test")))
        .isInstanceOf(Outcome.Done.class);
  }

  private void admit(TestServer server, IssuedKey key) {
    assertThat(status(server, key)).isEqualTo(200);
    admitted.merge(key.key().id().toString(), 1L, Long::sum);
  }

  private static int status(TestServer server, IssuedKey key) {
    return server
        .get("/auth", "Authorization", "Bearer " + key.text().token().reveal())
        .statusCode();
  }

  private Map<String, Long> counted(String organization) {
    Map<String, Long> counted = new LinkedHashMap<>();
    try (Database database =
        Database.open(new Location.Sqlite(data.resolve("latchkey.db")), () -> 1)) {
      UsageTable table = new UsageTable(database, Integer::toString, Integer::toString);
      for (String key : admitted.keySet()) {
        table.totals(organization, key, 0, Long.MAX_VALUE / 2).stream()
            .filter(total -> total.outcome().equals("granted"))
            .mapToLong(UsageTotal::count)
            .forEach(count -> counted.merge(key, count, Long::sum));
      }
    }
    return counted;
  }
}
