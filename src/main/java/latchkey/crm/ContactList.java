package latchkey.crm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import latchkey.db.Dialect;
import org.jdbi.v3.core.Handle;

/// Reads a part of a list of contacts: the statements of one filter, order and slice.
///
/// What the order's own index holds together is read from there. All else is looked for among
/// the first [#WALKED] of the list, where what many have is found at once; and what is too rare
/// for that is asked of the index of [Terms], and then put into order. SQLite's index says at once
/// whether it is rare, and is by itself in the order of creation, so there it is asked first.
///
/// A list that ends with the page says by that how many there are. Otherwise they are counted
/// among the first [#LOOKED] that may be meant, and a number that leaves some out is a lower bound.
final class ContactList {
  /// Further than this nobody counts what a filter leaves.
  static final int COUNTED = 1_000;

  static final int WALKED = 4_000;

  /// Further than this nobody looks for those that are counted.
  static final int LOOKED = 1_500;

  /// Of the terms that are rare; by more of them not many fewer would be found.
  private static final int MOST_RARE = 4;

  /// Of the newest, and of the oldest.
  private static final int SAMPLED = 30;

  private static final String LOOKED_AT =
      """
      seq, org_id, status, stage, owner, secondary_owner, email_key, mobile_number, updated_at,
      archived, name_key, search_text
      """;

  private static final String LIST = "agent_id = :agent AND archived = :archived";

  private final Handle handle;
  private final Place place;
  private final Filter filter;
  private final Sort sort;
  private final List<Set<Long>> wanted;
  private final List<String> conditions = new ArrayList<>();
  private final List<String> range = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  /// @param number the filter's telephone number as it is stored
  ContactList(Handle handle, Place place, Filter filter, Optional<String> number, Sort sort) {
    this.handle = handle;
    this.place = place;
    this.filter = filter;
    this.sort = sort;
    values.put("agent", place.agentId());
    values.put("org", place.organizationId());
    values.put("archived", filter.archived() ? 1 : 0);
    conditions.add("org_id = :org");
    having("status = :status", "status", filter.status());
    having("stage = :stage", "stage", filter.stage());
    having("(owner = :owner OR secondary_owner = :owner)", "owner", filter.owner());
    having("email_key = :email", "email", filter.email().map(ContactTable::emailKey));
    having("mobile_number = :number", "number", number);
    since("seq >= :createdFrom", "createdFrom", filter.createdFrom(), ContactIds::least);
    since("seq < :createdTo", "createdTo", filter.createdTo(), to -> ContactIds.least(next(to)));
    since("updated_at >= :updatedFrom", "updatedFrom", filter.updatedFrom(), from -> from);
    since("updated_at <= :updatedTo", "updatedTo", filter.updatedTo(), to -> to);
    search();
    Terms terms = new Terms(place, filter.archived());
    List<Set<Long>> all = terms.wanted(filter);
    wanted = all.size() > 1 && !isOfOne() ? telling(all, sample(terms)) : all;
  }

  private static long next(long time) {
    return time == Long.MAX_VALUE ? time : time + 1;
  }

  private void having(String condition, String name, Optional<String> value) {
    value.ifPresent(
        text -> {
          conditions.add(condition);
          values.put(name, text);
        });
  }

  private interface Bound {
    long of(long time);
  }

  private void since(String condition, String name, OptionalLong time, Bound bound) {
    if (time.isPresent()) {
      conditions.add(condition);
      range.add(condition);
      values.put(name, bound.of(time.getAsLong()));
    }
  }

  private void search() {
    List<String> parts = filter.search().map(Folding::parts).orElse(List.of());
    for (int i = 0; i < parts.size(); i++) {
      conditions.add("search_text LIKE :part%d ESCAPE '!'".formatted(i));
      values.put("part" + i, "%" + parts.get(i).replaceAll("[!%_]", "!$0") + "%");
    }
  }

