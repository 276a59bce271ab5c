import type { Query, Watch } from "@throughline/contract";
import { addIntervals } from "@throughline/domain";
import type { Ask } from "./read-figure.ts";

/** `before` where the answer itself has it. */
export type Share = { value: number | null; n: number; before?: number | null };
const shareOf = (part: number, n: number): Share => ({ value: n === 0 ? null : part / n, n });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The share that is watched over a query's range, and what it is of. */
export async function readShare(
  ask: Ask,
  query: Query,
  watch: Watch,
  { nowMs, timezone }: { nowMs: number; timezone: string },
): Promise<Share> {
  if (query.kind === "funnel" && watch.kind === "funnel") {
    const { steps } = await ask<"funnel">(withoutBreakdown(query));
    return shareOf(steps[(watch.step ?? steps.length) - 1]?.count ?? 0, steps[0]?.count ?? 0);
  }
  if (query.kind === "retention" && watch.kind === "retention") {
    const { period } = watch;
    const { cohorts } = await ask<"retention">({ ...query, periods: Math.max(query.periods, period + 1) });
    // A period under way has not seen everybody yet.
    const over = cohorts.filter(({ at }) => addIntervals(Date.parse(at), period + 1, query.period, timezone) <= nowMs);
    return shareOf(sum(over.map(({ counts }) => counts[period] ?? 0)), sum(over.map(({ size }) => size)));
  }
  if (query.kind === "stickiness" && watch.kind === "stickiness") {
    const { counts } = await ask<"stickiness">(query);
    return shareOf(sum(counts.slice(watch.periods - 1)), sum(counts));
  }
  if (query.kind === "journey" && watch.kind === "journey") {
    const { map } = await ask<"journey">(withoutBreakdown(query));
    const ended = (when: "value" | "previous") => map.completed[when] + map.failed[when] + map.expired[when];
    return { ...shareOf(map.completed.value, ended("value")), before: shareOf(map.completed.previous, ended("previous")).value };
  }
  throw new Error(`No number of a query of the kind ${query.kind} is watched as ${watch.kind}.`);
}

function withoutBreakdown<Asked extends { breakdown?: unknown }>(query: Asked): Asked {
  const { breakdown: _left, ...rest } = query;
  return rest as Asked;
}
