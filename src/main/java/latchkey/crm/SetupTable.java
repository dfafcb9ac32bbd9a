package latchkey.crm;

import java.util.Optional;
import latchkey.db.Dialect;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The SQL of [Setups]. An agent whose settings nobody has changed has no row.
final class SetupTable {
  private SetupTable() {}

  static Optional<Setup> find(Handle handle, Place place) {
    return find(handle, place, "");
  }

  /// The same, which nobody changes until the transaction ends.
  static Optional<Setup> hold(Tx tx, Place place) {
    return find(tx.handle(), place, Dialect.of(tx.handle()).holding());
  }

  /// Which version that is.
  static long holdVersion(Tx tx, Place place) {
    return tx.handle()
        .createQuery(
            "SELECT version FROM crm_setup WHERE org_id = :org AND agent_id = :agent"
                + Dialect.of(tx.handle()).holding())
        .bind("org", place.organizationId())
        .bind("agent", place.agentId())
        .mapTo(Long.class)
        .findOne()
        .orElse(Setup.DEFAULT.version());
  }

  private static Optional<Setup> find(Handle handle, Place place, String lock) {
    return handle
        .createQuery(
            "SELECT document, version FROM crm_setup WHERE org_id = :org AND agent_id = :agent"
                + lock)
        .bind("org", place.organizationId())
        .bind("agent", place.agentId())
        .map((row, _) -> SetupText.setup(row.getString("document"), row.getLong("version")))
        .findOne();
  }

  /// Keeps others from changing it until the transaction ends.
  static Setup lock(Tx tx, Place place) {
    return tx.handle()
        .createQuery(
            """
            INSERT INTO crm_setup (org_id, agent_id, document, version, updated_at)
            VALUES (:org, :agent, :document, 0, :now)
            ON CONFLICT (org_id, agent_id) DO UPDATE SET version = crm_setup.version
            RETURNING document, version
            """)
        .bind("org", place.organizationId())
        .bind("agent", place.agentId())
        .bind("document", SetupText.of(Setup.DEFAULT))
        .bind("now", tx.now())
        .map((row, _) -> SetupText.setup(row.getString("document"), row.getLong("version")))
        .one();
  }

  static void update(Tx tx, Place place, Setup setup) {
    tx.handle()
        .createUpdate(
            """
            UPDATE crm_setup SET document = :document, version = :version, updated_at = :now
            WHERE org_id = :org AND agent_id = :agent
            """)
        .bind("document", SetupText.of(setup))
        .bind("version", setup.version())
        .bind("now", tx.now())
        .bind("org", place.organizationId())
        .bind("agent", place.agentId())
        .execute();
  }
}
