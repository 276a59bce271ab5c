import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Manifest, TableInArchive } from "./archive-format.ts";
import type { ArchiveWriter } from "./archive-writer.ts";
import { orderTables } from "./order-tables.ts";

/** Who runs the pipeline at the moment, and what waits to be told to the timeline store: nothing of it holds elsewhere, and at a restore everything is told anew. */
const passing = new Set(["pipeline_member", "state_change"]);

/** How values are written, whatever the server's or the role's defaults. */
export const textSettings = `SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
  SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`;

/** Tables of the schema in use, partitions inside their parents; generated columns come again by themselves. */
const tablesSql = `
  SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  GROUP BY c.relname ORDER BY c.relname`;
const referencesSql = `
  SELECT f.relname::text AS from, t.relname::text AS to FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
  WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace`;
const sequencesSql = `SELECT sequencename::text AS name, last_value::text AS "lastValue" FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY 1`;
/** Jobs by what they mean, not by the tables of their library, which change between its versions. */
const jobsSql = `
  SELECT t.identifier, j.payload, q.queue_name, j.run_at, j.max_attempts, j.key, j.priority, (SELECT array_agg(f) FROM jsonb_object_keys(j.flags) f)
  FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
  WHERE j.attempts < j.max_attempts ORDER BY j.id`;
export const jobColumns = ["identifier", "payload", "queue_name", "run_at", "max_attempts", "job_key", "priority", "flags"];

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

type PostgresDump = Manifest["postgres"] & { positions: Manifest["timeline"]["positions"] };

/**
 * Writes every table as one moment shows it: all of this happens in one read-only REPEATABLE READ transaction, beside which the product works on.
 * Expects a connection of its own, which is of no use any more after an error.
 */
export async function dumpPostgres(client: pg.PoolClient, archive: ArchiveWriter): Promise<PostgresDump> {
  await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await client.query(textSettings);
  const select = async <Row extends object>(sql: string): Promise<Row[]> => (await client.query<Row>(sql)).rows;
  const migrations = await select<Manifest["postgres"]["migrations"][number]>(
    "SELECT number, name, checksum FROM schema_migration ORDER BY number",
  );
  const positions = await select<PostgresDump["positions"][number]>(
    "SELECT partition::int AS partition, position::text AS position FROM log_consumer ORDER BY partition",
  );
  const found = await select<{ name: string; columns: string[] }>(tablesSql);
  const ordered = orderTables(
    found.filter(({ name }) => !passing.has(name)),
    await select<{ from: string; to: string }>(referencesSql),
  );
  const copy = (sql: string): AsyncIterable<Buffer> => client.query(copyTo(`COPY (${sql}) TO STDOUT`));
  const tables: TableInArchive[] = [];
  for (const table of ordered)
    tables.push(
      await archive.table(
        `postgres/${table.name}`,
        table,
        copy(`SELECT ${table.columns.map(identifier).join(", ")} FROM ${identifier(table.name)}`),
      ),
    );
  const [worker] = await select<{ present: boolean }>("SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS present");
  const jobs = await archive.table("jobs", { name: "jobs", columns: jobColumns }, worker?.present ? copy(jobsSql) : nothing());
  // Sequences stand outside of transactions: read last, they are past every value in the rows above.
  const sequences = await select<PostgresDump["sequences"][number]>(sequencesSql);
  await client.query("COMMIT");
  return { migrations, positions, tables, jobs, sequences };
}

async function* nothing(): AsyncGenerator<Buffer> {}
