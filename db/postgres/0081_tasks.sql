-- Work for people: something that somebody of the workspace is to do about a person or an account.
CREATE TABLE task (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  -- Given by its maker (a program, a flow, the arbiter): one task for each.
  key text,
  title text NOT NULL,
  why text NOT NULL,
  -- A profile of the person that it is about: it follows merges and un-merges.
  profile_id bigint,
  account_id bigint,
  -- JSON in the form of the contract.
  context jsonb NOT NULL,
  assignee uuid REFERENCES auth_user ON DELETE SET NULL,
  due_at timestamptz,
  priority text NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'cancelled')),
  -- Names; the one that it ended with is in `outcome`.
  outcomes jsonb NOT NULL,
  outcome text,
  note text NOT NULL DEFAULT '',
  origin text NOT NULL CHECK (origin IN ('manual', 'api', 'arbiter', 'flow', 'sample')),
  origin_ref text,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by text,
  revision integer NOT NULL DEFAULT 1,
  UNIQUE (workspace_id, key),
  CHECK ((state = 'open') = (closed_at IS NULL)),
  CHECK ((state = 'done') = (outcome IS NOT NULL))
);
CREATE INDEX task_open ON task (workspace_id, due_at) WHERE state = 'open';
CREATE INDEX task_closed ON task (workspace_id, closed_at) WHERE state <> 'open';
CREATE INDEX task_by_profile ON task (workspace_id, profile_id) WHERE profile_id IS NOT NULL;
CREATE INDEX task_by_account ON task (workspace_id, account_id) WHERE account_id IS NOT NULL;

-- Who did what when.
CREATE TABLE task_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  task_id uuid NOT NULL REFERENCES task ON DELETE CASCADE,
  at timestamptz NOT NULL,
  by text NOT NULL,
  change text NOT NULL CHECK (change IN ('created', 'edited', 'assigned', 'due', 'priority', 'done', 'cancelled', 'reopened')),
  "from" text,
  "to" text,
  note text NOT NULL DEFAULT ''
);
CREATE INDEX task_event_of_task ON task_event (task_id, id);
