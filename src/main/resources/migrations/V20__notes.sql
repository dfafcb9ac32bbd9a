-- What people write down about a contact. Only who wrote a note changes its text.
CREATE TABLE contact_note (
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  id TEXT NOT NULL,
  text TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (org_id, agent_id, contact_id, id)
);
