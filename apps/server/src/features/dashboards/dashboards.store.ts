import {
  dashboardFiltersSchema,
  tileSchema,
  type Dashboard,
  type DashboardFilters,
  type DashboardSummary,
  type Tile,
} from "@throughline/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { Db } from "./saved-queries.store.ts";

export type DashboardValues = { name: string; description: string; tiles: Tile[]; filters: DashboardFilters };
type Times = { createdAt: Date; updatedAt: Date };
type SummaryRow = Omit<DashboardSummary, keyof Times> & Times;
const columns = sql`id, name, description, owner, created_at AS "createdAt", date_trunc('milliseconds', updated_at) AS "updatedAt", updated_by AS "updatedBy"`;
const withIsoTimes = <Row extends Times>(row: Row) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** The dashboards of a workspace by name. */
export async function readDashboards(db: Db, workspaceId: string): Promise<DashboardSummary[]> {
  const { rows } = await sql<SummaryRow>`
    SELECT ${columns}, jsonb_array_length(tiles) AS tiles FROM dashboard WHERE workspace_id = ${workspaceId} ORDER BY lower(name), id`.execute(
    db,
  );
  return rows.map(withIsoTimes);
}

/** One dashboard without the saved queries that it shows, or null. */
export async function findDashboard(db: Db, workspaceId: string, id: string): Promise<Omit<Dashboard, "savedQueries"> | null> {
  const { rows } = await sql<Omit<SummaryRow, "tiles"> & { tiles: unknown; filters: unknown }>`
    SELECT ${columns}, tiles, filters FROM dashboard WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) return null;
  return { ...withIsoTimes(row), tiles: z.array(tileSchema).parse(row.tiles), filters: dashboardFiltersSchema.parse(row.filters) };
}

/** Keeps a dashboard; gives its id. */
export async function insertDashboard(db: Db, workspaceId: string, values: DashboardValues, owner: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO dashboard (workspace_id, name, description, tiles, filters, owner, updated_by)
    VALUES (${workspaceId}, ${values.name}, ${values.description}, ${JSON.stringify(values.tiles)}, ${JSON.stringify(values.filters)}, ${owner}, ${owner})
    RETURNING id`.execute(db);
  return (rows[0] as { id: string }).id;
}

/** Replaces one; its version is later than any before. With `version`, only that one. False where there is none such. */
export async function replaceDashboard(
  db: Db,
  workspaceId: string,
  id: string,
  values: DashboardValues,
  { by, version }: { by: string; version: string | undefined },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE dashboard SET name = ${values.name}, description = ${values.description}, tiles = ${JSON.stringify(values.tiles)},
      filters = ${JSON.stringify(values.filters)}, updated_by = ${by}, updated_at = greatest(now(), updated_at + interval '1 millisecond')
    WHERE workspace_id = ${workspaceId} AND id = ${id}
      ${version === undefined ? sql`` : sql`AND date_trunc('milliseconds', updated_at) = ${new Date(version)}`}`.execute(db);
  return numAffectedRows === 1n;
}

export async function removeDashboard(db: Db, workspaceId: string, id: string): Promise<void> {
  await sql`DELETE FROM dashboard WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db);
}

/** Names of the dashboards that show a saved query. */
export async function dashboardsShowing(db: Db, workspaceId: string, savedQueryId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM dashboard WHERE workspace_id = ${workspaceId} AND tiles @> ${JSON.stringify([{ savedQuery: savedQueryId }])}::jsonb ORDER BY lower(name)`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}
