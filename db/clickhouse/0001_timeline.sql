-- Every interaction, for ever. profile_id is the identifier that it came under; whose timeline that is, is decided at query time by the overrides below.
CREATE TABLE interaction {{on_cluster}} (
  workspace_id UUID,
  id UUID,
  profile_id UInt64,
  account_id UInt64,
  at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  kind LowCardinality(String),
  name LowCardinality(String),
  channel LowCardinality(String),
  actor LowCardinality(String),
  source_id UUID,
  message_id String,
  session_id String,
  url String,
  path String,
  title String,
  referrer String,
  utm_source String,
  utm_medium String,
  utm_campaign String,
  browser LowCardinality(String),
  os LowCardinality(String),
  device LowCardinality(String),
  locale LowCardinality(String),
  timezone LowCardinality(String),
  library LowCardinality(String),
  ip String,
  is_bot Bool,
  properties JSON,
  context String,
  log_partition UInt8,
  log_position UInt64,
  log_index UInt32,
  INDEX by_received received_at TYPE minmax GRANULARITY 1
) ENGINE = {{engine:ReplacingMergeTree}}
PARTITION BY toYYYYMM(at)
ORDER BY (workspace_id, toDate(at), name, profile_id, at, id);

-- The same rows in the order of people, for the profile page: one person's latest rows among millions are one granule away.
CREATE TABLE interaction_by_person {{on_cluster}} (
  workspace_id UUID,
  id UUID,
  profile_id UInt64,
  account_id UInt64,
  at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  kind LowCardinality(String),
  name LowCardinality(String),
  channel LowCardinality(String),
  actor LowCardinality(String),
  source_id UUID,
  message_id String,
  session_id String,
  url String,
  path String,
  title String,
  referrer String,
  utm_source String,
  utm_medium String,
  utm_campaign String,
  browser LowCardinality(String),
  os LowCardinality(String),
  device LowCardinality(String),
  locale LowCardinality(String),
  timezone LowCardinality(String),
  library LowCardinality(String),
  ip String,
  is_bot Bool,
  properties JSON,
  context String,
  log_partition UInt8,
  log_position UInt64,
  log_index UInt32
) ENGINE = {{engine:ReplacingMergeTree}}
PARTITION BY toYYYYMM(at)
ORDER BY (workspace_id, profile_id, at, id)
SETTINGS index_granularity = 1024;

CREATE MATERIALIZED VIEW interaction_to_person {{on_cluster}} TO interaction_by_person AS SELECT * FROM interaction;

-- Whose timeline a profile is on, where it is not its own: the mirror of person_override in Postgres.
CREATE TABLE person_override {{on_cluster}} (
  profile_id UInt64,
  from_ms Int64,
  until_ms Int64,
  person_id UInt64,
  version UInt64,
  deleted UInt8
) ENGINE = {{engine:ReplacingMergeTree(version)}}
ORDER BY (profile_id, from_ms);

CREATE DICTIONARY person_of {{on_cluster}} (profile_id UInt64, person_id UInt64)
PRIMARY KEY profile_id
SOURCE(CLICKHOUSE(QUERY 'SELECT profile_id, argMax(person_id, from_ms) FROM {{database}}.person_override FINAL WHERE deleted = 0 GROUP BY profile_id HAVING count() = 1'))
LAYOUT(HASHED()) LIFETIME(0);

-- Shared devices alone: who owned them when.
CREATE DICTIONARY person_during {{on_cluster}} (profile_id UInt64, from_ms Int64, until_ms Int64, person_id UInt64)
PRIMARY KEY profile_id
SOURCE(CLICKHOUSE(QUERY 'SELECT profile_id, from_ms, until_ms, person_id FROM {{database}}.person_override FINAL WHERE deleted = 0 AND profile_id IN (SELECT profile_id FROM {{database}}.person_override FINAL WHERE deleted = 0 GROUP BY profile_id HAVING count() > 1)'))
LAYOUT(RANGE_HASHED()) RANGE(MIN from_ms MAX until_ms) LIFETIME(0);
