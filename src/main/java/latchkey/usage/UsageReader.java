package latchkey.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import latchkey.db.Database;
import latchkey.usage.UsageQuery.Answer;
import latchkey.usage.UsageQuery.Group;
import latchkey.usage.UsageQuery.OfAgent;
import latchkey.usage.UsageQuery.OfKey;
import latchkey.usage.UsageQuery.Row;
import latchkey.usage.UsageQuery.WholeOrganization;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Answers questions about counts.
public final class UsageReader {
  private static final String TIME = "time";

  private final Database database;
  private final String granted;

  /// @param granted what the outcome of a request is called that got what it asked for
  public UsageReader(Database database, String granted) {
    this.database = database;
    this.granted = granted;
  }

  /// The sums, over time the earliest first, and then the largest; at most `limit` of them.
  public Answer ask(UsageQuery query, int limit) {
    return answer(query, Optional.empty(), List.of("sum_count DESC"), limit);
  }

  /// All sums of one bucket, part by part: in the order of what they are told apart by, at most
  /// `limit` of them, behind the last one of the part before.
  public Answer part(UsageQuery query, Optional<Row> after, int limit) {
    return answer(query, after, List.of(), limit);
  }

  private Answer answer(UsageQuery query, Optional<Row> after, List<String> first, int limit) {
    List<Row> rows = database.read(handle -> rows(handle, query, after, first, limit + 1));
    boolean more = rows.size() > limit;
    return new Answer(more ? rows.subList(0, limit) : rows, more);
  }

  /// What a key was granted.
  ///
  /// @param lastDay the last day of it in the organization's time zone, a number since the epoch
  public record GrantedAction(String action, long count, long lastDay) {}

  /// What each of these keys was granted since that day of the organization's, the most frequent
  /// first; a key that was granted nothing is absent. Reads the days of those keys only.
  public Map<String, List<GrantedAction>> grantedActions(
      String orgId, Collection<String> keyIds, long sinceDay) {
    Map<String, List<GrantedAction>> actions = new HashMap<>();
    return database.read(
        handle -> {
          for (List<String> keys : Owners.parts(keyIds)) {
            handle
                .createQuery(
                    """
                    SELECT key_id, action, SUM(count) AS sum_count, MAX(day) AS last_day
                    FROM usage_day
                    WHERE org_id = :org AND key_id IN (<keys>) AND day >= :day
                      AND outcome = :granted
                    GROUP BY key_id, action ORDER BY sum_count DESC, action
                    """)
                .bind("org", orgId)
                .bindList("keys", keys)
                .bind("day", sinceDay)
                .bind("granted", granted)
                .map(
                    (row, _) ->
                        Map.entry(
                            row.getString("key_id"),
                            new GrantedAction(
                                row.getString("action"),
                                row.getLong("sum_count"),
                                row.getLong("last_day"))))
                .forEach(
                    one ->
                        actions
                            .computeIfAbsent(one.getKey(), _ -> new ArrayList<>())
                            .add(one.getValue()));
          }
          return actions;
        });
  }

  /// How often each of these keys was used in each bucket since that one; a key or a bucket
  /// without use is absent. Reads the rows of those keys and buckets only.
  public Map<String, Map<Long, Long>> perKey(
      String orgId, Collection<String> keyIds, Resolution resolution, long from) {
    Map<String, Map<Long, Long>> counts = new HashMap<>();
    String sql =
        """
        SELECT key_id, %1$s AS time, SUM(count) AS sum_count FROM usage_%1$s
        WHERE org_id = :org AND key_id IN (<keys>) AND %1$s >= :from GROUP BY key_id, %1$s
        """
            .formatted(resolution.column());
    return database.read(
        handle -> {
          for (List<String> keys : Owners.parts(keyIds)) {
            handle
                .createQuery(sql)
                .bind("org", orgId)
                .bindList("keys", keys)
                .bind("from", from)
                .map(
                    (row, _) ->
                        counts
                            .computeIfAbsent(row.getString("key_id"), _ -> new HashMap<>())
                            .put(row.getLong("time"), row.getLong("sum_count")))
                .list();
          }
          return counts;
        });
  }

  /// What a row of the answer is told apart by: a column, and what it is in the rows.
  private static Map<String, String> columns(UsageQuery query) {
    Map<String, String> columns = new TreeMap<>();
    if (query.overTime()) {
      columns.put(TIME, "u." + query.resolution().column());
    }
    for (Group group : query.groups()) {
      switch (group) {
        case KEY -> columns.put("key_id", "u.key_id");
        case AGENT ->
            columns.put("agent_id", query.ofKeys() ? "COALESCE(k.agent_id, '')" : "u.agent_id");
        case ACTION -> columns.put("action", "u.action");
        case OUTCOME -> columns.put("outcome", "u.outcome");
      }
    }
    return columns;
  }

