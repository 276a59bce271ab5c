import type { ArbiterReport } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ArbiterDeps } from "./arbiter-deps.ts";
import { countDecisions, type Counted, type ReportRange } from "./report.store.ts";
import { readRules } from "./rules.store.ts";

const defaultDays = 28;

const splitOf = ({ touches, people, heldTouches, heldPeople }: Counted) => ({
  touches,
  people,
  held: { touches: heldTouches, people: heldPeople },
});

/** The range that is asked for: 28 days until now, unless told. */
export function boundsOf(input: { from?: string | undefined; to?: string | undefined }, nowMs: number): { from: Date; to: Date } {
  const to = new Date(input.to ?? nowMs);
  return { from: input.from === undefined ? new Date(to.getTime() - defaultDays * 86_400_000) : new Date(input.from), to };
}

/** What was asked, what was held back, and by which rules. Each touch counts once, with its last answer; people are those whom they are now. */
export async function readReport(
  { db, now }: ArbiterDeps,
  access: Access,
  input: Partial<Record<"from" | "to" | "flow" | "kind" | "rule", string | undefined>>,
): Promise<ArbiterReport> {
  requirePermission(access, "arbiter:read");
  const { timezone } = await readRules(db, access.workspaceId);
  const { from, to } = boundsOf(input, now());
  const { flow, kind, rule } = input;
  const range: ReportRange = { from, to, timezone, flow, kind, rule };
  const { total, answers, rules, kinds, days, flows } = await countDecisions(db, access.workspaceId, range);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    timezone,
    asked: { touches: total.touches, people: total.people },
    held: { touches: total.heldTouches, people: total.heldPeople },
    answers,
    rules,
    kinds: kinds.map((row) => ({ kind: row.kind, ...splitOf(row) })),
    days: days.map((row) => ({ day: row.day, ...splitOf(row) })),
    flows: flows.map((row) => ({ flow: row.flow, ...splitOf(row) })),
  };
}
