package latchkey.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import latchkey.agents.Agent;
import latchkey.agents.Agents;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Arrivals;
import latchkey.crm.Author;
import latchkey.crm.Contacts;
import latchkey.crm.Filter;
import latchkey.crm.Found;
import latchkey.crm.Place;
import latchkey.crm.Setups;
import latchkey.crm.Slice;
import latchkey.crm.Sort;
import latchkey.crm.Source;
import latchkey.crm.Staff;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.keys.KeyText;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.jdbi.v3.core.Handle;

/// Fills a record with contacts of one agent, if it has none, and measures lists and searches
/// in all of them: `SearchContacts sqlite|postgres FOLDER COUNT`. PostgreSQL is started on the
/// folder. With a fourth word only those lists are measured whose names have it.
public final class SearchContacts {
  private static final Place PLACE = new Place(BenchKey.ORGANIZATION, "0190a0000000000000000001");
  private static final Author AUTHOR =
      new Author(By.key("bench", "Bench", Origin.NONE), Source.API);
  /// What SQLite costs, whoever else is busy on the machine.
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final int ROWS_A_TRANSACTION = 1_000;
  private static final int ASKED = 200;
  private static final int CREATORS = 64;
  private static final int CREATED = 20_000;
  private static final String[] FIRST = {
    "Anna",
    "Bob",
    "Carl",
    "Dora",
    "Émile",
    "Frida",
    "Georg",
    "Hanna",
    "İda",
    "Jan",
    "Karl",
    "Léna",
    "Max",
    "Nína",
    "Otto",
    "Paul",
    "Rita",
    "Sven",
    "Tina",
    "Udo",
    "Vera",
    "Wim",
    "Xénia",
    "Yann",
    "Zoë",
    "Michael",
    "Christopher",
    "Elizabeth",
    "王",
    "李"
  };
  private static final String[] STAGES = {"Lead", "Prospect", "Customer", "Old Customer"};

  private final Contacts contacts;
  private final Database database;
  private final String only;

