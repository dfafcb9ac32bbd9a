package latchkey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import latchkey.access.AddressList;
import latchkey.access.TrustedProxies;
import latchkey.agents.Agents;
import latchkey.cli.Server.Running;
import latchkey.cli.StartFailure;
import latchkey.crypto.Keyset;
import latchkey.crypto.UnusableKeyset;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.db.UnusableDatabase;
import latchkey.doors.Doorway;
import latchkey.doors.manage.ManageDoor;
import latchkey.doors.manage.Operation;
import latchkey.doors.open.OpenDoor;
import latchkey.doors.open.OpenErrors;
import latchkey.doors.open.OpenOperation;
import latchkey.doors.openapi.OpenApiDoor;
import latchkey.doors.pages.PagesDoor;
import latchkey.doors.verify.ForwardAuthDoor;
import latchkey.doors.verify.Queries;
import latchkey.doors.verify.SelfDoor;
import latchkey.doors.verify.VerifyDoor;
import latchkey.files.Blobs;
import latchkey.files.Files;
import latchkey.gate.Gate;
import latchkey.gate.Reason;
import latchkey.gate.UsageCounter;
import latchkey.http.Assets;
import latchkey.http.CannotListen;
import latchkey.http.EventLoops;
import latchkey.http.Routes;
import latchkey.http.Routes.Route;
import latchkey.http.Tls;
import latchkey.http.UnusableCertificate;
import latchkey.http.WebServer;
import latchkey.http.WebSettings;
import latchkey.idempotency.Idempotency;
import latchkey.imports.Imports;
import latchkey.keys.KeyRoom;
import latchkey.mail.Mailer;
import latchkey.ops.Health;
import latchkey.ops.Jobs;
import latchkey.ops.Metrics;
import latchkey.ops.OpsRoutes;
import latchkey.ops.SteadyClock;
import latchkey.outbox.Outbox;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import latchkey.people.People;
import latchkey.people.Post;
import latchkey.people.Sessions;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import latchkey.usage.ActionNames;
import latchkey.usage.GrantedBefore;
import latchkey.usage.UsageJournal;
import latchkey.usage.UsageTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running server: everything that it is made of, in the order in which it hangs together.
final class Latchkey implements Running {
  private static final Logger LOG = LoggerFactory.getLogger(Latchkey.class);
  private static final int EXIT_LOST_DATABASE = 1;
  private static final int ORGANIZATIONS_AT_ONCE = 100;

  private final Settings settings;
  private final SteadyClock clock = new SteadyClock();
  private final Assets assets = PageAssets.assets();

  /// What a stop closes, the last opened first.
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private final Health health;
  private final Database database;
  private final Rooms rooms;
  private final Records records;
  private final Idempotency idempotency;
  private final Imports imports;
  private final List<Operation> operations;
  private final List<OpenOperation> openOperations;
  private final Gate gate;
  private final UsageTable usage;
  private final WebServer doors;
  private final WebServer management;

  /// Starts a server, which answers when this returns.
  static Latchkey start(Settings settings) {
    List<AutoCloseable> unused = new ArrayList<>();
    try {
      return new Latchkey(settings, unused);
    } catch (UnusableKeyset | UnusableDatabase | CannotListen | UnusableCertificate e) {
      closeAll(unused);
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      closeAll(unused);
      throw new StartFailure("cannot start: " + e, e);
    } catch (RuntimeException | Error e) {
      closeAll(unused);
      throw e;
    }
  }

