-- What people, keys and the program itself changed, and who looked at what is secret: one chain of
-- entries per organization. docs/audit.md says what a hash covers.

-- The last entry of each chain, and the last one that a checkpoint was made at. Whoever appends holds
-- this row until its transaction ends.
CREATE TABLE audit_head (
  org_id     TEXT     NOT NULL PRIMARY KEY,
  seq        BIGINT   NOT NULL,
  hash       ${bytes} NOT NULL,
  signed_seq BIGINT   NOT NULL DEFAULT 0,
  signed_at  BIGINT   NOT NULL DEFAULT 0
) ${clustered};

CREATE TABLE audit_entry (
  org_id      TEXT     NOT NULL,
  seq         BIGINT   NOT NULL,
  at          BIGINT   NOT NULL,
  actor_kind  TEXT     NOT NULL,
  actor_id    TEXT     NOT NULL,
  actor_name  TEXT     NOT NULL,
  address     TEXT     NOT NULL,
  user_agent  TEXT     NOT NULL,
  request_id  TEXT     NOT NULL,
  action      TEXT     NOT NULL,
  resource    TEXT     NOT NULL,
  resource_id TEXT     NOT NULL,
  description TEXT     NOT NULL,
  status      TEXT     NOT NULL,
  before      TEXT,
  after       TEXT,
  hash        ${bytes} NOT NULL,
  PRIMARY KEY (org_id, seq)
);
CREATE INDEX audit_by_time     ON audit_entry (org_id, at, seq);
CREATE INDEX audit_by_actor    ON audit_entry (org_id, actor_id, at, seq);
CREATE INDEX audit_by_action   ON audit_entry (org_id, action, at, seq);
CREATE INDEX audit_by_resource ON audit_entry (org_id, resource, at, seq);
CREATE INDEX audit_by_thing    ON audit_entry (org_id, resource_id, at, seq);
CREATE INDEX audit_failed      ON audit_entry (org_id, status, at, seq) WHERE status = 'FAILED';

-- A signed statement that the chain was so: it had this hash at this entry.
CREATE TABLE audit_checkpoint (
  org_id      TEXT     NOT NULL,
  seq         BIGINT   NOT NULL,
  hash        ${bytes} NOT NULL,
  at          BIGINT   NOT NULL,
  key_version INTEGER  NOT NULL,
  signature   TEXT     NOT NULL,
  PRIMARY KEY (org_id, seq)
) ${clustered};

-- A signed statement that all entries up to this one were taken away because they were too old.
CREATE TABLE audit_base (
  org_id      TEXT     NOT NULL PRIMARY KEY,
  seq         BIGINT   NOT NULL,
  hash        ${bytes} NOT NULL,
  at          BIGINT   NOT NULL,
  key_version INTEGER  NOT NULL,
  signature   TEXT     NOT NULL
) ${clustered};
