-- The tenant. Who belongs to it is in 0002.
CREATE TABLE workspace (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  -- JSON; how far the sample company has been loaded.
  metadata text,
  timezone text NOT NULL DEFAULT 'UTC',
  is_sample boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Where interactions come from. Write keys are public by nature (they stand in web pages), so they are kept as they are.
CREATE TABLE source (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  name text NOT NULL,
  kind text NOT NULL,
  write_key text NOT NULL UNIQUE,
  enabled boolean NOT NULL DEFAULT true,
  keep_ip boolean NOT NULL DEFAULT false,
  events_per_second integer CHECK (events_per_second > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);
CREATE INDEX source_by_workspace ON source (workspace_id) WHERE deleted_at IS NULL;

-- The log: blocks of events, in order, per partition. `head` moves in the transaction that appends, so positions have no gaps and readers never overtake a writer.
CREATE TABLE log_partition (
  partition smallint PRIMARY KEY,
  head bigint NOT NULL DEFAULT 0,
  head_events bigint NOT NULL DEFAULT 0
);
-- What has been processed. Apart from the head, so that appending never waits for a batch that is being processed.
CREATE TABLE log_consumer (
  partition smallint PRIMARY KEY REFERENCES log_partition,
  position bigint NOT NULL DEFAULT 0,
  events bigint NOT NULL DEFAULT 0,
  processed_by uuid,
  processed_at timestamptz
);
INSERT INTO log_partition (partition) SELECT generate_series(0, 3);
INSERT INTO log_consumer (partition) SELECT generate_series(0, 3);
CREATE TABLE log_block (
  partition smallint NOT NULL,
  position bigint NOT NULL,
  appended_at timestamptz NOT NULL DEFAULT now(),
  events integer NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (partition, position)
);
-- Payloads are compressed already.
ALTER TABLE log_block ALTER COLUMN payload SET STORAGE EXTERNAL;
CREATE TABLE pipeline_member (id uuid PRIMARY KEY, seen_at timestamptz NOT NULL DEFAULT now());

-- One row for each message of the last days; the id is derived from workspace and message id.
CREATE TABLE seen_message (
  id uuid PRIMARY KEY,
  seen_on date NOT NULL DEFAULT CURRENT_DATE
);
-- All entries of a day are one key at the right end of the tree: small, quick to add to, and what is old is found at once.
CREATE INDEX seen_message_by_day ON seen_message (seen_on);

-- What a source calls somebody: a user id, a device, a contact. Never merged, never rewritten: people are computed over profiles.
CREATE TABLE profile (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('userId', 'anonymousId', 'email', 'phone', 'social')),
  value text NOT NULL,
  person_id bigint NOT NULL,
  -- The one profile that claims this device or contact; with more than one claimant `shared` is set and the claims decide by time.
  claimed_by bigint,
  shared boolean NOT NULL DEFAULT false,
  -- Claimed by more users than a device or a contact of people has: a terminal, or a placeholder for "no id". Nobody's; claims are not kept any more.
  crowded boolean NOT NULL DEFAULT false,
  -- On more than one person's timeline over time: then person_override has a row for each stretch.
  split boolean NOT NULL DEFAULT false,
  -- name → [value, time in ms, message id]: the latest wins, in whatever order they come.
  traits jsonb NOT NULL DEFAULT '{}',
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  interactions bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, id)
) WITH (fillfactor = 75);
CREATE INDEX profile_by_person ON profile (workspace_id, person_id);

-- Evidence: both were seen on one event (at most one row an hour, the earliest), or a contact was stated.
CREATE TABLE identity_claim (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  child_id bigint NOT NULL,
  claimant_id bigint NOT NULL,
  reason text NOT NULL CHECK (reason IN ('seen_together', 'stated_contact', 'verified_contact')),
  hour bigint NOT NULL,
  at timestamptz NOT NULL,
  message_id text NOT NULL,
  source_id uuid,
  PRIMARY KEY (workspace_id, child_id, claimant_id, reason, hour)
);
CREATE INDEX identity_claim_by_claimant ON identity_claim (workspace_id, claimant_id);

-- Explicit merges (alias, people in the console). Taking one back sets `retracted_at`; nothing else is lost.
CREATE TABLE identity_merge (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  from_id bigint NOT NULL,
  into_id bigint NOT NULL,
  reason text NOT NULL CHECK (reason IN ('alias', 'merge')),
  at timestamptz NOT NULL,
  message_id text,
  source_id uuid,
  actor text,
  note text,
  retracted_at timestamptz,
  retracted_by text
);
CREATE INDEX identity_merge_from ON identity_merge (workspace_id, from_id) WHERE retracted_at IS NULL;
CREATE INDEX identity_merge_into ON identity_merge (workspace_id, into_id) WHERE retracted_at IS NULL;

CREATE TABLE identity_conflict (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  child_id bigint NOT NULL,
  claimants bigint[] NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, child_id)
);

