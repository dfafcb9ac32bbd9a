package latchkey.crm;

import java.util.List;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The rows of fields whose values are kept, or still are, without being unique by the settings.
final class LeftTable {
  record Left(Place place, String field) {
    String key() {
      return String.join("/", place.organizationId(), place.agentId(), field);
    }
  }

  private static final String ONE = " WHERE org_id = :org AND agent_id = :agent AND field = :field";

  private LeftTable() {}

  static void insert(Tx tx, Left left) {
    var _ =
        of(
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO crm_unique_left (org_id, agent_id, field)
                        VALUES (:org, :agent, :field)
                        ON CONFLICT DO NOTHING
                        """),
                left)
            .execute();
  }

  static int delete(Tx tx, Left left) {
    return of(tx.handle().createUpdate("DELETE FROM crm_unique_left" + ONE), left).execute();
  }

  static boolean has(Handle handle, Left left) {
    return of(handle.createQuery("SELECT 1 FROM crm_unique_left" + ONE), left)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  private static <S extends SqlStatement<S>> S of(S statement, Left left) {
    return ContactTable.of(statement, left.place()).bind("field", left.field());
  }

  /// Of all organizations: for the job that ends them.
  static List<Left> all(Handle handle) {
    return handle
        .createQuery("SELECT org_id, agent_id, field FROM crm_unique_left")
        .map(
            (row, _) ->
                new Left(
                    new Place(row.getString("org_id"), row.getString("agent_id")),
                    row.getString("field")))
        .list();
  }
}
