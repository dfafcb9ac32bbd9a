package latchkey.agents;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import latchkey.db.Database;

/// What one can do with agents. A change is announced to `changed`, by organization, after it is
/// durable and before the caller hears of it.
public final class Agents {
  private final Database database;
  private final Consumer<String> changed;

  public Agents(Database database, Consumer<String> changed) {
    this.database = database;
    this.changed = changed;
  }

  public void create(Agent agent) {
    try {
      database.write(
          tx ->
              tx.handle()
                  .createUpdate(
                      """
                      INSERT INTO agent (id, org_id, name, created_at)
                      VALUES (:id, :org, :name, :now)
                      """)
                  .bind("id", agent.id())
                  .bind("org", agent.organizationId())
                  .bind("name", agent.name())
                  .bind("now", tx.now())
                  .execute());
    } finally {
      changed.accept(agent.organizationId());
    }
  }

  public List<Agent> list(String organizationId) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT id, name FROM agent WHERE org_id = :org ORDER BY id")
                .bind("org", organizationId)
                .map(
                    (row, _) ->
                        new Agent(row.getString("id"), organizationId, row.getString("name")))
                .list());
  }

  public Set<String> idsOf(String organizationId) {
    return Set.copyOf(
        database.read(
            handle ->
                handle
                    .createQuery("SELECT id FROM agent WHERE org_id = :org")
                    .bind("org", organizationId)
                    .mapTo(String.class)
                    .list()));
  }
}
