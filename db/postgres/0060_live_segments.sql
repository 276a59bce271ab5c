-- A live segment is whoever its predicate holds for, now. `kind` static stays a list as it was saved.
ALTER TABLE segment DROP CONSTRAINT segment_kind_check;
ALTER TABLE segment
  ADD CONSTRAINT segment_kind_check CHECK (kind IN ('static', 'live')),
  ADD COLUMN predicate jsonb,
  -- reading: the past of its conditions is read from the timeline; evaluating: people are looked at, one chunk after another.
  ADD COLUMN phase text NOT NULL DEFAULT 'live' CHECK (phase IN ('reading', 'evaluating', 'live', 'failed')),
  ADD COLUMN progress real,
  -- How far the phase has come: a part of the profiles, or the last person.
  ADD COLUMN place bigint NOT NULL DEFAULT 0,
  ADD COLUMN failure text,
  -- A changed predicate is computed beside the former one, as a segment of its own that takes its place when it is done.
  ADD COLUMN replaces uuid UNIQUE REFERENCES segment ON DELETE CASCADE,
  ADD CONSTRAINT segment_is_live_by_predicate CHECK ((kind = 'live') = (predicate IS NOT NULL));

-- Moves in every transaction that changes what live segments mean: who evaluates keeps them in memory until then.
CREATE TABLE segment_definitions (one boolean PRIMARY KEY DEFAULT true CHECK (one), version bigint NOT NULL);
INSERT INTO segment_definitions (version) VALUES (0);

-- What live segments look for in behaviour: a name (or several, or any) and what holds for the interaction. Shared by all that say the same.
CREATE TABLE segment_condition (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  -- Canonical JSON of { event, where }.
  match text NOT NULL,
  -- Which matches can still matter: { every, first, latest, withinMs }.
  needs jsonb NOT NULL,
  -- Are all matches that can matter there, also those from before it was registered?
  is_complete boolean NOT NULL DEFAULT false,
  UNIQUE (workspace_id, match)
);
-- The matches of each profile, never merged: people are folds over profiles. Times in ms, in order, and the first 63 bits of the interaction's id, so that a union is idempotent.
CREATE TABLE segment_match (
  workspace_id uuid NOT NULL,
  profile_id bigint NOT NULL,
  condition_id bigint NOT NULL,
  at bigint[] NOT NULL,
  ids bigint[] NOT NULL,
  PRIMARY KEY (workspace_id, profile_id, condition_id)
) WITH (fillfactor = 85);

-- When a person has to be looked at because time passes; never later than that, at times earlier.
CREATE TABLE segment_due (
  workspace_id uuid NOT NULL,
  person_id bigint NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, person_id)
) WITH (fillfactor = 85);
CREATE INDEX segment_due_by_time ON segment_due (due_at);
-- Who is to be looked at right after a transaction that could not lock them: only ever added to, so that nobody waits for anybody.
CREATE TABLE segment_look (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  person_id bigint NOT NULL
);

-- Who is deleted leaves all of this. Not by foreign keys: these would lock a profile with every row that is written for it, in another order than batches lock profiles.
-- Deletions and writers keep each other out (the lock that batches share), so that nothing is written of somebody who is gone.
ALTER TABLE segment_member DROP CONSTRAINT segment_member_workspace_id_profile_id_fkey;
CREATE FUNCTION segments_forget_profiles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM segment_member m USING rows r WHERE m.workspace_id = r.workspace_id AND m.profile_id = r.id;
  DELETE FROM segment_match m USING rows r WHERE m.workspace_id = r.workspace_id AND m.profile_id = r.id;
  DELETE FROM segment_due d USING rows r WHERE d.workspace_id = r.workspace_id AND d.person_id = r.id;
  DELETE FROM segment_look l USING rows r WHERE l.workspace_id = r.workspace_id AND l.person_id = r.id;
  RETURN NULL;
END $$;
CREATE TRIGGER profile_left_segments AFTER DELETE ON profile REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION segments_forget_profiles();

-- How many entered and left: one row a statement, summed up later. No people in it, so that a deletion leaves the sums true.
CREATE TABLE segment_growth (
  segment_id uuid NOT NULL,
  quarter timestamptz NOT NULL,
  entered integer NOT NULL,
  left_it integer NOT NULL
);
CREATE INDEX segment_growth_by_segment ON segment_growth (segment_id, quarter);

CREATE FUNCTION segment_grew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A backup brings the sums along.
  IF current_setting('throughline.restoring', true) = 'on' THEN RETURN NULL; END IF;
  INSERT INTO segment_growth (segment_id, quarter, entered, left_it)
  SELECT r.segment_id, date_bin('15 minutes', now(), 'epoch'), CASE WHEN TG_OP = 'INSERT' THEN count(*) ELSE 0 END, CASE WHEN TG_OP = 'DELETE' THEN count(*) ELSE 0 END
  FROM rows r JOIN segment s ON s.id = r.segment_id GROUP BY r.segment_id;
  RETURN NULL;
END $$;
CREATE TRIGGER segment_member_entered AFTER INSERT ON segment_member REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION segment_grew();
CREATE TRIGGER segment_member_left AFTER DELETE ON segment_member REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION segment_grew();
CREATE FUNCTION segment_is_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM segment_growth WHERE segment_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER segment_deleted AFTER DELETE ON segment FOR EACH ROW EXECUTE FUNCTION segment_is_gone();
-- Members of before.
INSERT INTO segment_growth SELECT segment_id, date_bin('15 minutes', since, 'epoch'), count(*), 0 FROM segment_member GROUP BY 1, 2;
