import { ProductError, type Distinction, type Distinctions, type FunnelQuery } from "@throughline/contract";
import { correctForMany, fisherTest, oddsRatio, type OddsTable } from "@throughline/domain";
import { z } from "zod";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import { createQueryContext, type QueryDeps } from "../create-query-context.ts";
import { isRequiredStep } from "../funnel/funnel-parts.ts";
import type { QueryContext } from "../query-context.ts";
import { compareUnits } from "./compared-units.ts";
import { eventCounts, firstStepCounts, groupSizes, traitCounts } from "./counts-sql.ts";

const mostShown = 30;
/** Of what is listed, the share that may be expected to differ by chance alone. */
const falseDiscoveryRate = 0.05;
const sizesRow = z.object({ all_converted: z.coerce.number(), all_dropped: z.coerce.number() });
const countRow = z.object({ property: z.string(), value: z.string(), with_converted: z.coerce.number(), with_dropped: z.coerce.number() });

/** What distinguishes those who convert in a funnel from those who begin and do not. */
export async function distinguishConverters(
  deps: QueryDeps,
  access: Access,
  { query, step }: { query: FunnelQuery; step?: number | undefined },
): Promise<Distinctions> {
  requirePermission(access, "insights:read");
  return distinctionsOf(await createQueryContext(deps, access.workspaceId, query), query, step);
}

/**
 * Properties and other events that one group has more often than the other by more than chance: of all that were compared, those whose exact p, corrected for their number, keeps the false discovery rate.
 * The surest first: by the end of the interval of the odds ratio that is nearer to 1. `step` counts from 1; the last required one unless told.
 */
export async function distinctionsOf(context: QueryContext, query: FunnelQuery, step?: number): Promise<Distinctions> {
  if (step !== undefined && step > query.steps.length)
    throw new ProductError("invalid_input", "The funnel has no such step.", {
      issues: [{ field: "step", message: "is beyond the last step", accepted: `2 to ${query.steps.length}` }],
    });
  const target = step === undefined ? query.steps.findLastIndex((_, index) => isRequiredStep(query, index)) : step - 1;
  const compare = () => compareUnits(context, query, target);
  const sizesOf = compare();
  const [sizes] = await context.ask({ query: groupSizes(sizesOf), parameters: sizesOf.parameters, schema: sizesRow });
  const { all_converted: converted, all_dropped: dropped } = sizes ?? { all_converted: 0, all_dropped: 0 };
  if (converted === 0 || dropped === 0) return { items: [], converted, dropped, compared: 0, differing: 0, falseDiscoveryRate };
  const rows: z.infer<typeof countRow>[] = [];
  for (const countsOf of [traitCounts, firstStepCounts, eventCounts]) {
    const comparison = { ...compare(), total: converted + dropped };
    rows.push(...(await context.ask({ query: countsOf(comparison), parameters: comparison.parameters, schema: countRow })));
  }
  const tables = rows.map((row) => ({ with: row.with_converted, of: converted, othersWith: row.with_dropped, othersOf: dropped }));
  const corrected = correctForMany(tables.map(fisherTest));
  const differing = rows
    .map((row, index): Distinction => {
      const { ratio, low, high } = oddsRatio(tables[index] as OddsTable);
      const isEvent = row.property === "";
      return {
        kind: isEvent ? "event" : "property",
        label: isEvent ? row.value : `${row.property} = ${row.value}`,
        property: isEvent ? null : row.property,
        value: isEvent ? null : row.value,
        oddsRatio: ratio,
        low,
        high,
        converted: row.with_converted,
        dropped: row.with_dropped,
        ofConverted: converted,
        ofDropped: dropped,
        corrected: corrected[index] as number,
      };
    })
    .filter((item) => item.corrected <= falseDiscoveryRate)
    .sort((a, b) => sureStrength(b) - sureStrength(a) || strength(b) - strength(a) || (a.label < b.label ? -1 : 1));
  return {
    items: differing.slice(0, mostShown),
    converted,
    dropped,
    compared: rows.length,
    differing: differing.length,
    falseDiscoveryRate,
  };
}

const strength = ({ oddsRatio: ratio }: Distinction): number => Math.abs(Math.log(ratio));
/** How far the interval stays away from 1, on the logarithm; negative where it holds 1. */
const sureStrength = ({ low, high }: Distinction): number => Math.max(Math.log(low), -Math.log(high));
