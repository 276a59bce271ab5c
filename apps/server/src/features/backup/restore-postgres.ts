import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { createMigrationRecord } from "../../platform/postgres/migrate.ts";
import { BackupError, type Manifest, type TableInArchive } from "./archive-format.ts";
import { identifier, jobColumns, textSettings } from "./dump-postgres.ts";
import type { ArchiveParts } from "./read-archive.ts";

/** Everything of ours in the schema in use, and nothing that belongs to an extension. */
const dropAll = `DO $$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, c.oid::regclass::text AS name FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relkind = 'S'
  LOOP
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', found.kind, found.name);
  END LOOP;
  FOR found IN
    SELECT p.oid::regprocedure::text AS name FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', found.name);
  END LOOP;
  FOR found IN
    SELECT t.oid::regtype::text AS name FROM pg_type t
    WHERE t.typnamespace = current_schema()::regnamespace AND t.typtype IN ('e', 'd') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', found.name);
  END LOOP;
END $$`;

/**
 * Makes the schema in use what the backup holds, in the transaction that the caller began: what was there goes, the migrations of the backup come, then its rows.
 * Until the caller commits, nobody sees any of it. The tables of the job library must be there.
 */
export async function restorePostgres(
  client: pg.PoolClient,
  backup: Manifest["postgres"],
  migrations: readonly { sql: string }[],
  archive: ArchiveParts,
): Promise<void> {
  await client.query(textSettings);
  // Until the commit: what triggers would sum up of these rows is in the backup.
  await client.query("SELECT set_config('throughline.restoring', 'on', true)");
  await client.query(dropAll);
  await client.query(createMigrationRecord);
  for (const { sql } of migrations) await client.query(sql);
  const targets = backup.tables.map(({ name }) => identifier(name));
  // Rows that migrations put there are in the backup too.
  await client.query(`TRUNCATE ${targets.join(", ")} CASCADE`);
  for (const table of backup.tables) await copyRows(client, identifier(table.name), table, archive);
  for (const { name, lastValue } of backup.sequences)
    await client.query("SELECT setval($1::regclass, $2::bigint)", [identifier(name), lastValue]);
  await restoreJobs(client, backup.jobs, archive);
}

async function copyRows(client: pg.PoolClient, target: string, table: TableInArchive, archive: ArchiveParts): Promise<void> {
  const copying = client.query(copyFrom(`COPY ${target} (${table.columns.map(identifier).join(", ")}) FROM STDIN`));
  await pipeline(Readable.from(archive.take(table.parts), { objectMode: false }), copying);
  if (copying.rowCount !== table.rows)
    throw new BackupError(`Of the ${table.rows} rows of ${table.name} in the backup, ${copying.rowCount} arrived.`);
}

async function restoreJobs(client: pg.PoolClient, jobs: TableInArchive, archive: ArchiveParts): Promise<void> {
  await client.query(
    "CREATE TEMPORARY TABLE job_of_backup (identifier text, payload json, queue_name text, run_at timestamptz, max_attempts integer, job_key text, priority integer, flags text[]) ON COMMIT DROP",
  );
  await copyRows(client, "job_of_backup", jobs, archive);
  await client.query("DELETE FROM graphile_worker._private_jobs");
  await client.query(`SELECT graphile_worker.add_job(${jobColumns.join(", ")}) FROM job_of_backup`);
}
