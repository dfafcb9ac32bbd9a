package latchkey.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import latchkey.audit.AuditFilter;
import latchkey.audit.AuditReader;
import latchkey.audit.AuditReader.Place;
import latchkey.audit.Event.Action;
import latchkey.audit.Event.Status;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.keys.Environment;
import latchkey.keys.KeyFilter;
import latchkey.keys.KeyFilter.Listed;
import latchkey.keys.KeyList;
import latchkey.keys.KeyPage;
import latchkey.keys.KeyPage.Order;
import latchkey.keys.KeyPage.Position;
import latchkey.keys.Scope;

/// How long a page of a very long list takes: `Lists KEYS ENTRIES ENGINE…`, where an engine is
/// `sqlite` or `postgres`. Prints a table in Markdown.
public final class Lists {
  private static final int LIMIT = 50;
  private static final int WARM_UP = 50;
  private static final int PAGES = 500;

  private final FastRandom random = new FastRandom(9);
  private final Map<String, Supplier<Integer>> pages = new LinkedHashMap<>();
  private final AuditReader audit;
  private final KeyList keys;
  private final long start;
  private final long now;

  private Lists(Database database, long start, long now) {
    this.audit = new AuditReader(database);
    this.keys = new KeyList(database);
    this.start = start;
    this.now = now;
    addAudit();
    addKeys();
  }

  public static void main(String[] args) {
    int keys = Integer.parseInt(args[0]);
    int entries = Integer.parseInt(args[1]);
    System.out.printf(
        Locale.ROOT,
        "| %,d keys, %,d audit entries | engine | rows | p50 ms | p99 ms | most ms |%n|---|---|--:|--:|--:|--:|%n",
        keys,
        entries);
    for (String engine : List.of(args).subList(2, args.length)) {
      long[] clock = {1_700_000_000_000L};
      try (Database database =
          TestDatabases.valueOf(engine.toUpperCase(Locale.ROOT)).open(() -> clock[0])) {
        long began = System.nanoTime();
        long start = clock[0];
        LongLists.make(database, clock, keys, entries);
        database.write(tx -> tx.handle().execute("ANALYZE"));
        System.err.printf(
            "%s: made in %d s%n", engine, (System.nanoTime() - began) / 1_000_000_000);
        new Lists(database, start, clock[0]).measure(engine);
      }
    }
  }

  private void addAudit() {
    AuditFilter all = AuditFilter.ALL;
    audit("audit: the newest", () -> all, /* anywhere= */ false);
    audit("audit: anywhere", () -> all, /* anywhere= */ true);
    audit("audit: of a person", () -> all.withActor(person()), true);
    audit("audit: of a thing", () -> all.withResourceId(thing()), false);
    audit("audit: of a resource", () -> all.withResource("Agent"), true);
    audit("audit: of a rare resource", () -> all.withResource("Organization"), true);
    audit("audit: of an action", () -> all.withAction(Action.DELETE), true);
    audit("audit: failed", () -> all.withStatus(Status.FAILED), true);
    audit("audit: of an hour", this::anHour, false);
    audit(
        "audit: person, resource and action",
        () -> all.withActor(person()).withResource("Agent").withAction(Action.DELETE),
        true);
    audit("audit: text that many have", () -> all.withText("thing 77"), true);
    audit("audit: text that none has", () -> all.withText("no such words"), true);
  }

  private AuditFilter anHour() {
    long at = someTime();
    return AuditFilter.ALL.between(at, at + 3_600_000);
  }

  private void audit(String name, Supplier<AuditFilter> filter, boolean anywhere) {
    pages.put(
        name,
        () -> {
          Optional<Place> place =
              anywhere ? Optional.of(new Place(someTime(), Long.MAX_VALUE)) : Optional.empty();
          return audit.page(LongLists.ORGANIZATION, filter.get(), place, LIMIT).items().size();
        });
  }

  private void addKeys() {
    KeyFilter all = KeyFilter.ALL;
    keys("keys: the newest", () -> all, Order.NEWEST, false);
    keys("keys: anywhere", () -> all, Order.NEWEST, true);
    keys("keys: by name", () -> all, Order.NAME, false);
    keys("keys: by end", () -> all, Order.END, false);
    keys(
        "keys: revoked",
        () -> only(Optional.of(Listed.REVOKED), Optional.empty()),
        Order.NEWEST,
        true);
    keys(
        "keys: active",
        () -> only(Optional.of(Listed.ACTIVE), Optional.empty()),
        Order.NEWEST,
        true);
    keys("keys: of an agent", () -> ofAgent(Optional.of(agent())), Order.NEWEST, true);
    keys(
        "keys: text that some have",
        () -> only(Optional.empty(), Optional.of("integration " + random.nextInt(9_973) + " ")),
        Order.NEWEST,
        true);
    keys(
        "keys: text that none has",
        () -> only(Optional.empty(), Optional.of("no such words")),
        Order.NEWEST,
        true);
  }

  private static KeyFilter only(Optional<Listed> state, Optional<String> search) {
    return new KeyFilter(
        search,
        state,
        Optional.empty(),
        List.of(),
        Optional.<Environment>empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static KeyFilter ofAgent(Optional<String> agent) {
    return new KeyFilter(
        Optional.empty(),
        Optional.empty(),
        agent,
        List.of(),
        Optional.<Environment>empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private void keys(String name, Supplier<KeyFilter> filter, Order order, boolean anywhere) {
    pages.put(
        name,
        () -> {
          Optional<Position> place =
              anywhere
                  ? Optional.of(new Position(Long.toString(someTime()), ""))
                  : Optional.empty();
          KeyPage page =
              keys.page(Scope.of(LongLists.ORGANIZATION), filter.get(), order, place, LIMIT, now);
          return page.entries().size();
        });
  }

  private long someTime() {
    return start + (long) (random.nextInt(1_000_000) / 1_000_000.0 * (now - start));
  }

  private String person() {
    return LongLists.person(random.nextInt(LongLists.PEOPLE));
  }

  private String thing() {
    return "thing_" + random.nextInt(LongLists.THINGS);
  }

  private String agent() {
    return "agent_" + random.nextInt(LongLists.AGENTS);
  }

  private void measure(String engine) {
    pages.forEach(
        (name, page) -> {
          for (int i = 0; i < WARM_UP; i++) {
            var _ = page.get();
          }
          long[] nanos = new long[PAGES];
          List<Integer> rows = new ArrayList<>();
          for (int i = 0; i < PAGES; i++) {
            long began = System.nanoTime();
            rows.add(page.get());
            nanos[i] = System.nanoTime() - began;
          }
          Arrays.sort(nanos);
          System.out.printf(
              Locale.ROOT,
              "| %s | %s | %.0f | %.2f | %.2f | %.2f |%n",
              name,
              engine,
              rows.stream().mapToInt(Integer::intValue).average().orElse(0),
              nanos[PAGES / 2] / 1e6,
              nanos[PAGES * 99 / 100] / 1e6,
              nanos[PAGES - 1] / 1e6);
        });
  }
}
