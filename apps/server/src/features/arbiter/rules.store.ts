import { arbiterRulesSchema, defaultArbiterRules, type ArbiterRules } from "@throughline/contract";
import { isTimeZone } from "@throughline/domain";
import { sql } from "kysely";
import type { Db, Tx } from "./arbiter-deps.ts";

export type RulesRow = { rules: ArbiterRules; version: number; updatedAt: Date | null; updatedBy: string | null };
type Row = { rules: unknown; version: number | null; updatedAt: Date | null; updatedBy: string | null; timezone: string };

/** The rules that hold in a workspace, and its time zone. What was saved before a rule existed is completed by the defaults. */
export async function readRules(db: Db | Tx, workspaceId: string): Promise<RulesRow & { timezone: string }> {
  const { rows } = await sql<Row>`
    SELECT r.rules, r.version, r.updated_at AS "updatedAt", r.updated_by AS "updatedBy", w.timezone
    FROM workspace w LEFT JOIN arbiter_rules r ON r.workspace_id = w.id WHERE w.id = ${workspaceId}`.execute(db);
  const row = rows[0];
  return {
    rules: row?.rules ? arbiterRulesSchema.parse({ ...defaultArbiterRules, ...(row.rules as object) }) : defaultArbiterRules,
    version: row?.version ?? 0,
    updatedAt: row?.updatedAt ?? null,
    updatedBy: row?.updatedBy ?? null,
    timezone: isTimeZone(row?.timezone) ? row.timezone : "UTC",
  };
}

/** Replaces the rules; false when they are not at `version` any more. */
export async function replaceRules(
  tx: Tx,
  workspaceId: string,
  { rules, version, at, by }: { rules: ArbiterRules; version: number | undefined; at: Date; by: string },
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO arbiter_rules AS r (workspace_id, rules, version, updated_at, updated_by)
    SELECT ${workspaceId}::uuid, ${JSON.stringify(rules)}::jsonb, 1, ${at}::timestamptz, ${by} WHERE coalesce(${version ?? null}::int, 0) = 0
      OR EXISTS (SELECT FROM arbiter_rules WHERE workspace_id = ${workspaceId})
    ON CONFLICT (workspace_id) DO UPDATE SET rules = excluded.rules, version = r.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
    WHERE ${version ?? null}::int IS NULL OR r.version = ${version ?? null}::int RETURNING version`.execute(tx);
  return rows.length > 0;
}
