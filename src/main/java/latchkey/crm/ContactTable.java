package latchkey.crm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import latchkey.db.Dialect;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
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

  private ContactTable() {}

  /// Says whether it is there now: it is not if another one has its number or its external id.
  static boolean insert(Tx tx, long seq, Contact contact) {
    boolean inserted = row(tx, seq, contact);
    if (inserted) {
      SearchIndex.add(tx, contact);
    }
    return inserted;
  }

  private static boolean row(Tx tx, long seq, Contact contact) {
    return written(
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO contact (
                          seq, org_id, agent_id, id, external_id, name, email, mobile_number,
                          gender, status, stage, owner, secondary_owner, custom_fields, source,
                          created_at, updated_at, archived, archived_at, version, email_key,
                          name_key, search_text)
                        VALUES (
                          :seq, :org, :agent, :id, :external, :name, :email, :number,
                          :gender, :status, :stage, :owner, :secondary, :custom, :source,
                          :createdAt, :updatedAt, 0, NULL, 1, :emailKey,
                          :nameKey, :searched)
                        ON CONFLICT DO NOTHING
                        """),
                contact)
            .bind("seq", seq)
            .bind("source", contact.source().name().toLowerCase(Locale.ROOT))
            .bind("createdAt", contact.createdAt())
            .execute()
        == 1;
  }

  /// Writes it over the one before; says whether that was still there.
  static boolean update(Tx tx, Contact before, Contact contact) {
    boolean updated = row(tx, contact);
    if (updated) {
      SearchIndex.change(tx, before, contact);
    }
    return updated;
  }

  private static boolean row(Tx tx, Contact contact) {
    return written(
                tx.handle()
                    .createUpdate(
                        """
                        UPDATE contact SET
                          external_id = :external, name = :name, email = :email,
                          mobile_number = :number, gender = :gender, status = :status,
                          stage = :stage, owner = :owner, secondary_owner = :secondary,
                          custom_fields = :custom, updated_at = :updatedAt, archived = :archived,
                          archived_at = :archivedAt, version = :version, email_key = :emailKey,
                          name_key = :nameKey, search_text = :searched
                        WHERE seq = :seq AND org_id = :org AND agent_id = :agent AND id = :id
                          AND version = :version - 1
                        """),
                contact)
            .bind("seq", ContactIds.seq(contact.id()).orElseThrow())
            .bind("archived", contact.archived() ? 1 : 0)
            .bind(
                "archivedAt", contact.archived() ? (Long) contact.archivedAt().orElseThrow() : null)
            .bind("version", contact.version())
            .execute()
        == 1;
  }

  private static <S extends SqlStatement<S>> S written(S statement, Contact contact) {
    Fields fields = contact.fields();
    return of(statement, contact.place())
        .bind("id", contact.id())
        .bind("external", fields.externalReferenceId().orElse(null))
        .bind("name", fields.name().orElse(null))
        .bind("email", fields.email().orElse(null))
        .bind("number", fields.mobileNumber().orElse(null))
        .bind("gender", fields.gender().orElse(null))
        .bind("status", fields.status().orElse(null))
        .bind("stage", fields.stage().orElse(null))
        .bind("owner", fields.owner().orElse(null))
        .bind("secondary", fields.secondaryOwner().orElse(null))
        .bind("custom", ContactJson.text(fields.customFields()))
        .bind("updatedAt", contact.updatedAt())
        .bind("emailKey", fields.email().map(ContactTable::emailKey).orElse(null))
        .bind("nameKey", Folding.key(fields.name()))
        .bind("searched", Folding.searched(fields.name(), fields.email(), fields.mobileNumber()));
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

  /// Those that are not archived and have that address or that number: the first few.
  static List<Contact> likely(
      Handle handle, Place place, Optional<String> email, Optional<String> number, int most) {
    TreeSet<Long> seqs = new TreeSet<>();
    email.ifPresent(
        address ->
            seqs.addAll(having(handle, place, "email_key = :value", emailKey(address), most)));
    number.ifPresent(
        text -> seqs.addAll(having(handle, place, "mobile_number = :value", text, most)));
    return seqs.stream().limit(most).flatMap(seq -> bySeq(handle, place, seq).stream()).toList();
  }

  /// Sums keep the engines to the index of the value: that of creations would fit the rest better.
  private static List<Long> having(
      Handle handle, Place place, String condition, String value, int most) {
    return of(
            handle.createQuery(
                """
                SELECT seq FROM contact
                WHERE agent_id = :agent AND %s AND org_id = :org AND archived + 0 = 0
                ORDER BY seq + 0 LIMIT :most
                """
                    .formatted(condition)),
            place)
        .bind("value", value)
        .bind("most", most)
        .mapTo(Long.class)
        .list();
  }

  private static Optional<Contact> bySeq(Handle handle, Place place, long seq) {
    return of(
            handle.createQuery(
                "SELECT "
                    + COLUMNS
                    + "FROM contact WHERE seq = :seq AND org_id = :org AND agent_id = :agent"),
            place)
        .bind("seq", seq)
        .map((row, _) -> contact(row))
        .findOne();
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
