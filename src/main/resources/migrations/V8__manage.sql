-- Requests that created something under an Idempotency-Key, for 24 hours. The row is written in the
-- transaction that creates, its answer after that: a row without one tells of a crash in between.
-- org_id is empty for what an operator does, digest is SHA-256 of the request, answer is sealed.
CREATE TABLE idempotency (
  org_id     TEXT     NOT NULL,
  caller     TEXT     NOT NULL,
  operation  TEXT     NOT NULL,
  name       TEXT     NOT NULL,
  claim      TEXT     NOT NULL,
  digest     ${bytes} NOT NULL,
  answer     ${bytes},
  created_at BIGINT   NOT NULL,
  PRIMARY KEY (org_id, caller, operation, name)
) ${clustered};
CREATE INDEX idempotency_age ON idempotency (created_at);
