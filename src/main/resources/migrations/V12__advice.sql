-- How an organization's keys were on a day (UTC, days since 1970); findings: KIND=count, by blanks.
CREATE TABLE advice_score (
  org_id TEXT NOT NULL REFERENCES organization (id),
  day BIGINT NOT NULL,
  at BIGINT NOT NULL,
  points INTEGER NOT NULL,
  key_count INTEGER NOT NULL,
  findings TEXT NOT NULL,
  PRIMARY KEY (org_id, day)
) ${clustered};
