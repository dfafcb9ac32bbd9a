-- From where each key was used for what: an address, a network, '' if nobody said it, or '*' (with
-- no action) for all that there were too many of. day is a UTC day, a number since the epoch.
CREATE TABLE usage_address (
  org_id   TEXT   NOT NULL,
  key_id   TEXT   NOT NULL,
  day      BIGINT NOT NULL,
  address  TEXT   NOT NULL,
  action   TEXT   NOT NULL,
  granted  BIGINT NOT NULL,
  refused  BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at  BIGINT NOT NULL,
  PRIMARY KEY (org_id, key_id, day, address, action)
) ${clustered};

-- What is too old is found by this.
CREATE INDEX usage_address_by_day ON usage_address (org_id, day);
