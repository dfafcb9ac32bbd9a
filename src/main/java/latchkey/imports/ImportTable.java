package latchkey.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Place;
import latchkey.db.Tx;
import latchkey.imports.Import.Progress;
import latchkey.imports.Import.State;
import latchkey.imports.Import.Undone;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The rows of imports.
final class ImportTable {
  private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();

  private ImportTable() {}

  static void insert(Tx tx, Import made) {
    written(
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO contact_import (
                      id, org_id, agent_id, file_name, encoding, separator, titles, row_count,
                      state, plan, done_rows, created_rows, updated_rows, skipped_rows,
                      failed_rows, removed_rows, restored_rows, kept_rows, resumed, why,
                      by_kind, by_id, by_name, created_at, started_at, ended_at)
                    VALUES (
                      :id, :org, :agent, :file, :encoding, :separator, :titles, :rows,
                      :state, :plan, :done, :created, :updated, :skipped,
                      :failed, :removed, :restored, :kept, 0, :why,
                      :byKind, :byId, :byName, :createdAt, :startedAt, :endedAt)
                    """),
            made)
        .bind("file", made.fileName())
        .bind("encoding", made.form().encoding().text())
        .bind("separator", String.valueOf(made.form().separator().character()))
        .bind("titles", json(made.titles()))
        .bind("rows", made.rows())
        .bind("createdAt", made.createdAt())
        .execute();
  }

  static void update(Tx tx, Import changed) {
    written(
            tx.handle()
                .createUpdate(
                    """
                    UPDATE contact_import
                    SET state = :state, plan = :plan, done_rows = :done, created_rows = :created,
                        updated_rows = :updated, skipped_rows = :skipped, failed_rows = :failed,
                        removed_rows = :removed, restored_rows = :restored, kept_rows = :kept,
                        why = :why, by_kind = :byKind, by_id = :byId, by_name = :byName,
                        started_at = :startedAt, ended_at = :endedAt
                    WHERE org_id = :org AND agent_id = :agent AND id = :id
                    """),
            changed)
        .execute();
  }

  private static <S extends SqlStatement<S>> S written(S statement, Import one) {
    return named(statement, one.place(), one.id())
        .bind("state", text(one.state()))
        .bind("plan", one.plan().map(ImportTable::json).orElse(null))
        .bind("done", one.progress().done())
        .bind("created", one.progress().created())
        .bind("updated", one.progress().updated())
        .bind("skipped", one.progress().skipped())
        .bind("failed", one.progress().failed())
        .bind("removed", one.undone().removed())
        .bind("restored", one.undone().restored())
        .bind("kept", one.undone().kept())
        .bind("why", one.why().orElse(null))
        .bind("byKind", one.by().kind().name())
        .bind("byId", one.by().id())
        .bind("byName", one.by().name())
        .bind("startedAt", one.startedAt().isPresent() ? one.startedAt().getAsLong() : null)
        .bind("endedAt", one.endedAt().isPresent() ? one.endedAt().getAsLong() : null);
  }

  private static <S extends SqlStatement<S>> S named(S statement, Place place, String id) {
    return statement
        .bind("org", place.organizationId())
        .bind("agent", place.agentId())
        .bind("id", id);
  }

  static Optional<Import> find(Handle handle, Place place, String id) {
    return named(
            handle.createQuery(
                "SELECT * FROM contact_import"
                    + " WHERE org_id = :org AND agent_id = :agent AND id = :id"),
            place,
            id)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// The same, and nobody else changes it until the transaction ends.
  static Optional<Import> lock(Handle handle, Place place, String id) {
    int _ =
        named(
                handle.createUpdate(
                    "UPDATE contact_import SET state = state"
                        + " WHERE org_id = :org AND agent_id = :agent AND id = :id"),
                place,
                id)
            .execute();
    return find(handle, place, id);
  }

  /// The newest first: those before `before`.
  static List<Import> list(Handle handle, Place place, Optional<String> before, int most) {
    return named(
            handle.createQuery(
                """
                SELECT * FROM contact_import
                WHERE org_id = :org AND agent_id = :agent AND (:id = '' OR id < :id)
                ORDER BY id DESC LIMIT :most
                """),
            place,
            before.orElse(""))
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  /// Of all organizations: what this program works on.
  static List<Import> atWork(Handle handle) {
    return handle
        .createQuery("SELECT * FROM contact_import WHERE state IN ('running', 'undoing')")
        .map((row, _) -> read(row))
        .list();
  }

  /// Of all organizations: an earlier run of the program has left these in their middle.
  static int resume(Handle handle) {
    return handle
        .createUpdate(
            "UPDATE contact_import SET resumed = resumed + 1"
                + " WHERE state IN ('running', 'undoing')")
        .execute();
  }

  /// Of all organizations: files that nobody has started.
  static void cancelWaiting(Tx tx, long before) {
    tx.handle()
        .createUpdate(
            "UPDATE contact_import SET state = 'cancelled', ended_at = :now"
                + " WHERE state = 'ready' AND created_at < :before")
        .bind("now", tx.now())
        .bind("before", before)
        .execute();
  }

  /// Ids of files that somebody may still need.
  static List<String> needed(Handle handle) {
    return handle
        .createQuery("SELECT id FROM contact_import WHERE state IN ('ready', 'running')")
        .mapTo(String.class)
        .list();
  }

  /// Of all organizations: imports that ended before then.
  static List<Import> endedBefore(Handle handle, long before, int most) {
    return handle
        .createQuery(
            """
            SELECT * FROM contact_import
            WHERE ended_at < :before AND state NOT IN ('ready', 'running', 'undoing')
            ORDER BY id LIMIT :most
            """)
        .bind("before", before)
        .bind("most", most)
        .map((row, _) -> read(row))
        .list();
  }

  static void delete(Tx tx, Import one) {
    named(
            tx.handle()
                .createUpdate(
                    "DELETE FROM contact_import"
                        + " WHERE org_id = :org AND agent_id = :agent AND id = :id"),
            one.place(),
            one.id())
        .execute();
  }

  private static Import read(ResultSet row) throws SQLException {
    return new Import(
        row.getString("id"),
        new Place(row.getString("org_id"), row.getString("agent_id")),
        row.getString("file_name"),
        new Sheet.Form(
            Encoding.of(row.getString("encoding")).orElseThrow(),
            Separator.of(row.getString("separator")).orElseThrow()),
        parsed(row.getString("titles"), new TypeReference<List<String>>() {}),
        row.getLong("row_count"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getString("plan"))
            .map(text -> parsed(text, new TypeReference<Plan>() {})),
        new Progress(
            row.getLong("created_rows"),
            row.getLong("updated_rows"),
            row.getLong("skipped_rows"),
            row.getLong("failed_rows")),
        new Undone(
            row.getLong("removed_rows"), row.getLong("restored_rows"), row.getLong("kept_rows")),
        row.getInt("resumed"),
        Optional.ofNullable(row.getString("why")),
        new By(
            By.Kind.valueOf(row.getString("by_kind")),
            row.getString("by_id"),
            row.getString("by_name"),
            Origin.NONE),
        row.getLong("created_at"),
        time(row, "started_at"),
        time(row, "ended_at"));
  }

  private static OptionalLong time(ResultSet row, String name) throws SQLException {
    long time = row.getLong(name);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(time);
  }

  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T parsed(String ours, TypeReference<T> type) {
    try {
      return JSON.readValue(ours, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an import's row holds our own JSON", e);
    }
  }
}
