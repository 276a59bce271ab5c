-- What customers try to do. The definition is JSON in the form of the contract; everything else about a journey is computed from the timeline.
CREATE TABLE journey (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  key text NOT NULL,
  definition jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text,
  PRIMARY KEY (workspace_id, key)
);

-- Who answers for a hand-off inside a journey.
CREATE TABLE journey_seam (
  workspace_id uuid NOT NULL,
  journey_key text NOT NULL,
  seam text NOT NULL,
  owner text,
  note text NOT NULL DEFAULT '',
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, journey_key, seam),
  FOREIGN KEY (workspace_id, journey_key) REFERENCES journey ON DELETE CASCADE
);
