-- Counts of decided requests. minute and hour are numbers since the epoch; a secret_slot of -1 means
-- that no secret was proven.

CREATE TABLE usage_minute (
  org_id      TEXT    NOT NULL,
  key_id      TEXT    NOT NULL,
  minute      BIGINT  NOT NULL,
  action      TEXT    NOT NULL,
  outcome     TEXT    NOT NULL,
  secret_slot INTEGER NOT NULL,
  count       BIGINT  NOT NULL,
  cost        BIGINT  NOT NULL,
  PRIMARY KEY (org_id, key_id, minute, action, outcome, secret_slot)
) ${clustered};

CREATE TABLE usage_hour (
  org_id      TEXT    NOT NULL,
  key_id      TEXT    NOT NULL,
  hour        BIGINT  NOT NULL,
  action      TEXT    NOT NULL,
  outcome     TEXT    NOT NULL,
  secret_slot INTEGER NOT NULL,
  count       BIGINT  NOT NULL,
  cost        BIGINT  NOT NULL,
  PRIMARY KEY (org_id, key_id, hour, action, outcome, secret_slot)
) ${clustered};

CREATE TABLE usage_last (
  org_id      TEXT    NOT NULL,
  key_id      TEXT    NOT NULL,
  secret_slot INTEGER NOT NULL,
  at          BIGINT  NOT NULL,
  address     TEXT,
  PRIMARY KEY (org_id, key_id, secret_slot)
) ${clustered};

-- How far each writer's counts are applied.
CREATE TABLE usage_applied (
  writer   BIGINT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL
);
