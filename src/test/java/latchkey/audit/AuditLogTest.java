package latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import latchkey.audit.Event.Action;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class AuditLogTest {
  private static final String ACME = "org_acme";
  private static final String OTHER = "org_other";
  private static final By ANN =
      By.person("usr_ann", "Ann ✓ 🗝", new Origin("192.0.2.1", "curl/8", "req_1"));

  @Parameter TestDatabases engine;
  private Database database;

  @BeforeEach
  void open() {
    database = engine.open(() -> 1_000);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void append(String org, Event... events) {
    database.write(
        tx -> {
          AuditLog.append(tx, org, ANN, List.of(events));
          return true;
        });
  }

  private static Event event(String id) {
    return Event.update("API Key", id, "Renamed a key", "{\"name\":\"a\"}", "{\"name\":\"b\"}");
  }

  private List<Trail.Row> rows(String org) {
    return database.read(handle -> Trail.after(handle, org, 0));
  }

  private void assertWhole(String org, int entries) {
    List<Trail.Row> rows = rows(org);
    assertThat(rows).extracting(Trail.Row::seq).containsExactlyElementsOf(upTo(entries));
    Hash previous = Hash.NONE;
    for (Trail.Row row : rows) {
      assertThat(row.follows(previous)).isTrue();
      previous = row.hash();
    }
  }

  private static List<Long> upTo(int n) {
    return LongStream.rangeClosed(1, n).boxed().toList();
  }

  @Test
  void entriesOfOneAndOfManyTransactionsAreOneChainPerOrganization() {
    append(ACME, event("k1"));
    append(OTHER, event("k2"));
    append(ACME, event("k3"), event("k4").failed(), Event.of(Action.LOGIN, "Session", "", "Ann"));
    append(ACME);
    append(ACME, event("k5"));
    assertWhole(ACME, 5);
    assertWhole(OTHER, 1);
  }

  @Test
  void allThatWasSaidIsStored() {
    append(ACME, event("k1").failed());
    assertThat(rows(ACME).getFirst().texts())
        .containsExactly(
            Optional.of("PERSON"),
            Optional.of("usr_ann"),
            Optional.of("Ann ✓ 🗝"),
            Optional.of("192.0.2.1"),
            Optional.of("curl/8"),
            Optional.of("req_1"),
            Optional.of("UPDATE"),
            Optional.of("API Key"),
            Optional.of("k1"),
            Optional.of("Renamed a key"),
            Optional.of("FAILED"),
            Optional.of("{\"name\":\"a\"}"),
            Optional.of("{\"name\":\"b\"}"));
    assertThat(rows(ACME).getFirst().at()).isEqualTo(1_000);
  }

  @Test
  void textsThatNoEngineStoresAreMadeOnesThatBothStore() {
    append(ACME, Event.of(Action.READ, "API Key", "k\0", "half \ud83d and " + "🗝".repeat(2_000)));
    assertWhole(ACME, 1);
  }

  @Test
  void aChangeThatFailsLeavesNoEntryAndNoGap() {
    append(ACME, event("k1"));
    assertThatThrownBy(
            () ->
                database.write(
                    tx -> {
                      AuditLog.append(tx, ACME, ANN, event("k2"));
                      throw new IllegalStateException("after the entry");
                    }))
        .hasMessageContaining("after the entry");
    append(ACME, event("k3"));
    assertWhole(ACME, 2);
  }

  @Test
  void noEntryIsLostOrForkedHoweverManyAppendAtOnce() throws Exception {
    int threads = 8;
    int each = 40;
    List<Callable<Boolean>> jobs = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String mine = "k" + i;
      jobs.add(
          () -> {
            for (int n = 0; n < each; n++) {
              append(ACME, event(mine));
            }
            return true;
          });
    }
    try (var pool = Executors.newFixedThreadPool(threads)) {
      for (var job : pool.invokeAll(jobs)) {
        assertThat(job.get()).isTrue();
      }
    }
    assertWhole(ACME, threads * each);
  }

  @Test
  void everyFieldAndTheOrderAreCovered() {
    append(ACME, event("k1"), event("k2"));
    Trail.Row first = rows(ACME).getFirst();
    for (String column : Entry.COLUMNS) {
      tamper("UPDATE audit_entry SET " + column + " = 'OTHER' WHERE seq = 1");
      assertThat(rows(ACME).getFirst().follows(Hash.NONE)).as(column).isFalse();
      restore(column, first.texts().get(Entry.COLUMNS.indexOf(column)).orElseThrow());
    }
    assertWhole(ACME, 2);
    tamper("UPDATE audit_entry SET at = 999 WHERE seq = 1");
    assertThat(rows(ACME).getFirst().follows(Hash.NONE)).isFalse();
    assertThat(rows(ACME).getLast().follows(Hash.NONE)).isFalse();
  }

  private void tamper(String statement) {
    database.write(tx -> tx.handle().execute(statement));
  }

  private void restore(String column, String text) {
    database.write(
        tx ->
            tx.handle()
                .createUpdate("UPDATE audit_entry SET " + column + " = :text WHERE seq = 1")
                .bind("text", text)
                .execute());
  }
}
