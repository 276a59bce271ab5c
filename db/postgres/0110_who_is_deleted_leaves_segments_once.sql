-- One trigger for all that segments remember of a profile, of people and of accounts: the one of 0100 stood beside that of 0060.
DROP TRIGGER profile_left_segments_of_accounts ON profile;
DROP FUNCTION segments_of_accounts_forget_profiles();
CREATE OR REPLACE FUNCTION segments_forget_profiles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM segment_member m USING rows r WHERE m.workspace_id = r.workspace_id AND m.profile_id = r.id;
  DELETE FROM segment_match m USING rows r WHERE m.workspace_id = r.workspace_id AND m.profile_id = r.id;
  DELETE FROM segment_account_match m USING rows r WHERE m.workspace_id = r.workspace_id AND m.profile_id = r.id;
  DELETE FROM segment_due d USING rows r WHERE d.workspace_id = r.workspace_id AND d.person_id = r.id;
  DELETE FROM segment_look l USING rows r WHERE l.workspace_id = r.workspace_id AND l.person_id = r.id;
  RETURN NULL;
END $$;
