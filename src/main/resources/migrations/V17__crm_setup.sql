-- An agent's CRM settings: one JSON document. An agent whose settings nobody changed has no row.
CREATE TABLE crm_setup (
  org_id TEXT NOT NULL REFERENCES organization (id),
  agent_id TEXT NOT NULL,
  document TEXT NOT NULL,
  version BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, agent_id)
) ${clustered};

-- Who had the last turn in a rotation of an agent's automations.
CREATE TABLE crm_rotation (
  org_id TEXT NOT NULL REFERENCES organization (id),
  agent_id TEXT NOT NULL,
  name TEXT NOT NULL,
  last_person TEXT NOT NULL,
  PRIMARY KEY (org_id, agent_id, name)
) ${clustered};
