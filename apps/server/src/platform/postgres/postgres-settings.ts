/**
 * The settings of the embedded cluster: durable, small when idle, and made for many short transactions beside a
 * ClickHouse that does the analysis. Written anew at each start; `ALTER SYSTEM` still overrides them.
 */
const settings: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  // A socket file would add a path length limit and a lock file that outlives a crash.
  unix_socket_directories: "",
  password_encryption: "scram-sha-256",
  max_connections: "60",

  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  // This build has no lz4, and pglz costs more time than it saves here.
  wal_compression: "off",
  wal_buffers: "16MB",
  min_wal_size: "256MB",
  // Also bounds what a start after a power cut has to replay.
  max_wal_size: "1GB",
  checkpoint_timeout: "10min",
  max_wal_senders: "0",
  max_replication_slots: "0",
  wal_level: "replica",

  shared_buffers: "64MB",
  effective_cache_size: "1GB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  temp_buffers: "4MB",
  random_page_cost: "1.1",
  // Short transactions gain nothing from either, and parallel workers need more of /dev/shm than a container has.
  jit: "off",
  max_parallel_workers_per_gather: "0",
  max_parallel_maintenance_workers: "0",
  max_worker_processes: "4",
  max_logical_replication_workers: "0",
  io_method: "sync",

  autovacuum_max_workers: "2",
  autovacuum_naptime: "20s",
  autovacuum_vacuum_cost_limit: "1000",

  // A forgotten transaction must not hold row locks for ever.
  idle_in_transaction_session_timeout: "5min",

  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
  datestyle: "ISO, MDY",
  default_text_search_config: "pg_catalog.simple",

  // Errors of statements reach us through the driver; here only what the server itself has to say.
  log_destination: "stderr",
  logging_collector: "off",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_checkpoints: "off",
  log_line_prefix: "",
};

/**
 * The text of the configuration file.
 * @param clusterName shows in the title of each process, by which a leftover is known.
 * @param overrides settings of the caller's choice.
 */
export function postgresConfiguration(clusterName: string, overrides: Record<string, string> = {}): string {
  const all = { ...settings, ...overrides, cluster_name: clusterName };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written by Throughline at each start. To change a setting use ALTER SYSTEM.\n${lines.join("\n")}\n`;
}