  private Latchkey(Settings settings, List<AutoCloseable> unfinished)
      throws IOException, CannotListen, UnusableCertificate {
    this.settings = settings;
    SecureRandom random = new SecureRandom();
    Optional<Tls> tls = tls(settings);
    WebSettings doorsAt =
        webSettings(settings, Setting.HOST, Setting.PORT)
            .withTls(tls, settings.get(Setting.HTTPS_ONLY));
    WebSettings managementAt =
        webSettings(settings, Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT);
    FileStorage.check(settings);
    WebServer.check(doorsAt);
    WebServer.check(managementAt);

    DataFolder folder = open(unfinished, DataFolder.open(settings.get(Setting.DATA)));
    // The keyset comes first: see DataFolder for what its absence beside a database means.
    Keyset keyset =
        folder.keyset(
            settings.get(Setting.KEYSET),
            /* embedded= */ settings.get(Setting.DATABASE_URL).isEmpty(),
            random);
    Location location = Storage.location(settings, folder);
    Storage.take(location, this::lostDatabase).ifPresent(node -> open(unfinished, node));
    database = open(unfinished, Database.open(location, clock::millis));
    Storage.bind(database, keyset, clock::millis);

    Changes changes = new Changes();
    Path filesFolder = folder.filesFolder();
    Blobs blobs = open(unfinished, FileStorage.open(settings, filesFolder, keyset.id()));
    Files contactFiles = ContactFiles.open(settings, database, blobs, filesFolder);
    KeyRoom keys = KeyRoom.open(database, keyset, random, changes::key, changes::imported);
    rooms =
        new Rooms(
            new Organizations(database, changes::organization),
            People.on(
                database, keyset, random, clock::millis, post(settings), peopleRules(settings)),
            new Agents(database, changes::organization, keys.keys()::agentDeleted),
            keys,
            Crm.on(database, contactFiles),
            new GrantedBefore(database, Reason.outcomeName(Reason.GRANTED), clock.millis()),
            clock::millis);
    idempotency = new Idempotency(database, keyset);
    gate = new Gate(rooms, keyset, bounds(settings), random);
    changes.tell(gate);

    // Closed after the journal, which asks the loops for their last counts.
    EventLoops loops = open(unfinished, EventLoops.start(eventLoops(settings)));
    Path usageFolder = folder.usageFolder();
    ActionNames actions = open(unfinished, ActionNames.open(usageFolder.resolve("actions")));
    usage = new UsageTable(database, actions::name, Reason::outcomeName);
    records = Records.of(database, rooms, keyset.signer(), usage);
    OpenIdSignIn openId =
        open(unfinished, OpenIdSignIn.of(settings, this::publicUrl, random, clock::millis));
    imports = ContactImports.open(database, rooms.crm(), folder.importsFolder());
    operations = Operations.of(rooms, records, gate, imports, openId, settings, random);
    openOperations = OpenOperations.of(rooms, idempotency, settings);
    UsageJournal journal = open(unfinished, UsageJournal.open(usageFolder, usage));

    // Before the first decision, for limits go on from what an earlier run has counted.
    journal.drain();
    TrustedProxies proxies = proxies(settings);
    boolean https =
        tls.isPresent()
            || settings
                .get(Setting.PUBLIC_URL)
                .filter(url -> "https".equals(url.getScheme()))
                .isPresent();
    doors =
        WebServer.start(
            loops,
            doorsAt,
            executor -> {
              var counter = new UsageCounter(journal.tally(executor), actions);
              return routes(
                  new Doorway(gate, gate.decider(counter), proxies, https, clock::millis));
            });
    unfinished.add(() -> doors.stop(Duration.ZERO));
    health = new Health(List.of(new Health.Check("database", () -> answers(database))));
    Metrics metrics = open(unfinished, metrics(journal));
    management =
        WebServer.start(loops, managementAt, _ -> Routes.of(OpsRoutes.of(health, metrics)));
    unfinished.add(() -> management.stop(Duration.ZERO));
    journal.start();
    open(unfinished, sweeper());
    open(unfinished, ContactImports.start(database, rooms.crm(), imports));
    Jobs jobs = open(unfinished, new Jobs(random));
    Upkeep.start(jobs, settings, database, keyset.signer(), clock::millis);
    tls.ifPresent(
        files -> jobs.every(Duration.ofMinutes(1), "look for a new certificate", files::follow));
    jobs.every(
        Duration.ofHours(1),
        "prune idempotency keys",
        () -> {
          var _ = idempotency.prune(clock.millis());
        });
    jobs.every(
        Duration.ofHours(1),
        "forget old events",
        () -> {
          var _ = Outbox.prune(database, clock.millis());
        });
    jobs.every(Duration.ofMinutes(1), "move contacts", rooms.crm().setups()::finishMoves);
    ContactFiles.keepSwept(contactFiles, jobs, clock::millis);
    ContactImports.keepSwept(imports, jobs);
    new DeletedAgents(database, contactFiles, imports).keepCleared(jobs, clock::millis);
    jobs.every(Duration.ofMinutes(10), "tell of expiring keys", this::tellOfExpiry);
    jobs.every(Duration.ofHours(1), "score the organizations' keys", this::score);
    jobs.every(
        Duration.ofMinutes(10),
        "retire quiet secrets",
        () -> {
          journal.drain(); // what was used a moment ago is not quiet
          int _ = rooms.keyRoom().rotations().retireQuiet();
        });
    unfinished.forEach(opened::push);
  }

