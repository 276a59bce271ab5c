-- What is remembered of a profile's behaviour is one row: of each condition its number and count (4 bytes each), then of each match its time in ms and 47 bits of the interaction's id
-- (6 bytes each), most significant byte first. A batch of events reads and writes a row for each profile instead of one for each of their conditions.
CREATE TABLE segment_memory (
  workspace_id uuid NOT NULL,
  profile_id bigint NOT NULL,
  matches bytea NOT NULL,
  PRIMARY KEY (workspace_id, profile_id)
) WITH (fillfactor = 80);
INSERT INTO segment_memory (workspace_id, profile_id, matches)
SELECT workspace_id, profile_id, string_agg(int4send(condition_id::int) || int4send(cardinality(at)) || pairs, ''::bytea ORDER BY condition_id)
FROM segment_match, LATERAL (
  SELECT coalesce(string_agg(substring(int8send(m.at) FROM 3) || substring(int8send(m.id >> 16) FROM 3), ''::bytea ORDER BY m.n), ''::bytea) AS pairs
  FROM unnest(segment_match.at, segment_match.ids) WITH ORDINALITY AS m(at, id, n)) p
GROUP BY workspace_id, profile_id;
DROP TABLE segment_match;
ALTER TABLE segment_memory RENAME TO segment_match;
ALTER INDEX segment_memory_pkey RENAME TO segment_match_pkey;