  /// What some are found by: of a list that was filled by turns, the newest alone are alike.
  private List<long[]> sample(Terms terms) {
    String some =
        """
        SELECT * FROM (
          SELECT search_text, status, stage, owner, secondary_owner FROM contact
          WHERE %s AND org_id = :org ORDER BY seq %s LIMIT :sampled) %s
        """;
    return handle
        .createQuery(
            some.formatted(LIST, "DESC", "newest")
                + "UNION ALL "
                + some.formatted(LIST, "ASC", "oldest"))
        .bindMap(values)
        .bind("sampled", SAMPLED)
        .map(
            (row, _) ->
                terms.of(
                    row.getString("search_text"),
                    Optional.ofNullable(row.getString("status")),
                    Optional.ofNullable(row.getString("stage")),
                    Optional.ofNullable(row.getString("owner")),
                    Optional.ofNullable(row.getString("secondary_owner"))))
        .list();
  }

  /// The rarest, and of the others those that leave fewer of the sample: each of the rest would be
  /// one more list to look into, and a long one.
  private static List<Set<Long>> telling(List<Set<Long>> all, List<long[]> sample) {
    List<Set<Long>> chosen = new ArrayList<>();
    List<long[]> left = new ArrayList<>(sample);
    all.stream()
        .sorted(Comparator.comparingLong(some -> having(sample, some)))
        .forEach(
            some -> {
              boolean rare = chosen.size() < MOST_RARE && having(sample, some) == 0;
              boolean telling = left.removeIf(terms -> !has(terms, some));
              if (rare || telling || chosen.isEmpty()) {
                chosen.add(some);
              }
            });
    return chosen;
  }

  private static long having(List<long[]> contacts, Set<Long> some) {
    return contacts.stream().filter(terms -> has(terms, some)).count();
  }

  private static boolean has(long[] terms, Set<Long> some) {
    return some.stream().anyMatch(term -> Arrays.binarySearch(terms, term) >= 0);
  }

  Found read(Slice slice) {
    if (filter.isBare()) {
      return bare(slice);
    }
    Optional<Total> indexed =
        streams() && !inIndexOrder() ? Optional.of(among(indexed())) : Optional.empty();
    Optional<List<Contact>> walked = walks(indexed) ? walk(slice) : Optional.empty();
    List<Contact> contacts = walked.orElseGet(() -> contacts(picked(slice)));
    long reached = slice.skipped() + (long) contacts.size();
    Total total =
        ends(contacts, slice)
            ? Total.of(reached)
            : indexed.orElseGet(() -> total(walked.isPresent())).atLeast(reached);
    return found(contacts, slice, total);
  }

  private Found found(List<Contact> contacts, Slice slice, Total total) {
    boolean more = contacts.size() > slice.limit();
    List<Contact> page = more ? contacts.subList(0, slice.limit()) : contacts;
    Optional<Position> next = more ? Optional.of(after(page.getLast())) : Optional.empty();
    return new Found(page, next, total.contacts, total.isExact);
  }

  /// Whether they end the list, and it is known how many there are before them.
  private static boolean ends(List<Contact> contacts, Slice slice) {
    return contacts.size() <= slice.limit()
        && slice.after().isEmpty()
        && (slice.skipped() == 0 || !contacts.isEmpty());
  }

  /// The page and the number of all in one statement.
  private Found bare(Slice slice) {
    record Row(Contact contact, long total) {}
    String sql =
        "SELECT %s, (%s) AS total FROM contact WHERE %s AND org_id = :org %s"
            .formatted(ContactTable.COLUMNS, Counts.OF, LIST, end(slice, order()));
    List<Row> rows =
        handle
            .createQuery(sliced(sql, slice))
            .bindMap(values)
            .map((row, _) -> new Row(ContactTable.contact(row), row.getLong("total")))
            .list();
    long total =
        rows.isEmpty() ? Counts.of(handle, place, filter.archived()) : rows.getFirst().total;
    return found(rows.stream().map(Row::contact).toList(), slice, new Total(total, true));
  }

  /// Some of those that are found by something, in no order; all of them if they are fewer.
  static List<Contact> some(Handle handle, Place place, Filter filter, int most) {
    ContactList list = new ContactList(handle, place, filter, Optional.empty(), Sort.DEFAULT);
    list.values.put("most", most);
    return list.contacts(list.every("seq AS found", Slice.page(1, 1)) + " LIMIT :most");
  }

