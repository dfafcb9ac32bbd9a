-- Days in the time zone of the key's organization, as it was when they were counted: a number since
-- the epoch.
CREATE TABLE usage_day (
  org_id      TEXT    NOT NULL,
  key_id      TEXT    NOT NULL,
  day         BIGINT  NOT NULL,
  action      TEXT    NOT NULL,
  outcome     TEXT    NOT NULL,
  secret_slot INTEGER NOT NULL,
  count       BIGINT  NOT NULL,
  cost        BIGINT  NOT NULL,
  PRIMARY KEY (org_id, key_id, day, action, outcome, secret_slot)
) ${clustered};

-- The same counts by the agent that the key had then, and with an empty agent_id of the whole
-- organization: they are few, however many keys there are.
CREATE TABLE usage_total_minute (
  org_id   TEXT   NOT NULL,
  agent_id TEXT   NOT NULL,
  minute   BIGINT NOT NULL,
  action   TEXT   NOT NULL,
  outcome  TEXT   NOT NULL,
  count    BIGINT NOT NULL,
  cost     BIGINT NOT NULL,
  PRIMARY KEY (org_id, agent_id, minute, action, outcome)
) ${clustered};

CREATE TABLE usage_total_hour (
  org_id   TEXT   NOT NULL,
  agent_id TEXT   NOT NULL,
  hour     BIGINT NOT NULL,
  action   TEXT   NOT NULL,
  outcome  TEXT   NOT NULL,
  count    BIGINT NOT NULL,
  cost     BIGINT NOT NULL,
  PRIMARY KEY (org_id, agent_id, hour, action, outcome)
) ${clustered};

CREATE TABLE usage_total_day (
  org_id   TEXT   NOT NULL,
  agent_id TEXT   NOT NULL,
  day      BIGINT NOT NULL,
  action   TEXT   NOT NULL,
  outcome  TEXT   NOT NULL,
  count    BIGINT NOT NULL,
  cost     BIGINT NOT NULL,
  PRIMARY KEY (org_id, agent_id, day, action, outcome)
) ${clustered};

-- What is too old is found by these, and what all keys did in some time.
CREATE INDEX usage_minute_by_time ON usage_minute (org_id, minute);
CREATE INDEX usage_hour_by_time ON usage_hour (org_id, hour);
CREATE INDEX usage_day_by_time ON usage_day (org_id, day);
CREATE INDEX usage_total_minute_by_time ON usage_total_minute (org_id, minute);
CREATE INDEX usage_total_hour_by_time ON usage_total_hour (org_id, hour);
CREATE INDEX usage_total_day_by_time ON usage_total_day (org_id, day);

-- What was counted before.
INSERT INTO usage_day (org_id, key_id, day, action, outcome, secret_slot, count, cost)
SELECT org_id, key_id, hour / 24, action, outcome, secret_slot, SUM(count), SUM(cost)
FROM usage_hour GROUP BY org_id, key_id, hour / 24, action, outcome, secret_slot;

INSERT INTO usage_total_minute (org_id, agent_id, minute, action, outcome, count, cost)
SELECT org_id, '', minute, action, outcome, SUM(count), SUM(cost)
FROM usage_minute GROUP BY org_id, minute, action, outcome;
INSERT INTO usage_total_minute (org_id, agent_id, minute, action, outcome, count, cost)
SELECT u.org_id, k.agent_id, u.minute, u.action, u.outcome, SUM(u.count), SUM(u.cost)
FROM usage_minute u JOIN api_key k ON k.id = u.key_id WHERE k.agent_id IS NOT NULL
GROUP BY u.org_id, k.agent_id, u.minute, u.action, u.outcome;

INSERT INTO usage_total_hour (org_id, agent_id, hour, action, outcome, count, cost)
SELECT org_id, '', hour, action, outcome, SUM(count), SUM(cost)
FROM usage_hour GROUP BY org_id, hour, action, outcome;
INSERT INTO usage_total_hour (org_id, agent_id, hour, action, outcome, count, cost)
SELECT u.org_id, k.agent_id, u.hour, u.action, u.outcome, SUM(u.count), SUM(u.cost)
FROM usage_hour u JOIN api_key k ON k.id = u.key_id WHERE k.agent_id IS NOT NULL
GROUP BY u.org_id, k.agent_id, u.hour, u.action, u.outcome;

INSERT INTO usage_total_day (org_id, agent_id, day, action, outcome, count, cost)
SELECT org_id, agent_id, hour / 24, action, outcome, SUM(count), SUM(cost)
FROM usage_total_hour GROUP BY org_id, agent_id, hour / 24, action, outcome;
