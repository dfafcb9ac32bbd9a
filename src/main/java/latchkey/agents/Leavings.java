package latchkey.agents;

import java.util.List;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.db.Database;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// What agents that were deleted have left in other rooms, which take it away in steps. A row
/// stands for each agent from its deletion until nothing of it is there; the audit log says then
/// how much it was.
public final class Leavings {
  private static final String ONE = " WHERE org_id = :org AND agent_id = :agent";

  private final Database database;

  public Leavings(Database database) {
    this.database = database;
  }

  /// An agent that was deleted.
  public record Left(String organizationId, String agentId) {}

  /// How much of it went.
  public record Gone(int contacts, int files, int forms) {}

  /// In the transaction that deletes the agent.
  static void begin(Tx tx, Left left) {
    var _ =
        of(
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO agent_left (
                          org_id, agent_id, deleted_at, contacts, files, forms)
                        VALUES (:org, :agent, :now, 0, 0, 0)
                        """),
                left)
            .bind("now", tx.now())
            .execute();
  }

  private static <S extends SqlStatement<S>> S of(S statement, Left left) {
    return statement.bind("org", left.organizationId()).bind("agent", left.agentId());
  }

  /// Of all organizations: agents that were deleted before then.
  public List<Left> before(long time) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT org_id, agent_id FROM agent_left WHERE deleted_at < :time")
                .bind("time", time)
                .map((row, _) -> new Left(row.getString("org_id"), row.getString("agent_id")))
                .list());
  }

  /// Counts what went, in the transaction in which it goes.
  public static void count(Tx tx, Left left, Gone gone) {
    var _ =
        of(
                tx.handle()
                    .createUpdate(
                        """
                        UPDATE agent_left
                        SET contacts = contacts + :contacts, files = files + :files,
                          forms = forms + :forms
                        """
                            + ONE),
                left)
            .bind("contacts", gone.contacts())
            .bind("files", gone.files())
            .bind("forms", gone.forms())
            .execute();
  }

  /// Nothing is left of it.
  public void end(Left left) {
    Gone _ =
        database.write(
            tx -> {
              Gone gone = gone(tx.handle(), left);
              var _ = of(tx.handle().createUpdate("DELETE FROM agent_left" + ONE), left).execute();
              AuditLog.append(
                  tx,
                  left.organizationId(),
                  By.system("agents"),
                  Event.of(Event.Action.DELETE, Agents.RESOURCE, left.agentId(), said(gone)));
              return gone;
            });
  }

  private static Gone gone(Handle handle, Left left) {
    return of(handle.createQuery("SELECT contacts, files, forms FROM agent_left" + ONE), left)
        .map((row, _) -> new Gone(row.getInt("contacts"), row.getInt("files"), row.getInt("forms")))
        .one();
  }

  private static String said(Gone gone) {
    return "Removed all data of the deleted agent: contacts: %d, files: %d, forms: %d"
        .formatted(gone.contacts(), gone.files(), gone.forms());
  }
}
