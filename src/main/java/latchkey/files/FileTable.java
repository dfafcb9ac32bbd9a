package latchkey.files;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The rows of files, and how many bytes an organization has in them.
final class FileTable {
  private static final String SHELF =
      " org_id = :org AND agent_id = :agent AND contact_id = :contact";

  private FileTable() {}

  private static <S extends SqlStatement<S>> S of(S statement, Shelf shelf) {
    return statement
        .bind("org", shelf.organizationId())
        .bind("agent", shelf.agentId())
        .bind("contact", shelf.contactId());
  }

  static void insert(Handle handle, ContactFile file) {
    of(
            handle.createUpdate(
                """
                INSERT INTO contact_file (
                  id, org_id, agent_id, contact_id, name, size, type, sha256, uploaded_by, at)
                VALUES (
                  :id, :org, :agent, :contact, :name, :size, :type, :sha256, :by, :at)
                """),
            file.shelf())
        .bind("id", file.id())
        .bind("name", file.name())
        .bind("size", file.size())
        .bind("type", file.type())
        .bind("sha256", HexFormat.of().parseHex(file.sha256()))
        .bind("by", file.uploadedBy())
        .bind("at", file.at())
        .execute();
  }

  static boolean delete(Handle handle, Shelf shelf, String id) {
    return of(handle.createUpdate("DELETE FROM contact_file WHERE id = :id AND" + SHELF), shelf)
            .bind("id", id)
            .execute()
        == 1;
  }

  static Optional<ContactFile> find(Handle handle, Shelf shelf, String id) {
    return of(handle.createQuery("SELECT * FROM contact_file WHERE id = :id AND" + SHELF), shelf)
        .bind("id", id)
        .map((row, _) -> file(row))
        .findOne();
  }

  static List<ContactFile> list(Handle handle, Shelf shelf, long skip, int most) {
    return of(
            handle.createQuery(
                "SELECT * FROM contact_file WHERE"
                    + SHELF
                    + " ORDER BY id DESC LIMIT :most OFFSET :skip"),
            shelf)
        .bind("skip", skip)
        .bind("most", most)
        .map((row, _) -> file(row))
        .list();
  }

  /// Those whose ids stand before that one, which is the order of their time; before no id, all.
  static List<ContactFile> list(Handle handle, Shelf shelf, String before, int most) {
    return of(
            handle.createQuery(
                "SELECT * FROM contact_file WHERE"
                    + SHELF
                    + " AND (:before = '' OR id < :before) ORDER BY id DESC LIMIT :most"),
            shelf)
        .bind("before", before)
        .bind("most", most)
        .map((row, _) -> file(row))
        .list();
  }

  static List<ContactFile> ofAgent(Handle handle, String organizationId, String agentId, int most) {
    return handle
        .createQuery(
            "SELECT * FROM contact_file WHERE org_id = :org AND agent_id = :agent LIMIT :most")
        .bind("org", organizationId)
        .bind("agent", agentId)
        .bind("most", most)
        .map((row, _) -> file(row))
        .list();
  }

  static long count(Handle handle, Shelf shelf) {
    return of(handle.createQuery("SELECT count(*) FROM contact_file WHERE" + SHELF), shelf)
        .mapTo(long.class)
        .one();
  }

  /// Those of these digests that files of the organization have.
  static Set<String> used(Handle handle, String organizationId, List<String> digests) {
    return new HashSet<>(
        handle
            .createQuery(
                "SELECT sha256 FROM contact_file WHERE org_id = :org AND sha256 IN (<digests>)")
            .bind("org", organizationId)
            .bindList("digests", digests.stream().map(HexFormat.of()::parseHex).toList())
            .map((row, _) -> HexFormat.of().formatHex(row.getBytes("sha256")))
            .list());
  }

  /// Until the transaction ends nobody else adds to the bytes of the organization.
  static void lockBytes(Handle handle, String organizationId) {
    handle
        .createUpdate(
            """
            INSERT INTO file_usage (org_id, bytes) VALUES (:org, 0)
            ON CONFLICT (org_id) DO UPDATE SET bytes = file_usage.bytes
            """)
        .bind("org", organizationId)
        .execute();
  }

  /// Adds to them, or takes away; its row is there and locked.
  static void addBytes(Handle handle, String organizationId, long bytes) {
    handle
        .createUpdate("UPDATE file_usage SET bytes = bytes + :bytes WHERE org_id = :org")
        .bind("org", organizationId)
        .bind("bytes", bytes)
        .execute();
  }

  static long bytes(Handle handle, String organizationId) {
    return handle
        .createQuery("SELECT bytes FROM file_usage WHERE org_id = :org")
        .bind("org", organizationId)
        .mapTo(long.class)
        .findOne()
        .orElse(0L);
  }

  private static ContactFile file(ResultSet row) throws SQLException {
    return new ContactFile(
        row.getString("id"),
        new Shelf(row.getString("org_id"), row.getString("agent_id"), row.getString("contact_id")),
        row.getString("name"),
        row.getLong("size"),
        row.getString("type"),
        HexFormat.of().formatHex(row.getBytes("sha256")),
        row.getString("uploaded_by"),
        row.getLong("at"));
  }
}
