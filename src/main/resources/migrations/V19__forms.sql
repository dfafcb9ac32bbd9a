-- Forms of agents. What a form asks is one JSON document; a submission names the version that it answered,
-- and keeps the labels of what was asked beside the answers.
CREATE TABLE form (
  id           TEXT   NOT NULL PRIMARY KEY,
  org_id       TEXT   NOT NULL REFERENCES organization (id),
  agent_id     TEXT   NOT NULL,
  name         TEXT   NOT NULL,
  state        TEXT   NOT NULL CHECK (state IN ('draft', 'published', 'archived')),
  document     TEXT   NOT NULL,
  submissions  BIGINT NOT NULL,
  submitted_at BIGINT,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  version      BIGINT NOT NULL
);
CREATE INDEX form_of_agent ON form (org_id, agent_id, id);

CREATE TABLE form_submission (
  id           TEXT   NOT NULL PRIMARY KEY,
  org_id       TEXT   NOT NULL REFERENCES organization (id),
  agent_id     TEXT   NOT NULL,
  form_id      TEXT   NOT NULL REFERENCES form (id),
  form_version BIGINT NOT NULL,
  contact_id   TEXT   NOT NULL,
  answers      TEXT   NOT NULL,
  by_id        TEXT   NOT NULL,
  at           BIGINT NOT NULL
);
CREATE INDEX form_submission_of_form ON form_submission (org_id, agent_id, form_id, id);
CREATE INDEX form_submission_of_contact ON form_submission (org_id, agent_id, contact_id, id);
