-- What we did ourselves to or for somebody and is on its way into the log: written in the transaction that did it, gone once the log holds it.
CREATE TABLE own_interaction (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  -- The message id is derived from it.
  key text NOT NULL,
  -- Whose timeline: one of their profiles, or their person id.
  profile_id bigint NOT NULL,
  account_key text,
  name text NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL CHECK (actor IN ('agent', 'bot', 'system')),
  channel text NOT NULL,
  properties jsonb NOT NULL,
  UNIQUE (workspace_id, key)
);
CREATE INDEX own_interaction_by_profile ON own_interaction (workspace_id, profile_id);
