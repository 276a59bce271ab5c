import { harmOf } from "@throughline/domain";
import { sql } from "kysely";
import { recordAudit } from "../../../platform/audit/record-audit.ts";
import type { Access } from "../../../platform/auth/access.ts";
import { createTask } from "../../tasks/index.ts";
import { compareSides, expectedShare } from "./compare-sides.ts";
import type { Db, Tx } from "./report-deps.ts";
import { findReportedFlow } from "./reported-flow.store.ts";
import { countSides, drawnShares } from "./sides.store.ts";

type Watched = { workspaceId: string; key: string; since: Date };
type HarmDeps = {
  db: Db;
  now: () => number;
  onStopped?: ((stopped: { workspaceId: string; key: string; reason: string }) => void) | undefined;
};

/**
 * Stops every live flow that does harm: whose goal is reached significantly less with it than without (see `harmOf`). Counted are those who came in since its version was published or
 * somebody let it go on: who lets a stopped flow go on has it judged by what comes. The reason stands at the flow, in the audit log, and in a task on Home. Safe to repeat, and to run in several processes.
 * Gives the flows that it stopped.
 */
export async function stopHarmfulFlows(deps: HarmDeps): Promise<{ workspaceId: string; key: string; reason: string }[]> {
  const { rows } = await sql<Watched>`
    SELECT f.workspace_id AS "workspaceId", f.key, greatest(v.published_at, f.live_since) AS since FROM flow f JOIN flow_version v ON v.flow_id = f.id AND v.version = f.version
    WHERE f.state = 'live' AND (v.definition -> 'stopOnHarm')::boolean AND v.definition ->> 'goal' IS NOT NULL ORDER BY f.id`.execute(
    deps.db,
  );
  const stopped = [];
  for (const flow of rows) {
    const reason = await deps.db.transaction().execute((tx) => stopIfHarmful(tx, flow, deps.now()));
    if (reason === null) continue;
    const told = { workspaceId: flow.workspaceId, key: flow.key, reason };
    stopped.push(told);
    deps.onStopped?.(told);
  }
  return stopped;
}

async function stopIfHarmful(tx: Tx, { workspaceId, key, since }: Watched, nowMs: number): Promise<string | null> {
  const flow = await findReportedFlow(tx, workspaceId, key);
  if (!flow) return null;
  const at = new Date(nowMs);
  const bounds = { from: since, to: at };
  const counted = await countSides(tx, workspaceId, flow.id, { ...bounds, timezone: flow.timezone });
  const { treated, held, lift, ratio } = compareSides(
    flow.definition,
    counted,
    expectedShare(flow, await drawnShares(tx, workspaceId, flow, bounds)),
  );
  const reason = harmOf(treated, held, lift, ratio);
  if (reason === null) return null;
  const { numAffectedRows } = await sql`
    UPDATE flow SET state = 'stopped', stopped_because = ${reason}, stopped_at = ${at}, updated_at = ${at}, updated_by = ${nameOfRule}
    WHERE workspace_id = ${workspaceId} AND id = ${flow.id} AND state = 'live'`.execute(tx);
  if (numAffectedRows !== 1n) return null;
  await sql`UPDATE flow_definitions SET version = version + 1`.execute(tx);
  await recordAudit(tx, asRule(workspaceId), { action: "flows.stop_on_harm", subject: key, details: { reason, treated, held, lift } });
  await createTask(tx, {
    workspaceId,
    key: `flow harm ${flow.id} ${at.toISOString()}`,
    title: `Look at the flow “${flow.name}”: it was stopped`.slice(0, 200),
    why: `It stopped by itself, because people reach its goal less with it than without it. ${reason} Nobody comes in any more; those who are in it go on to their end. Change it, or let it go on if you know better.`,
    profileId: null,
    accountId: null,
    context: { journey: null, interaction: null, evidence: [{ text: reason.slice(0, 500), link: `/engage/flows/${key}/report` }] },
    assignee: null,
    due: null,
    priority: "urgent",
    outcomes: ["Changed it", "Leave it stopped", "A false alarm"],
    origin: { kind: "flow", ref: key },
    by: nameOfRule,
    actor: "system",
    at,
  });
  return reason;
}

const nameOfRule = "Stop on harm";
const asRule = (workspaceId: string): Access => ({
  workspaceId,
  actor: { kind: "system", id: "stop-on-harm", name: nameOfRule },
  role: null,
  permissions: new Set(),
});
