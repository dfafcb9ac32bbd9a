-- How people prove who they are besides passwords and codes. Both belong to persons, and so to the
-- installation.

-- credential is the public key with its id, as WebAuthn attests it.
CREATE TABLE passkey (
  id              TEXT     NOT NULL PRIMARY KEY,
  person_id       TEXT     NOT NULL REFERENCES person (id),
  name            TEXT     NOT NULL,
  credential_id   ${bytes} NOT NULL UNIQUE,
  credential      ${bytes} NOT NULL,
  transports      TEXT     NOT NULL,
  counter         BIGINT   NOT NULL,
  backup_eligible INTEGER  NOT NULL CHECK (backup_eligible IN (0, 1)),
  backed_up       INTEGER  NOT NULL CHECK (backed_up IN (0, 1)),
  created_at      BIGINT   NOT NULL,
  last_used_at    BIGINT,
  version         BIGINT   NOT NULL
);
CREATE INDEX passkey_of ON passkey (person_id, id);

-- Who somebody is at an OpenID provider.
CREATE TABLE identity (
  id           TEXT   NOT NULL UNIQUE,
  issuer       TEXT   NOT NULL,
  subject      TEXT   NOT NULL,
  person_id    TEXT   NOT NULL REFERENCES person (id),
  created_at   BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
) ${clustered};
CREATE INDEX identity_of ON identity (person_id, id);