-- Whose timeline a profile's interactions are on, where it is not its own. `from_ms` > 0 only for shared devices, one row a stretch of time.
CREATE SEQUENCE person_override_version;
CREATE TABLE person_override (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  profile_id bigint NOT NULL,
  from_ms bigint NOT NULL,
  person_id bigint NOT NULL,
  version bigint NOT NULL DEFAULT nextval('person_override_version'),
  deleted boolean NOT NULL DEFAULT false,
  -- The timeline store's copy is kept by profile alone (their ids are derived from the workspace's), so it is read in this order.
  PRIMARY KEY (profile_id, from_ms, workspace_id)
);
CREATE INDEX person_override_by_version ON person_override (version);
CREATE INDEX person_override_by_person ON person_override (workspace_id, person_id) WHERE NOT deleted;

-- One human: a fold over their profiles, kept for lists and search.
CREATE TABLE person (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id bigint NOT NULL,
  known boolean NOT NULL,
  name text,
  email text,
  phone text,
  traits jsonb NOT NULL DEFAULT '{}',
  account_id bigint,
  search text NOT NULL DEFAULT '',
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  -- What lists are sorted by first: as long as the hour stays, an update touches no index.
  last_seen_hour timestamp NOT NULL GENERATED ALWAYS AS (date_trunc('hour', last_seen AT TIME ZONE 'UTC')) STORED,
  interactions bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, id)
) WITH (fillfactor = 75);
CREATE INDEX person_by_last_seen ON person (workspace_id, last_seen_hour DESC);
CREATE INDEX person_by_first_seen ON person (workspace_id, first_seen, id);
CREATE INDEX person_newest ON person (workspace_id, known, first_seen, id);
CREATE INDEX person_by_name ON person (workspace_id, lower(name), id) WHERE name IS NOT NULL;
CREATE INDEX person_by_email ON person (workspace_id, lower(email));
-- Search for a part of a text. A server that lacks the extension, or does not let us make it, gives the same answers more slowly.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX person_by_search ON person USING gin (search gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file OR undefined_object THEN
  RAISE NOTICE 'pg_trgm is not available: %', SQLERRM;
END $$;

CREATE TABLE account (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id bigint NOT NULL,
  key text NOT NULL,
  name text,
  -- As on profile: name → [value, time in ms, message id].
  traits jsonb NOT NULL DEFAULT '{}',
  people integer NOT NULL DEFAULT 0,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX account_by_last_seen ON account (workspace_id, last_seen DESC, id);
CREATE TABLE account_member (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  account_id bigint NOT NULL,
  profile_id bigint NOT NULL,
  role text,
  role_at timestamptz,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, account_id, profile_id)
);
CREATE INDEX account_member_by_profile ON account_member (workspace_id, profile_id);

-- Consent, with its whole history: the latest row of a purpose holds.
CREATE TABLE consent (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  profile_id bigint NOT NULL,
  purpose text NOT NULL,
  at timestamptz NOT NULL,
  message_id text NOT NULL,
  granted boolean NOT NULL,
  source text NOT NULL,
  PRIMARY KEY (workspace_id, profile_id, purpose, at, message_id)
);

-- Deleted people stay away: of each identifier only a hash with the workspace's id is kept. Of a device that others use too, the stretch of time that was theirs.
CREATE TABLE suppression (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  profile_id bigint NOT NULL,
  from_ms bigint NOT NULL,
  -- Not included.
  until_ms bigint NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  dropped bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (profile_id, from_ms, workspace_id)
);
CREATE TABLE deletion (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  -- [{ profileId, fromMs, untilMs }]: what of the timeline goes; as in suppression.
  stretches jsonb NOT NULL,
  status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed')),
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  verified_at timestamptz,
  interactions bigint NOT NULL DEFAULT 0
);

CREATE TABLE catalogue_event (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  kind text NOT NULL,
  name text NOT NULL,
  count bigint NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, kind, name)
);
-- `event` is empty for traits: kind 'person' or 'account'.
CREATE TABLE catalogue_property (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  kind text NOT NULL,
  event text NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  count bigint NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  example text,
  example_profile_id bigint,
  PRIMARY KEY (workspace_id, kind, event, name, type)
);

CREATE TABLE quarantine (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  source_id uuid NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  field text,
  event_name text,
  profile_ids bigint[] NOT NULL DEFAULT '{}',
  raw text NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'replayed', 'discarded')),
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX quarantine_by_time ON quarantine (workspace_id, received_at DESC, id);

-- What each source brought, minute by minute: the pulse and the health of sources.
CREATE TABLE source_minute (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  source_id uuid NOT NULL,
  minute timestamptz NOT NULL,
  accepted bigint NOT NULL DEFAULT 0,
  quarantined bigint NOT NULL DEFAULT 0,
  duplicates bigint NOT NULL DEFAULT 0,
  suppressed bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, source_id, minute)
);
CREATE INDEX source_minute_by_minute ON source_minute (workspace_id, minute);

CREATE TABLE audit_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  subject text,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_entry_by_time ON audit_entry (workspace_id, id DESC);
