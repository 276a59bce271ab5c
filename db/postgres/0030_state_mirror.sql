-- Sets of people under a name. `kind` is static for now: a list that stays as it was saved.
CREATE TABLE segment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  key text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL DEFAULT 'static' CHECK (kind IN ('static')),
  -- What it was made from: { query, cell }, or null for a list of people.
  origin jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  UNIQUE (workspace_id, key)
);
-- By profile, so that a merge takes members along and taking it back gives them back; who is deleted leaves every segment.
CREATE TABLE segment_member (
  workspace_id uuid NOT NULL,
  segment_id uuid NOT NULL REFERENCES segment ON DELETE CASCADE,
  profile_id bigint NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (segment_id, profile_id),
  FOREIGN KEY (workspace_id, profile_id) REFERENCES profile (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX segment_member_by_profile ON segment_member (workspace_id, profile_id);

-- Whose state changed and is not in the timeline store yet. Triggers write it, so that no writer can forget to; a mere "seen again" is no change.
CREATE TABLE state_change (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  of text NOT NULL CHECK (of IN ('person', 'account', 'member')),
  -- A person, an account, or the profile of a member.
  id bigint NOT NULL,
  segment_id uuid
);
CREATE SEQUENCE state_version;

CREATE FUNCTION tell_state_change() RETURNS void LANGUAGE sql AS $$ SELECT pg_notify('throughline_state', '') $$;

CREATE FUNCTION person_rows_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id) SELECT workspace_id, 'person', id FROM rows;
  PERFORM tell_state_change();
  RETURN NULL;
END $$;
CREATE TRIGGER person_inserted AFTER INSERT ON person REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION person_rows_changed();
CREATE TRIGGER person_deleted AFTER DELETE ON person REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION person_rows_changed();

CREATE FUNCTION person_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id) VALUES (NEW.workspace_id, 'person', NEW.id);
  PERFORM tell_state_change();
  RETURN NULL;
END $$;
CREATE TRIGGER person_updated AFTER UPDATE OF traits, email, phone, first_seen ON person FOR EACH ROW
  WHEN (OLD.traits IS DISTINCT FROM NEW.traits OR OLD.email IS DISTINCT FROM NEW.email OR OLD.phone IS DISTINCT FROM NEW.phone OR OLD.first_seen <> NEW.first_seen)
  EXECUTE FUNCTION person_row_changed();

-- Accounts, consents and contacts hang on profiles: they change hands with them.
CREATE FUNCTION profile_changed_hands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id) VALUES (NEW.workspace_id, 'person', OLD.person_id), (NEW.workspace_id, 'person', NEW.person_id);
  PERFORM tell_state_change();
  RETURN NULL;
END $$;
CREATE TRIGGER profile_changed_hands AFTER UPDATE OF person_id ON profile FOR EACH ROW WHEN (OLD.person_id <> NEW.person_id) EXECUTE FUNCTION profile_changed_hands();

-- A shared device is with several people over time.
CREATE FUNCTION person_override_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id) VALUES (NEW.workspace_id, 'person', NEW.person_id);
  IF TG_OP = 'UPDATE' AND OLD.person_id <> NEW.person_id THEN
    INSERT INTO state_change (workspace_id, of, id) VALUES (NEW.workspace_id, 'person', OLD.person_id);
  END IF;
  PERFORM tell_state_change();
  RETURN NULL;
END $$;
CREATE TRIGGER person_override_inserted AFTER INSERT ON person_override FOR EACH ROW WHEN (NEW.from_ms > 0) EXECUTE FUNCTION person_override_changed();
CREATE TRIGGER person_override_updated AFTER UPDATE OF person_id, deleted ON person_override FOR EACH ROW
  WHEN (OLD.person_id <> NEW.person_id OR OLD.deleted <> NEW.deleted) EXECUTE FUNCTION person_override_changed();

-- Memberships and consents: the people who have these profiles now, or had them for a time.
CREATE FUNCTION rows_of_profiles_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id)
  SELECT p.workspace_id, 'person', p.person_id FROM (SELECT DISTINCT workspace_id, profile_id FROM rows) r JOIN profile p ON p.workspace_id = r.workspace_id AND p.id = r.profile_id
  UNION SELECT o.workspace_id, 'person', o.person_id FROM (SELECT DISTINCT workspace_id, profile_id FROM rows) r JOIN person_override o ON o.workspace_id = r.workspace_id AND o.profile_id = r.profile_id;
  PERFORM tell_state_change();
  RETURN NULL;
END $$;
CREATE TRIGGER account_member_inserted AFTER INSERT ON account_member REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION rows_of_profiles_changed();
CREATE TRIGGER account_member_deleted AFTER DELETE ON account_member REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION rows_of_profiles_changed();
CREATE TRIGGER consent_inserted AFTER INSERT ON consent REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION rows_of_profiles_changed();
CREATE TRIGGER consent_deleted AFTER DELETE ON consent REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION rows_of_profiles_changed();
CREATE FUNCTION membership_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id) SELECT p.workspace_id, 'person', p.person_id FROM profile p WHERE p.workspace_id = NEW.workspace_id AND p.id = NEW.profile_id;
  PERFORM tell_state_change();
  RETURN NULL;
END $$;
CREATE TRIGGER account_member_updated AFTER UPDATE OF first_seen ON account_member FOR EACH ROW WHEN (OLD.first_seen <> NEW.first_seen) EXECUTE FUNCTION membership_changed();

CREATE FUNCTION account_rows_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id) SELECT workspace_id, 'account', id FROM rows;
  PERFORM tell_state_change();
  RETURN NULL;
END $$;
CREATE TRIGGER account_inserted AFTER INSERT ON account REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION account_rows_changed();
CREATE TRIGGER account_deleted AFTER DELETE ON account REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION account_rows_changed();
CREATE FUNCTION account_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id) VALUES (NEW.workspace_id, 'account', NEW.id);
  PERFORM tell_state_change();
  RETURN NULL;
END $$;
-- Accounts are seen once an hour for each of their people, so here "seen again" is told too.
CREATE TRIGGER account_updated AFTER UPDATE OF traits, name, first_seen, last_seen ON account FOR EACH ROW
  WHEN (OLD.traits IS DISTINCT FROM NEW.traits OR OLD.name IS DISTINCT FROM NEW.name OR OLD.first_seen <> NEW.first_seen OR OLD.last_seen <> NEW.last_seen)
  EXECUTE FUNCTION account_row_changed();

CREATE FUNCTION segment_members_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO state_change (workspace_id, of, id, segment_id) SELECT workspace_id, 'member', profile_id, segment_id FROM rows;
  PERFORM tell_state_change();
  RETURN NULL;
END $$;
CREATE TRIGGER segment_member_inserted AFTER INSERT ON segment_member REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION segment_members_changed();
CREATE TRIGGER segment_member_deleted AFTER DELETE ON segment_member REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION segment_members_changed();

-- Who is there already.
INSERT INTO state_change (workspace_id, of, id) SELECT workspace_id, 'person', id FROM person;
INSERT INTO state_change (workspace_id, of, id) SELECT workspace_id, 'account', id FROM account;
