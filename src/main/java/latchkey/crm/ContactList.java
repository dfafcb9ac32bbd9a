package latchkey.crm;

import java.util.ArrayList;
import java.util.Collections;
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
final class ContactList {
  /// Further than this nobody counts what a filter leaves.
  static final int COUNTED = 1_000;

  static final int WALKED = 4_000;

  /// By more terms not many fewer would be found, and each is one more list to look into.
  private static final int MOST_WANTED = 6;

  private static final int SAMPLED = 100;

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
    wanted = all.size() > MOST_WANTED ? rarest(terms, all) : all;
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

  /// Those that the fewest of the newest have, the rarest first.
  private List<Set<Long>> rarest(Terms terms, List<Set<Long>> all) {
    List<Set<Long>> newest =
        handle
            .createQuery(
                "SELECT %s FROM contact WHERE %s AND org_id = :org ORDER BY seq DESC LIMIT :sampled"
                    .formatted(ContactTable.COLUMNS, LIST))
            .bindMap(values)
            .bind("sampled", SAMPLED)
            .map((row, _) -> terms.of(ContactTable.contact(row).fields()))
            .list();
    return all.stream()
        .sorted(Comparator.comparingLong(set -> having(newest, set)))
        .limit(MOST_WANTED)
        .toList();
  }

  private static long having(List<Set<Long>> contacts, Set<Long> some) {
    return contacts.stream().filter(terms -> !Collections.disjoint(terms, some)).count();
  }

  Found read(Slice slice) {
    Optional<Total> counted = streams() ? Optional.of(counted()) : Optional.empty();
    Optional<List<Contact>> walked = walks(counted) ? walk(slice) : Optional.empty();
    List<Contact> contacts = new ArrayList<>(walked.orElseGet(() -> contacts(picked(slice))));
    boolean more = contacts.size() > slice.limit();
    if (more) {
      contacts.removeLast();
    }
    Optional<Position> next = more ? Optional.of(after(contacts.getLast())) : Optional.empty();
    Total total = counted.orElseGet(() -> total(walked.isPresent()));
    return new Found(contacts, next, total.contacts, total.isExact);
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

  /// @param counted how many there are, where that is known without having them all
  private boolean walks(Optional<Total> counted) {
    return counted.isPresent()
        ? sort.by() != Sort.By.CREATED_AT && !counted.get().isExact
        : !inOrder() && !isOfOne();
  }

  /// Whether an engine finds the first of them without finding all of them.
  private boolean streams() {
    return !wanted.isEmpty()
        && !isOfOne()
        && Dialect.of(handle) == Dialect.SQLITE
        && wanted.stream().allMatch(set -> set.size() == 1);
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
    String order = order(streams() ? "contact_search.rowid" : "seq");
    String end = "%s ORDER BY %s LIMIT :limit OFFSET :skipped".formatted(behind(slice), order);
    return sliced(every("seq AS found", slice) + end, slice);
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
        .map(condition -> "contact_search.rowid" + condition.substring("seq".length()))
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
  }

  private Total total(boolean walked) {
    if (filter.isBare()) {
      return new Total(Counts.of(handle, place, filter.archived()), true);
    }
    return walked ? amongTheFirst() : counted();
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

  /// Where finding all would take long, those among the first are a lower bound.
  private Total amongTheFirst() {
    String sql =
        """
        SELECT COALESCE(SUM(CASE WHEN %s THEN 1 ELSE 0 END), 0), count(*) FROM (
          SELECT %s FROM contact WHERE %s ORDER BY %s LIMIT :walked) walked
        """
            .formatted(every(conditions), LOOKED_AT, LIST, order());
    return handle
        .createQuery(sql)
        .bindMap(values)
        .map(
            (row, _) -> {
              Total found = Total.of(row.getLong(1));
              return row.getLong(2) < WALKED ? found : new Total(found.contacts, false);
            })
        .one();
  }
}
