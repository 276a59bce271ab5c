import { sql } from "kysely";
import { suppressionLock } from "../identity/index.ts";
import { becomeLive } from "./become-live.ts";
import type { FlowsDeps, Tx } from "./flows-deps.ts";
import { flowsChanged } from "./flows.store.ts";
import { dropUnusedParts, preparationOf } from "./remembered-parts.ts";

const lockDefinitions = (tx: Tx) => sql`SELECT pg_advisory_xact_lock(${suppressionLock})`.execute(tx);

/** Versions whose questions about the past have been answered hold from here on; one whose never will be goes back to its draft and says why. */
export async function finishPreparations({ db, now }: FlowsDeps): Promise<void> {
  const { rows } = await sql<{ id: string; workspaceId: string; version: number }>`
    SELECT id, workspace_id AS "workspaceId", preparing AS version FROM flow WHERE preparing IS NOT NULL`.execute(db);
  for (const { id, workspaceId, version } of rows) {
    const { prepared, failure } = await preparationOf(db, { workspaceId, flowId: id, version });
    if (!prepared && failure === null) continue;
    await db.transaction().execute(async (tx) => {
      await lockDefinitions(tx);
      const { rows: still } = await sql`SELECT FROM flow WHERE id = ${id} AND preparing = ${version} FOR UPDATE`.execute(tx);
      if (still.length === 0) return;
      if (prepared) await becomeLive(tx, id, now());
      else
        await sql`UPDATE flow SET preparing = NULL, state = CASE WHEN version IS NULL THEN 'draft' ELSE state END, stopped_because = ${`Version ${version} could not be published: ${failure}`} WHERE id = ${id}`.execute(
          tx,
        );
      await flowsChanged(tx);
    });
  }
}

/** Late events may still tell of a goal that was reached in time. */
const lateMs = 24 * 3_600_000;

/** What has piled up: counts are summed up, goals whose time is over are watched no more, and what no version asks any more is forgotten. */
export async function keepFlows({ db, now }: FlowsDeps): Promise<void> {
  await sql`
    WITH many AS (SELECT flow_id, hour FROM flow_count GROUP BY 1, 2 HAVING count(*) > count(DISTINCT (from_step, way, to_step)) LIMIT 1000),
    taken AS (DELETE FROM flow_count c USING many WHERE c.flow_id = many.flow_id AND c.hour = many.hour RETURNING c.*)
    INSERT INTO flow_count SELECT flow_id, hour, from_step, way, to_step, sum(count) FROM taken GROUP BY 1, 2, 3, 4, 5`.execute(db);
  await sql`
    UPDATE flow_run SET watched = false WHERE id IN (
      SELECT id FROM flow_run WHERE watched AND ended_at IS NOT NULL AND goal_until < ${new Date(now() - lateMs)} LIMIT 5000 FOR UPDATE SKIP LOCKED)`.execute(
    db,
  );
  const { rows } = await sql<{ workspaceId: string }>`
    DELETE FROM flow_part p USING flow f WHERE f.id = p.flow_id AND p.version IS DISTINCT FROM f.version AND p.version IS DISTINCT FROM f.preparing
      AND NOT EXISTS (SELECT FROM flow_run r WHERE r.flow_id = p.flow_id AND r.version = p.version AND r.ended_at IS NULL) RETURNING p.workspace_id AS "workspaceId"`.execute(
    db,
  );
  for (const workspaceId of new Set(rows.map((row) => row.workspaceId)))
    await db.transaction().execute(async (tx) => {
      await lockDefinitions(tx);
      await dropUnusedParts(tx, workspaceId);
    });
}
