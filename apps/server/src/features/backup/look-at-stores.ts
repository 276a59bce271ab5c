import type pg from "pg";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { BackupError } from "./archive-format.ts";

/** A pipeline says every three seconds that it lives. */
const livesWithin = "15 seconds";

/** Whether either store holds something that a restore would replace. @throws BackupError when one of them is not ours, or somebody works on it. */
export async function holdsData(stores: { pool: pg.Pool; clickhouse: ClickHouse }): Promise<boolean> {
  const inPostgres = await postgresHoldsData(stores.pool);
  return (await timelineHoldsData(stores.clickhouse)) || inPostgres;
}

async function postgresHoldsData(pool: pg.Pool): Promise<boolean> {
  const ask = async (sql: string): Promise<boolean> => (await pool.query<{ yes: boolean }>(`SELECT ${sql} AS yes`)).rows[0]?.yes ?? false;
  const isMigrated = await isBegun(pool);
  if (!isMigrated) {
    const hasTables =
      "EXISTS (SELECT FROM pg_class c WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))";
    if (await ask(hasTables))
      throw new BackupError("The Postgres database holds tables that are not Throughline's. Give it a database of its own.");
    return false;
  }
  if (await ask(`to_regclass('pipeline_member') IS NOT NULL`)) {
    if (await ask(`EXISTS (SELECT FROM pipeline_member WHERE seen_at > now() - interval '${livesWithin}')`))
      throw new BackupError(`A Throughline works on this database, or did until ${livesWithin} ago. Stop it first.`);
  }
  if (!(await ask("to_regclass('workspace') IS NOT NULL AND to_regclass('auth_user') IS NOT NULL"))) return false;
  return ask("EXISTS (SELECT FROM workspace) OR EXISTS (SELECT FROM auth_user)");
}

async function timelineHoldsData(clickhouse: ClickHouse): Promise<boolean> {
  const tables = await clickhouse.query({
    query: "SELECT name FROM system.tables WHERE database = currentDatabase() AND NOT is_temporary",
    schema: z.object({ name: z.string() }),
  });
  const names = new Set(tables.map(({ name }) => name));
  if (names.size > 0 && !names.has("schema_migration"))
    throw new BackupError("The ClickHouse database holds tables that are not Throughline's. Give it a database of its own.");
  if (!names.has("interaction")) return false;
  const rows = await clickhouse.query({ query: "SELECT 1 AS one FROM interaction LIMIT 1" });
  return rows.length > 0;
}

/** Whether Throughline ever worked on this database. */
export async function isBegun(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ yes: boolean }>("SELECT to_regclass('schema_migration') IS NOT NULL AS yes");
  return rows[0]?.yes ?? false;
}
