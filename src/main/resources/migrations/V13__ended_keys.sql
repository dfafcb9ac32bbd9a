-- Keys that have ended, or will: they are listed apart from the others.
CREATE INDEX api_key_ended ON api_key (org_id, created_at, id, revoked_at, not_after, deleted_at)
  WHERE deleted_at IS NULL AND (revoked_at IS NOT NULL OR not_after IS NOT NULL);
