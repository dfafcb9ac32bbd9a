package latchkey.crm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The SQL of [Notes].
final class NoteTable {
  private static final String ONE =
      " WHERE org_id = :org AND agent_id = :agent AND contact_id = :contact AND id = :id";

  private NoteTable() {}

  static void insert(Handle handle, Place place, Note note) {
    in(
            handle.createUpdate(
                """
                INSERT INTO contact_note (org_id, agent_id, contact_id, id, text, author_id,
                  author_name, created_at, updated_at, version)
                VALUES (:org, :agent, :contact, :id, :text, :author, :name, :created, :updated, 1)
                """),
            place,
            note.contactId())
        .bind("id", note.id())
        .bind("text", note.text())
        .bind("author", note.authorId())
        .bind("name", note.authorName())
        .bind("created", note.createdAt())
        .bind("updated", note.updatedAt())
        .execute();
  }

  static void update(Handle handle, Place place, Note note) {
    in(
            handle.createUpdate(
                "UPDATE contact_note SET text = :text, updated_at = :updated, version = :version"
                    + ONE),
            place,
            note.contactId())
        .bind("text", note.text())
        .bind("updated", note.updatedAt())
        .bind("version", note.version())
        .bind("id", note.id())
        .execute();
  }

  static void delete(Handle handle, Place place, Note note) {
    in(handle.createUpdate("DELETE FROM contact_note" + ONE), place, note.contactId())
        .bind("id", note.id())
        .execute();
  }

  /// Keeps others from changing it until the transaction ends.
  static void lock(Handle handle, Place place, String contactId, String id) {
    in(handle.createUpdate("UPDATE contact_note SET version = version" + ONE), place, contactId)
        .bind("id", id)
        .execute();
  }

  static Optional<Note> find(Handle handle, Place place, String contactId, String id) {
    return in(handle.createQuery("SELECT * FROM contact_note" + ONE), place, contactId)
        .bind("id", id)
        .map((row, _) -> note(row))
        .findOne();
  }

  static List<Note> list(
      Handle handle, Place place, String contactId, Optional<String> before, int most) {
    return in(
            handle.createQuery(
                """
                SELECT * FROM contact_note
                WHERE org_id = :org AND agent_id = :agent AND contact_id = :contact
                  AND (:before = '' OR id < :before)
                ORDER BY id DESC LIMIT :most
                """),
            place,
            contactId)
        .bind("before", before.orElse(""))
        .bind("most", most)
        .map((row, _) -> note(row))
        .list();
  }

  static long count(Handle handle, Place place, String contactId) {
    return in(
            handle.createQuery(
                """
                SELECT count(*) FROM contact_note
                WHERE org_id = :org AND agent_id = :agent AND contact_id = :contact
                """),
            place,
            contactId)
        .mapTo(Long.class)
        .one();
  }

  private static <S extends SqlStatement<S>> S in(S statement, Place place, String contactId) {
    return statement
        .bind("org", place.organizationId())
        .bind("agent", place.agentId())
        .bind("contact", contactId);
  }

  private static Note note(ResultSet row) throws SQLException {
    return new Note(
        row.getString("id"),
        row.getString("contact_id"),
        row.getString("text"),
        row.getString("author_id"),
        row.getString("author_name"),
        row.getLong("created_at"),
        row.getLong("updated_at"),
        row.getLong("version"));
  }
}
