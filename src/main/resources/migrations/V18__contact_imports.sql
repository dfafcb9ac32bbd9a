-- Imports of contacts from files, and how far each has come.
CREATE TABLE contact_import (
  id TEXT NOT NULL PRIMARY KEY,
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  file_name TEXT NOT NULL,
  encoding TEXT NOT NULL,
  separator TEXT NOT NULL,
  titles TEXT NOT NULL,
  row_count BIGINT NOT NULL,
  state TEXT NOT NULL,
  plan TEXT,
  done_rows BIGINT NOT NULL,
  created_rows BIGINT NOT NULL,
  updated_rows BIGINT NOT NULL,
  skipped_rows BIGINT NOT NULL,
  failed_rows BIGINT NOT NULL,
  removed_rows BIGINT NOT NULL,
  restored_rows BIGINT NOT NULL,
  kept_rows BIGINT NOT NULL,
  resumed INTEGER NOT NULL,
  why TEXT,
  by_kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT
);
CREATE INDEX contact_import_by_agent ON contact_import (org_id, agent_id, id);
CREATE UNIQUE INDEX contact_import_at_work
  ON contact_import (org_id, agent_id) WHERE state IN ('running', 'undoing');

-- What an import did to which contact: for its undoing. `former` is what an update replaced, and
-- nothing where the import has created the contact.
CREATE TABLE contact_import_deed (
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  import_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  former TEXT,
  version BIGINT NOT NULL,
  row_number BIGINT NOT NULL,
  line BIGINT NOT NULL,
  PRIMARY KEY (org_id, import_id, contact_id)
) ${clustered};

-- What is to be said of rows that failed or were skipped, or whose contacts an undoing has kept.
CREATE TABLE contact_import_remark (
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  import_id TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  number INTEGER NOT NULL,
  line BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  title TEXT NOT NULL,
  field TEXT NOT NULL,
  rule TEXT NOT NULL,
  message TEXT NOT NULL,
  contact_id TEXT,
  PRIMARY KEY (org_id, import_id, row_number, number)
) ${clustered};
