ALTER TABLE segment
  -- Kept for another part of the product (a condition of a flow), not by people: live like any other, but not listed, and no timeline tells of it.
  ADD COLUMN hidden boolean NOT NULL DEFAULT false,
  -- The definitions of the journeys that its predicate speaks of, as it follows them: key → definition. A changed journey is computed beside, as a changed predicate is.
  ADD COLUMN journeys jsonb NOT NULL DEFAULT '{}',
  ADD CONSTRAINT segment_hidden_is_live CHECK (NOT hidden OR kind = 'live');

-- Nobody asks how hidden ones grew, nor for their members in the timeline store.
CREATE OR REPLACE FUNCTION segment_grew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A backup brings the sums along.
  IF current_setting('throughline.restoring', true) = 'on' THEN RETURN NULL; END IF;
  INSERT INTO segment_growth (segment_id, quarter, entered, left_it)
  SELECT r.segment_id, date_bin('15 minutes', now(), 'epoch'), CASE WHEN TG_OP = 'INSERT' THEN count(*) ELSE 0 END, CASE WHEN TG_OP = 'DELETE' THEN count(*) ELSE 0 END
  FROM rows r JOIN segment s ON s.id = r.segment_id AND NOT s.hidden GROUP BY r.segment_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION segment_members_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id, segment_id)
  SELECT workspace_id, 'member', profile_id, segment_id FROM rows r WHERE NOT EXISTS (SELECT FROM segment s WHERE s.id = r.segment_id AND s.hidden);
  IF FOUND THEN PERFORM tell_state_change(); END IF;
  RETURN NULL;
END $$;
