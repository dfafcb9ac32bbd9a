package latchkey.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.db.Database;
import latchkey.keys.KeyFilter.LastUsed;
import latchkey.keys.KeyFilter.Listed;
import latchkey.keys.KeyPage.Entry;
import latchkey.keys.KeyPage.Order;
import latchkey.keys.KeyPage.Position;
import latchkey.keys.KeyPage.Use;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/// Finds keys, a page at a time, among a million of one organization.
///
/// A page is read along an index in the list's order, so it costs what it shows, and not what
/// comes before it. What no index knows, such as a part of a name, is looked at key by key: at
/// most [#MOST_LOOKED_AT] of them for one page. If they do not fill the page, it is short, and
/// says where to go on.
public final class KeyList {
  static final int MOST_LOOKED_AT = 1_000;
  private static final int FIRST_PART = 100;
  private static final int GROWTH = 3;

  private final Database database;
  private final int mostLookedAt;

  public KeyList(Database database) {
    this(database, MOST_LOOKED_AT);
  }

  KeyList(Database database, int mostLookedAt) {
    this.database = database;
    this.mostLookedAt = mostLookedAt;
  }

  /// A page of at most `limit` keys, behind `after`.
  public KeyPage page(
      Scope scope, KeyFilter filter, Order order, Optional<Position> after, int limit, long now) {
    if (filter.outside(scope)) {
      return new KeyPage(List.of(), Optional.empty());
    }
    Walk walk = new Walk(scope.organizationId(), filter.within(scope), order, now);
    return database.read(handle -> page(handle, walk, after, limit));
  }

  /// One key, as it stands in a list.
  public Optional<Entry> find(Scope scope, PublicId id) {
    return database.read(
        handle ->
            KeyTable.find(handle, scope.organizationId(), id)
                .filter(scope::sees)
                .map(
                    key ->
                        new Entry(
                            key,
                            Optional.ofNullable(
                                uses(handle, scope.organizationId(), List.of(key))
                                    .get(id.toString())))));
  }

