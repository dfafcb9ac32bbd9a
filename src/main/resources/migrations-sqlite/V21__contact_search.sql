-- What contacts are found by (crm.Terms): the numbers of contacts by term, without the texts.
-- The rowid is the contact's seq. Whose a contact is, each of its terms says.
CREATE VIRTUAL TABLE contact_search USING fts5 (
  terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- What contacts of an agent still bear, or may come to bear by who saw the old settings, and what
-- they get instead.
CREATE TABLE crm_move (
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  listing TEXT NOT NULL,
  from_name TEXT NOT NULL,
  to_name TEXT NOT NULL,
  by_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, agent_id, listing, from_name)
);
