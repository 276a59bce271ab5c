-- What the arbiter goes by, in the form of the contract. Without a row the defaults hold.
CREATE TABLE arbiter_rules (
  workspace_id uuid PRIMARY KEY REFERENCES workspace ON DELETE CASCADE,
  rules jsonb NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL
);

-- One row a person: whoever decides about them holds it until the decision is kept, so that two at once cannot both take the last of a budget.
CREATE TABLE attention_budget (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  person_id bigint NOT NULL,
  decisions bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, person_id)
) WITH (fillfactor = 75);

-- Every answer with what each rule said. By the profile that the person was under: merges take decisions along, and taking one back gives them back.
CREATE TABLE touch_decision (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  touch_id text NOT NULL,
  -- A touch that was put off, or was to be approved, is decided again.
  attempt integer NOT NULL,
  profile_id bigint NOT NULL,
  kind text NOT NULL,
  purpose text NOT NULL,
  flow text,
  -- The touch, in the form of the contract.
  touch jsonb NOT NULL,
  answer text NOT NULL CHECK (answer IN ('now', 'later', 'no', 'task', 'approval')),
  due_at timestamptz,
  rule text,
  reason text NOT NULL,
  worth double precision NOT NULL,
  verdicts jsonb NOT NULL,
  -- The rules that did not allow it.
  held_by text[] NOT NULL,
  rules_version integer NOT NULL,
  decided_at timestamptz NOT NULL,
  -- Whether it takes of the person's attention: what was allowed, unless it failed or was cancelled.
  takes_attention boolean NOT NULL,
  outcome text CHECK (outcome IN ('sent', 'failed', 'unknown', 'cancelled')),
  outcome_at timestamptz,
  outcome_note text,
  UNIQUE (workspace_id, touch_id, attempt)
);
CREATE INDEX touch_decision_of_profile ON touch_decision (workspace_id, profile_id, decided_at DESC);
CREATE INDEX touch_decision_taken ON touch_decision (workspace_id, profile_id, decided_at) WHERE takes_attention;
CREATE INDEX touch_decision_by_time ON touch_decision (workspace_id, decided_at);

-- On which side of a holdout somebody was drawn, the first time that it mattered; never changed. `scope` is empty for the holdout from everything, else the flow.
CREATE TABLE holdout_draw (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  profile_id bigint NOT NULL,
  scope text NOT NULL,
  held boolean NOT NULL,
  share double precision NOT NULL,
  drawn_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, profile_id, scope)
);
CREATE INDEX holdout_draw_by_scope ON holdout_draw (workspace_id, scope, drawn_at);

-- What is, or was, open between a person and us: conversations, complaints, mail that came back, topics they left. Times only grow, so that the order in which
-- interactions arrive changes nothing. Open while `opened_at` is later than `settled_at`.
CREATE TABLE person_matter (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  profile_id bigint NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  opened_at timestamptz,
  settled_at timestamptz,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, profile_id, kind, key)
);
CREATE INDEX person_matter_by_last ON person_matter (last_at);

-- The latest score of each kind.
CREATE TABLE person_score (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  profile_id bigint NOT NULL,
  kind text NOT NULL,
  score double precision NOT NULL,
  at timestamptz NOT NULL,
  interaction_id uuid NOT NULL,
  PRIMARY KEY (workspace_id, profile_id, kind)
);

-- Matters and scores of interactions from before these tables: read from the timeline once.
CREATE TABLE signal_backfill (
  done_at timestamptz NOT NULL
);
