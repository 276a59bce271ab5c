import { sql } from "kysely";
import type { Tx } from "./arbiter-deps.ts";

export type NewDraw = { personId: string; scope: string; held: boolean; share: number; at: Date };

/** Keeps on which side people were drawn. What was drawn before stays. */
export async function insertDraws(tx: Tx, workspaceId: string, draws: readonly NewDraw[]): Promise<void> {
  if (draws.length === 0) return;
  await sql`
    INSERT INTO holdout_draw (workspace_id, profile_id, scope, held, share, drawn_at)
    SELECT ${workspaceId}::uuid, d."personId", d.scope, d.held, d.share, d.at FROM jsonb_to_recordset(${JSON.stringify(draws)}::jsonb)
      AS d("personId" bigint, scope text, held boolean, share float8, at timestamptz)
    ON CONFLICT DO NOTHING`.execute(tx);
}
