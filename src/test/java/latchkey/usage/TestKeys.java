package latchkey.usage;

import latchkey.db.Database;

/// Rows of keys, as far as usage looks at them.
final class TestKeys {
  private TestKeys() {}

  static void add(Database database, String organization, String key) {
    database.write(
        tx -> {
          tx.handle()
              .createUpdate(
                  """
                  INSERT INTO organization (id, name, status, key_prefix, sealed_copies,
                    own_resources, created_at, updated_at)
                  VALUES (:id, :id, 'active', 'lk', 0, '', 1, 1) ON CONFLICT (id) DO NOTHING
                  """)
              .bind("id", organization)
              .execute();
          return tx.handle()
              .createUpdate(
                  """
                  INSERT INTO api_key (id, org_id, name, description, prefix, environment,
                    permissions, addresses, limits, metadata,
                    created_at, created_by, updated_at, updated_by)
                  VALUES (:key, :org, 'key', '', 'lk', 'live', '', '', '', '{}', 1, 'me', 1, 'me')
                  ON CONFLICT (id) DO NOTHING
                  """)
              .bind("key", key)
              .bind("org", organization)
              .execute();
        });
  }

  /// Gives the key to an agent of its organization.
  static void give(Database database, String key, String agent) {
    database.write(
        tx -> {
          tx.handle()
              .createUpdate(
                  """
                  INSERT INTO agent (id, org_id, name, created_at)
                  SELECT :agent, org_id, :agent, 1 FROM api_key WHERE id = :key
                  ON CONFLICT (id) DO NOTHING
                  """)
              .bind("agent", agent)
              .bind("key", key)
              .execute();
          return tx.handle()
              .createUpdate("UPDATE api_key SET agent_id = :agent WHERE id = :key")
              .bind("agent", agent)
              .bind("key", key)
              .execute();
        });
  }

  static void setZone(Database database, String organization, String zone) {
    database.write(
        tx ->
            tx.handle()
                .createUpdate("UPDATE organization SET time_zone = :zone WHERE id = :org")
                .bind("zone", zone)
                .bind("org", organization)
                .execute());
  }
}
