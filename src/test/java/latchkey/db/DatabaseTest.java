package latchkey.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import latchkey.db.DatabaseException.Kind;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class DatabaseTest {
  @Parameter TestDatabases engine;

  private static final String ORGANIZATION =
      """
      INSERT INTO organization (id, name, status, key_prefix, sealed_copies, own_resources, created_at, updated_at)
      VALUES (:id, 'Acme', 'active', 'lk', 0, '', 1, 1)
      """;

  @Test
  void aFailedTransactionLeavesNothing() {
    try (Database database = engine.open(() -> 1)) {
      assertThatThrownBy(
              () ->
                  database.write(
                      tx -> {
                        tx.handle().createUpdate(ORGANIZATION).bind("id", "a").execute();
                        throw new IllegalStateException("stop");
                      }))
          .hasMessage("stop");
      assertThat(organizations(database)).isZero();
    }
  }

  @Test
  void whereOneOfManyFailsTheOthersAreCommittedAndItsOwnIsNot() throws Exception {
    try (Database database = engine.open(() -> 1);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch first = new CountDownLatch(1);
      CountDownLatch queued = new CountDownLatch(1);
      Future<?> busy =
          callers.submit(
              () ->
                  database.writeTogether(
                      tx -> {
                        first.countDown();
                        return await(queued);
                      }));
      assertThat(await(first)).isTrue();
      List<Future<String>> others = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String id = "org" + i;
        others.add(callers.submit(() -> database.writeTogether(tx -> added(tx, id))));
      }
      queued.countDown();
      assertThat(busy.get(1, TimeUnit.MINUTES)).isEqualTo(true);
      for (int i = 0; i < 8; i++) {
        Future<String> other = others.get(i);
        if (i == 3) {
          assertThatThrownBy(() -> other.get(1, TimeUnit.MINUTES))
              .hasRootCauseMessage("org3 fails after it has written");
        } else {
          assertThat(other.get(1, TimeUnit.MINUTES)).isEqualTo("org" + i);
        }
      }
      assertThat(organizations(database)).isEqualTo(7);
    }
  }

  @Test
  void afterWorkThatWaitedForNoDiskEachCommitWaitsAgain() {
    try (Database database = engine.open(() -> 1)) {
      String before = database.write(DatabaseTest::waiting);
      String during =
          database.durableAtTheEnd(
              () ->
                  database.write(
                      tx -> {
                        tx.handle().createUpdate(ORGANIZATION).bind("id", "a").execute();
                        return waiting(tx);
                      }));
      assertThat(during).isEqualTo(engine == TestDatabases.SQLITE ? "0" : before);
      assertThat(database.<String>write(DatabaseTest::waiting)).isEqualTo(before);
      assertThat(organizations(database)).isOne();
    }
  }

  private static String waiting(Tx tx) {
    String asked =
        switch (Dialect.of(tx.handle())) {
          case SQLITE -> "PRAGMA synchronous";
          case POSTGRES -> "SELECT current_setting('synchronous_commit')";
        };
    return tx.handle().createQuery(asked).mapTo(String.class).one();
  }

  private static String added(Tx tx, String id) {
    var _ = tx.handle().createUpdate(ORGANIZATION).bind("id", id).execute();
    if (id.equals("org3")) {
      throw new IllegalStateException(id + " fails after it has written");
    }
    return id;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTransactionCarriesOneTime() {
    try (Database database = engine.open(() -> 42)) {
      assertThat(database.<Long>write(Tx::now)).isEqualTo(42);
    }
  }

  @Test
  void aSecondRowOfTheSameIdentityIsAConflict() {
    try (Database database = engine.open(() -> 1)) {
      database.write(tx -> tx.handle().createUpdate(ORGANIZATION).bind("id", "a").execute());
      assertThatThrownBy(
              () ->
                  database.write(
                      tx -> tx.handle().createUpdate(ORGANIZATION).bind("id", "a").execute()))
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }
  }

  @Test
  void identifiersOfDifferentCaseAreDifferent() {
    try (Database database = engine.open(() -> 1)) {
      database.write(tx -> tx.handle().createUpdate(ORGANIZATION).bind("id", "a").execute());
      database.write(tx -> tx.handle().createUpdate(ORGANIZATION).bind("id", "A").execute());
      assertThat(organizations(database)).isEqualTo(2);
    }
  }

  @Test
  void aDatabaseOpensAgainWithWhatWasWritten() {
    Location location = engine.fresh();
    try (Database database = Database.open(location, () -> 1)) {
      database.write(tx -> tx.handle().createUpdate(ORGANIZATION).bind("id", "a").execute());
    }
    try (Database database = Database.open(location, () -> 1)) {
      assertThat(organizations(database)).isEqualTo(1);
    }
  }

  @Test
  void aNewerDatabaseIsRefusedAndLeftAsItIs() {
    Location location = engine.fresh();
    try (Database database = Database.open(location, () -> 1)) {
      database.write(
          tx ->
              tx.handle()
                  .execute(
                      """
                      INSERT INTO flyway_schema_history
                        (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                      SELECT 999, '999', 'future', type, 'V999__future.sql', 1, 'me', 1, success
                      FROM flyway_schema_history WHERE version = '1'
                      """));
    }
    assertThatThrownBy(() -> Database.open(location, () -> 1))
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining("of a newer Latchkey")
        .hasMessageContaining("999");
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAsItIs(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("latchkey.db");
    Files.writeString(
        file, "this is not a database, and long enough to be looked at as one".repeat(40));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> Database.open(new Location.Sqlite(file), () -> 1))
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining(file.toString());
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aStatementThatFailedRunsAgain() {
    try (Database database = engine.open(() -> 1)) {
      add(database, "a");
      assertThatThrownBy(() -> add(database, "a")).isInstanceOf(DatabaseException.class);
      add(database, "b");
      assertThat(organizations(database)).isEqualTo(2);
    }
  }

  @Test
  void aStatementRunsWithinItself() {
    try (Database database = engine.open(() -> 1)) {
      List.of("a", "b", "c").forEach(id -> add(database, id));
      List<String> chains =
          database.read(
              handle ->
                  afterQuery(handle, "a").mapTo(String.class).stream()
                      .map(second -> second + after(handle, second))
                      .toList());
      assertThat(chains).containsExactly("b[c]", "c[]");
    }
  }

  @Test
  void aStatementThatNobodyReadToTheEndHoldsNothing() {
    try (Database database = engine.open(() -> 1)) {
      List.of("a", "b", "c").forEach(id -> add(database, id));
      for (int round = 0; round < 3; round++) {
        String touched =
            database.write(
                tx ->
                    tx.handle()
                        .createQuery("UPDATE organization SET name = 'B' RETURNING id")
                        .mapTo(String.class)
                        .findFirst()
                        .orElseThrow());
        String first =
            database.readOnce(
                handle ->
                    handle
                        .createQuery("SELECT id FROM organization ORDER BY id")
                        .mapTo(String.class)
                        .findFirst()
                        .orElseThrow());
        assertThat(List.of("a", "b", "c")).contains(touched, first);
        add(database, "d" + round);
        assertThat(organizations(database)).isEqualTo(4 + round);
      }
    }
  }

  @Test
  void moreStatementsThanAreKeptAllRun() {
    try (Database database = engine.open(() -> 1)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 150; i++) {
          String sql = "SELECT " + i;
          int number =
              database.readOnce(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
          assertThat(number).isEqualTo(i);
        }
      }
    }
  }

  private static List<String> after(Handle handle, String id) {
    return afterQuery(handle, id).mapTo(String.class).list();
  }

  private static Query afterQuery(Handle handle, String id) {
    return handle
        .createQuery("SELECT id FROM organization WHERE id > :id ORDER BY id")
        .bind("id", id);
  }

  private static void add(Database database, String id) {
    var _ = database.write(tx -> tx.handle().createUpdate(ORGANIZATION).bind("id", id).execute());
  }

  private static int organizations(Database database) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM organization").mapTo(int.class).one());
  }
}
