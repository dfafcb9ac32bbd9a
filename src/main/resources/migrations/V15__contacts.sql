-- Contacts of agents, and what happens to them.
--
-- `seq` begins with the milliseconds of the creation and goes on with a number: so the table is in
-- the order of time, and a contact's id says where it lies.
CREATE TABLE contact (
  seq ${rowid} NOT NULL PRIMARY KEY,
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  id TEXT NOT NULL,
  external_id TEXT,
  name TEXT,
  email TEXT,
  mobile_number TEXT,
  gender TEXT,
  status TEXT,
  stage TEXT,
  owner TEXT,
  secondary_owner TEXT,
  custom_fields TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  archived INTEGER NOT NULL,
  archived_at BIGINT,
  version BIGINT NOT NULL,
  email_key TEXT,
  name_key TEXT ${binary} NOT NULL,
  search_text TEXT NOT NULL
);

CREATE UNIQUE INDEX contact_by_external_id
  ON contact (agent_id, external_id, org_id) WHERE external_id IS NOT NULL;
CREATE INDEX contact_by_email ON contact (agent_id, email_key) WHERE email_key IS NOT NULL;
CREATE INDEX contact_by_number
  ON contact (agent_id, mobile_number) WHERE mobile_number IS NOT NULL;
CREATE INDEX contact_by_creation ON contact (agent_id, archived, seq);
CREATE INDEX contact_by_update ON contact (agent_id, archived, updated_at, seq);
CREATE INDEX contact_by_name ON contact (agent_id, archived, name_key, seq);

-- The values of custom fields that only one contact of an agent may have.
CREATE TABLE contact_unique (
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  PRIMARY KEY (agent_id, field, value, org_id)
) ${clustered};
CREATE INDEX contact_unique_by_contact ON contact_unique (contact_id);

-- How many contacts an agent has. Several rows, so that creations do not wait for each other.
CREATE TABLE contact_count (
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  archived INTEGER NOT NULL,
  shard INTEGER NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (org_id, agent_id, archived, shard)
) ${clustered};

-- What happened, to be told to others; the ids are in the order of time.
CREATE TABLE outbox_event (
  id TEXT ${binary} NOT NULL PRIMARY KEY,
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  type TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  data ${bytes} NOT NULL,
  by_id TEXT NOT NULL,
  created_at BIGINT NOT NULL
) ${clustered};
