CREATE TABLE IF NOT EXISTS api_key (
  id TEXT PRIMARY KEY,
  secret_sha256 TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  permissions TEXT NOT NULL,
  expires_at BIGINT
);
CREATE TABLE IF NOT EXISTS contact (
  id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL,
  external_reference_id TEXT,
  name TEXT,
  email TEXT,
  mobile_number TEXT,
  gender TEXT,
  status TEXT,
  stage TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (agent_id, external_reference_id)
);
CREATE INDEX IF NOT EXISTS contact_newest ON contact (agent_id, created_at, id);
