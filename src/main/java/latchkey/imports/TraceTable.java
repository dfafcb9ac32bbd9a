package latchkey.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The rows of what imports did, and of what is to be said about it.
final class TraceTable {
  private static final JsonMapper JSON = new JsonMapper();

  private TraceTable() {}

  /// What an import did to a contact.
  ///
  /// @param former the fields that it has replaced; nothing of a contact that it has created
  /// @param version that it has left
  /// @param row of the file that did it last, and its line
  record Deed(String contactId, Optional<ObjectNode> former, long version, long row, long line) {}

  private static <S extends SqlStatement<S>> S of(S statement, Import run) {
    return statement
        .bind("org", run.place().organizationId())
        .bind("agent", run.place().agentId())
        .bind("import", run.id());
  }

  static Optional<Deed> deed(Handle handle, Import run, String contactId) {
    return of(
            handle.createQuery(
                """
                SELECT * FROM contact_import_deed
                WHERE org_id = :org AND agent_id = :agent AND import_id = :import
                  AND contact_id = :contact
                """),
            run)
        .bind("contact", contactId)
        .map((row, _) -> deed(row))
        .findOne();
  }

  static List<Deed> deeds(Handle handle, Import run, int most) {
    return of(
            handle.createQuery(
                """
                SELECT * FROM contact_import_deed
                WHERE org_id = :org AND agent_id = :agent AND import_id = :import
                ORDER BY contact_id LIMIT :most
                """),
            run)
        .bind("most", most)
        .map((row, _) -> deed(row))
        .list();
  }

  private static Deed deed(ResultSet row) throws SQLException {
    return new Deed(
        row.getString("contact_id"),
        Optional.ofNullable(row.getString("former")).map(TraceTable::object),
        row.getLong("version"),
        row.getLong("row_number"),
        row.getLong("line"));
  }

  private static ObjectNode object(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a deed's row holds our own JSON", e);
    }
  }

  static void put(Tx tx, Import run, Deed deed) {
    of(
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO contact_import_deed
                      (org_id, agent_id, import_id, contact_id, former, version, row_number, line)
                    VALUES (:org, :agent, :import, :contact, :former, :version, :row, :line)
                    ON CONFLICT (org_id, import_id, contact_id)
                    DO UPDATE SET former = excluded.former, version = excluded.version,
                      row_number = excluded.row_number, line = excluded.line
                    """),
            run)
        .bind("row", deed.row())
        .bind("line", deed.line())
        .bind("contact", deed.contactId())
        .bind("former", deed.former().map(ObjectNode::toString).orElse(null))
        .bind("version", deed.version())
        .execute();
  }

  static void remove(Tx tx, Import run, Deed deed) {
    of(
            tx.handle()
                .createUpdate(
                    """
                    DELETE FROM contact_import_deed
                    WHERE org_id = :org AND agent_id = :agent AND import_id = :import
                      AND contact_id = :contact
                    """),
            run)
        .bind("contact", deed.contactId())
        .execute();
  }

  /// Forgets so many deeds and rows' remarks of an import; says whether any were left.
  static boolean forget(Tx tx, Import run, int most) {
    int deeds =
        of(
                tx.handle()
                    .createUpdate(
                        """
                        DELETE FROM contact_import_deed
                        WHERE org_id = :org AND agent_id = :agent AND import_id = :import
                          AND contact_id IN (
                            SELECT contact_id FROM contact_import_deed
                            WHERE org_id = :org AND agent_id = :agent AND import_id = :import
                            LIMIT :most)
                        """),
                run)
            .bind("most", most)
            .execute();
    int remarks =
        of(
                tx.handle()
                    .createUpdate(
                        """
                        DELETE FROM contact_import_remark
                        WHERE org_id = :org AND agent_id = :agent AND import_id = :import
                          AND row_number IN (
                            SELECT row_number FROM contact_import_remark
                            WHERE org_id = :org AND agent_id = :agent AND import_id = :import
                            LIMIT :most)
                        """),
                run)
            .bind("most", most)
            .execute();
    return deeds + remarks > 0;
  }

  static void say(Tx tx, Import run, List<Remark> remarks) {
    for (int i = 0; i < remarks.size(); i++) {
      Remark remark = remarks.get(i);
      of(
              tx.handle()
                  .createUpdate(
                      """
                      INSERT INTO contact_import_remark (
                        org_id, agent_id, import_id, row_number, number, line, outcome, title,
                        field, rule, message, contact_id)
                      VALUES (
                        :org, :agent, :import, :row, :number, :line, :outcome, :title,
                        :field, :rule, :message, :contact)
                      """),
              run)
          .bind("row", remark.row())
          .bind("number", i)
          .bind("line", remark.line())
          .bind("outcome", ImportTable.text(remark.outcome()))
          .bind("title", remark.title())
          .bind("field", remark.field())
          .bind("rule", remark.rule())
          .bind("message", remark.message())
          .bind("contact", remark.contactId().orElse(null))
          .execute();
    }
  }

  /// In the order of the file: those of the rows after `after`, of at most so many remarks but
  /// whole rows.
  static List<Remark> remarks(Handle handle, Import run, long after, int most) {
    return of(
            handle.createQuery(
                """
                SELECT * FROM contact_import_remark
                WHERE org_id = :org AND agent_id = :agent AND import_id = :import
                  AND row_number > :after
                ORDER BY row_number, number LIMIT :most
                """),
            run)
        .bind("after", after)
        .bind("most", most)
        .map(
            (row, _) ->
                new Remark(
                    row.getLong("row_number"),
                    row.getLong("line"),
                    Remark.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                    row.getString("title"),
                    row.getString("field"),
                    row.getString("rule"),
                    row.getString("message"),
                    Optional.ofNullable(row.getString("contact_id"))))
        .list();
  }
}