  // Ways to the contacts

  /// Whether the order's index holds what is asked for together.
  private boolean inOrder() {
    String own =
        switch (sort.by()) {
          case CREATED_AT -> "seq";
          case UPDATED_AT -> "updated_at";
          case NAME -> "";
        };
    return wanted.isEmpty()
        && !isOfOne()
        && range.stream().allMatch(condition -> condition.startsWith(own + " "));
  }

  /// Whether it is by something that hardly two contacts have.
  private boolean isOfOne() {
    return values.containsKey("email") || values.containsKey("number");
  }

  /// @param indexed how many of the first that the index has are meant, where that is known
  private boolean walks(Optional<Total> indexed) {
    return indexed.isPresent()
        ? !indexed.get().isExact
        : !inOrder() && !inIndexOrder() && !isOfOne();
  }

  /// Whether an engine finds the first of them without finding all of them.
  private boolean streams() {
    return !wanted.isEmpty() && !isOfOne() && Dialect.of(handle) == Dialect.SQLITE;
  }

  private boolean inIndexOrder() {
    return streams() && sort.by() == Sort.By.CREATED_AT;
  }

  /// The page, if all of it is among the first of the list. The order of what the inner statement
  /// has put in order remains, so that what is found early ends the walk.
  private Optional<List<Contact>> walk(Slice slice) {
    String sql =
        """
        SELECT seq AS found FROM (
          SELECT %s FROM contact WHERE %s ORDER BY %s LIMIT :walked) walked
        WHERE %s LIMIT :limit OFFSET :skipped
        """
            .formatted(LOOKED_AT, LIST + behind(slice), order(), every(conditions));
    values.put("walked", WALKED);
    List<Contact> contacts = contacts(sliced(sql, slice));
    return contacts.size() > slice.limit() ? Optional.of(contacts) : Optional.empty();
  }

  /// The statement of the numbers of the page, and of one more.
  String picked(Slice slice) {
    String order = order(streams() ? SearchIndex.NUMBER : "seq");
    return sliced(every("seq AS found", slice) + end(slice, order), slice);
  }

  private String end(Slice slice, String order) {
    return "%s ORDER BY %s LIMIT :limit OFFSET :skipped".formatted(behind(slice), order);
  }

  /// A statement of all of them, in no order.
  private String every(String what, Slice slice) {
    String asked = every(conditions);
    if (inOrder()) {
      return "SELECT %s FROM contact WHERE %s AND %s".formatted(what, LIST, asked);
    }
    if (!wanted.isEmpty() && !isOfOne()) {
      return "SELECT %s %s AND %s AND %s"
          .formatted(what, SearchIndex.source(handle, wanted, rowids(slice), values), LIST, asked);
    }
    String few = isOfOne() ? ofOne() : LIST + " AND " + every(range);
    return """
    WITH few AS MATERIALIZED (SELECT %s, agent_id FROM contact WHERE %s)
    SELECT %s FROM few WHERE %s AND %s"""
        .formatted(LOOKED_AT, few, what, LIST, asked);
  }

  private String ofOne() {
    return values.containsKey("email")
        ? "agent_id = :agent AND email_key = :email"
        : "agent_id = :agent AND mobile_number = :number";
  }

  /// What is known of the numbers, for an index that is in their order.
  private List<String> rowids(Slice slice) {
    List<String> known = new ArrayList<>(range);
    if (sort.by() == Sort.By.CREATED_AT && slice.after().isPresent()) {
      known.add(behind());
    }
    return known.stream()
        .filter(condition -> condition.startsWith("seq "))
        .map(condition -> SearchIndex.NUMBER + condition.substring("seq".length()))
        .toList();
  }

  private static String every(List<String> conditions) {
    return String.join(" AND ", conditions);
  }

  // Order and slice

  private String order() {
    return order("seq");
  }

  private String order(String seq) {
    String direction = sort.descending() ? "DESC" : "ASC";
    return switch (sort.by()) {
      case CREATED_AT -> seq + " " + direction;
      case UPDATED_AT -> "updated_at %1$s, seq %1$s".formatted(direction);
      case NAME -> "name_key %1$s, seq %1$s".formatted(direction);
    };
  }

