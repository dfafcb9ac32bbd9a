-- Keys change, rotate and are found again. secret_slot is the secret that goes on; while
-- rotating_since is set, the one in the other slot works too: until retire_at, until it was quiet
-- for retire_quiet_days, or until somebody says so.

ALTER TABLE api_key ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE api_key ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN secret_slot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_key ADD COLUMN rotating_since BIGINT;
ALTER TABLE api_key ADD COLUMN rotating_by TEXT;
ALTER TABLE api_key ADD COLUMN retire_at BIGINT;
ALTER TABLE api_key ADD COLUMN retire_quiet_days INTEGER;
ALTER TABLE api_secret DROP COLUMN retires_at;

-- How an imported key, which has a form of its own, is found by what its holder presents: a hash of
-- all of it, of the part that names it or, once it was used, its code under the pepper. Until then
-- digest is what was imported.
CREATE TABLE imported_key (
  finder          ${bytes} NOT NULL PRIMARY KEY,
  key_id          TEXT     NOT NULL UNIQUE REFERENCES api_key (id),
  org_id          TEXT     NOT NULL,
  digest          TEXT,
  sealed_hmac_key ${bytes}
);

-- Every list is read in the order of one of these; deleted keys are in none. What the condition of
-- an index says is in it too: otherwise SQLite looks at each row to see that it is so.
DROP INDEX api_key_of_organization;
CREATE INDEX api_key_by_age ON api_key (org_id, created_at, id, deleted_at)
  WHERE deleted_at IS NULL;
CREATE INDEX api_key_by_name ON api_key (org_id, name, id, deleted_at)
  WHERE deleted_at IS NULL;
CREATE INDEX api_key_by_agent ON api_key (org_id, agent_id, created_at, id, deleted_at)
  WHERE deleted_at IS NULL AND agent_id IS NOT NULL;
CREATE INDEX api_key_by_creator ON api_key (org_id, created_by, created_at, id, deleted_at)
  WHERE deleted_at IS NULL;
CREATE INDEX api_key_by_revocation ON api_key (org_id, created_at, id, revoked_at, deleted_at)
  WHERE deleted_at IS NULL AND revoked_at IS NOT NULL;
CREATE INDEX api_key_by_rotation ON api_key (org_id, created_at, id, rotating_since, deleted_at)
  WHERE deleted_at IS NULL AND rotating_since IS NOT NULL;
CREATE INDEX api_key_by_end ON api_key (org_id, not_after, id, deleted_at)
  WHERE deleted_at IS NULL AND not_after IS NOT NULL;

-- One row for each tag of a key that is not deleted.
CREATE TABLE api_key_tag (
  org_id     TEXT   NOT NULL,
  tag        TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  key_id     TEXT   NOT NULL REFERENCES api_key (id),
  PRIMARY KEY (org_id, tag, created_at, key_id)
) ${clustered};

-- What was told, or is to be told, of keys that expire: each once for its end.
CREATE TABLE key_notice (
  org_id       TEXT    NOT NULL,
  key_id       TEXT    NOT NULL REFERENCES api_key (id),
  expires_at   BIGINT  NOT NULL,
  days         INTEGER NOT NULL CHECK (days IN (30, 7, 1)),
  created_at   BIGINT  NOT NULL,
  delivered_at BIGINT,
  PRIMARY KEY (org_id, key_id, expires_at, days)
) ${clustered};
CREATE INDEX key_notice_open ON key_notice (created_at, key_id) WHERE delivered_at IS NULL;
