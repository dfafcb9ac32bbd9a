package latchkey;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import latchkey.agents.Agent;
import latchkey.agents.Agents;
import latchkey.agents.Change;
import latchkey.agents.Profile;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crypto.Keyset;
import latchkey.crypto.Secret;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.idempotency.Attempt;
import latchkey.idempotency.Idempotency;
import latchkey.keys.Ceiling;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyRoom;
import latchkey.keys.PublicId;
import latchkey.keys.Retirement;
import latchkey.keys.Scope;
import latchkey.limits.Limits;
import latchkey.people.Actor;
import latchkey.people.Email;
import latchkey.people.Invitations.Delivery;
import latchkey.people.Invitations.Newcomer;
import latchkey.people.Invitations.Sent;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import latchkey.people.Outcome;
import latchkey.people.People;
import latchkey.people.Person;
import latchkey.people.Post;
import latchkey.people.Role;
import latchkey.people.Sessions;
import latchkey.people.Setup;

/// Changes people, agents and keys, many at once, again and again, until somebody kills it; takes
/// the database. It prints a line when each kind of change has been made once.
final class PeopleCrashLoad {
  /// As PostgreSQL knows its connections.
  static final String NAME = "people-crash-load";

  private static final String ORGANIZATION = "org_crash";
  private static final OptionalLong ANY = OptionalLong.empty();
  private static final Origin HERE = new Origin("192.0.2.1", "Firefox", "r1");
  private static final By OPERATOR = By.operator("operator", "Operator", HERE);
  private static final Actor ANN = Actor.person(By.person("ann", "Ann Lee", HERE));
  private static final Actor BOB = Actor.person(By.person("bob", "Bob Lee", HERE));
  private static final Newcomer NEWCOMER =
      new Newcomer("New", "Comer", new Secret("a long enough password"));
  private static final int KEYS = 5;

  private final SecureRandom random = new SecureRandom();
  private final Keyset keyset = Keyset.generate(random);
  private final Organizations organizations;
  private final People people;
  private final Agents agents;
  private final KeyRoom keys;
  private final Idempotency idempotency;

  private PeopleCrashLoad(Database database) {
    organizations = new Organizations(database, _ -> {});
    people =
        People.on(
            database,
            keyset,
            random,
            System::currentTimeMillis,
            new Post(Optional.empty(), () -> URI.create("https://keys.example.com/")),
            new People.Rules(Sessions.Rules.DEFAULT, Duration.ofDays(1)));
    keys = KeyRoom.open(database, keyset, random, _ -> {}, () -> {});
    agents = new Agents(database, _ -> {}, keys.keys()::agentDeleted);
    idempotency = new Idempotency(database, keyset);
  }

  /// What the process is started with.
  static List<String> arguments(Location location) {
    return switch (location) {
      case Location.Sqlite(Path file) -> List.of(file.toString());
      case Location.Postgres postgres ->
          List.of(
              postgres.url()
                  + (postgres.url().contains("?") ? "&" : "?")
                  + "ApplicationName="
                  + NAME,
              postgres.user(),
              postgres.password());
    };
  }

  public static void main(String[] args) throws InterruptedException {
    Location location =
        args.length == 1
            ? new Location.Sqlite(Path.of(args[0]))
            : new Location.Postgres(args[0], args[1], args[2], 6);
    try (Database database = Database.open(location, System::currentTimeMillis)) {
      new PeopleCrashLoad(database).run();
    }
  }

