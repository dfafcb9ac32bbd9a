package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.cli.StartFailure;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCheckTest {
  private final Servers servers =
      new Servers(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  private final List<String> said = new ArrayList<>();

  @TempDir Path empty;

  private boolean verify(Path folder, Optional<String> organization) {
    said.clear();
    return servers.verifyAudit(
        Settings.of(Map.of(Setting.DATA, folder.toString())), organization, said::add);
  }

  private static Database open(Path folder) {
    return Database.open(new Location.Sqlite(folder.resolve("latchkey.db")), () -> 1);
  }

  @Test
  void aLogIsProvenBesideTheRunningServerAndTheFirstBrokenEntryIsNamed() {
    Path folder = TestServer.newFolder();
    try (TestServer server = TestServer.start(Map.of(Setting.DATA, folder.toString()));
        Database database = open(folder)) {
      String organization = server.organization();
      for (int i = 0; i < 5; i++) {
        database.write(
            tx -> {
              Event event = Event.create("Thing", "t1", "Made a thing", "{}");
              AuditLog.append(tx, organization, By.system("test"), event);
              return true;
            });
      }
      assertThat(verify(folder, Optional.empty())).isTrue();
      assertThat(said).anyMatch(line -> line.startsWith(organization + ": "));
      database.write(
          tx ->
              tx.handle()
                  .execute("UPDATE audit_entry SET description = 'None' WHERE resource = 'Thing'"));
      assertThat(verify(folder, Optional.of(organization))).isFalse();
      assertThat(said).singleElement().asString().contains("BROKEN, entry ", "was changed");
    }
    assertThat(verify(folder, Optional.empty())).isFalse();
  }

  @Test
  void whatIsMissingIsSaidAndNothingIsMade() throws Exception {
    assertThatThrownBy(() -> verify(empty, Optional.empty()))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("has no keyset.json");
    try (var files = Files.list(empty)) {
      assertThat(files).isEmpty();
    }
    Path folder = TestServer.newFolder();
    TestServer.start(Map.of(Setting.DATA, folder.toString())).close();
    assertThatThrownBy(() -> verify(folder, Optional.of("org_none")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("no organization org_none");
  }
}
