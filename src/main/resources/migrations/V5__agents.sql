-- What an agent is, besides its name. A deleted one keeps its row, emptied, for its keys refer to it.
ALTER TABLE agent ADD COLUMN kind TEXT NOT NULL DEFAULT 'general'
  CHECK (kind IN ('general', 'medical'));
ALTER TABLE agent ADD COLUMN status TEXT NOT NULL DEFAULT 'active'
  CHECK (status IN ('active', 'paused', 'archived', 'deleted'));
ALTER TABLE agent ADD COLUMN voice_id TEXT;
ALTER TABLE agent ADD COLUMN greeting TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN prompt TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN knowledge_base_id TEXT;
ALTER TABLE agent ADD COLUMN phone_number TEXT;
ALTER TABLE agent ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE agent ADD COLUMN updated_by TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
UPDATE agent SET updated_at = created_at;