  private List<Row> rows(
      Handle handle, UsageQuery query, Optional<Row> after, List<String> first, int limit) {
    Map<String, String> columns = columns(query);
    List<String> selected = new ArrayList<>();
    columns.forEach((name, value) -> selected.add(value + " AS " + name));
    selected.add("SUM(u.count) AS sum_count");
    selected.add("SUM(CASE WHEN u.outcome = :granted THEN u.count ELSE 0 END) AS sum_granted");
    selected.add("SUM(u.cost) AS sum_cost");
    List<String> apart = columns.keySet().stream().filter(name -> !name.equals(TIME)).toList();
    List<String> order = new ArrayList<>();
    if (query.overTime()) {
      order.add(TIME);
    }
    order.addAll(first);
    order.addAll(apart);
    String sql =
        "SELECT %s FROM %s WHERE %s%s %s %s LIMIT :limit"
            .formatted(
                String.join(", ", selected),
                from(query),
                where(query),
                after.isEmpty() || apart.isEmpty() ? "" : behind(apart, columns),
                columns.isEmpty() ? "" : "GROUP BY " + String.join(", ", columns.values()),
                order.isEmpty() ? "" : "ORDER BY " + String.join(", ", order));
    Query asked =
        handle
            .createQuery(sql)
            .bind("org", query.orgId())
            .bind("granted", granted)
            .bind("from", query.from())
            .bind("to", query.to())
            .bind("limit", limit);
    switch (query.scope()) {
      case OfKey key -> asked.bind("key", key.id());
      case OfAgent agent -> asked.bind("agent", agent.id());
      case WholeOrganization _ -> {}
    }
    query.action().ifPresent(action -> asked.bind("action", action));
    query.outcome().ifPresent(outcome -> asked.bind("outcome", outcome));
    after.ifPresent(row -> apart.forEach(name -> asked.bind("after_" + name, value(row, name))));
    return asked.map((row, _) -> row(row, columns)).list().stream()
        .filter(row -> row.count() > 0) // of nothing, SQL gives one sum
        .toList();
  }

  private static String behind(List<String> apart, Map<String, String> columns) {
    return " AND (%s) > (%s)"
        .formatted(
            apart.stream().map(columns::get).collect(Collectors.joining(", ")),
            apart.stream().map(name -> ":after_" + name).collect(Collectors.joining(", ")));
  }

  private static String value(Row row, String column) {
    Optional<String> value =
        switch (column) {
          case "key_id" -> row.key();
          case "agent_id" -> row.agent();
          case "action" -> row.action();
          default -> row.outcome();
        };
    return value.orElse("");
  }

  private static String from(UsageQuery query) {
    String time = query.resolution().column();
    if (!query.ofKeys()) {
      return "usage_total_" + time + " u";
    }
    boolean agents = query.groups().contains(Group.AGENT) || query.scope() instanceof OfAgent;
    return "usage_" + time + " u" + (agents ? " JOIN api_key k ON k.id = u.key_id" : "");
  }

  private static String where(UsageQuery query) {
    String time = query.resolution().column();
    List<String> conditions = new ArrayList<>();
    conditions.add("u.org_id = :org AND u." + time + " >= :from AND u." + time + " < :to");
    switch (query.scope()) {
      case OfKey _ -> conditions.add("u.key_id = :key");
      case OfAgent _ ->
          conditions.add(query.ofKeys() ? "k.agent_id = :agent" : "u.agent_id = :agent");
      case WholeOrganization _ -> {
        if (!query.ofKeys()) {
          conditions.add(
              query.groups().contains(Group.AGENT) ? "u.agent_id <> ''" : "u.agent_id = ''");
        }
      }
    }
    query.action().ifPresent(_ -> conditions.add("u.action = :action"));
    query.outcome().ifPresent(_ -> conditions.add("u.outcome = :outcome"));
    return String.join(" AND ", conditions);
  }

  private static Row row(ResultSet row, Map<String, String> columns) throws SQLException {
    return new Row(
        columns.containsKey(TIME) ? Optional.of(row.getLong(TIME)) : Optional.empty(),
        text(row, columns, "key_id"),
        text(row, columns, "agent_id").filter(agent -> !agent.isEmpty()),
        text(row, columns, "action"),
        text(row, columns, "outcome"),
        row.getLong("sum_count"),
        row.getLong("sum_granted"),
        row.getLong("sum_cost"));
  }

  private static Optional<String> text(ResultSet row, Map<String, String> columns, String name)
      throws SQLException {
    return columns.containsKey(name) ? Optional.of(row.getString(name)) : Optional.empty();
  }
}
