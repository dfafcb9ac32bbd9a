package latchkey.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import latchkey.access.Catalog;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.keys.Environment;
import latchkey.keys.KeyFilter;
import latchkey.keys.KeyFilter.LastUsed;
import latchkey.keys.KeyFilter.Listed;
import latchkey.keys.KeyList;
import latchkey.keys.KeyPage;
import latchkey.keys.KeyPage.Order;
import latchkey.keys.KeyPage.Position;
import latchkey.keys.Scope;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.jspecify.annotations.Nullable;

/// How long a page of a list takes among many keys of one organization: `ListKeys COUNT`, on each
/// engine. Prints a table.
public final class ListKeys {
  private static final String ORG = "org_bench";
  private static final int PAGES = 300;
  private static final int WARM_UP = 60;
  private static final long NOW = 2_000_000_000_000L;

  private ListKeys() {}

  public static void main(String[] args) {
    int count = Integer.parseInt(args[0]);
    System.out.println("| list of " + count + " keys | engine | p50 ms | p99 ms | most ms |");
    System.out.println("|---|---|---|---|---|");
    for (TestDatabases engine : TestDatabases.values()) {
      try (Database database = engine.open(() -> NOW)) {
        fill(database, engine, count);
        filters().forEach((name, filter) -> measure(database, engine, name, filter, Order.NEWEST));
        measure(database, engine, "by name", KeyFilter.ALL, Order.NAME);
        measure(database, engine, "by end", KeyFilter.ALL, Order.END);
      }
    }
  }

