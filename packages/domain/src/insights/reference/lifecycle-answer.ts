import type { LifecycleAnswer, LifecycleQuery } from "@throughline/contract";
import { bucketsOf, intervalsLater, resolveRange } from "../intervals.ts";
import { activeIntervals, hasBegun, matching } from "./activity.ts";
import { lookAt, type History, type ReferenceContext } from "./seen.ts";

/** The answer to a lifecycle query. */
export function lifecycleAnswer(query: LifecycleQuery, history: History, context: ReferenceContext): LifecycleAnswer {
  const active = activeIntervals(matching(lookAt(history, query.where, context.nowMs), query, context.nowMs), query.interval, context);
  const series: LifecycleAnswer["series"] = { new: [], returning: [], resurrecting: [], dormant: [] };
  for (const bucket of bucketsOf(resolveRange(query.range, context), query.interval, context.timezone)) {
    const { startMs, at } = bucket;
    const beforeMs = intervalsLater(startMs, -1, query.interval, context.timezone);
    const people = [...active.values()].map((starts) => ({
      now: starts.has(startMs),
      before: starts.has(beforeMs),
      isFirst: Math.min(...starts) === startMs,
    }));
    const add = (name: keyof typeof series, count: number) =>
      series[name].push({ at, value: hasBegun(bucket, context.nowMs) ? count : null });
    add("new", people.filter((one) => one.now && one.isFirst).length);
    add("returning", people.filter((one) => one.now && one.before).length);
    add("resurrecting", people.filter((one) => one.now && !one.before && !one.isFirst).length);
    add("dormant", 0 - people.filter((one) => one.before && !one.now).length);
  }
  return { kind: "lifecycle", series };
}
