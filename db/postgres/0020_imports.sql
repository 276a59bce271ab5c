-- A file that is brought in. Its bytes lie under the data directory; `position` and `row_number` say up to where they are taken (or, in a dry run, read).
CREATE TABLE import (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  file_name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('events', 'people', 'accounts')),
  status text NOT NULL CHECK (status IN ('uploaded', 'checking', 'ready', 'running', 'paused', 'done', 'failed')),
  -- Format, delimiter, line ends, names of the columns, where the first row begins.
  layout jsonb NOT NULL,
  samples jsonb NOT NULL,
  mapping jsonb NOT NULL,
  bytes bigint NOT NULL,
  position bigint NOT NULL,
  row_number bigint NOT NULL,
  rows_read bigint NOT NULL DEFAULT 0,
  rows_taken bigint NOT NULL DEFAULT 0,
  rows_failed bigint NOT NULL DEFAULT 0,
  failures_bytes bigint NOT NULL DEFAULT 0,
  dry_run jsonb,
  error text,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  -- Who reads it now; a reader that is gone loses it when the lease ends.
  reader uuid,
  lease_until timestamptz,
  served_at timestamptz
);
CREATE INDEX import_by_time ON import (workspace_id, created_at DESC, id);
CREATE INDEX import_to_read ON import (served_at) WHERE status IN ('running', 'checking');

-- Every row that was ever taken, for good: the id is derived from workspace and message id, `times` says how often the same content stood in one file. `met` says how
-- often it came so far in the import that met it last. No foreign key: it would be checked for each of a million rows. The trigger does what it would do.
CREATE TABLE imported_row (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  times integer NOT NULL,
  last_import_id uuid NOT NULL,
  met integer NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE FUNCTION forget_imported_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM imported_row WHERE workspace_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER workspace_forgets_imported_rows AFTER DELETE ON workspace FOR EACH ROW EXECUTE FUNCTION forget_imported_rows();

-- What an import met that is not at its end, where another import met the same since.
CREATE TABLE import_row_count (
  import_id uuid NOT NULL REFERENCES import ON DELETE CASCADE,
  id uuid NOT NULL,
  met integer NOT NULL,
  PRIMARY KEY (import_id, id)
);
