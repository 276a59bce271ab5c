import type { FlowReport } from "@throughline/contract";
import { describeFlowGoal } from "@throughline/domain";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import { caveatsOf } from "./caveats.ts";
import { compareSides, expectedShare } from "./compare-sides.ts";
import { baseRateOf, neededSample } from "./needed-sample.ts";
import { lastSimulated } from "./past-rate.store.ts";
import { readMessageSteps } from "./read-message-steps.ts";
import { readSplits } from "./read-splits.ts";
import { noSuchFlow, type ReportDeps } from "./report-deps.ts";
import { findReportedFlow, type ReportedFlow } from "./reported-flow.store.ts";
import { countSides, drawnShares } from "./sides.store.ts";

const dayMs = 86_400_000;
const defaultDays = 28;

type Input = { key: string; from?: string | undefined; to?: string | undefined };

/**
 * What a flow changed: those whom it treats against those whom a holdout leaves alone, by what they were drawn for and whatever happened afterwards; and what became of its messages and splits.
 * @throws ProductError `not_found`.
 */
export async function readFlowReport(deps: ReportDeps, access: Access, input: Input): Promise<FlowReport> {
  requirePermission(access, "flows:read");
  const { workspaceId } = access;
  const { db } = deps;
  const flow = await findReportedFlow(db, workspaceId, input.key);
  if (!flow) throw noSuchFlow();
  const bounds = boundsOf(flow, input, deps.now());
  const { definition, timezone } = flow;
  const [counted, drawn, simulated, splits, messages] = await Promise.all([
    countSides(db, workspaceId, flow.id, { ...bounds, timezone }),
    drawnShares(db, workspaceId, flow, bounds),
    lastSimulated(db, workspaceId, flow.id),
    readSplits(deps, workspaceId, flow, bounds),
    readMessageSteps(deps, workspaceId, flow, bounds),
  ]);
  const { treated, held, lift, expected, seen, ratio } = compareSides(definition, counted, expectedShare(flow, drawn));
  const cameIn = counted.treated.people + counted.held.people;
  return {
    from: bounds.from.toISOString(),
    to: bounds.to.toISOString(),
    goal: definition.goal === null ? null : describeFlowGoal(definition.goal),
    open: definition.goal === null ? 0 : cameIn - treated.people - held.people,
    caveats: caveatsOf(flow, { counted, ratio, expected }),
    treated,
    held,
    lift,
    sampleRatio: { expected, seen, pValue: ratio.pValue, alarm: ratio.alarm },
    needed: neededSample({
      baseRate: baseRateOf(counted.held.closed, simulated?.closed ?? null),
      heldShare: expected,
      ...(cameIn === 0 && simulated
        ? { cameIn: simulated.people, spanMs: simulated.spanMs }
        : { cameIn, spanMs: bounds.to.getTime() - bounds.from.getTime() }),
    }),
    stopped: flow.stopped && { at: flow.stopped.at.toISOString(), reason: flow.stopped.reason },
    splits,
    messages,
    days: counted.days,
  };
}

/** Nothing is known of what has not happened yet, so the end is never after now. */
function boundsOf(flow: ReportedFlow, { from, to }: Input, nowMs: number): { from: Date; to: Date } {
  const end = new Date(Math.min(nowMs, to === undefined ? nowMs : Date.parse(to)));
  const begin = from === undefined ? (flow.versions[0]?.publishedAt ?? new Date(end.getTime() - defaultDays * dayMs)) : new Date(from);
  return { from: begin < end ? begin : end, to: end };
}
