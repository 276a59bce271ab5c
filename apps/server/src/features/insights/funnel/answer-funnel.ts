import { otherGroup, wilsonInterval } from "@throughline/domain";
import type { FunnelAnswer, FunnelQuery } from "@throughline/contract";
import { z } from "zod";
import { eventLabel } from "../looked-at.ts";
import type { QueryContext } from "../query-context.ts";
import { attributedValue } from "./attributed-value.ts";
import { bestAttempts } from "./best-attempts.ts";
import { compileFunnelParts, isRequiredStep } from "./funnel-parts.ts";
import { rankedGroups } from "./ranked-groups.ts";

/** One group's figures, step by step; `place` is 0 for everybody, else the group's rank from 1. */
const rowSchema = z.object({
  place: z.coerce.number(),
  value: z.string().nullable(),
  n: z.coerce.number(),
  counts: z.array(z.coerce.number()),
  medians: z.array(z.number().nullable()),
  means: z.array(z.number().nullable()),
});
type Row = z.infer<typeof rowSchema>;
type Figures = Omit<FunnelAnswer, "kind" | "breakdown">;

/** The answer to a funnel query (docs/insights.md). */
export async function answerFunnel(context: QueryContext, query: FunnelQuery): Promise<FunnelAnswer> {
  const parameters = context.createParameters();
  const { breakdown } = query;
  const parts = compileFunnelParts(query, parameters, context);
  const attempts = bestAttempts(parts, { property: breakdown?.property }, parameters, context);
  const value = breakdown ? attributedValue(breakdown.attribution, parameters) : "CAST(NULL, 'Nullable(String)')";
  const { reached, seconds } = figuresOfUnit(query.steps.length, parts.optional.includes(true));
  const units = `SELECT ${value} AS value, ${reached} AS reached, ${seconds} AS seconds FROM (${attempts})`;
  const states = `SELECT value, count() AS n, sumForEachState(reached) AS counts, quantileExactInclusiveForEachState(0.5)(seconds) AS medians,
    avgForEachState(seconds) AS means FROM (${units}) GROUP BY value`;
  const limit = breakdown?.limit ?? 0;
  const statement = `SELECT arrayJoin(${breakdown ? `[0, least(rank, ${limit + 1})]` : "[0]"}) AS place, any(value) AS value, sum(n) AS n, sumForEachMerge(counts) AS counts,
    quantileExactInclusiveForEachMerge(0.5)(medians) AS medians, avgForEachMerge(means) AS means
    FROM (SELECT *, row_number() OVER (ORDER BY ${rankedGroups}) AS rank FROM (${states})) GROUP BY place ORDER BY place`;
  const rows = await context.ask({ query: statement, parameters, schema: rowSchema });
  const groups = rows
    .filter((row) => row.place > 0)
    .map((row) => ({ value: row.place > limit ? otherGroup : row.value, ...figuresOf(row, query) }));
  return {
    kind: "funnel",
    ...figuresOf(
      rows.find((row) => row.place === 0),
      query,
    ),
    breakdown: groups,
  };
}

/**
 * For each unit which steps were reached (1 or 0) and how many seconds each took, as arrays by step; they may end before the last step. Without optional steps an attempt is as many steps as it is long, and
 * that is a good deal faster.
 */
function figuresOfUnit(steps: number, hasOptional: boolean): { reached: string; seconds: string } {
  if (!hasOptional)
    return {
      reached: "arrayWithConstant(length(times), toUInt64(1))",
      seconds: "arrayMap(ms -> ms / 1000, arrayDifference(times))",
    };
  const place = "indexOf(done, k)";
  return {
    reached: `arrayMap(k -> toUInt64(has(done, k)), range(${steps}))`,
    seconds: `arrayMap(k -> if(${place} > 1, (times[${place}] - times[${place} - 1]) / 1000, NULL), range(${steps}))`,
  };
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** A group's figures; without a row nobody is in the funnel. */
function figuresOf(row: Row | undefined, query: FunnelQuery): Figures {
  const n = row?.n ?? 0;
  const countAt = (step: number) => row?.counts[step] ?? 0;
  const isRequired = (step: number) => isRequiredStep(query, step);
  const steps = query.steps.map((step, index) => {
    const before = query.steps.findLastIndex((_, other) => other < index && isRequired(other));
    return {
      label: step.label ?? eventLabel(step.event),
      count: countAt(index),
      fromPrevious: index === 0 ? null : share(countAt(index), countAt(before)),
      fromFirst: share(countAt(index), n),
      medianSeconds: index === 0 ? null : (row?.medians[index] ?? null),
      meanSeconds: index === 0 ? null : (row?.means[index] ?? null),
    };
  });
  const last = query.steps.findLastIndex((_, index) => isRequired(index));
  return { steps, n, conversion: wilsonInterval(countAt(last), n) };
}