  private static <T extends AutoCloseable> T open(List<AutoCloseable> unfinished, T opened) {
    unfinished.add(opened);
    return opened;
  }

  Database database() {
    return database;
  }

  List<Operation> operations() {
    return operations;
  }

  List<OpenOperation> openOperations() {
    return openOperations;
  }

  Rooms rooms() {
    return rooms;
  }

  Imports imports() {
    return imports;
  }

  Gate gate() {
    return gate;
  }

  UsageTable usage() {
    return usage;
  }

  /// Where the doors are reached, as a client on this machine writes it.
  String url() {
    return url(doors.encrypts() ? "https" : "http", settings.get(Setting.HOST), doors.port());
  }

  String managementUrl() {
    return url("http", settings.get(Setting.MANAGEMENT_HOST), management.port());
  }

  private static String url(String scheme, String host, int port) {
    String reachable =
        host.equals("0.0.0.0") ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return scheme + "://" + reachable + ":" + port;
  }

  @Override
  public void stop() {
    health.stopping();
    doors.stop(settings.get(Setting.DRAIN_TIMEOUT));
    closeAll(new ArrayList<>(opened).reversed());
  }

  private static void closeAll(List<AutoCloseable> opened) {
    for (AutoCloseable closeable : opened.reversed()) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.warn("closing {} failed: {}", closeable.getClass().getSimpleName(), e.toString());
      }
    }
  }

  private Routes routes(Doorway doorway) {
    Queries queries = new Queries();
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new ForwardAuthDoor(
                doorway,
                queries,
                new ForwardAuthDoor.Mapping(
                    settings.get(Setting.AUTH_PERMISSION_HEADER),
                    settings.get(Setting.AUTH_AGENT_HEADER)))
            .routes());
    routes.addAll(
        new VerifyDoor(doorway, queries, settings.get(Setting.VERIFY_OPEN_ON_LOOPBACK)).routes());
    routes.addAll(new SelfDoor(doorway, records.usage(), records.counts()).routes());
    var sessions = rooms.people().sessions();
    var manage = new ManageDoor(doorway, sessions::find, idempotency, operations);
    routes.addAll(manage.routes());
    routes.addAll(new OpenDoor(doorway, idempotency, openOperations).routes());
    routes.addAll(new OpenApiDoor().routes());
    routes.addAll(assets.routes());
    var pages =
        new PagesDoor(
            doorway,
            sessions::find,
            manage,
            assets,
            settings.get(Setting.MAX_UPLOAD),
            Screens.all(settings.get(Setting.PUBLIC_URL)));
    routes.addAll(pages.routes());
    return Routes.of(routes, pages::absent)
        .speaking(OpenDoor.PATH, new OpenErrors())
        .sharing("/v1", origins());
  }

  private Set<String> origins() {
    return settings.get(Setting.CORS_ORIGINS).stream()
        .map(URI::toString)
        .collect(Collectors.toSet());
  }

  private Metrics metrics(UsageJournal journal) {
    Metrics metrics = new Metrics();
    for (int outcome = 0; outcome <= Reason.values().length; outcome++) {
      int number = outcome;
      metrics.counter(
          "latchkey.decisions",
          "Decisions by outcome",
          () -> gate.decided(number),
          "outcome",
          Reason.outcomeName(number));
    }
    metrics.counter(
        "latchkey.usage.uncounted", "Requests that could not be counted", journal::uncounted);
    metrics.gauge("latchkey.keys.in.memory", "Decoded keys in memory", gate::keysInMemory);
    metrics.gauge("latchkey.meters", "Keys whose limits are counted", gate::metersInMemory);
    metrics.server("doors", doors);
    return metrics;
  }

  private static Optional<String> answers(Database database) {
    return database.read(
        handle ->
            handle.createQuery("SELECT 1").mapTo(int.class).findOne().isPresent()
                ? Optional.empty()
                : Optional.of("does not answer"));
  }

  /// Forgets idle meters, once a minute.
  private AutoCloseable sweeper() {
    ScheduledExecutorService sweeper =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("sweeper").factory());
    var _ = sweeper.scheduleAtFixedRate(() -> gate.sweep(clock.millis()), 1, 1, TimeUnit.MINUTES);
    return sweeper::shutdownNow;
  }

  /// Another process may hold the database by now, and revoke keys that are in memory here.
  private void lostDatabase() {
    LOG.error("the hold on the database is lost: this process ends, for another may have taken it");
    Runtime.getRuntime().halt(EXIT_LOST_DATABASE);
  }

  private static Gate.Bounds bounds(Settings settings) {
    return new Gate.Bounds(
        settings.get(Setting.CACHE_SIZE),
        settings.get(Setting.NEGATIVE_CACHE_ENTRIES),
        settings.get(Setting.DECISIONS_KEPT),
        settings.get(Setting.FAILED_CREDENTIALS_PER_MINUTE));
  }

  /// Where no mail is sent, the notices are only written down.
  private void tellOfExpiry() {
    int _ = rooms.keyRoom().notices().write();
    mailer(settings)
        .map(mailer -> new ExpiryMail(mailer, rooms.organizations(), rooms.people().members()))
        .ifPresent(
            mail -> {
              int _ = rooms.keyRoom().notices().deliver(mail, clock.millis());
            });
  }

  private void score() {
    Optional<String> after = Optional.empty();
    List<Organization> some;
    do {
      some = rooms.organizations().list(Optional.empty(), after, ORGANIZATIONS_AT_ONCE);
      some.forEach(organization -> records.advisor().refresh(organization, clock.millis()));
      after = some.isEmpty() ? Optional.empty() : Optional.of(some.getLast().id());
    } while (some.size() == ORGANIZATIONS_AT_ONCE);
  }

  private static Optional<Mailer> mailer(Settings settings) {
    return settings
        .get(Setting.SMTP_URL)
        .map(server -> new Mailer(server, settings.get(Setting.SMTP_FROM)));
  }

  /// Mail, and links to where people's browsers reach the doors.
  private Post post(Settings settings) {
    return new Post(mailer(settings), this::publicUrl);
  }

  /// As people see it in their browsers. On this machine that is a name, for passkeys are not for
  /// addresses.
  private URI publicUrl() {
    return settings
        .get(Setting.PUBLIC_URL)
        .orElseGet(() -> URI.create(url().replace("//127.0.0.1:", "//localhost:")));
  }

  private static People.Rules peopleRules(Settings settings) {
    return new People.Rules(
        new Sessions.Rules(
            settings.get(Setting.SESSION_IDLE), settings.get(Setting.SESSION_LIFETIME)),
        settings.get(Setting.INVITATION_LIFETIME));
  }

  private static int eventLoops(Settings settings) {
    int count = settings.get(Setting.EVENT_LOOPS);
    return count == 0 ? EventLoops.defaultCount() : count;
  }

  private static TrustedProxies proxies(Settings settings) {
    List<String> trusted = settings.get(Setting.TRUSTED_PROXIES);
    return trusted.isEmpty() ? TrustedProxies.NONE : TrustedProxies.of(AddressList.parse(trusted));
  }

  private static Optional<Tls> tls(Settings settings) throws UnusableCertificate {
    Optional<Path> certificate = settings.get(Setting.TLS_CERTIFICATE);
    Optional<Path> key = settings.get(Setting.TLS_KEY);
    return certificate.isPresent() && key.isPresent()
        ? Optional.of(Tls.of(certificate.get(), key.get()))
        : Optional.empty();
  }

  private static WebSettings webSettings(
      Settings settings, Setting<String> host, Setting<Integer> port) {
    return WebSettings.at(settings.get(host), settings.get(port))
        .withMaxHeadBytes(Math.toIntExact(settings.get(Setting.MAX_HEADER_BYTES)))
        .withMaxBodyBytes(Math.toIntExact(settings.get(Setting.MAX_JSON_BODY)))
        .withMaxConnections(settings.get(Setting.MAX_CONNECTIONS))
        .withTimeouts(
            settings.get(Setting.HEADER_TIMEOUT),
            settings.get(Setting.HEADER_TIMEOUT),
            settings.get(Setting.IDLE_TIMEOUT));
  }
}
