-- Questions under a name. `query` is the contract's query object.
CREATE TABLE saved_query (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  query jsonb NOT NULL,
  owner text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX saved_query_by_workspace ON saved_query (workspace_id);

-- Tiles and filters are JSON in the form of the contract.
CREATE TABLE dashboard (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  tiles jsonb NOT NULL DEFAULT '[]',
  filters jsonb NOT NULL DEFAULT '{}',
  owner text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL
);
CREATE INDEX dashboard_by_workspace ON dashboard (workspace_id);

-- A number that is looked at again and again. What it was last found to be stands in its row; changes of state in alert_event.
CREATE TABLE alert (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  query jsonb NOT NULL,
  watch jsonb NOT NULL,
  condition jsonb NOT NULL,
  schedule jsonb NOT NULL,
  deliver_to jsonb NOT NULL,
  webhook_secret text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ok', 'firing', 'failing')),
  state_since timestamptz NOT NULL DEFAULT now(),
  value double precision,
  n bigint,
  reference double precision,
  reason text NOT NULL DEFAULT '',
  evaluated_at timestamptz,
  -- The next evaluation; moved on in the transaction that records one, so that each due time is evaluated once.
  due_at timestamptz,
  owner text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  UNIQUE (workspace_id, id)
);

CREATE TABLE alert_event (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  at timestamptz NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  value double precision,
  n bigint,
  reference double precision,
  reason text NOT NULL,
  UNIQUE (alert_id, due_at),
  FOREIGN KEY (workspace_id, alert_id) REFERENCES alert (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX alert_event_latest ON alert_event (workspace_id, at DESC, id DESC);

CREATE TABLE alert_delivery (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  event_id uuid NOT NULL REFERENCES alert_event ON DELETE CASCADE,
  channel text NOT NULL CHECK (channel IN ('email', 'webhook')),
  target text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  error text,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX alert_delivery_of_event ON alert_delivery (event_id);
