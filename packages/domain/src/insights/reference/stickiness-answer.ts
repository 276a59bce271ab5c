import type { StickinessAnswer, StickinessQuery } from "@throughline/contract";
import { bucketsOf, resolveRange } from "../intervals.ts";
import { activeIntervals, hasBegun, matching } from "./activity.ts";
import { lookAt, type History, type ReferenceContext } from "./seen.ts";

/** The answer to a stickiness query. */
export function stickinessAnswer(query: StickinessQuery, history: History, context: ReferenceContext): StickinessAnswer {
  const active = activeIntervals(matching(lookAt(history, query.where, context.nowMs), query, context.nowMs), query.interval, context);
  const intervals = bucketsOf(resolveRange(query.range, context), query.interval, context.timezone).filter((bucket) =>
    hasBegun(bucket, context.nowMs),
  );
  const activeIn = [...active.values()].map((starts) => intervals.filter(({ startMs }) => starts.has(startMs)).length);
  return { kind: "stickiness", counts: intervals.map((_, index) => activeIn.filter((count) => count === index + 1).length) };
}
