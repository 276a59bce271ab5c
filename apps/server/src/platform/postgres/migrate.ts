import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";

type Migration = { number: number; name: string; sql: string; checksum: string };
type Applied = { number: number; name: string; checksum: string };

/** The migrations and the database contradict each other, or one of them failed; the message says which and why. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Oldest server that the product supports, as in `server_version_num`. */
const oldestVersion = 150000;
/** Key of the advisory lock that serialises starters: the bytes of "thro". */
const lockKey = 0x7468726f;

/** The record of what was applied. */
export const createMigrationRecord = `CREATE TABLE IF NOT EXISTS schema_migration (
  number integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)`;

/**
 * Brings the schema up to date: applies the files `NNNN_name.sql` of the directory that are not yet recorded in
 * `schema_migration`, by number, each in a transaction of its own together with its record. Starters that come at the
 * same time take turns.
 *
 * @returns the names of the files applied now.
 * @throws MigrationError for a server older than 15; a file that changed after it was applied, or is missing; two files with one number; a statement that fails.
 */
export async function migratePostgres(pool: pg.Pool, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = await pool.connect();
  try {
    await requireVersion(client);
    const appliedNow: string[] = [];
    for (let next = await findNext(client, migrations); next; next = await findNext(client, migrations)) {
      if (await apply(client, next)) appliedNow.push(next.name);
    }
    return appliedNow;
  } finally {
    client.release();
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".sql")).sort();
  const migrations = await Promise.all(
    names.map(async (name) => {
      const match = /^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name);
      if (!match) throw new MigrationError(`${name} is not named like a migration: NNNN_name.sql, in small letters.`);
      const sql = (await readFile(join(directory, name), "utf8")).replaceAll("\r\n", "\n");
      return { number: Number(match[1]), name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
  for (const [index, { number, name }] of migrations.entries()) {
    if (migrations[index - 1]?.number === number)
      throw new MigrationError(`${migrations[index - 1]!.name} and ${name} have the same number.`);
  }
  return migrations;
}

async function requireVersion(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ version: number; name: string }>(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name",
  );
  const { version, name } = rows[0]!;
  if (version < oldestVersion)
    throw new MigrationError(`Postgres ${name} is too old: Throughline needs ${oldestVersion / 10_000} or newer.`);
}

async function findNext(client: pg.PoolClient, migrations: Migration[]): Promise<Migration | undefined> {
  const { rows: tables } = await client.query<{ exists: boolean }>("SELECT to_regclass('schema_migration') IS NOT NULL AS exists");
  if (!tables[0]!.exists) return migrations[0];
  const { rows } = await client.query<Applied>("SELECT number, name, checksum FROM schema_migration ORDER BY number");
  const byNumber = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const applied of rows) {
    const file = byNumber.get(applied.number);
    if (!file)
      throw new MigrationError(
        `The database was migrated by ${applied.name}, which this version does not have. Start the newer version that made it.`,
      );
    if (file.checksum !== applied.checksum)
      throw new MigrationError(
        `${file.name} was changed after it had been applied (then as ${applied.name}). Restore it, and put the change into a new migration.`,
      );
  }
  const done = new Set(rows.map(({ number }) => number));
  return migrations.find(({ number }) => !done.has(number));
}

/** False when another starter applied it first. The lock ends with the transaction, so it also works through a connection pooler. */
async function apply(client: pg.PoolClient, { number, name, sql, checksum }: Migration): Promise<boolean> {
  await client.query("BEGIN");
  try {
    await client.query("SELECT pg_advisory_xact_lock($1)", [lockKey]);
    await client.query(createMigrationRecord);
    const { rowCount } = await client.query("SELECT FROM schema_migration WHERE number = $1", [number]);
    if (rowCount === 0) {
      await client.query(sql).catch((error: unknown) => Promise.reject(failed(name, sql, error)));
      await client.query("INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)", [number, name, checksum]);
    }
    await client.query("COMMIT");
    return rowCount === 0;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

function failed(name: string, sql: string, error: unknown): MigrationError {
  const { message, position } = error as Error & { position?: string };
  const line = position ? `:${sql.slice(0, Number(position)).split("\n").length}` : "";
  return new MigrationError(`${name}${line}: ${message}`, { cause: error });
}
