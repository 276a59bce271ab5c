import type { RetentionAnswer, RetentionQuery } from "@throughline/contract";
import { bucketsOf, intervalsLater, resolveRange } from "../intervals.ts";
import { activeIntervals, matching } from "./activity.ts";
import { lookAt, type History, type ReferenceContext } from "./seen.ts";

/** The answer to a retention query. */
export function retentionAnswer(query: RetentionQuery, history: History, context: ReferenceContext): RetentionAnswer {
  const seen = lookAt(history, query.where, context.nowMs);
  const started = activeIntervals(matching(seen, query.start, context.nowMs), query.period, context);
  const returned = activeIntervals(matching(seen, query.return, context.nowMs), query.period, context);
  const periodAfter = (startMs: number, count: number) => intervalsLater(startMs, count, query.period, context.timezone);
  const cameBack = (person: string, startMs: number): boolean => {
    const periods = [...(returned.get(person) ?? [])];
    return query.criterion === "on" ? periods.includes(startMs) : periods.some((period) => period >= startMs);
  };
  return {
    kind: "retention",
    cohorts: bucketsOf(resolveRange(query.range, context), query.period, context.timezone).map(({ startMs, at }) => {
      const members = [...started].filter(([, starts]) =>
        query.cohort === "first" ? Math.min(...starts) === startMs : starts.has(startMs),
      );
      const later = Array.from({ length: query.periods }, (_, index) => periodAfter(startMs, index + 1)).map((periodMs) =>
        periodMs > context.nowMs ? null : members.filter(([person]) => cameBack(person, periodMs)).length,
      );
      return { at, size: members.length, counts: [members.length, ...later] };
    }),
  };
}
