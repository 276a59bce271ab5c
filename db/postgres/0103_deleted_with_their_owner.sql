-- As profiles do (0060): who is deleted takes what hangs on it along by one statement, not by a foreign key that looks up each row that is written.
CREATE FUNCTION segments_take_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM segment_member m USING rows r WHERE m.segment_id = r.id;
  RETURN NULL;
END $$;
CREATE TRIGGER segment_took_members AFTER DELETE ON segment REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION segments_take_members();
ALTER TABLE segment_member DROP CONSTRAINT segment_member_segment_id_fkey;

CREATE FUNCTION runs_take_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM flow_run_event e USING rows r WHERE e.run_id = r.id;
  RETURN NULL;
END $$;
CREATE TRIGGER flow_run_took_events AFTER DELETE ON flow_run REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION runs_take_events();
