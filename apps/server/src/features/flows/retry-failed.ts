import { ProductError, type Retried } from "@throughline/contract";
import { sql, type RawBuilder } from "kysely";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { noSuchFlow, type FlowsDeps } from "./flows-deps.ts";
import { moveByHand, tryAgain } from "./handle-runs.ts";

type Failed = { id: string; all: number };
type RetryFailed = { key: string; step?: string | undefined; before?: string | undefined; most: number };

/**
 * Tries failed runs of a flow again, or those of one step: the `most` that failed first, each as one alone is tried again, in a transaction of its own. Who is in the flow again by another run is left out,
 * unless the flow allows both. With `before`, those that failed earlier alone: who takes them part by part takes nobody twice. @throws ProductError `not_found`.
 */
export async function retryFailedRuns(deps: FlowsDeps, access: Access, { key, step, before, most }: RetryFailed): Promise<Retried> {
  requirePermission(access, "flows:write");
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const asked = { step, before };
  const beganAt = new Date(deps.now()).toISOString();
  // What is asked for is written before anything is done: a call that breaks off has tried some of them.
  const { ids, left, leftOut } = await deps.db.transaction().execute(async (tx) => {
    const { rows: flows } = await sql<{ id: string; both: boolean }>`
      SELECT f.id, coalesce((v.definition->'entry'->>'whileIn')::boolean, false) AS both FROM flow f LEFT JOIN flow_version v ON v.flow_id = f.id AND v.version = f.version
      WHERE f.workspace_id = ${workspaceId} AND f.key = ${key}`.execute(tx);
    const [flow] = flows;
    if (!flow) throw noSuchFlow(key);
    const { rows } = await sql<Failed>`
      SELECT r.id, (count(*) OVER ())::int AS all ${failedOf(workspaceId, flow.id, asked)} AND (${flow.both} OR NOT ${isInAgain}) ORDER BY r.ended_at, r.id LIMIT ${most}`.execute(
      tx,
    );
    const { rows: again } = flow.both
      ? { rows: [] }
      : await sql<{ count: number }>`SELECT count(*)::int AS count ${failedOf(workspaceId, flow.id, asked)} AND ${isInAgain}`.execute(tx);
    const rest = (rows[0]?.all ?? 0) - rows.length;
    await recordAudit(tx, access, {
      action: "flows.retry_failed",
      subject: key,
      details: { ...(step === undefined ? {} : { step }), runs: rows.length, left: rest },
    });
    return { ids: rows.map(({ id }) => id), left: rest, leftOut: again[0]?.count ?? 0 };
  });
  const retried: Retried = { tried: 0, failedAgain: 0, leftOut, left, before: before ?? beganAt };
  for (const id of ids) {
    const state = await tryOne(deps, access, id);
    if (state === null) retried.leftOut++;
    else retried.tried++;
    if (state === "failed") retried.failedAgain++;
  }
  return retried;
}

/** How it is then; null where somebody was first, or it may not be tried beside another. */
async function tryOne(deps: FlowsDeps, { workspaceId, actor }: Access, id: string): Promise<string | null> {
  try {
    return (await moveByHand(deps, workspaceId, id, tryAgain(actor.name))).run.state;
  } catch (error) {
    if (error instanceof ProductError && (error.code === "conflict" || error.code === "not_found")) return null;
    throw error;
  }
}

const failedOf = (workspaceId: string, flowId: string, { step, before }: Pick<RetryFailed, "step" | "before">): RawBuilder<unknown> =>
  sql`FROM flow_run r WHERE r.workspace_id = ${workspaceId} AND r.flow_id = ${flowId} AND r.state = 'failed'
    ${step === undefined ? sql`` : sql`AND r.step = ${step}`} ${before === undefined ? sql`` : sql`AND r.ended_at < ${before}`}`;

const isInAgain = sql<boolean>`EXISTS (SELECT FROM flow_run o WHERE o.workspace_id = r.workspace_id AND o.profile_id = r.profile_id AND o.flow_id = r.flow_id AND o.ended_at IS NULL)`;
