package latchkey.crm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import latchkey.db.Batch;
import latchkey.db.Dialect;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/// The rows of contacts.
final class ContactTable {
  static final String COLUMNS =
      """
      org_id, agent_id, id, external_id, name, email, mobile_number, gender, status, stage, owner,
      secondary_owner, custom_fields, source, created_at, updated_at, archived_at, version
      """;

  private static final String BY_EXTERNAL_ID =
      "SELECT "
          + COLUMNS
          + "FROM contact WHERE agent_id = :agent AND external_id = :external AND org_id = :org";

  private static final String BY_ID =
      "SELECT "
          + COLUMNS
          + "FROM contact WHERE seq = :seq AND org_id = :org AND agent_id = :agent AND id = :id";

  private static final String TAKEN =
      """
      SELECT id, 1 AS taken FROM contact
      WHERE agent_id = :agent AND external_id = :external AND org_id = :org
      """;

  /// Sums keep the engines to the index of the value: that of creations would fit the rest better.
  private static final String LIKELY =
      """
      SELECT * FROM (
        SELECT id, 0 AS taken FROM contact
        WHERE agent_id = :agent AND %s AND org_id = :org AND archived + 0 = 0
        ORDER BY seq + 0 LIMIT :most) %s
      """;

  private ContactTable() {}

  /// Says whether it is there now: it is not if another one has its number or its external id.
  /// What it is found by is not written yet.
  static boolean insert(Tx tx, long seq, Contact contact) {
    Map<String, Optional<?>> row = changing(contact);
    row.put("seq", Optional.of(seq));
    row.put("org_id", Optional.of(contact.place().organizationId()));
    row.put("agent_id", Optional.of(contact.place().agentId()));
    row.put("id", Optional.of(contact.id()));
    row.put("source", Optional.of(contact.source().name().toLowerCase(Locale.ROOT)));
    row.put("created_at", Optional.of(contact.createdAt()));
    String sql =
        "INSERT INTO contact (%s) VALUES (?%s) ON CONFLICT DO NOTHING"
            .formatted(String.join(", ", row.keySet()), ", ?".repeat(row.size() - 1));
    return isDone(tx, sql, row.values().stream());
  }

  /// Writes what has changed over the one before; says whether that was still there. What it is
  /// found by is not written yet.
  static boolean update(Tx tx, Contact before, Contact contact) {
    Map<String, Optional<?>> changed = changing(contact);
    changing(before).forEach(changed::remove);
    String sql =
        """
        UPDATE contact SET %s = ?
        WHERE seq = ? AND org_id = ? AND agent_id = ? AND id = ? AND version = ?
        """
            .formatted(String.join(" = ?, ", changed.keySet()));
    Stream<Optional<?>> which =
        Stream.of(
            Optional.of(ContactIds.seq(contact.id()).orElseThrow()),
            Optional.of(contact.place().organizationId()),
            Optional.of(contact.place().agentId()),
            Optional.of(contact.id()),
            Optional.of(before.version()));
    return isDone(tx, sql, Stream.concat(changed.values().stream(), which));
  }

  private static boolean isDone(Tx tx, String sql, Stream<Optional<?>> values) {
    try (Batch row = new Batch(tx, sql)) {
      return row.add(values.map(value -> value.orElse(null)).toArray()).executeCounted()[0] == 1;
    }
  }

  /// What changes may change, by column. An engine need not look into the indexes of columns that
  /// a statement does not name.
  private static Map<String, Optional<?>> changing(Contact contact) {
    Fields fields = contact.fields();
    Map<String, Optional<?>> columns = new LinkedHashMap<>();
    columns.put("external_id", fields.externalReferenceId());
    columns.put("name", fields.name());
    columns.put("email", fields.email());
    columns.put("mobile_number", fields.mobileNumber());
    columns.put("gender", fields.gender());
    columns.put("status", fields.status());
    columns.put("stage", fields.stage());
    columns.put("owner", fields.owner());
    columns.put("secondary_owner", fields.secondaryOwner());
    columns.put("custom_fields", Optional.of(ContactJson.text(fields.customFields())));
    columns.put("updated_at", Optional.of(contact.updatedAt()));
    columns.put("archived", Optional.of(contact.archived() ? 1 : 0));
    columns.put("archived_at", contact.archivedAt().stream().boxed().findFirst());
    columns.put("version", Optional.of(contact.version()));
    columns.put("email_key", fields.email().map(ContactTable::emailKey));
    columns.put("name_key", Optional.of(Folding.key(fields.name())));
    columns.put(
        "search_text",
        Optional.of(Folding.searched(fields.name(), fields.email(), fields.mobileNumber())));
    return columns;
  }

