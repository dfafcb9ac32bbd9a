package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How SQLite finds what lists ask for: by an index, and in its order.
class ListPlanTest {
  private static final Optional<String> ANY = Optional.empty();
  private static final OptionalLong EVER = OptionalLong.empty();

  /// The statement of a page puts that page in order once more, which is short.
  private static final String SORTED = "USE TEMP B-TREE FOR ORDER BY";

  private Database database;
  private Desk desk;

  @BeforeEach
  void open() {
    database = TestDatabases.SQLITE.open(() -> 1_700_000_000_000L);
    desk = new Desk(database);
    int _ =
        database.write(
            tx -> {
              for (int i = 0; i < 1_100; i++) {
                String sent = "{'name': 'Ann', 'email': 'a%d@example.com', 'stage': 'Lead'}";
                var _ =
                    desk.contacts.create(
                        tx, Desk.ACME, Desk.json(sent.formatted(i)), false, Desk.KEY);
              }
              return 0;
            });
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// The plans of all statements that a page of a list takes, a line for each step.
  private List<List<String>> plans(Filter filter, String sort, Slice slice) {
    return database.read(
        handle ->
            plans(
                handle,
                () ->
                    new ContactList(
                            handle, Desk.ACME, filter, filter.mobileNumber(), Sort.parse(sort))
                        .read(slice)));
  }

  private static List<List<String>> plans(Handle handle, Supplier<?> work) {
    List<String> statements = new ArrayList<>();
    handle.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            statements.add(context.getParsedSql().getSql());
          }
        });
    var _ = work.get();
    return statements.stream().map(statement -> plan(handle, statement)).toList();
  }

  @Test
  void stepsThroughAllContactsOfAnAgentCostTheSameHoweverManyThereAre() {
    List<List<String>> plans =
        new ArrayList<>(
            database.read(
                handle -> plans(handle, () -> Moves.having(handle, Desk.ACME, "card", 0))));
    plans.addAll(
        database.write(
            tx -> plans(tx.handle(), () -> Clearance.contacts(tx, Desk.ACME, /* most= */ 5))));
    assertNoScan(plans);
    assertThat(plans.stream().flatMap(List::stream).filter(step -> step.contains("contact USING")))
        .hasSize(4)
        .allMatch(
            step ->
                step.contains("contact_by_creation (agent_id=? AND archived=?")
                    || step.contains("INTEGER PRIMARY KEY"));
  }

  private static List<String> plan(Handle handle, String statement) {
    try (PreparedStatement explain =
        handle.getConnection().prepareStatement("EXPLAIN QUERY PLAN " + statement)) {
      for (int i = 1; i <= explain.getParameterMetaData().getParameterCount(); i++) {
        explain.setObject(i, null);
      }
      List<String> steps = new ArrayList<>();
      try (ResultSet rows = explain.executeQuery()) {
        while (rows.next()) {
          steps.add(rows.getString("detail"));
        }
      }
      return steps;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertNoScan(List<List<String>> plans) {
    assertThat(plans).isNotEmpty();
    assertThat(plans)
        .allSatisfy(plan -> assertThat(plan).noneMatch(step -> step.matches("SCAN contact( .*)?")));
  }

  private static void assertInOrder(List<List<String>> plans) {
    assertNoScan(plans);
    assertThat(plans)
        .allSatisfy(
            plan ->
                assertThat(plan.stream().filter(SORTED::equals).count()).isLessThanOrEqualTo(1));
  }

  private static Filter filter(
      Optional<String> stage, Optional<String> owner, Optional<String> email) {
    return new Filter(ANY, ANY, stage, owner, email, ANY, false, EVER, EVER, EVER, EVER);
  }

  private Slice after(Filter filter, String sort) {
    Found found = desk.contacts.list(Desk.ACME, filter, Sort.parse(sort), Slice.page(1, 10));
    return Slice.after(found.next().orElseThrow(), 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"createdAt", "-createdAt", "updatedAt", "-updatedAt", "name", "-name"})
  void noListScansTheTableNorSortsMoreThanAPage(String sort) {
    List<Filter> filters =
        List.of(
            Filter.NONE,
            Filter.NONE.searching("ann"),
            Filter.NONE.searching("an"),
            filter(Optional.of("Lead"), ANY, ANY),
            filter(Optional.of("Lead"), Optional.of("ann"), ANY));
    for (Filter filter : filters) {
      assertInOrder(plans(filter, sort, Slice.page(1, 10)));
      assertInOrder(plans(filter, sort, after(filter, sort)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"createdAt", "-createdAt", "updatedAt", "-updatedAt", "name", "-name"})
  void whatIsRareIsFoundByAnIndex(String sort) {
    long time = 1_600_000_000_000L;
    OptionalLong from = OptionalLong.of(time);
    OptionalLong to = OptionalLong.of(time + 5);
    for (Filter filter :
        List.of(
            Filter.NONE.searching("nobody"),
            filter(Optional.of("Customer"), ANY, ANY),
            filter(ANY, Optional.of("nobody"), ANY),
            filter(ANY, ANY, Optional.of("a1@example.com")),
            new Filter(ANY, ANY, ANY, ANY, ANY, Optional.of("+491"), false, EVER, EVER, EVER, EVER),
            new Filter(ANY, ANY, ANY, ANY, ANY, ANY, false, from, to, EVER, EVER),
            new Filter(ANY, ANY, ANY, ANY, ANY, ANY, false, EVER, EVER, from, to))) {
      assertNoScan(plans(filter, sort, Slice.page(1, 10)));
    }
  }

  @Test
  void addressesAreFoundByTheirOwnIndexAndRangesByTheirs() {
    assertThat(plans(filter(ANY, ANY, Optional.of("a1@example.com")), "name", Slice.page(1, 10)))
        .allSatisfy(plan -> assertThat(plan.toString()).contains("contact_by_email"));
    OptionalLong from = OptionalLong.of(1);
    Filter changed =
        new Filter(ANY, ANY, ANY, ANY, ANY, ANY, false, EVER, EVER, from, OptionalLong.of(2));
    assertThat(plans(changed, "-updatedAt", Slice.page(1, 10)))
        .allSatisfy(plan -> assertThat(plan.toString()).contains("contact_by_update"));
  }
}
