-- Since when every batch of this process has failed; null while they succeed.
ALTER TABLE pipeline_member ADD COLUMN failing_since timestamptz;