  static <S extends SqlStatement<S>> S of(S statement, Place place) {
    return statement.bind("org", place.organizationId()).bind("agent", place.agentId());
  }

  /// What addresses are compared by.
  static String emailKey(String email) {
    return email.toLowerCase(Locale.ROOT);
  }

  static boolean delete(Tx tx, Place place, String id, long version) {
    OptionalLong seq = ContactIds.seq(id);
    boolean deleted =
        seq.isPresent()
            && of(
                        tx.handle()
                            .createUpdate(
                                """
                            DELETE FROM contact
                            WHERE seq = :seq AND org_id = :org AND agent_id = :agent AND id = :id
                              AND version = :version
                            """),
                        place)
                    .bind("seq", seq.getAsLong())
                    .bind("id", id)
                    .bind("version", version)
                    .execute()
                == 1;
    if (deleted) {
      SearchIndex.remove(tx, id);
    }
    return deleted;
  }

  static Optional<Contact> find(Handle handle, Place place, Ref ref) {
    return one(handle, place, ref, "");
  }

  /// The same, which nobody else changes until the transaction ends.
  static Optional<Contact> lock(Handle handle, Place place, Ref ref) {
    return one(handle, place, ref, Dialect.of(handle).locking());
  }

  private static Optional<Contact> one(Handle handle, Place place, Ref ref, String locking) {
    return switch (ref) {
      case Ref.External(String external) ->
          of(handle.createQuery(BY_EXTERNAL_ID + locking), place)
              .bind("external", external)
              .map((row, _) -> contact(row))
              .findOne();
      case Ref.Id(String id) -> {
        OptionalLong seq = ContactIds.seq(id);
        yield seq.isEmpty()
            ? Optional.empty()
            : of(handle.createQuery(BY_ID + locking), place)
                .bind("seq", seq.getAsLong())
                .bind("id", id)
                .map((row, _) -> contact(row))
                .findOne();
      }
    };
  }

  /// Whom a new contact would meet.
  ///
  /// @param taken whether one has its external id
  /// @param likely the first few that are not archived and have its address or its number
  record Met(boolean taken, List<String> likely) {}

  /// Asks for all of it at once.
  static Met meet(
      Handle handle,
      Place place,
      Optional<String> external,
      Optional<String> email,
      Optional<String> number,
      int most) {
    record One(String id, boolean taken) {}
    List<String> queries = new ArrayList<>();
    external.ifPresent(_ -> queries.add(TAKEN));
    email.ifPresent(_ -> queries.add(LIKELY.formatted("email_key = :email", "by_email")));
    number.ifPresent(_ -> queries.add(LIKELY.formatted("mobile_number = :number", "by_number")));
    if (queries.isEmpty()) {
      return new Met(false, List.of());
    }
    Query query = of(handle.createQuery(String.join(" UNION ALL ", queries)), place);
    external.ifPresent(id -> query.bind("external", id));
    email.ifPresent(address -> query.bind("email", emailKey(address)).bind("most", most));
    number.ifPresent(text -> query.bind("number", text).bind("most", most));
    List<One> all =
        query.map((row, _) -> new One(row.getString("id"), row.getInt("taken") == 1)).list();
    return new Met(
        all.stream().anyMatch(One::taken),
        all.stream()
            .filter(one -> !one.taken)
            .map(One::id)
            .distinct()
            .sorted() // which is the order of their numbers
            .limit(most)
            .toList());
  }

  static Contact contact(ResultSet row) throws SQLException {
    long archivedAt = row.getLong("archived_at");
    boolean archived = !row.wasNull();
    return new Contact(
        row.getString("id"),
        new Place(row.getString("org_id"), row.getString("agent_id")),
        new Fields(
            text(row, "external_id"),
            text(row, "name"),
            text(row, "email"),
            text(row, "mobile_number"),
            text(row, "gender"),
            text(row, "status"),
            text(row, "stage"),
            text(row, "owner"),
            text(row, "secondary_owner"),
            ContactJson.customFields(row.getString("custom_fields"))),
        Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
        row.getLong("created_at"),
        row.getLong("updated_at"),
        archived ? OptionalLong.of(archivedAt) : OptionalLong.empty(),
        row.getLong("version"));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