  private void run() throws InterruptedException {
    found();
    List<Runnable> changes =
        List.of(
            this::handOver,
            this::joinAndGo,
            this::createOrganization,
            this::makeAndDeleteAgents,
            this::rotate);
    CountDownLatch each = new CountDownLatch(changes.size());
    List<Thread> threads = new ArrayList<>();
    for (Runnable change : changes) {
      threads.add(Thread.ofPlatform().start(() -> repeat(change, each)));
    }
    each.await();
    System.out.println("begun");
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /// For ever; what fails ends the process, which the test sees by its exit code.
  private static void repeat(Runnable change, CountDownLatch first) {
    try {
      while (true) {
        change.run();
        first.countDown();
      }
    } catch (RuntimeException | Error e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  /// The organization and its first two people; and what a first start's link makes.
  private void found() {
    if (organizations.find(ORGANIZATION).isEmpty()) {
      organizations.create(Organization.named(ORGANIZATION, "Crash", "lk"));
    }
    if (people.members().find(ORGANIZATION, "ann").isEmpty()) {
      people
          .setup()
          .settle(
              ORGANIZATION,
              List.of(resident("ann", Role.OWNER), resident("bob", Role.ADMIN)),
              NEWCOMER.password());
    }
    people
        .setup()
        .link()
        .ifPresent(
            link -> {
              var _ =
                  done(
                      people
                          .setup()
                          .complete(
                              behindTheHash(link),
                              new Email("founder@example.com"),
                              NEWCOMER,
                              new Setup.Founding("Founded", "lk"),
                              HERE));
            });
  }

  private static Setup.Resident resident(String id, Role role) {
    return new Setup.Resident(
        new Person(id, new Email(id + "@example.com"), id, "Lee", false, 1), role);
  }

  private void handOver() {
    boolean anns = people.members().find(ORGANIZATION, "ann").orElseThrow().role() == Role.OWNER;
    var _ = done(people.members().handOver(ORGANIZATION, anns ? "bob" : "ann", anns ? ANN : BOB));
  }

  private void joinAndGo() {
    var opened = accepted(done(invite(ORGANIZATION, Role.VIEWER, ANN)));
    String person =
        people
            .sessions()
            .find(opened.token(), System.currentTimeMillis())
            .orElseThrow()
            .person()
            .id();
    var _ = done(people.members().remove(ORGANIZATION, person, ANY, ANN));
  }

  private void createOrganization() {
    String id = "org_" + UUID.randomUUID();
    organizations.create(Organization.named(id, "Another", "lk"), OPERATOR);
    var _ = accepted(done(invite(id, Role.OWNER, Actor.person(OPERATOR))));
  }

  private Outcome<Sent> invite(String organization, Role role, Actor actor) {
    Email email = new Email(UUID.randomUUID() + "@example.com");
    return people.invitations().invite(organization, email, role, actor);
  }

  private Sessions.Opened accepted(Sent sent) {
    Secret token = behindTheHash(((Delivery.Link) sent.delivery()).url());
    return done(people.invitations().accept(token, NEWCOMER, HERE));
  }

  private void makeAndDeleteAgents() {
    List<Agent> made = new ArrayList<>();
    var _ =
        idempotency.once(
            new Attempt(
                ORGANIZATION,
                "person:ann",
                "POST /api/v1/agents",
                UUID.randomUUID().toString(),
                new Secret("body")),
            System.currentTimeMillis(),
            () -> {
              made.add(
                  agents.create(ORGANIZATION, Agent.Kind.GENERAL, Profile.named("Once"), ANN.by()));
              return Optional.of(new Secret("answer"));
            });
    String id = made.getFirst().id();
    for (int i = 0; i < KEYS; i++) {
      var _ = keys.keys().issue(draft().forAgent(id), ANN.by());
    }
    done(agents.duplicate(ORGANIZATION, id, ANN.by()));
    done(agents.delete(ORGANIZATION, id, ANY, ANN.by()));
  }

  private void rotate() {
    PublicId id = keys.keys().issue(draft(), ANN.by()).key().id();
    Scope scope = Scope.of(ORGANIZATION);
    var rotations = keys.rotations();
    var _ = rotations.start(scope, id, ANY, new Retirement.ByHand(), Ceiling.none(), ANN.by());
    var _ = rotations.retire(scope, id, ANY, ANN.by());
    var _ = rotations.start(scope, id, ANY, new Retirement.ByHand(), Ceiling.none(), ANN.by());
  }

  private static KeyDraft draft() {
    return KeyDraft.of(ORGANIZATION, "crash", List.of("contacts.read")).limited(Limits.NONE);
  }

  private static <T> T done(Outcome<T> outcome) {
    return ((Outcome.Changed<T>) outcome).value();
  }

  private static void done(Change change) {
    if (!(change instanceof Change.Done)) {
      throw new IllegalStateException(change.toString());
    }
  }

  private static Secret behindTheHash(Secret link) {
    return new Secret(link.reveal().substring(link.reveal().indexOf('#') + 1));
  }
}
