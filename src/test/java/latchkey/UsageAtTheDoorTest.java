package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.gate.Reason;
import latchkey.settings.Setting;
import latchkey.usage.ActionNames;
import latchkey.usage.LastUse;
import latchkey.usage.UsageTable;
import latchkey.usage.UsageTotal;
import org.junit.jupiter.api.Test;

class UsageAtTheDoorTest {
  /// The journal once held ids in another spelling than the record: every row was dropped without
  /// a word.
  @Test
  void whatTheDoorAnswersStandsInTheRecordAfterAStop() throws Exception {
    Path folder = TestServer.newFolder();
    String organization;
    String key;
    try (TestServer server = TestServer.start(Map.of(Setting.DATA, folder.toString()))) {
      organization = server.organization();
      key = server.token(0).split("_", -1)[2];
      String bearer = "Bearer " + server.token(0);
      for (int i = 0; i < 3; i++) {
        server.get("/auth?permission=contacts.read", "Authorization", bearer);
      }
      server.get("/auth?permission=calls.read", "Authorization", bearer);
    }
    Path usage = folder.resolve("usage");
    try (Database database =
            Database.open(new Location.Sqlite(folder.resolve("latchkey.db")), () -> 0);
        ActionNames actions = ActionNames.open(usage.resolve("actions"))) {
      UsageTable table = new UsageTable(database, actions::name, Reason::outcomeName);
      assertThat(table.totals(organization, key, 0, System.currentTimeMillis() + 60_000))
          .containsExactlyInAnyOrder(
              new UsageTotal("contacts.read", "granted", 0, 3, 3),
              new UsageTotal("calls.read", "permission_denied", 0, 1, 1));
      assertThat(table.lastUsed(organization, key))
          .singleElement()
          .extracting(LastUse::address)
          .isEqualTo(Optional.of("127.0.0.1"));
      assertThat(table.totals("org_other", key, 0, System.currentTimeMillis() + 60_000)).isEmpty();
    }
  }
}
