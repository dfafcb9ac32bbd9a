package latchkey.agents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import latchkey.agents.Agent.Kind;
import latchkey.agents.Agent.Stamp;
import latchkey.agents.Agent.Status;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The rows of agents. A deleted one's is a tombstone that nothing here finds.
final class AgentTable {
  private AgentTable() {}

  static void insert(Handle handle, Agent agent) {
    written(
            handle.createUpdate(
                """
                INSERT INTO agent (
                  id, org_id, name, kind, status, voice_id, greeting, prompt, knowledge_base_id,
                  phone_number, created_at, created_by, updated_at, updated_by, version)
                VALUES (
                  :id, :org, :name, :kind, :status, :voice, :greeting, :prompt, :knowledge,
                  :phone, :createdAt, :createdBy, :at, :by, :version)
                """),
            agent,
            agent.updated())
        .bind("kind", agent.kind().text())
        .bind("createdAt", agent.created().at())
        .bind("createdBy", agent.created().by())
        .bind("version", agent.version())
        .execute();
  }

  static void update(Handle handle, Agent agent, Stamp stamp) {
    written(
            handle.createUpdate(
                """
                UPDATE agent
                SET name = :name, status = :status, voice_id = :voice, greeting = :greeting,
                    prompt = :prompt, knowledge_base_id = :knowledge, phone_number = :phone,
                    updated_at = :at, updated_by = :by, version = version + 1
                WHERE org_id = :org AND id = :id
                """),
            agent,
            stamp)
        .execute();
  }

  private static <S extends SqlStatement<S>> S written(S statement, Agent agent, Stamp stamp) {
    Profile profile = agent.profile();
    return statement
        .bind("id", agent.id())
        .bind("org", agent.organizationId())
        .bind("name", profile.name())
        .bind("status", agent.status().text())
        .bind("voice", profile.voiceId().orElse(null))
        .bind("greeting", profile.greeting())
        .bind("prompt", profile.prompt())
        .bind("knowledge", profile.knowledgeBaseId().orElse(null))
        .bind("phone", profile.phoneNumber().orElse(null))
        .bind("at", stamp.at())
        .bind("by", stamp.by());
  }

  static void delete(Handle handle, String organizationId, String id, Stamp stamp) {
    handle
        .createUpdate(
            """
            UPDATE agent
            SET status = 'deleted', name = '', voice_id = NULL, greeting = '', prompt = '',
                knowledge_base_id = NULL, phone_number = NULL,
                updated_at = :at, updated_by = :by, version = version + 1
            WHERE org_id = :org AND id = :id
            """)
        .bind("org", organizationId)
        .bind("id", id)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .execute();
  }

  /// Keeps others from changing it until the transaction ends; says whether there is one.
  static boolean lock(Handle handle, String organizationId, String id) {
    return handle
            .createUpdate(
                """
                UPDATE agent SET status = status
                WHERE org_id = :org AND id = :id AND status <> 'deleted'
                """)
            .bind("org", organizationId)
            .bind("id", id)
            .execute()
        == 1;
  }

  static Optional<Agent> find(Handle handle, String organizationId, String id) {
    return handle
        .createQuery("SELECT * FROM agent WHERE org_id = :org AND id = :id AND status <> 'deleted'")
        .bind("org", organizationId)
        .bind("id", id)
        .map((row, _) -> agent(row))
        .findOne();
  }

  static List<Agent> list(
      Handle handle,
      String organizationId,
      Agents.Filter filter,
      Optional<String> before,
      int most) {
    return handle
        .createQuery(
            """
            SELECT * FROM agent
            WHERE org_id = :org AND status <> 'deleted'
              AND (:status = '' OR status = :status)
              AND (:search = '' OR lower(name) LIKE :search ESCAPE '!')
              AND (:before = '' OR id < :before)
            ORDER BY id DESC LIMIT :most
            """)
        .bind("org", organizationId)
        .bind("status", filter.status().map(Status::text).orElse(""))
        .bind("search", filter.search().map(AgentTable::pattern).orElse(""))
        .bind("before", before.orElse(""))
        .bind("most", most)
        .map((row, _) -> agent(row))
        .list();
  }

  static List<Agents.Named> names(Handle handle, String organizationId, int most) {
    return handle
        .createQuery(
            """
            SELECT id, name, status FROM agent
            WHERE org_id = :org AND status <> 'deleted' ORDER BY id DESC LIMIT :most
            """)
        .bind("org", organizationId)
        .bind("most", most)
        .map((row, _) -> named(row))
        .list();
  }

  static List<Agents.Named> names(Handle handle, String organizationId, List<String> ids) {
    return handle
        .createQuery(
            """
            SELECT id, name, status FROM agent
            WHERE org_id = :org AND status <> 'deleted' AND id IN (<ids>) ORDER BY id DESC
            """)
        .bind("org", organizationId)
        .bindList("ids", ids)
        .map((row, _) -> named(row))
        .list();
  }

  private static Agents.Named named(ResultSet row) throws SQLException {
    return new Agents.Named(
        row.getString("id"),
        row.getString("name"),
        Status.of(row.getString("status")).orElseThrow());
  }

  private static String pattern(String search) {
    return "%" + search.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
  }

  static Set<String> working(Handle handle, String organizationId) {
    return Set.copyOf(
        handle
            .createQuery(
                "SELECT id FROM agent WHERE org_id = :org AND status IN ('active', 'paused')")
            .bind("org", organizationId)
            .mapTo(String.class)
            .list());
  }

  private static Agent agent(ResultSet row) throws SQLException {
    return new Agent(
        row.getString("id"),
        row.getString("org_id"),
        Kind.of(row.getString("kind")).orElseThrow(),
        new Profile(
            row.getString("name"),
            Optional.ofNullable(row.getString("voice_id")),
            row.getString("greeting"),
            row.getString("prompt"),
            Optional.ofNullable(row.getString("knowledge_base_id")),
            Optional.ofNullable(row.getString("phone_number"))),
        Status.of(row.getString("status")).orElseThrow(),
        new Stamp(row.getLong("created_at"), row.getString("created_by")),
        new Stamp(row.getLong("updated_at"), row.getString("updated_by")),
        row.getLong("version"));
  }
}
