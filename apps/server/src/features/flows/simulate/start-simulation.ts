import { randomUUID } from "node:crypto";
import { flowDefinitionSchema, ProductError, type FlowDefinition, type FlowSimulation } from "@throughline/contract";
import { sql } from "kysely";
import { recordAudit } from "../../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import { noSuchFlow } from "../report/report-deps.ts";
import { toSimulation } from "./read-simulation.ts";
import type { SimulationDeps } from "./simulation-deps.ts";
import { findSimulation, insertSimulation, stopOthers, type SimulationRow } from "./simulations.store.ts";
import { emptyTally } from "./tally.ts";

const dayMs = 86_400_000;
const longestDays = 400;

type Input = { key: string; from: string; to?: string | undefined; definition?: FlowDefinition | undefined };
type FlowRow = { id: string; draft: unknown; version: number | null; published: unknown };

/**
 * Begins to run the draft (or another definition) over the past, beside the version that is published. One that still runs for this flow ends.
 * @throws ProductError `not_found`, `invalid_input`.
 */
export async function startSimulation(deps: SimulationDeps, access: Access, { key, from, to, definition }: Input): Promise<FlowSimulation> {
  requirePermission(access, "flows:write");
  const { workspaceId, actor } = access;
  const nowMs = deps.now();
  const span = requireSpan(Date.parse(from), to === undefined ? nowMs : Math.min(nowMs, Date.parse(to)));
  const row = await deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<FlowRow>`
      SELECT f.id, f.draft, f.version, v.definition AS published FROM flow f LEFT JOIN flow_version v ON v.flow_id = f.id AND v.version = f.version
      WHERE f.workspace_id = ${workspaceId} AND f.key = ${key} FOR UPDATE OF f`.execute(tx);
    const [flow] = rows;
    if (!flow) throw noSuchFlow();
    const live = flow.version === null ? null : { version: flow.version, definition: flowDefinitionSchema.parse(flow.published) };
    const simulation = {
      id: randomUUID(),
      definition: definition ?? flowDefinitionSchema.parse(flow.draft),
      live,
      fromAt: new Date(span.fromMs),
      toAt: new Date(span.toMs),
      result: { draft: emptyTally(), live: live && emptyTally() },
    };
    const at = new Date(nowMs);
    await stopOthers(tx, flow.id, at);
    await insertSimulation(tx, workspaceId, { ...simulation, flowId: flow.id, at, by: actor.name });
    await recordAudit(tx, access, { action: "flows.simulate", subject: key, details: { from: simulation.fromAt, to: simulation.toAt } });
    return (await findSimulation(tx, workspaceId, simulation.id)) as SimulationRow;
  });
  deps.wake?.();
  return toSimulation(deps, access, row);
}

function requireSpan(fromMs: number, toMs: number): { fromMs: number; toMs: number } {
  if (fromMs >= toMs || toMs - fromMs > longestDays * dayMs)
    throw new ProductError("invalid_input", "The range cannot be simulated.", {
      issues: [{ field: "from", message: "must lie before the end, in the past", accepted: `at most ${longestDays} days before it` }],
    });
  return { fromMs, toMs };
}
