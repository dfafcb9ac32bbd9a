-- The files of contacts; what is in them lies beside the database, by its digest.
CREATE TABLE contact_file (
  id          TEXT    NOT NULL PRIMARY KEY,
  org_id      TEXT    NOT NULL,
  agent_id    TEXT    NOT NULL,
  contact_id  TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  size        BIGINT  NOT NULL CHECK (size >= 0),
  type        TEXT    NOT NULL,
  sha256      ${bytes} NOT NULL,
  uploaded_by TEXT    NOT NULL,
  at          BIGINT  NOT NULL
);
CREATE INDEX contact_file_of_contact ON contact_file (org_id, agent_id, contact_id, id);
CREATE INDEX contact_file_by_content ON contact_file (org_id, sha256);

-- How many bytes an organization has in files, for its quota.
CREATE TABLE file_usage (
  org_id TEXT   NOT NULL PRIMARY KEY,
  bytes  BIGINT NOT NULL CHECK (bytes >= 0)
);
