-- Moves in every transaction that changes what flows mean: who runs them keeps their definitions in memory until then.
CREATE TABLE flow_definitions (one boolean PRIMARY KEY DEFAULT true CHECK (one), version bigint NOT NULL);
INSERT INTO flow_definitions (version) VALUES (0);

-- What we do for customers, orchestrated. Definitions are JSON in the form of the contract.
CREATE TABLE flow (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  key text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'preparing', 'live', 'paused', 'stopped')),
  -- Why it stopped by itself, or could not be published.
  stopped_because text,
  stopped_at timestamptz,
  draft jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  -- The version that holds, and the one that takes its place when what it asks about the past has been read.
  version integer,
  preparing integer,
  -- Nobody comes in by what happened before.
  live_since timestamptz,
  -- The next time of a schedule, and the last person who was let in by it so far.
  scheduled_at timestamptz,
  scheduled_place bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  UNIQUE (workspace_id, key)
);
CREATE TABLE flow_version (
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  version integer NOT NULL,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  definition jsonb NOT NULL,
  -- What becomes of the runs of the version before: null drains them, else step → step (null ends them).
  migrates jsonb,
  published_at timestamptz NOT NULL,
  published_by text NOT NULL,
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (flow_id, version)
);
-- Segments whose comings and goings a flow listens to; by key, since a changed predicate is another row under the same key.
CREATE TABLE flow_hears (
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  segment_key text NOT NULL,
  PRIMARY KEY (flow_id, segment_key)
);
CREATE INDEX flow_hears_segment ON flow_hears (workspace_id, segment_key);

-- Segments that nobody sees and that remember for a version what it asks about the past; shared by all versions that ask the same.
CREATE TABLE flow_part (
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  version integer NOT NULL,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  segment_key text NOT NULL,
  PRIMARY KEY (flow_id, version, segment_key)
);
CREATE INDEX flow_part_of_segment ON flow_part (workspace_id, segment_key);

