import { durationMs, type FlowGoal } from "@throughline/contract";
import type { Reached } from "@throughline/domain";
import { z } from "zod";
import { compileEventMatch, createQueryContext } from "../../insights/index.ts";
import { personExpression } from "../../timeline/index.ts";
import type { ReportDeps } from "./report-deps.ts";
import type { Began } from "./sides.store.ts";

const row = z.object({ person: z.string(), ms: z.coerce.number() });

/**
 * How many of those who began (were sent something, were given a variant) did what the goal says in its time, by variant. Only those whose time is over at `toMs` count. Read from the timeline
 * row by row, in memory that grows with those who began, not with what they did.
 */
export async function followGoal(
  deps: ReportDeps,
  workspaceId: string,
  goal: FlowGoal,
  began: readonly Began[],
  toMs: number,
): Promise<Map<string, Reached>> {
  const withinMs = durationMs(goal.within);
  const watched = new Map(began.filter(({ at }) => at + withinMs <= toMs).map((one) => [one.personId, { ...one, reached: false }]));
  if (watched.size > 0) {
    const starts = [...watched.values()].map(({ at }) => at);
    const fromMs = starts.reduce((a, b) => Math.min(a, b));
    const untilMs = starts.reduce((a, b) => Math.max(a, b)) + withinMs;
    const context = await createQueryContext(deps, workspaceId, {
      kind: "trends",
      range: { last: { value: 1, unit: "day" } },
      interval: "day",
      series: [{ event: null, measure: { kind: "people" } }],
      ...(goal.event.where ? { where: goal.event.where } : {}),
    });
    const parameters = context.createParameters();
    const moment = (ms: number) => `fromUnixTimestamp64Milli(${parameters.add(Math.floor(ms), "Int64")}, 'UTC')`;
    const rows = deps.clickhouse.stream({
      query: `SELECT toString(${personExpression}) AS person, toUnixTimestamp64Milli(at) AS ms FROM interaction
        WHERE workspace_id = ${parameters.workspace} AND NOT is_bot AND at >= ${moment(fromMs)} AND at <= ${moment(untilMs)} AND ${compileEventMatch(goal.event, parameters, context.predicates)}`,
      params: parameters.values,
      schema: row,
    });
    for await (const { person, ms } of rows) {
      const one = watched.get(person);
      if (one && ms >= one.at && ms <= one.at + withinMs) one.reached = true;
    }
  }
  const counted = new Map<string, Reached>();
  for (const { variant, reached } of watched.values()) {
    const { reached: before, people } = counted.get(variant) ?? { reached: 0, people: 0 };
    counted.set(variant, { reached: before + Number(reached), people: people + 1 });
  }
  return counted;
}