  private static Map<String, KeyFilter> filters() {
    Map<String, KeyFilter> filters = new LinkedHashMap<>();
    filters.put("all", KeyFilter.ALL);
    filters.put("a part of many names", filter("name 12", null, null, null, null));
    filters.put("a part of no name", filter("nowhere", null, null, null, null));
    filters.put("active", filter(null, Listed.ACTIVE, null, null, null));
    filters.put("expired", filter(null, Listed.EXPIRED, null, null, null));
    filters.put("revoked", filter(null, Listed.REVOKED, null, null, null));
    filters.put("rotating", filter(null, Listed.ROTATING, null, null, null));
    filters.put("of an agent", filter(null, null, "agent7", null, null));
    filters.put("of a creator", filter(null, null, null, "person7", null));
    filters.put("a rare tag", filter(null, null, null, null, "tag7"));
    filters.put("a tag, expired", filter(null, Listed.EXPIRED, null, null, "tag7"));
    filters.put("of an agent, a part of no name", filter("nowhere", null, "agent7", null, null));
    filters.put(
        "a permission",
        new KeyFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Catalog.BUILT_IN.namesGranting("leads.delete"),
            Optional.of(Environment.TEST),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    filters.put(
        "never used",
        new KeyFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new LastUsed.Never())));
    filters.put(
        "used since",
        new KeyFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new LastUsed.Since(NOW))));
    return filters;
  }

  private static KeyFilter filter(
      @Nullable String search,
      @Nullable Listed state,
      @Nullable String agent,
      @Nullable String creator,
      @Nullable String tag) {
    return new KeyFilter(
        Optional.ofNullable(search),
        Optional.ofNullable(state),
        Optional.ofNullable(agent),
        List.of(),
        Optional.empty(),
        Optional.ofNullable(creator),
        Optional.ofNullable(tag),
        Optional.empty());
  }

  /// In pages of 20 from the beginning on, and from anywhere.
  private static void measure(
      Database database, TestDatabases engine, String name, KeyFilter filter, Order order) {
    KeyList list = new KeyList(database);
    Random random = new Random(7);
    List<Double> millis = new ArrayList<>();
    Optional<Position> after = Optional.empty();
    for (int i = 0; i < WARM_UP + PAGES; i++) {
      if (i % 3 == 0) {
        after = Optional.of(new Position(anywhere(order, random), "8000000000000000"));
      }
      long start = System.nanoTime();
      KeyPage page = list.page(Scope.of(ORG), filter, order, after, 20, NOW);
      double took = (System.nanoTime() - start) / 1e6;
      if (i >= WARM_UP) {
        millis.add(took);
      }
      after = page.next();
    }
    double[] sorted = millis.stream().mapToDouble(d -> d).sorted().toArray();
    System.out.printf(
        "| %s | %s | %.1f | %.1f | %.1f |%n",
        name,
        engine,
        sorted[sorted.length / 2],
        sorted[sorted.length * 99 / 100],
        Arrays.stream(sorted).max().orElse(0));
  }

  private static String anywhere(Order order, Random random) {
    return switch (order) {
      case NEWEST, OLDEST -> Long.toString(random.nextInt(1_000_000));
      case NAME -> "name " + random.nextInt(1_000_000);
      case END -> Long.toString(NOW + random.nextInt(1_000_000) - 500_000);
    };
  }

  private static void fill(Database database, TestDatabases engine, int count) {
    new Organizations(database, _ -> {}).create(Organization.named(ORG, "Bench", "lk"));
    String id =
        engine == TestDatabases.SQLITE
            ? "lower(hex(randomblob(8)))"
            : "substr(md5(random()::text), 1, 16)";
    int _ =
        database.write(
            tx -> {
              for (int i = 0; i < 20; i++) {
                tx.handle()
                    .createUpdate(
                        "INSERT INTO agent (id, org_id, name, created_at) VALUES (:id, :org, 'a', 0)")
                    .bind("id", "agent" + i)
                    .bind("org", ORG)
                    .execute();
              }
              tx.handle().createUpdate(KEYS.formatted(id)).bind("count", count).execute();
              tx.handle().createUpdate(TAGS).execute();
              return tx.handle().createUpdate(USES).execute();
            });
    if (engine == TestDatabases.POSTGRES) {
      database.read(handle -> handle.execute("ANALYZE"));
    }
  }

  private static final String KEYS =
      """
      INSERT INTO api_key (
        id, org_id, agent_id, name, description, prefix, environment, permissions, addresses, limits,
        not_before, not_after, metadata, created_at, created_by, updated_at, updated_by,
        revoked_at, revoked_by, revoked_reason, tags, rotating_since, rotating_by)
      WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
      SELECT %s, 'org_bench', CASE WHEN i %% 3 = 0 THEN 'agent' || (i %% 20) END, 'name ' || i,
        'what it is for', 'lk', CASE WHEN i %% 10 = 0 THEN 'test' ELSE 'live' END,
        CASE WHEN i %% 1000 = 0 THEN 'leads.*' ELSE 'contacts.read leads.read' END,
        '10.0.0.0/8', 'per-minute=60/60s', NULL,
        CASE WHEN i %% 5 = 0 THEN 2000000000000 + i - 500000 END, '{}', i,
        'person' || (i %% 50), i, 'person', CASE WHEN i %% 7 = 0 THEN i END,
        CASE WHEN i %% 7 = 0 THEN 'person' END, CASE WHEN i %% 7 = 0 THEN 'superseded' END,
        CASE WHEN i %% 100 = 0 THEN 'tag' || (i / 100 %% 20) ELSE '' END,
        CASE WHEN i %% 5000 = 0 THEN i END, CASE WHEN i %% 5000 = 0 THEN 'person' END
      FROM n
      """;

  private static final String TAGS =
      """
      INSERT INTO api_key_tag (org_id, tag, created_at, key_id)
      SELECT org_id, tags, created_at, id FROM api_key WHERE tags <> ''
      """;

  private static final String USES =
      """
      INSERT INTO usage_last (org_id, key_id, secret_slot, at, address)
      SELECT org_id, id, 0, created_at, '192.0.2.1' FROM api_key WHERE created_at % 2 = 0
      """;
}
