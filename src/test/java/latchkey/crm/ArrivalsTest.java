package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Automations.Created;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine must do for automations.
@ParameterizedClass
@EnumSource(TestDatabases.class)
class ArrivalsTest {
  private static final Place PLACE = new Place("org_acme", "agent");
  private static final Arrival NOTHING =
      new Arrival(Optional.empty(), Optional.empty(), Optional.empty());
  private static final Author ANN = new Author(By.person("ann", "Ann", Origin.NONE), Source.MANUAL);
  private static final Author KEY = new Author(By.key("k", "Sync", Origin.NONE), Source.API);
  private static final List<String> FIRST = List.of("ann", "bob", "cid");
  private static final List<String> SECOND = List.of("dan", "eve");

  @Parameter TestDatabases engine;
  private final Set<String> working = new HashSet<>(List.of("ann", "bob", "cid", "dan", "eve"));
  private Database database;
  private Arrivals arrivals;

  @BeforeEach
  void open() {
    database = engine.open(() -> 1);
    new Organizations(database, _ -> {}).create(Organization.named("org_acme", "Acme", "acme"));
    arrivals =
        new Arrivals(
            new Staff() {
              @Override
              public Optional<String> owner(Handle handle, String organizationId) {
                return Optional.of("boss");
              }

              @Override
              public Set<String> working(
                  Handle handle, String organizationId, Collection<String> persons) {
                return persons.stream().filter(working::contains).collect(Collectors.toSet());
              }
            });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Arrival arrival(Assignment assignment, Author author, Arrival sent) {
    Created captured = new Created(assignment, Optional.of("Lead"));
    Automations automations =
        assignment instanceof Assignment.Creator
            ? new Automations(captured, Automations.DEFAULT.captured())
            : new Automations(captured, captured);
    return database.write(tx -> arrivals.complete(tx, PLACE, automations, author, sent));
  }

  private static Arrival of(String owner, String secondary) {
    return new Arrival(
        Optional.of(owner).filter(o -> !o.isEmpty()),
        Optional.of(secondary).filter(o -> !o.isEmpty()),
        Optional.of("Lead"));
  }

  @Test
  void eachStrategyAssignsWhomItNames() {
    assertThat(arrival(new Assignment.Creator(), ANN, NOTHING)).isEqualTo(of("ann", ""));
    assertThat(arrival(new Assignment.OrganizationOwner(), KEY, NOTHING)).isEqualTo(of("boss", ""));
    assertThat(arrival(new Assignment.None(), KEY, NOTHING)).isEqualTo(of("", ""));
    Assignment both = new Assignment.Selected("bob", Optional.of("cid"));
    assertThat(arrival(both, KEY, NOTHING)).isEqualTo(of("bob", "cid"));
  }

  @Test
  void whatTheRequestSaysWins() {
    Assignment robin = new Assignment.RoundRobin(FIRST, SECOND);
    Arrival sent = new Arrival(Optional.of("zoe"), Optional.empty(), Optional.of("Customer"));
    assertThat(arrival(robin, KEY, sent)).isEqualTo(sent);
    Arrival second = new Arrival(Optional.empty(), Optional.of("ann"), Optional.empty());
    assertThat(arrival(robin, KEY, second)).isEqualTo(of("bob", "ann"));
  }

  @Test
  void whereTheOneChosenIsGoneTheOrganizationsOwnerIsAssigned() {
    working.removeAll(List.of("bob", "ann"));
    assertThat(arrival(new Assignment.Selected("bob", Optional.of("cid")), KEY, NOTHING))
        .isEqualTo(of("boss", "cid"));
    assertThat(arrival(new Assignment.Creator(), ANN, NOTHING)).isEqualTo(of("boss", ""));
    working.clear();
    assertThat(arrival(new Assignment.RoundRobin(FIRST, SECOND), KEY, NOTHING))
        .isEqualTo(of("boss", ""));
  }

  @Test
  void primaryAndSecondaryAdminsRotateByThemselvesAndThoseWhoLeftAreSkipped() {
    Assignment robin = new Assignment.RoundRobin(FIRST, SECOND);
    List<Arrival> got = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      got.add(arrival(robin, KEY, NOTHING));
    }
    assertThat(got)
        .containsExactly(of("ann", "dan"), of("bob", "eve"), of("cid", "dan"), of("ann", "eve"));
    working.remove("bob");
    assertThat(arrival(robin, KEY, NOTHING)).isEqualTo(of("cid", "dan"));
    assertThat(arrival(robin, ANN, NOTHING)).isEqualTo(of("ann", "dan")); // turns of their own
  }

  @Test
  void aTransactionThatFailsGivesItsTurnBack() {
    Assignment robin = new Assignment.RoundRobin(FIRST, List.of());
    Automations automations =
        new Automations(Automations.DEFAULT.manual(), new Created(robin, Optional.empty()));
    assertThatThrownBy(
            () ->
                database.write(
                    tx -> {
                      var _ = arrivals.complete(tx, PLACE, automations, KEY, NOTHING);
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(arrival(robin, KEY, NOTHING)).isEqualTo(of("ann", ""));
  }

  @Test
  void contactsThatComeAllAtOnceAreSpreadExactlyEvenly() throws Exception {
    Assignment robin = new Assignment.RoundRobin(FIRST, SECOND);
    List<Future<Arrival>> coming = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        coming.add(executor.submit(() -> arrival(robin, KEY, NOTHING)));
      }
    }
    assertThat(shares(coming, Arrival::owner))
        .isEqualTo(Map.of("ann", 20L, "bob", 20L, "cid", 20L));
    assertThat(shares(coming, Arrival::secondaryOwner)).isEqualTo(Map.of("dan", 30L, "eve", 30L));
  }

  private static Map<String, Long> shares(
      List<Future<Arrival>> coming, Function<Arrival, Optional<String>> who) {
    return coming.stream()
        .map(Future::resultNow)
        .map(arrival -> who.apply(arrival).orElseThrow())
        .collect(Collectors.groupingBy(person -> person, Collectors.counting()));
  }
}