  private String behind(Slice slice) {
    return slice.after().isPresent() ? " AND " + behind() : "";
  }

  private String behind() {
    String than = sort.descending() ? "<" : ">";
    return switch (sort.by()) {
      case CREATED_AT -> "seq %s :afterSeq".formatted(than);
      case UPDATED_AT -> "(updated_at, seq) %s (:afterKey, :afterSeq)".formatted(than);
      case NAME -> "(name_key, seq) %s (:afterKey, :afterSeq)".formatted(than);
    };
  }

  private String sliced(String sql, Slice slice) {
    values.put("limit", slice.limit() + 1);
    values.put("skipped", slice.skipped());
    slice.after().ifPresent(this::put);
    return sql;
  }

  private void put(Position position) {
    if (!position.sort().equals(sort)) {
      throw new IllegalArgumentException(
          "the cursor is of a list sorted by %s, not by %s".formatted(position.sort(), sort));
    }
    values.put("afterSeq", position.seq());
    switch (sort.by()) {
      case CREATED_AT -> {}
      case UPDATED_AT -> values.put("afterKey", Long.parseLong(position.key()));
      case NAME -> values.put("afterKey", position.key());
    }
  }

  private Position after(Contact contact) {
    String key =
        switch (sort.by()) {
          case CREATED_AT -> "";
          case UPDATED_AT -> Long.toString(contact.updatedAt());
          case NAME -> Folding.key(contact.fields().name());
        };
    return new Position(sort, key, ContactIds.seq(contact.id()).orElseThrow());
  }

  /// Those whose numbers a statement finds, in the order of the list.
  private List<Contact> contacts(String numbers) {
    String sql =
        """
        SELECT %s FROM (%s) page CROSS JOIN contact
        WHERE contact.seq = page.found AND org_id = :org ORDER BY %s
        """
            .formatted(ContactTable.COLUMNS, numbers, order());
    return handle
        .createQuery(sql)
        .bindMap(values)
        .map((row, _) -> ContactTable.contact(row))
        .list();
  }

  // How many there are

  private record Total(long contacts, boolean isExact) {
    static Total of(long counted) {
      return counted <= COUNTED ? new Total(counted, true) : new Total(COUNTED, false);
    }

    /// Knowing that there are so many.
    Total atLeast(long some) {
      return some <= contacts ? this : new Total(Math.min(some, COUNTED), isExact);
    }
  }

  private Total total(boolean walked) {
    return walked ? among(listed()) : inIndexOrder() ? among(indexed()) : counted();
  }

  private Total counted() {
    String some = every("1 AS one", Slice.page(1, 1)) + " LIMIT :most";
    values.put("most", COUNTED + 1);
    return Total.of(
        handle
            .createQuery("SELECT count(*) FROM (%s) counted".formatted(some))
            .bindMap(values)
            .mapTo(Long.class)
            .one());
  }

  /// Who may be meant, one by one: those of the list, or those that the index has.
  private String listed() {
    return "SELECT %s FROM contact WHERE %s ORDER BY %s".formatted(LOOKED_AT, LIST, order());
  }

  private String indexed() {
    String source = SearchIndex.source(handle, wanted, rowids(Slice.page(1, 1)), values);
    String order = inIndexOrder() ? " ORDER BY " + order(SearchIndex.NUMBER) : "";
    return "SELECT %s %s AND %s%s".formatted(LOOKED_AT, source, LIST, order);
  }

  /// Where finding all would take long, those among the first are a lower bound.
  private Total among(String candidates) {
    String sql =
        """
        SELECT COALESCE(SUM(CASE WHEN %s THEN 1 ELSE 0 END), 0), count(*) FROM (
          %s LIMIT :looked) looked
        """
            .formatted(every(conditions), candidates);
    return handle
        .createQuery(sql)
        .bindMap(values)
        .bind("looked", LOOKED)
        .map(
            (row, _) -> {
              Total found = Total.of(row.getLong(1));
              return row.getLong(2) < LOOKED ? found : new Total(found.contacts, false);
            })
        .one();
  }
}