  /// How many keys are bound to each of these agents and neither revoked nor expired, counted up
  /// to [#MOST_LOOKED_AT].
  public Map<String, Integer> working(String organization, List<String> agents, long now) {
    if (agents.isEmpty()) {
      return Map.of();
    }
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT a.id, (
                      SELECT count(*) FROM (
                        SELECT 1 FROM api_key k
                        WHERE k.org_id = :org AND k.agent_id = a.id AND k.deleted_at IS NULL
                          AND (k.revoked_at IS NULL OR k.revoked_at > :now)
                          AND (k.not_after IS NULL OR k.not_after > :now)
                        LIMIT :most) working) AS count
                    FROM agent a WHERE a.org_id = :org AND a.id IN (<agents>)
                    """)
                .bind("org", organization)
                .bind("now", now)
                .bind("most", mostLookedAt)
                .bindList("agents", agents)
                .reduceRows(
                    new HashMap<>(),
                    (counts, row) -> {
                      counts.put(
                          row.getColumn("id", String.class), row.getColumn("count", Integer.class));
                      return counts;
                    }));
  }

  /// Looks at few keys first, and at more while they do not fill the page.
  private KeyPage page(Handle handle, Walk walk, Optional<Position> after, int limit) {
    List<Key> keys = new ArrayList<>();
    Optional<Position> next = after;
    int left = walk.isExact() ? limit + 1 : Math.max(mostLookedAt, limit + 1);
    int part = walk.isExact() ? left : Math.min(left, FIRST_PART);
    do {
      List<Position> positions = positions(handle, walk, next, part);
      keys.addAll(keys(handle, walk, positions));
      next = positions.size() < part ? Optional.empty() : Optional.of(positions.getLast());
      left -= part;
      part = Math.min(left, GROWTH * part);
    } while (keys.size() <= limit && next.isPresent() && left > 0);
    if (keys.size() > limit) {
      keys = keys.subList(0, limit);
      next = Optional.of(walk.position(keys.getLast()));
    }
    Map<String, Use> uses = uses(handle, walk.organization, keys);
    return new KeyPage(
        keys.stream()
            .map(key -> new Entry(key, Optional.ofNullable(uses.get(key.id().toString()))))
            .toList(),
        next);
  }

  /// The next so many keys of the index, which alone is read for them.
  private static List<Position> positions(
      Handle handle, Walk walk, Optional<Position> after, int count) {
    String sql =
        "SELECT %s AS value, %s AS id FROM %s WHERE %s%s ORDER BY %s LIMIT :count"
            .formatted(
                walk.value, walk.id, walk.from, walk.indexed, walk.behind(after), walk.sorted());
    Query query = walk.bind(handle.createQuery(sql)).bind("count", count);
    return walk.bindAfter(query, after)
        .map((row, _) -> new Position(row.getString("value"), row.getString("id")))
        .list();
  }

  /// Those of these keys that are wanted, in their order. As an expression, the organization tempts
  /// SQLite into no index of its own: the ids are the way.
  private static List<Key> keys(Handle handle, Walk walk, List<Position> positions) {
    if (positions.isEmpty()) {
      return List.of();
    }
    List<String> ids = positions.stream().map(Position::id).toList();
    String sql =
        """
        SELECT k.* FROM api_key k
        WHERE k.org_id || '' = :org AND k.id IN (<ids>) AND k.deleted_at IS NULL\
        """
            + walk.looked;
    Map<String, Key> wanted = new HashMap<>();
    walk.bind(handle.createQuery(sql))
        .bindList("ids", ids)
        .map((row, _) -> KeyTable.key(row))
        .forEach(key -> wanted.put(key.id().toString(), key));
    return ids.stream().flatMap(id -> Optional.ofNullable(wanted.get(id)).stream()).toList();
  }

  /// By key, the last use of whichever secret.
  private static Map<String, Use> uses(Handle handle, String organization, List<Key> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Map<String, Use> uses = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT key_id, at, address FROM usage_last WHERE org_id = :org AND key_id IN (<keys>)
            """)
        .bind("org", organization)
        .bindList("keys", keys.stream().map(key -> key.id().toString()).toList())
        .map((row, _) -> Map.entry(row.getString("key_id"), use(row)))
        .forEach(use -> uses.merge(use.getKey(), use.getValue(), KeyList::later));
    return uses;
  }

  private static Use use(ResultSet row) throws SQLException {
    return new Use(row.getLong("at"), Optional.ofNullable(row.getString("address")));
  }

  private static Use later(Use a, Use b) {
    return a.at() >= b.at() ? a : b;
  }

  /// How one list is read: along which index, and what is looked at on the way.
  private static final class Walk {
    private final String organization;
    private final KeyFilter filter;
    private final Order order;
    private final long now;

    /// The table whose order is the list's.
    private final String from;

    private final String value;
    private final String id;

    /// What the index holds for each entry that it is read along.
    private final String indexed;

    /// What is looked at, key by key.
    private final String looked;

    Walk(String organization, KeyFilter filter, Order order, long now) {
      this.organization = organization;
      this.filter = filter;
      this.order = order;
      this.now = now;
      boolean byAge = order == Order.NEWEST || order == Order.OLDEST;
      boolean byTag = byAge && filter.tag().isPresent();
      from = byTag ? "api_key_tag t" : "api_key k";
      id = byTag ? "t.key_id" : "k.id";
      value =
          switch (order) {
            case NEWEST, OLDEST -> byTag ? "t.created_at" : "k.created_at";
            case NAME -> "k.name";
            case END -> "k.not_after";
          };
      StringBuilder along = new StringBuilder();
      StringBuilder look = new StringBuilder();
      if (byTag) {
        along.append("t.org_id = :org AND t.tag = :tag");
      } else {
        along.append("k.org_id = :org AND k.deleted_at IS NULL");
        along.append(order == Order.END ? " AND k.not_after IS NOT NULL" : "");
        look.append(filter.tag().isPresent() ? TAGGED : "");
      }
      // One of these has an index in order of age; any further one is looked at.
      boolean free = byAge && !byTag;
      free = place(filter.agentId().isPresent(), " AND k.agent_id = :agent", free, along, look);
      free = place(filter.creator().isPresent(), " AND k.created_by = :creator", free, along, look);
      free = place(is(Listed.ROTATING), " AND k.rotating_since IS NOT NULL", free, along, look);
      free = place(is(Listed.REVOKED), " AND k.revoked_at IS NOT NULL", free, along, look);
      boolean _ = place(is(Listed.ENDED), ENDING, free, along, look);
      filter.state().ifPresent(state -> look.append(sql(state)));
      filter.environment().ifPresent(_ -> look.append(" AND k.environment = :environment"));
      filter.search().ifPresent(_ -> look.append(FOUND));
      filter.lastUsed().ifPresent(used -> look.append(sql(used)));
      look.append(permissions(filter.permissions().size()));
      indexed = along.toString();
      looked = look.toString();
    }

    private boolean is(Listed state) {
      return filter.state().filter(state::equals).isPresent();
    }

    private static boolean place(
        boolean wanted, String sql, boolean free, StringBuilder along, StringBuilder look) {
      if (!wanted) {
        return free;
      }
      StringBuilder _ = (free ? along : look).append(sql);
      return false;
    }

    private static final String TAGGED =
        """
         AND EXISTS (SELECT 1 FROM api_key_tag t WHERE t.org_id = :org AND t.tag = :tag
           AND t.created_at = k.created_at AND t.key_id = k.id)\
        """;

    /// As the index on it says it.
    private static final String ENDING =
        " AND (k.revoked_at IS NOT NULL OR k.not_after IS NOT NULL)";

    private static final String FOUND =
        """
         AND (lower(k.name) LIKE lower(:search) ESCAPE '!'
           OR lower(k.description) LIKE lower(:search) ESCAPE '!'
           OR lower(k.prefix || '_' || k.environment || '_' || k.id) LIKE lower(:search) ESCAPE '!')\
        """;

    private static String sql(Listed state) {
      String going = " AND (k.revoked_at IS NULL OR k.revoked_at > :now)";
      String lasting = " AND (k.not_after IS NULL OR k.not_after > :now)";
      return switch (state) {
        case ACTIVE -> going + lasting + " AND (k.not_before IS NULL OR k.not_before <= :now)";
        case NOT_YET_VALID -> going + lasting + " AND k.not_before > :now";
        case EXPIRED -> going + " AND k.not_after <= :now";
        case REVOKED -> " AND k.revoked_at <= :now";
        case ROTATING -> going + lasting + " AND (k.retire_at IS NULL OR k.retire_at > :now)";
        case CURRENT -> going + lasting;
        case ENDED -> " AND (k.revoked_at <= :now OR k.not_after <= :now)";
      };
    }

    private static String sql(LastUsed used) {
      String last =
          " AND %s (SELECT 1 FROM usage_last u WHERE u.org_id = :org AND u.key_id = k.id%s)";
      return switch (used) {
        case LastUsed.Never _ -> last.formatted("NOT EXISTS", "");
        case LastUsed.Since _ -> last.formatted("EXISTS", " AND u.at >= :used");
        case LastUsed.Before _ ->
            last.formatted("EXISTS", "") + last.formatted("NOT EXISTS", " AND u.at >= :used");
      };
    }

    private static String permissions(int count) {
      StringBuilder any = new StringBuilder();
      for (int i = 0; i < count; i++) {
        any.append(i == 0 ? " AND (" : " OR ")
            .append("' ' || k.permissions || ' ' LIKE :permission" + i + " ESCAPE '!'");
      }
      return any.append(count == 0 ? "" : ")").toString();
    }

    /// Whether nothing is looked at, so that every entry of the index is shown.
    boolean isExact() {
      return looked.isEmpty();
    }

    String sorted() {
      String way = order == Order.NEWEST ? " DESC" : "";
      return value + way + ", " + id + way;
    }

    String behind(Optional<Position> after) {
      return after.isEmpty()
          ? ""
          : " AND (%s, %s) %s (:after, :afterId)"
              .formatted(value, id, order == Order.NEWEST ? "<" : ">");
    }

    Position position(Key key) {
      String id = key.id().toString();
      return switch (order) {
        case NEWEST, OLDEST -> Position.byAge(key);
        case NAME -> new Position(key.terms().name(), id);
        case END -> new Position(Long.toString(key.terms().validity().notAfter()), id);
      };
    }

    Query bind(Query query) {
      query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
      query.bind("org", organization).bind("now", now);
      filter.tag().ifPresent(tag -> query.bind("tag", tag));
      filter.agentId().ifPresent(agent -> query.bind("agent", agent));
      filter.creator().ifPresent(creator -> query.bind("creator", creator));
      filter.environment().ifPresent(e -> query.bind("environment", e.text()));
      filter.search().ifPresent(text -> query.bind("search", "%" + escaped(text) + "%"));
      filter.lastUsed().ifPresent(used -> bindUsed(query, used));
      List<String> names = filter.permissions();
      for (int i = 0; i < names.size(); i++) {
        query.bind("permission" + i, "% " + escaped(names.get(i)) + " %");
      }
      return query;
    }

    private static void bindUsed(Query query, LastUsed used) {
      switch (used) {
        case LastUsed.Never _ -> {}
        case LastUsed.Before(long time) -> query.bind("used", time);
        case LastUsed.Since(long time) -> query.bind("used", time);
      }
    }

    private static String escaped(String text) {
      return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    Query bindAfter(Query query, Optional<Position> after) {
      after.ifPresent(position -> bindPosition(query, "after", position));
      return query;
    }

    void bindPosition(Query query, String name, Position position) {
      switch (order) {
        case NEWEST, OLDEST, END -> query.bind(name, Long.parseLong(position.value()));
        case NAME -> query.bind(name, position.value());
      }
      query.bind(name + "Id", position.id());
    }
  }
}
