-- With which of its secrets a key was used from where, so that a rotation can say who still uses
-- the old one. What was seen before is taken to be of the first.
CREATE TABLE usage_address_by_secret (
  org_id      TEXT    NOT NULL,
  key_id      TEXT    NOT NULL,
  day         BIGINT  NOT NULL,
  address     TEXT    NOT NULL,
  action      TEXT    NOT NULL,
  secret_slot INTEGER NOT NULL,
  granted     BIGINT  NOT NULL,
  refused     BIGINT  NOT NULL,
  first_at    BIGINT  NOT NULL,
  last_at     BIGINT  NOT NULL,
  PRIMARY KEY (org_id, key_id, day, address, action, secret_slot)
) ${clustered};

INSERT INTO usage_address_by_secret
  (org_id, key_id, day, address, action, secret_slot, granted, refused, first_at, last_at)
SELECT org_id, key_id, day, address, action, 0, granted, refused, first_at, last_at
FROM usage_address;

DROP TABLE usage_address;
ALTER TABLE usage_address_by_secret RENAME TO usage_address;

-- What is too old is found by this.
CREATE INDEX usage_address_by_day ON usage_address (org_id, day);
