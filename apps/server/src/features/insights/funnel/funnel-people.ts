import { otherGroup } from "@throughline/domain";
import type { Cell, FunnelQuery } from "@throughline/contract";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import { attributedValue } from "./attributed-value.ts";
import { bestAttempts } from "./best-attempts.ts";
import { compileFunnelParts, isRequiredStep } from "./funnel-parts.ts";
import { rankedGroups } from "./ranked-groups.ts";

type FunnelCell = Extract<Cell, { kind: "funnel" }>;

/**
 * Those behind one number of a funnel: a subquery of `person`. `reached` did the step; `dropped` did the nearest required step before it and not this one (in any order: one step fewer).
 * By account or session, the people whose interactions the unit's history is made of.
 */
export function funnelPeople(context: QueryContext, query: FunnelQuery, cell: FunnelCell, parameters: Parameters): string {
  const { breakdown } = query;
  const parts = compileFunnelParts(query, parameters, context);
  const attempts = bestAttempts(parts, { property: breakdown?.property, people: true }, parameters, context);
  const did = (step: number) => `has(done, ${parameters.add(step, "UInt8")})`;
  const step = cell.step - 1;
  const before = query.steps.findLastIndex((_, other) => other < step && isRequiredStep(query, other));
  const conditions = cell.outcome === "reached" ? [did(step)] : [before < 0 ? "false" : did(before), `NOT ${did(step)}`];
  if (!breakdown || cell.breakdown === undefined)
    return `SELECT DISTINCT arrayJoin(people) AS person FROM (${attempts}) WHERE ${conditions.join(" AND ")}`;
  const grouped = `SELECT people, done, ${attributedValue(breakdown.attribution, parameters)} AS value FROM (${attempts})`;
  const value = parameters.add(cell.breakdown, "Nullable(String)");
  const ranked = `SELECT *, count() OVER (PARTITION BY value) AS n FROM (${grouped})`;
  const placed = `SELECT *, dense_rank() OVER (ORDER BY ${rankedGroups}) AS place FROM (${ranked})`;
  const limit = parameters.add(breakdown.limit, "UInt32");
  const other = parameters.add(otherGroup, "String");
  return `SELECT DISTINCT arrayJoin(people) AS person FROM (${placed}) WHERE ${conditions.join(" AND ")} AND if(place > ${limit}, ${value} IS NOT DISTINCT FROM ${other}, value IS NOT DISTINCT FROM ${value})`;
}
