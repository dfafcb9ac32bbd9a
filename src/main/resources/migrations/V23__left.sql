-- Fields whose values contact_unique may have, though no agent's settings say that they are unique: they are becoming so,
-- or were so until now.
CREATE TABLE crm_unique_left (
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (org_id, agent_id, field)
) ${clustered};

-- Agents that were deleted and whose contacts, files and forms are still there, and how many went already.
CREATE TABLE agent_left (
  org_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  deleted_at BIGINT NOT NULL,
  contacts BIGINT NOT NULL,
  files BIGINT NOT NULL,
  forms BIGINT NOT NULL,
  PRIMARY KEY (org_id, agent_id)
) ${clustered};
INSERT INTO agent_left (org_id, agent_id, deleted_at, contacts, files, forms)
SELECT org_id, id, updated_at, 0, 0, 0 FROM agent WHERE status = 'deleted';
