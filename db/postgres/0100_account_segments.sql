-- A segment is of people or of accounts. In `segment_member` the members of one of accounts stand by the account's id (in `profile_id`), so growth, mirror and the place of a former segment are the same.
ALTER TABLE segment ADD COLUMN of text NOT NULL DEFAULT 'person' CHECK (of IN ('person', 'account'));
ALTER TABLE segment_condition ADD COLUMN of text NOT NULL DEFAULT 'person' CHECK (of IN ('person', 'account'));
ALTER TABLE segment_condition DROP CONSTRAINT segment_condition_workspace_id_match_key, ADD UNIQUE (workspace_id, of, match);

-- What is remembered for segments of accounts: of each profile what it did in the name of each account, and (account 0) what names none. That counts for the account which the
-- profile's person joined first, whichever that is when it is asked. Packed as in segment_match.
CREATE TABLE segment_account_match (
  workspace_id uuid NOT NULL,
  account_id bigint NOT NULL,
  profile_id bigint NOT NULL,
  matches bytea NOT NULL,
  PRIMARY KEY (workspace_id, account_id, profile_id)
) WITH (fillfactor = 80);
CREATE INDEX segment_account_match_by_profile ON segment_account_match (workspace_id, profile_id);

-- As segment_due and segment_look, of accounts.
CREATE TABLE segment_account_due (
  workspace_id uuid NOT NULL,
  account_id bigint NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, account_id)
) WITH (fillfactor = 85);
CREATE INDEX segment_account_due_by_time ON segment_account_due (due_at);
CREATE TABLE segment_account_look (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  account_id bigint NOT NULL
);

-- Who is deleted leaves what was remembered of them, and the accounts that they belonged to are looked at.
CREATE FUNCTION segments_of_accounts_forget_profiles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM segment_account_match m USING rows r WHERE m.workspace_id = r.workspace_id AND m.profile_id = r.id;
  RETURN NULL;
END $$;
CREATE TRIGGER profile_left_segments_of_accounts AFTER DELETE ON profile REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION segments_of_accounts_forget_profiles();
CREATE FUNCTION segments_of_accounts_lose() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO segment_account_look (workspace_id, account_id)
  SELECT DISTINCT r.workspace_id, r.account_id FROM rows r
  WHERE r.account_id <> 0 AND EXISTS (SELECT FROM segment s WHERE s.workspace_id = r.workspace_id AND s.of = 'account' AND s.kind = 'live');
  RETURN NULL;
END $$;
CREATE TRIGGER account_lost_what_was_done AFTER DELETE ON segment_account_match REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION segments_of_accounts_lose();
CREATE TRIGGER account_lost_members AFTER DELETE ON account_member REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION segments_of_accounts_lose();
