-- What messages say: a draft that is worked on, and versions that are sent.
CREATE TABLE message_template (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  key text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  channel text NOT NULL CHECK (channel IN ('email', 'sms', 'push', 'in_app', 'webhook')),
  -- In the form of the contract.
  draft jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  -- The published one.
  version integer,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  PRIMARY KEY (workspace_id, key)
);
CREATE TABLE message_template_version (
  workspace_id uuid NOT NULL,
  key text NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  -- Of e-mail, by language: the HTML that MJML gives, with its Liquid still in it.
  compiled jsonb NOT NULL DEFAULT '{}',
  published_at timestamptz NOT NULL,
  published_by text NOT NULL,
  PRIMARY KEY (workspace_id, key, version),
  FOREIGN KEY (workspace_id, key) REFERENCES message_template ON DELETE CASCADE
);

-- How messages of a workspace are sent.
CREATE TABLE message_channels (
  workspace_id uuid PRIMARY KEY REFERENCES workspace ON DELETE CASCADE,
  settings jsonb NOT NULL,
  -- Passwords and keys, as JSON, encrypted with a key derived from the server's secret.
  secrets bytea,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL
);

-- The outbox of messages and their log. A row is written in the transaction that decides to send.
CREATE TABLE message (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  -- Given by who queues it: one message for each.
  key text NOT NULL,
  touch_id text,
  -- A profile of the person: it follows merges and un-merges.
  profile_id bigint NOT NULL,
  channel text NOT NULL CHECK (channel IN ('email', 'sms', 'push', 'in_app', 'webhook')),
  template text NOT NULL,
  purpose text NOT NULL,
  topic text,
  flow text,
  step text,
  -- What the template reads besides the person.
  context jsonb NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
  -- How often it was given to the provider, ever, and since somebody last sent it again.
  attempts integer NOT NULL DEFAULT 0,
  tries integer NOT NULL DEFAULT 0,
  queued_at timestamptz NOT NULL,
  -- When its turn comes; while it is being sent, when that counts as unknown.
  next_at timestamptz NOT NULL,
  expires_at timestamptz,
  version integer,
  locale text,
  address text,
  subject text,
  -- What was given to the provider, in the form of the contract.
  rendered jsonb,
  provider_id text,
  reason text,
  sent_at timestamptz,
  settled_by text,
  delivered_at timestamptz,
  opened_at timestamptz,
  clicked_at timestamptz,
  bounced_at timestamptz,
  complained_at timestamptz,
  unsubscribed_at timestamptz,
  dismissed_at timestamptz,
  UNIQUE (workspace_id, key)
);
CREATE INDEX message_due ON message (next_at) WHERE state IN ('queued', 'sending');
CREATE INDEX message_by_time ON message (workspace_id, queued_at DESC, id);
CREATE INDEX message_unknown ON message (workspace_id) WHERE state = 'unknown';
CREATE INDEX message_of_profile ON message (workspace_id, profile_id, queued_at DESC);
CREATE INDEX message_of_flow ON message (workspace_id, flow, queued_at DESC) WHERE flow IS NOT NULL;
CREATE INDEX message_of_template ON message (workspace_id, template, queued_at DESC);
CREATE INDEX message_by_provider_id ON message (workspace_id, provider_id) WHERE provider_id IS NOT NULL;

CREATE TABLE message_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  message_id uuid NOT NULL REFERENCES message ON DELETE CASCADE,
  at timestamptz NOT NULL,
  what text NOT NULL,
  note text
);
CREATE INDEX message_event_of_message ON message_event (message_id, id);

-- The outbox of calls: webhook steps of flows.
CREATE TABLE outbound_call (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  key text NOT NULL,
  profile_id bigint NOT NULL,
  flow text,
  method text NOT NULL,
  url text NOT NULL,
  body text,
  -- What is sent with the person where there is no body.
  context jsonb NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'calling', 'answered', 'failed', 'unknown')),
  attempts integer NOT NULL DEFAULT 0,
  queued_at timestamptz NOT NULL,
  next_at timestamptz NOT NULL,
  status integer,
  answer text,
  reason text,
  settled_at timestamptz,
  UNIQUE (workspace_id, key)
);
CREATE INDEX outbound_call_due ON outbound_call (next_at) WHERE state IN ('queued', 'calling');
CREATE INDEX outbound_call_of_profile ON outbound_call (workspace_id, profile_id);

-- What a customer did with a message of ours (opened it, left a topic) is told by us, and is theirs.
ALTER TABLE own_interaction DROP CONSTRAINT own_interaction_actor_check;
ALTER TABLE own_interaction ADD CONSTRAINT own_interaction_actor_check CHECK (actor IN ('agent', 'bot', 'system', 'customer'));
