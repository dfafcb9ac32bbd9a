package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import latchkey.crm.Place;
import latchkey.imports.Import;
import latchkey.imports.Import.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What the demo shows is as if it had happened.
class DemoPastTest {
  private static final TestServer SERVER = TestServer.withAPast();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void theKeysOfTheReadyFileWereNeverUsed() {
    for (var issued : SERVER.data().keys()) {
      String id = issued.key().id().toString();
      assertThat(SERVER.server().usage().lastUsed(SERVER.organization(), id)).isEmpty();
      assertThat(SERVER.server().usage().totals(SERVER.organization(), id, 0, Long.MAX_VALUE))
          .isEmpty();
    }
  }

  @Test
  void theRowsOfAllTimesSayTheSame() {
    Set<Long> sums =
        List.of("usage_hour", "usage_day", "usage_total_hour", "usage_total_day").stream()
            .map(DemoPastTest::sum)
            .collect(Collectors.toSet());
    assertThat(sums).hasSize(1).allMatch(sum -> sum > 100_000);
  }

  @Test
  void anImportHasErrorsAndAnotherOneIsUndone() {
    Place place = new Place(SERVER.organization(), SERVER.agents().getFirst());
    List<Import> imports = SERVER.server().imports().list(place, Optional.empty(), 9);
    assertThat(imports).extracting(Import::state).containsExactly(State.UNDONE, State.DONE);
    assertThat(imports.getFirst().undone()).isEqualTo(new Import.Undone(3, 0, 0));
    assertThat(imports.getLast().progress()).isEqualTo(new Import.Progress(6, 0, 1, 3));
    assertThat(SERVER.server().imports().remarks(imports.getLast(), 0, 9)).hasSize(4);
  }

  private static long sum(String table) {
    String whole = table.contains("total") ? " AND agent_id = ''" : "";
    return SERVER
        .server()
        .database()
        .read(
            handle ->
                handle
                    .createQuery("SELECT SUM(count) FROM " + table + " WHERE org_id = :org" + whole)
                    .bind("org", SERVER.organization())
                    .mapTo(long.class)
                    .one());
  }
}
