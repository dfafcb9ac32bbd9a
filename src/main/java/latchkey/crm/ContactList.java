package latchkey.crm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Reads a part of a list of contacts: the statement of one filter, order and slice.
final class ContactList {
  /// Further than this nobody counts what a filter leaves.
  static final int COUNTED = 1_000;

  private final Place place;
  private final Filter filter;
  private final Sort sort;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  /// @param number the filter's telephone number as it is stored
  ContactList(Place place, Filter filter, Optional<String> number, Sort sort) {
    this.place = place;
    this.filter = filter;
    this.sort = sort;
    conditions.add("agent_id = :agent AND archived = :archived AND org_id = :org");
    values.put("agent", place.agentId());
    values.put("org", place.organizationId());
    values.put("archived", filter.archived() ? 1 : 0);
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

  Found read(Handle handle, Slice slice) {
    List<Contact> contacts = new ArrayList<>(contacts(handle, slice));
    boolean more = contacts.size() > slice.limit();
    if (more) {
      contacts.removeLast();
    }
    Optional<Position> next = more ? Optional.of(after(contacts.getLast())) : Optional.empty();
    long total = filter.isBare() ? Counts.of(handle, place, filter.archived()) : counted(handle);
    boolean exact = filter.isBare() || total <= COUNTED;
    return new Found(contacts, next, exact ? total : COUNTED, exact);
  }

  private List<Contact> contacts(Handle handle, Slice slice) {
    String order = sort.descending() ? "DESC" : "ASC";
    String sql =
        """
        SELECT %s FROM contact WHERE %s %s ORDER BY %s LIMIT :limit OFFSET :skipped
        """
            .formatted(
                ContactTable.COLUMNS,
                String.join(" AND ", conditions),
                slice.after().isPresent() ? "AND " + behind() : "",
                switch (sort.by()) {
                  case CREATED_AT -> "seq " + order;
                  case UPDATED_AT -> "updated_at %1$s, seq %1$s".formatted(order);
                  case NAME -> "name_key %1$s, seq %1$s".formatted(order);
                });
    Query query =
        bound(handle, sql).bind("limit", slice.limit() + 1).bind("skipped", slice.skipped());
    slice.after().ifPresent(position -> bind(query, position));
    return query.map((row, _) -> ContactTable.contact(row)).list();
  }

  private String behind() {
    String than = sort.descending() ? "<" : ">";
    return switch (sort.by()) {
      case CREATED_AT -> "seq %s :afterSeq".formatted(than);
      case UPDATED_AT -> "(updated_at, seq) %s (:afterKey, :afterSeq)".formatted(than);
      case NAME -> "(name_key, seq) %s (:afterKey, :afterSeq)".formatted(than);
    };
  }

  private void bind(Query query, Position position) {
    if (!position.sort().equals(sort)) {
      throw new IllegalArgumentException(
          "the cursor is of a list sorted by %s, not by %s".formatted(position.sort(), sort));
    }
    query.bind("afterSeq", position.seq());
    switch (sort.by()) {
      case CREATED_AT -> {}
      case UPDATED_AT -> query.bind("afterKey", Long.parseLong(position.key()));
      case NAME -> query.bind("afterKey", position.key());
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

  private long counted(Handle handle) {
    String sql =
        "SELECT count(*) FROM (SELECT 1 FROM contact WHERE %s LIMIT :most) counted"
            .formatted(String.join(" AND ", conditions));
    return bound(handle, sql).bind("most", COUNTED + 1).mapTo(Long.class).one();
  }

  private Query bound(Handle handle, String sql) {
    return handle.createQuery(sql).bindMap(values);
  }
}