  private SearchContacts(Database database, String only) {
    this.database = database;
    this.only = only;
    contacts =
        new Contacts(
            database,
            new Setups(database, new Nobody()),
            new Arrivals(new Nobody()),
            (_, _, text) -> Optional.of(text),
            (_, _) -> "DE");
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[1]));
    int count = Integer.parseInt(args[2]);
    String only = args.length > 3 ? args[3] : "";
    if (args[0].equals("sqlite")) {
      measure(new Location.Sqlite(folder.resolve("latchkey.db")), count, only);
      return;
    }
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .setServerConfig("shared_buffers", "512MB")
            .start()) {
      measure(
          new Location.Postgres(
              server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", 10),
          count,
          only);
    }
  }

  private static void measure(Location location, int count, String only) throws Exception {
    try (Database database = Database.open(location, System::currentTimeMillis)) {
      SearchContacts bench = new SearchContacts(database, only);
      bench.fill(count);
      bench.searches();
      if (only.isEmpty() || only.equals("created")) {
        bench.creations();
      }
    }
  }

  private void fill(int count) {
    if (contacts.list(PLACE, Filter.NONE, Sort.DEFAULT, Slice.page(1, 1)).total() > 0) {
      return;
    }
    new Organizations(database, _ -> {})
        .create(Organization.named(BenchKey.ORGANIZATION, "Benchmark", KeyText.DEFAULT_PREFIX));
    new Agents(database, _ -> {})
        .create(new Agent(PLACE.agentId(), BenchKey.ORGANIZATION, "Benchmark"));
    Random random = new Random(1);
    long start = System.nanoTime();
    for (int from = 0; from < count; from += ROWS_A_TRANSACTION) {
      int first = from;
      int _ =
          database.write(
              tx -> {
                for (int i = first; i < first + ROWS_A_TRANSACTION; i++) {
                  var _ = contacts.create(tx, PLACE, contact(i, random), false, AUTHOR);
                }
                return first;
              });
    }
    System.out.printf(Locale.ROOT, "filled: %.0f/s%n", count / ((System.nanoTime() - start) / 1e9));
  }

  private static ObjectNode contact(int number, Random random) {
    String first = FIRST[random.nextInt(FIRST.length)];
    String last = word(random);
    String rare = number % 100_000 == 777 ? " Żyła" : "";
    return JsonNodeFactory.instance
        .objectNode()
        .put("externalReferenceId", "ref-" + number)
        .put("name", first + " " + last + rare)
        .put("email", "%s%d@%s.com".formatted(last, number, number % 3 == 0 ? "gmail" : "example"))
        .put("mobileNumber", "+4930%07d".formatted(number))
        .put("status", number % 1_000 == 1 ? "Inactive" : "Active")
        .put("owner", number % 5_000 == 1 ? "bob" : "ann")
        .put("stage", STAGES[random.nextInt(STAGES.length)]);
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    int length = 4 + random.nextInt(6);
    for (int i = 0; i < length; i++) {
      String of = i % 2 == 0 ? "bcdfghklmnprstvwz" : "aeiou";
      word.append(of.charAt(random.nextInt(of.length())));
    }
    return word.toString();
  }

  // Reading

  private void searches() {
    for (String sort : List.of("-createdAt", "name", "-updatedAt")) {
      for (String search :
          List.of(
              "",
              "zyla",
              "anna",
              "example",
              "gmail anna",
              "wutabo",
              "tabo",
              "qqq",
              "gmail example",
              "a",
              "q",
              "zo",
              "zq",
              "qx",
              "王",
              "030 0123",
              "4930000",
              "777@example.com")) {
        print(sort + " \"" + search + "\"", Filter.NONE.searching(search), Sort.parse(sort));
      }
      Sort order = Sort.parse(sort);
      print(sort + " all", Filter.NONE, order);
      print(sort + " rare owner", of("", "", "bob", ""), order);
      print(sort + " frequent owner", of("", "", "ann", ""), order);
      print(sort + " rare status", of("Inactive", "", "", ""), order);
      print(sort + " a stage", of("", "Lead", "", ""), order);
      print(sort + " none of a stage", of("", "Nothing", "", ""), order);
      print(sort + " rare owner and stage", of("", "Lead", "bob", ""), order);
      print(sort + " e-mail", of("", "", "", "nobody@example.com"), order);
      Found found = contacts.list(PLACE, Filter.NONE, order, Slice.page(1, 100));
      long from = found.contacts().getFirst().createdAt() - 1_000;
      print(
          sort + " a second of creation",
          new Filter(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              false,
              OptionalLong.of(from),
              OptionalLong.of(from + 1_000),
              OptionalLong.empty(),
              OptionalLong.empty()),
          order);
      if (only.isEmpty()) {
        deep(order);
      }
    }
  }

  private static Filter of(String status, String stage, String owner, String email) {
    return new Filter(
        Optional.empty(),
        text(status),
        text(stage),
        text(owner),
        text(email),
        Optional.empty(),
        false,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  private static Optional<String> text(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private void print(String what, Filter filter, Sort sort) {
    if (!what.contains(only)) {
      return;
    }
    long[] nanos = new long[ASKED];
    Found found = contacts.list(PLACE, filter, sort, Slice.page(1, 25));
    int asked = 0;
    long before = CPU.getCurrentThreadCpuTime();
    long end = System.nanoTime() + 4_000_000_000L;
    while (asked < ASKED && System.nanoTime() < end) {
      long start = System.nanoTime();
      found = contacts.list(PLACE, filter, sort, Slice.page(1, 25));
      nanos[asked++] = System.nanoTime() - start;
    }
    long busy = (CPU.getCurrentThreadCpuTime() - before) / asked;
    long[] sorted = Arrays.copyOf(nanos, asked);
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-40s %3d of %s%d  p50 %.1f ms  p99 %.1f ms, CPU %.1f ms  (%d times)%n",
        what,
        found.contacts().size(),
        found.totalIsExact() ? "" : ">=",
        found.total(),
        sorted[asked / 2] / 1e6,
        sorted[Math.max(0, asked - 1 - asked / 100)] / 1e6,
        busy / 1e6,
        asked);
  }

  private void deep(Sort sort) {
    Found found = contacts.list(PLACE, Filter.NONE, sort, Slice.page(100, 100));
    long slowest = 0;
    for (int i = 0; i < 300 && found.next().isPresent(); i++) {
      long start = System.nanoTime();
      found = contacts.list(PLACE, Filter.NONE, sort, Slice.after(found.next().get(), 100));
      slowest = Math.max(slowest, System.nanoTime() - start);
    }
    System.out.printf(
        Locale.ROOT, "%s cursor, 100 a page, slowest of 300: %.1f ms%n", sort, slowest / 1e6);
  }

  // Writing

  private void creations() throws Exception {
    AtomicInteger number =
        new AtomicInteger(100_000_000 + (int) (System.nanoTime() % 100_000) * 1000);
    List<long[]> all = new ArrayList<>();
    long before = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    try (ExecutorService creators = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<long[]>> work =
          Stream.generate(() -> creators.submit(() -> create(number))).limit(CREATORS).toList();
      for (Future<long[]> one : work) {
        all.add(one.get());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "created one by one by %d at once: %.0f/s, p50 %.1f ms, p99 %.1f ms, CPU %.0f µs each%n",
        CREATORS,
        nanos.length / seconds,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        (PROCESS.getProcessCpuTime() - before) / 1e3 / nanos.length);
  }

  private long[] create(AtomicInteger number) {
    Random random = new Random(number.get());
    long[] nanos = new long[CREATED / CREATORS];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      var _ = contacts.create(PLACE, contact(number.incrementAndGet(), random), false, AUTHOR);
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  /// No members: contacts have the owners that they are sent with.
  private static final class Nobody implements Staff {
    @Override
    public Optional<String> owner(Handle handle, String organizationId) {
      return Optional.empty();
    }

    @Override
    public Set<String> working(Handle handle, String organizationId, Collection<String> persons) {
      return Set.of();
    }
  }
}
