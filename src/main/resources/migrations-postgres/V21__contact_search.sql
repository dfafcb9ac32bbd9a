-- What contacts are found by (crm.Terms). The rowid is the contact's seq. Whose a contact is, each
-- of its terms says.
--
-- A table of its own, so that a change of anything else of a contact does not write its terms anew.
-- Terms go where they belong at once: a search would read through those that wait for it.
CREATE TABLE contact_search (
  rowid BIGINT NOT NULL PRIMARY KEY,
  terms BIGINT[] NOT NULL
);
CREATE INDEX contact_search_by_term ON contact_search USING gin (terms) WITH (fastupdate = off);

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
