-- With what tells whether a key works, so that counting an agent's working keys reads no rows.
DROP INDEX api_key_by_agent;
CREATE INDEX api_key_by_agent
  ON api_key (org_id, agent_id, created_at, id, revoked_at, not_after, deleted_at)
  WHERE deleted_at IS NULL AND agent_id IS NOT NULL;
