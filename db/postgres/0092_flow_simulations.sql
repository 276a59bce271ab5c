-- Drafts of flows run over the past: a job that goes on where it was after a restart. Only sums are kept, and some names as examples.
CREATE TABLE flow_simulation (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  -- What is tried, and what was published when it began.
  definition jsonb NOT NULL,
  live_version integer,
  live_definition jsonb,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'done', 'failed', 'stopped')),
  failure text,
  -- Everybody up to this person id is in the sums.
  place bigint NOT NULL DEFAULT -1,
  progress double precision NOT NULL DEFAULT 0,
  -- The sums so far, of the draft and of what was published.
  result jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX flow_simulation_to_do ON flow_simulation (created_at) WHERE state = 'running';
CREATE INDEX flow_simulation_of_flow ON flow_simulation (flow_id, created_at DESC);

-- Whoever is deleted is no example any more. A person's id is that of one of their profiles.
CREATE FUNCTION flow_simulations_forget_profiles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE flow_simulation s SET result = jsonb_set(s.result, '{draft,examples}', coalesce((
    SELECT jsonb_agg(e) FROM jsonb_array_elements(s.result #> '{draft,examples}') e WHERE NOT EXISTS (SELECT FROM rows r WHERE r.workspace_id = s.workspace_id AND r.id::text = e ->> 'person')), '[]'))
  WHERE s.workspace_id IN (SELECT workspace_id FROM rows)
    AND EXISTS (SELECT FROM jsonb_array_elements(s.result #> '{draft,examples}') e JOIN rows r ON r.workspace_id = s.workspace_id AND r.id::text = e ->> 'person');
  RETURN NULL;
END $$;
CREATE TRIGGER profile_left_simulations AFTER DELETE ON profile REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION flow_simulations_forget_profiles();
