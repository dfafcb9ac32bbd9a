-- Ids are text, times epoch milliseconds, digests bytes: the same in both engines.

CREATE TABLE installation (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  keyset_id  TEXT    NOT NULL,
  created_at BIGINT  NOT NULL
);

CREATE TABLE organization (
  id            TEXT    NOT NULL PRIMARY KEY,
  name          TEXT    NOT NULL,
  status        TEXT    NOT NULL CHECK (status IN ('active', 'suspended')),
  key_prefix    TEXT    NOT NULL,
  sealed_copies INTEGER NOT NULL CHECK (sealed_copies IN (0, 1)),
  own_resources TEXT    NOT NULL,
  created_at    BIGINT  NOT NULL,
  updated_at    BIGINT  NOT NULL
);

CREATE TABLE agent (
  id         TEXT   NOT NULL PRIMARY KEY,
  org_id     TEXT   NOT NULL REFERENCES organization (id),
  name       TEXT   NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX agent_of_organization ON agent (org_id, id);

-- id is the key's public id. A deleted key keeps its row, without secrets, as a tombstone.
CREATE TABLE api_key (
  id             TEXT   NOT NULL PRIMARY KEY,
  org_id         TEXT   NOT NULL REFERENCES organization (id),
  agent_id       TEXT   REFERENCES agent (id),
  name           TEXT   NOT NULL,
  description    TEXT   NOT NULL,
  prefix         TEXT   NOT NULL,
  environment    TEXT   NOT NULL CHECK (environment IN ('live', 'test')),
  permissions    TEXT   NOT NULL,
  addresses      TEXT   NOT NULL,
  limits         TEXT   NOT NULL,
  not_before     BIGINT,
  not_after      BIGINT,
  metadata       TEXT   NOT NULL,
  created_at     BIGINT NOT NULL,
  created_by     TEXT   NOT NULL,
  updated_at     BIGINT NOT NULL,
  updated_by     TEXT   NOT NULL,
  revoked_at     BIGINT,
  revoked_by     TEXT,
  revoked_reason TEXT,
  deleted_at     BIGINT
) ${clustered};
CREATE INDEX api_key_of_organization ON api_key (org_id, created_at, id);

CREATE TABLE api_secret (
  key_id         TEXT    NOT NULL REFERENCES api_key (id),
  slot           INTEGER NOT NULL CHECK (slot IN (0, 1)),
  org_id         TEXT    NOT NULL,
  digest         ${bytes} NOT NULL,
  pepper_version INTEGER NOT NULL,
  sealed         ${bytes},
  created_at     BIGINT  NOT NULL,
  retires_at     BIGINT,
  PRIMARY KEY (key_id, slot)
) ${clustered};
