import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { ClickHouse } from "./clickhouse.ts";

/** The migrations and the store contradict each other, or one of them failed; the message says which and why. */
export class ClickHouseMigrationError extends Error {
  override name = "ClickHouseMigrationError";
}

type Migration = { number: number; name: string; statements: string[]; checksum: string };

const progressSchema = z.object({ number: z.number(), name: z.string(), checksum: z.string(), begun: z.number(), done: z.number() });
type Progress = z.infer<typeof progressSchema>;

/** "Already there": TABLE_, DATABASE_ and DICTIONARY_ALREADY_EXISTS, DUPLICATE_COLUMN, and ILLEGAL_COLUMN, which is what adding an index twice gives. */
const alreadyThere = new Set(["57", "82", "487", "15", "44"]);

/**
 * Brings the timeline schema up to date: applies the files `NNNN_name.sql` of the directory that are not yet recorded in `schema_migration`, by number. ClickHouse has no transactions,
 * so each statement is recorded before and after: what broke in the middle goes on from there, and a file may be mended as long as none of its statements succeeded. Statements end with `;`. In them
 * `{{on_cluster}}` becomes `ON CLUSTER 'name'` (or nothing), and `{{engine:ReplacingMergeTree(version)}}` the replicated engine on a cluster (or as it stands).
 * `{{database}}` is the one that is migrated, which the query of a dictionary has to name. Call it from one process at a time.
 *
 * @returns the names of the files applied now.
 * @throws ClickHouseMigrationError for a file that changed after it was applied, or is missing; two files with one number; a statement that fails.
 */
export async function migrateClickHouse(
  clickhouse: ClickHouse,
  directory: string,
  options: { cluster?: string | undefined } = {},
): Promise<string[]> {
  const [current] = await clickhouse.query({ query: "SELECT currentDatabase() AS database", schema: z.object({ database: z.string() }) });
  const fill = (sql: string) => fillTemplate(sql, { cluster: options.cluster, database: current!.database });
  const migrations = await readMigrations(directory);
  await clickhouse.command(
    fill(`CREATE TABLE IF NOT EXISTS schema_migration {{on_cluster}}
      (number UInt32, name String, checksum String, statement UInt32, step LowCardinality(String), at DateTime64(3, 'UTC') DEFAULT now64(3))
      ENGINE = {{engine:MergeTree}} ORDER BY (number, statement)`),
  );
  const recorded = await readProgress(clickhouse);
  refuseContradictions(migrations, recorded);
  const appliedNow: string[] = [];
  for (const migration of migrations) {
    const progress = recorded.get(migration.number) ?? { begun: 0, done: 0 };
    if (progress.done === migration.statements.length) continue;
    for (let index = progress.done; index < migration.statements.length; index++) {
      await apply(clickhouse, migration, index, { sql: fill(migration.statements[index] as string), isRetry: progress.begun > index });
    }
    appliedNow.push(migration.name);
  }
  return appliedNow;
}

/** {{database}}, {{on_cluster}} and {{engine:…}}, for a cluster or for a single server. */
function fillTemplate(sql: string, { cluster, database }: { cluster: string | undefined; database: string }): string {
  return sql
    .replaceAll("{{database}}", `\`${database.replaceAll("`", "\\`")}\``)
    .replaceAll("{{on_cluster}}", cluster === undefined ? "" : `ON CLUSTER '${cluster.replaceAll("'", "''")}'`)
    .replace(/\{\{engine:(.+?)\}\}/g, (_match, engine: string) => (cluster === undefined ? engine : `Replicated${engine}`));
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".sql")).sort();
  const migrations = await Promise.all(
    names.map(async (name) => {
      const match = /^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name);
      if (!match) throw new ClickHouseMigrationError(`${name} is not named like a migration: NNNN_name.sql, in small letters.`);
      const sql = (await readFile(join(directory, name), "utf8")).replaceAll("\r\n", "\n");
      return { number: Number(match[1]), name, statements: splitStatements(sql), checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
  for (const [index, { number, name }] of migrations.entries()) {
    if (migrations[index - 1]?.number === number)
      throw new ClickHouseMigrationError(`${migrations[index - 1]?.name} and ${name} have the same number.`);
  }
  return migrations;
}

/** Text up to a `;` that stands in no literal or comment; pieces of comments alone are no statements. */
function splitStatements(sql: string): string[] {
  return (sql.match(/(?:'(?:[^'\\]|\\[\s\S]|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|[^;'])+/g) ?? [])
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, "").trim() !== "");
}

async function readProgress(clickhouse: ClickHouse): Promise<Map<number, Progress>> {
  const rows = await clickhouse.query({
    query: `SELECT number, any(name) AS name, anyIf(checksum, step = 'done') AS checksum, toUInt32(uniqExactIf(statement, step = 'begun')) AS begun, toUInt32(uniqExactIf(statement, step = 'done')) AS done
      FROM schema_migration GROUP BY number ORDER BY number`,
    schema: progressSchema,
  });
  return new Map(rows.map((row) => [row.number, row]));
}

function refuseContradictions(migrations: Migration[], recorded: Map<number, Progress>): void {
  const byNumber = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const { number, name, checksum, done } of recorded.values()) {
    const file = byNumber.get(number);
    if (!file)
      throw new ClickHouseMigrationError(
        `The timeline store was migrated by ${name}, which this version does not have. Start the newer version that made it.`,
      );
    if (done > 0 && file.checksum !== checksum)
      throw new ClickHouseMigrationError(
        `${file.name} was changed after it had been applied (then as ${name}). Restore it, and put the change into a new migration.`,
      );
  }
}

async function apply(
  clickhouse: ClickHouse,
  migration: Migration,
  index: number,
  { sql, isRetry }: { sql: string; isRetry: boolean },
): Promise<void> {
  const { number, name, checksum } = migration;
  const record = (step: "begun" | "done") =>
    clickhouse.insert({ table: "schema_migration", rows: [{ number, name, checksum, statement: index, step }] });
  if (!isRetry) await record("begun");
  await clickhouse.command(sql).catch((error: unknown) => {
    const { message, code } = error as Error & { code?: string };
    if (!(isRetry && code !== undefined && alreadyThere.has(code)))
      throw new ClickHouseMigrationError(`${name}, statement ${index + 1}: ${message}`, { cause: error });
  });
  await record("done");
}
