import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { insertDashboard } from "./dashboards.store.ts";
import { commercialDashboard } from "./ready-made/commercial-dashboard.ts";
import { productDashboard } from "./ready-made/product-dashboard.ts";
import { supportDashboard } from "./ready-made/support-dashboard.ts";

/** Dashboards about what the sample company's customers do. */
export const readyMadeDashboards = [productDashboard, supportDashboard, commercialDashboard];

const maker = "Throughline";

/** Gives every workspace with the sample company the ready-made dashboards, once: those that somebody deleted do not come back, nor do they come to a workspace that has some. */
export async function ensureSampleDashboards(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(7310003)`.execute(tx);
    const { rows } = await sql<{ id: string; has: boolean }>`
      SELECT id, EXISTS (SELECT FROM dashboard d WHERE d.workspace_id = w.id) AS has FROM workspace w
      WHERE is_sample AND NOT coalesce(metadata::jsonb, '{}') ? 'dashboards'`.execute(tx);
    for (const { id, has } of rows) {
      if (!has) for (const dashboard of readyMadeDashboards) await insertDashboard(tx, id, dashboard, maker);
      await sql`UPDATE workspace SET metadata = jsonb_set(coalesce(metadata::jsonb, '{}'), '{dashboards}', 'true')::text WHERE id = ${id}`.execute(
        tx,
      );
    }
  });
}
