-- What people and accounts are now: the mirror of Postgres, so that questions about behaviour can ask for it. Ids are those of people, as the timeline resolves them.
CREATE TABLE person_state {{on_cluster}} (
  workspace_id UUID,
  person_id UInt64,
  traits JSON,
  -- In the order in which they joined them.
  account_ids Array(UInt64),
  -- Purposes whose latest answer is yes.
  consents Array(LowCardinality(String)),
  -- 'email', 'phone'.
  reachable Array(LowCardinality(String)),
  first_seen DateTime64(3, 'UTC'),
  version UInt64,
  deleted UInt8
) ENGINE = {{engine:ReplacingMergeTree(version, deleted)}}
ORDER BY (workspace_id, person_id);

CREATE TABLE account_state {{on_cluster}} (
  workspace_id UUID,
  account_id UInt64,
  key String,
  name String,
  traits JSON,
  first_seen DateTime64(3, 'UTC'),
  last_seen DateTime64(3, 'UTC'),
  version UInt64,
  deleted UInt8
) ENGINE = {{engine:ReplacingMergeTree(version, deleted)}}
ORDER BY (workspace_id, account_id);

-- Who is in which segment, by the profile that was put in; whose that is now, person_of tells.
CREATE TABLE segment_member {{on_cluster}} (
  workspace_id UUID,
  segment_id UUID,
  profile_id UInt64,
  version UInt64,
  deleted UInt8
) ENGINE = {{engine:ReplacingMergeTree(version, deleted)}}
ORDER BY (workspace_id, segment_id, profile_id);