-- One stay of somebody in a flow; by the profile that came in, so that merges and un-merges take it along.
CREATE TABLE flow_run (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  version integer NOT NULL,
  profile_id bigint NOT NULL,
  -- What let them in, once and for all.
  entry_key text NOT NULL,
  entered_at timestamptz NOT NULL,
  entered_by text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'waiting', 'control', 'finished', 'left', 'merged', 'failed')),
  side text NOT NULL CHECK (side IN ('treated', 'held', 'held_by_all')),
  step text,
  since timestamptz NOT NULL,
  -- When it goes on by itself; while the flow is paused that stands in held_due_at.
  due_at timestamptz,
  held_due_at timestamptz,
  -- A touch, task or call whose answer it waits for.
  pending text,
  goal_at timestamptz,
  -- The goal is watched until then, also when the run has ended.
  goal_until timestamptz,
  ended_at timestamptz,
  ended text,
  -- Has ended and watches for no goal any more, or goes on.
  watched boolean NOT NULL,
  variants jsonb NOT NULL DEFAULT '{}',
  -- What let them in, visits, answers, what is waited for: the engine's own.
  memory jsonb NOT NULL,
  -- How many events its trace has.
  events integer NOT NULL DEFAULT 0,
  UNIQUE (flow_id, entry_key)
) WITH (fillfactor = 80);
CREATE INDEX flow_run_due ON flow_run (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX flow_run_watched ON flow_run (workspace_id, profile_id) WHERE watched;
CREATE INDEX flow_run_of_profile ON flow_run (workspace_id, profile_id, entered_at DESC);
CREATE INDEX flow_run_latest ON flow_run (flow_id, entered_at DESC, id DESC);
CREATE INDEX flow_run_at_step ON flow_run (flow_id, version, step, state) WHERE ended_at IS NULL;
CREATE INDEX flow_run_pending ON flow_run (workspace_id, pending) WHERE pending IS NOT NULL;
CREATE INDEX flow_run_goal_until ON flow_run (goal_until) WHERE watched AND goal_until IS NOT NULL;

CREATE TABLE flow_run_event (
  run_id uuid NOT NULL REFERENCES flow_run ON DELETE CASCADE,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  step text,
  what text NOT NULL,
  way text,
  sentence text NOT NULL,
  evidence jsonb NOT NULL,
  PRIMARY KEY (run_id, seq)
);

-- How many took which way: one row a transaction, summed up later. No people in it, so that a deletion leaves the sums true.
CREATE TABLE flow_count (
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  hour timestamptz NOT NULL,
  from_step text NOT NULL,
  way text NOT NULL,
  -- Empty: the end.
  to_step text NOT NULL,
  count integer NOT NULL
);
CREATE INDEX flow_count_of_flow ON flow_count (flow_id, hour);

-- People who will come in at a moment unless something happens before: a date of theirs comes near, or they stay where they are.
CREATE TABLE flow_armed (
  flow_id uuid NOT NULL REFERENCES flow ON DELETE CASCADE,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  person_id bigint NOT NULL,
  due_at timestamptz NOT NULL,
  key text NOT NULL,
  PRIMARY KEY (flow_id, person_id)
);
CREATE INDEX flow_armed_due ON flow_armed (due_at);
CREATE INDEX flow_armed_of_person ON flow_armed (workspace_id, person_id);

-- What happened that flows have to look at, told by the transaction in which it happened: who came into or left a segment, whose profiles changed hands, whose dates may have moved, what came of a call.
-- Only ever added to; a batch takes its own rows at once, the timer those of everybody else.
CREATE TABLE flow_signal (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('segment', 'merged', 'traits', 'account', 'call', 'arm')),
  -- A person, or an account.
  of_id bigint,
  key text,
  details jsonb,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX flow_signal_of ON flow_signal (workspace_id, of_id);

-- Workspaces whose flows go by dates of people.
CREATE TABLE flow_dates (
  flow_id uuid PRIMARY KEY REFERENCES flow ON DELETE CASCADE,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE
);
CREATE INDEX flow_dates_of_workspace ON flow_dates (workspace_id);

CREATE FUNCTION flows_hear_of_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM flow_run WHERE workspace_id = NEW.workspace_id AND profile_id = NEW.id AND watched) THEN
    INSERT INTO flow_signal (workspace_id, kind, of_id) VALUES (NEW.workspace_id, 'merged', NEW.person_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER profile_of_run_changed_hands AFTER UPDATE OF person_id ON profile FOR EACH ROW WHEN (OLD.person_id <> NEW.person_id) EXECUTE FUNCTION flows_hear_of_merge();

CREATE FUNCTION flows_hear_of_traits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('throughline.restoring', true) = 'on' THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM flow_dates WHERE workspace_id = NEW.workspace_id) THEN
    INSERT INTO flow_signal (workspace_id, kind, of_id) VALUES (NEW.workspace_id, TG_ARGV[0], NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER person_dates_inserted AFTER INSERT ON person FOR EACH ROW WHEN (NEW.traits <> '{}') EXECUTE FUNCTION flows_hear_of_traits('traits');
CREATE TRIGGER person_dates_moved AFTER UPDATE OF traits ON person FOR EACH ROW WHEN (OLD.traits IS DISTINCT FROM NEW.traits) EXECUTE FUNCTION flows_hear_of_traits('traits');
CREATE TRIGGER account_dates_moved AFTER UPDATE OF traits ON account FOR EACH ROW WHEN (OLD.traits IS DISTINCT FROM NEW.traits) EXECUTE FUNCTION flows_hear_of_traits('account');
CREATE TRIGGER account_dates_inserted AFTER INSERT ON account FOR EACH ROW WHEN (NEW.traits <> '{}') EXECUTE FUNCTION flows_hear_of_traits('account');

-- Whoever joins an account gets its dates.
CREATE FUNCTION flows_hear_of_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('throughline.restoring', true) = 'on' THEN RETURN NULL; END IF;
  INSERT INTO flow_signal (workspace_id, kind, of_id)
  SELECT DISTINCT p.workspace_id, 'traits', p.person_id FROM rows r JOIN flow_dates d ON d.workspace_id = r.workspace_id JOIN profile p ON p.workspace_id = r.workspace_id AND p.id = r.profile_id;
  RETURN NULL;
END $$;
CREATE TRIGGER account_member_brings_dates AFTER INSERT ON account_member REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION flows_hear_of_members();

-- Who is deleted leaves all of this; not by foreign keys, as with segments.
CREATE FUNCTION flows_forget_profiles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM flow_run f USING rows r WHERE f.workspace_id = r.workspace_id AND f.profile_id = r.id;
  DELETE FROM flow_armed a USING rows r WHERE a.workspace_id = r.workspace_id AND a.person_id = r.id;
  DELETE FROM flow_signal s USING rows r WHERE s.workspace_id = r.workspace_id AND s.of_id = r.id;
  RETURN NULL;
END $$;
CREATE TRIGGER profile_left_flows AFTER DELETE ON profile REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION flows_forget_profiles();
