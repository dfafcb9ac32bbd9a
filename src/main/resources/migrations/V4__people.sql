-- An organization's settings, and the people: who they are, where they belong, how they prove it.
-- Persons, their sessions and one-time tokens belong to the installation, for a person may be in
-- several organizations.

ALTER TABLE organization ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE organization ADD COLUMN default_region TEXT NOT NULL DEFAULT 'US';
ALTER TABLE organization ADD COLUMN plan TEXT NOT NULL DEFAULT 'starter'
  CHECK (plan IN ('starter', 'pro', 'ultimate', 'custom'));
ALTER TABLE organization ADD COLUMN plan_limits TEXT NOT NULL DEFAULT 'per-minute=60/60s';
ALTER TABLE organization ADD COLUMN billing_contact TEXT;
ALTER TABLE organization ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- verified: that the address is theirs, not only what whoever invited them said.
-- totp_step is the last time step that was used, which never proves anything again.
CREATE TABLE person (
  id             TEXT    NOT NULL PRIMARY KEY,
  email          TEXT    NOT NULL UNIQUE,
  verified       INTEGER NOT NULL CHECK (verified IN (0, 1)),
  first_name     TEXT    NOT NULL,
  last_name      TEXT    NOT NULL,
  operator       INTEGER NOT NULL CHECK (operator IN (0, 1)),
  password       TEXT,
  totp_secret    ${bytes},
  totp_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (totp_confirmed IN (0, 1)),
  totp_step      BIGINT  NOT NULL DEFAULT 0,
  created_at     BIGINT  NOT NULL,
  updated_at     BIGINT  NOT NULL,
  version        BIGINT  NOT NULL
);

CREATE TABLE recovery_code (
  person_id TEXT     NOT NULL REFERENCES person (id),
  digest    ${bytes} NOT NULL,
  PRIMARY KEY (person_id, digest)
) ${clustered};

CREATE TABLE member (
  org_id     TEXT   NOT NULL REFERENCES organization (id),
  person_id  TEXT   NOT NULL REFERENCES person (id),
  role       TEXT   NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'member', 'viewer')),
  status     TEXT   NOT NULL CHECK (status IN ('active', 'suspended')),
  since      BIGINT NOT NULL,
  version    BIGINT NOT NULL,
  PRIMARY KEY (org_id, person_id)
) ${clustered};
CREATE INDEX member_of ON member (person_id, org_id);
CREATE UNIQUE INDEX one_owner ON member (org_id) WHERE role = 'owner';

CREATE TABLE invitation (
  id              TEXT     NOT NULL PRIMARY KEY,
  org_id          TEXT     NOT NULL REFERENCES organization (id),
  email           TEXT     NOT NULL,
  role            TEXT     NOT NULL
    CHECK (role IN ('owner', 'admin', 'manager', 'member', 'viewer')),
  digest          ${bytes} NOT NULL UNIQUE,
  mailed          INTEGER  NOT NULL CHECK (mailed IN (0, 1)),
  invited_by      TEXT     NOT NULL,
  invited_by_name TEXT     NOT NULL,
  created_at      BIGINT   NOT NULL,
  expires_at      BIGINT   NOT NULL,
  version         BIGINT   NOT NULL,
  UNIQUE (org_id, email)
);

-- org_id is the organization that the person works in at the moment; none for a mere operator.
CREATE TABLE session (
  id           TEXT     NOT NULL PRIMARY KEY,
  digest       ${bytes} NOT NULL UNIQUE,
  person_id    TEXT     NOT NULL REFERENCES person (id),
  org_id       TEXT     REFERENCES organization (id),
  address      TEXT     NOT NULL,
  user_agent   TEXT     NOT NULL,
  created_at   BIGINT   NOT NULL,
  last_seen_at BIGINT   NOT NULL,
  expires_at   BIGINT   NOT NULL
);
CREATE INDEX session_of ON session (person_id, id);
CREATE INDEX session_ends ON session (expires_at);

-- What proves something once: a setup link, a reset link, an e-mailed code, a first factor.
CREATE TABLE one_time (
  digest     ${bytes} NOT NULL PRIMARY KEY,
  purpose    TEXT     NOT NULL,
  person_id  TEXT     REFERENCES person (id),
  code       TEXT,
  attempts   INTEGER  NOT NULL,
  expires_at BIGINT   NOT NULL
);
CREATE INDEX one_time_ends ON one_time (expires_at);
CREATE INDEX one_time_of ON one_time (person_id);
