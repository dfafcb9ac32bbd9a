package latchkey.audit;

import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import latchkey.audit.By.Kind;
import latchkey.audit.Event.Action;
import latchkey.audit.Event.Status;
import latchkey.db.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/// Reads the entries of an organization, the newest first.
///
/// One condition of the filter, the one that leaves the fewest entries as a rule, is found by its
/// index; the others are looked at in the entries that it gives. Of those one page looks at a
/// bounded number, so a page is quick however rare what is wanted is: it may hold fewer entries
/// than asked for, and the next one goes on from there.
public final class AuditReader {
  private static final int MOST_EXAMINED = 1_000;
  private static final int FETCHED = 200;

  private final Database database;
  private final int mostExamined;

  public AuditReader(Database database) {
    this(database, MOST_EXAMINED);
  }

  AuditReader(Database database, int mostExamined) {
    this.database = database;
    this.mostExamined = mostExamined;
  }

  /// An entry, and what proves its place in the chain.
  public record Listed(Entry entry, Hash hash) {}

  /// The place between two entries, from which the next page goes on.
  public record Place(long at, long seq) {
    static final Place NEWEST = new Place(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /// Some entries, the newest first.
  ///
  /// @param next where to go on; absent when there is nothing more
  public record Page(List<Listed> items, Optional<Place> next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  public Optional<Listed> find(String orgId, long seq) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM audit_entry WHERE org_id = :org AND seq = :seq")
                .bind("org", orgId)
                .bind("seq", seq)
                .map((row, _) -> listed(row))
                .findOne());
  }

  /// A page of at most `limit` entries.
  public Page page(String orgId, AuditFilter filter, Optional<Place> after, int limit) {
    Place from = after.orElse(Place.NEWEST);
    return database.read(handle -> page(handle, orgId, filter, from, limit));
  }

  private Page page(Handle handle, String orgId, AuditFilter filter, Place from, int limit) {
    List<Listed> found = new ArrayList<>(limit);
    Place last = from;
    int examined = 0;
    try (ResultIterator<Listed> rows = rows(handle, orgId, filter, from)) {
      while (rows.hasNext()) {
        if (found.size() == limit || examined == mostExamined) {
          return new Page(found, Optional.of(last));
        }
        Listed listed = rows.next();
        examined++;
        last = new Place(listed.entry.at(), listed.entry.seq());
        if (filter.admits(listed.entry)) {
          found.add(listed);
        }
      }
    }
    return new Page(found, Optional.empty());
  }

  /// Who did something, as they were last called.
  public record Actor(Kind kind, String id, String name) {}

  /// By their ids, those of these whom the log remembers.
  public Map<String, Actor> actors(String orgId, List<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    String wanted =
        IntStream.range(0, ids.size()).mapToObj("(:id%d)"::formatted).collect(joining(", "));
    return database.read(
        handle -> {
          Query query =
              handle
                  .createQuery(
                      """
                      WITH wanted (id) AS (VALUES %s)
                      SELECT e.actor_kind, e.actor_id, e.actor_name
                      FROM wanted JOIN audit_entry e ON e.org_id = :org AND e.seq = (
                        SELECT l.seq FROM audit_entry l
                        WHERE l.org_id = :org AND l.actor_id = wanted.id
                        ORDER BY l.at DESC, l.seq DESC LIMIT 1)
                      """
                          .formatted(wanted))
                  .bind("org", orgId);
          for (int i = 0; i < ids.size(); i++) {
            query.bind("id" + i, ids.get(i));
          }
          return query
              .map((row, _) -> actor(row))
              .collect(Collectors.toMap(Actor::id, Function.identity()));
        });
  }

  private static Actor actor(ResultSet row) throws SQLException {
    return new Actor(
        Kind.valueOf(row.getString("actor_kind")),
        row.getString("actor_id"),
        row.getString("actor_name"));
  }

  /// One more than a page examines, so that it knows whether there is a next one.
  private ResultIterator<Listed> rows(Handle handle, String orgId, AuditFilter filter, Place from) {
    Driver driver = Driver.of(filter);
    // One upper bound: of two, an index uses one and looks at all that the other excludes.
    Place below = from.at() < filter.to() ? from : new Place(filter.to(), Long.MIN_VALUE);
    Query query =
        handle
            .createQuery(
                """
                SELECT * FROM audit_entry
                WHERE org_id = :org AND %s at >= :from AND (at, seq) < (:at, :seq)
                ORDER BY at DESC, seq DESC LIMIT :most
                """
                    .formatted(driver.condition))
            .bind("org", orgId)
            .bind("from", filter.from())
            .bind("at", below.at())
            .bind("seq", below.seq())
            .bind("most", mostExamined + 1);
    driver.value.ifPresent(value -> query.bind("value", value));
    return query.setFetchSize(FETCHED).map((row, _) -> listed(row)).iterator();
  }

  /// The condition that an index answers.
  private record Driver(String condition, Optional<String> value) {
    static Driver of(AuditFilter filter) {
      return by("resource_id", filter.resourceId())
          .or(() -> by("actor_id", filter.actor()))
          .or(() -> filter.status().filter(Status.FAILED::equals).map(_ -> failed()))
          .or(() -> by("resource", filter.resource()))
          .or(() -> by("action", filter.action().map(Action::name)))
          .orElse(new Driver("", Optional.empty()));
    }

    private static Optional<Driver> by(String column, Optional<String> value) {
      return value.map(_ -> new Driver(column + " = :value AND", value));
    }

    private static Driver failed() {
      return new Driver("status = 'FAILED' AND", Optional.empty());
    }
  }

  /// All that the filter admits, page by page; each page is a look of its own at the record.
  public Iterable<Listed> all(String orgId, AuditFilter filter) {
    return () -> new Pages(orgId, filter);
  }

  private final class Pages implements Iterator<Listed> {
    private static final int LIMIT = 500;

    private final String orgId;
    private final AuditFilter filter;
    private Iterator<Listed> items = List.<Listed>of().iterator();
    private Optional<Place> next = Optional.of(Place.NEWEST);

    Pages(String orgId, AuditFilter filter) {
      this.orgId = orgId;
      this.filter = filter;
    }

    @Override
    public boolean hasNext() {
      while (!items.hasNext() && next.isPresent()) {
        Page page = page(orgId, filter, next, LIMIT);
        items = page.items.iterator();
        next = page.next;
      }
      return items.hasNext();
    }

    @Override
    public Listed next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return items.next();
    }
  }

  private static Listed listed(ResultSet row) throws SQLException {
    Entry entry =
        new Entry(
            row.getString("org_id"), row.getLong("seq"), row.getLong("at"), by(row), event(row));
    return new Listed(entry, Hash.of(row.getBytes("hash")));
  }

  private static By by(ResultSet row) throws SQLException {
    return new By(
        Kind.valueOf(row.getString("actor_kind")),
        row.getString("actor_id"),
        row.getString("actor_name"),
        new Origin(
            row.getString("address"), row.getString("user_agent"), row.getString("request_id")));
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        Action.valueOf(row.getString("action")),
        row.getString("resource"),
        row.getString("resource_id"),
        row.getString("description"),
        Status.valueOf(row.getString("status")),
        Optional.ofNullable(row.getString("before")),
        Optional.ofNullable(row.getString("after")));
  }
}
