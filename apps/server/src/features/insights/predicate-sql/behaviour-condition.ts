import { durationMs, type CountCondition, type DidPredicate, type EventMatch, type SequencePredicate } from "@throughline/contract";
import { personExpression } from "../../timeline/index.ts";
import type { Parameters } from "./parameters.ts";
import type { PredicateContext } from "./predicate-context.ts";

type CompileMatch = (match: EventMatch) => string;

/** Rows of `interaction` up to now that count as behaviour, since `withinMs` ago where that is given. Bots are left out of every insight. */
function history(parameters: Parameters, { nowMs }: PredicateContext, withinMs: number | null): string {
  const moment = (ms: number) => `fromUnixTimestamp64Milli(${parameters.add(ms, "Int64")}, 'UTC')`;
  const since = withinMs === null ? "" : ` AND at >= ${moment(nowMs - withinMs)}`;
  return `workspace_id = ${parameters.workspace} AND NOT is_bot AND at <= ${moment(nowMs)}${since}`;
}

/** A count as what must hold of those who did it at all, or (`negated`) of those who are not meant. */
function countHaving(count: CountCondition): { having: string | null; negated: boolean } | boolean {
  const within = (low: number, high: number | null): string => [`count() >= ${low}`, ...(high === null ? [] : [`count() <= ${high}`])].join(" AND ");
  const least = "eq" in count ? count.eq : "gte" in count ? count.gte : 0;
  const most = "eq" in count ? count.eq : (count.lte ?? null);
  if (most !== null && most < least) return false;
  if (least > 0) return { having: least === 1 && most === null ? null : within(least, most), negated: false };
  // Who never did it is among those who are meant, so the others are looked for.
  return most === null ? true : { having: most === 0 ? null : `count() > ${most}`, negated: true };
}

/** Those who did something, so and so often, as a condition of a person's id. */
export function didCondition(
  predicate: DidPredicate,
  person: string,
  { parameters, context, compileMatch }: { parameters: Parameters; context: PredicateContext; compileMatch: CompileMatch },
): string {
  const count = countHaving(predicate.count ?? { gte: 1 });
  if (typeof count === "boolean") return String(count);
  const where = `${history(parameters, context, predicate.within ? durationMs(predicate.within) : null)} AND ${compileMatch({ event: predicate.did, where: predicate.where })}`;
  const people =
    count.having === null
      ? `SELECT ${personExpression} FROM interaction WHERE ${where}`
      : `SELECT ${personExpression} AS doer FROM interaction WHERE ${where} GROUP BY doer HAVING ${count.having}`;
  return `${person} ${count.negated ? "NOT IN" : "IN"} (${people})`;
}

/**
 * Those who did one thing after another; each event is one step, and at the same instant any order will do. `within` is the time from first to last.
 * Kept for each step is the latest beginning of a sequence that has come so far.
 */
export function sequenceCondition(
  predicate: SequencePredicate,
  person: string,
  { parameters, context, compileMatch }: { parameters: Parameters; context: PredicateContext; compileMatch: CompileMatch },
): string {
  const steps = predicate.sequence.map((step) => compileMatch(typeof step === "string" ? { event: step } : step));
  const inTime = predicate.within ? ` AND e.1 - begun[k - 1] <= ${parameters.add(durationMs(predicate.within), "Int64")}` : "";
  const none = "toInt64(-9000000000000000)";
  const advance = `if(k = 1, if(e.2[1], e.1, begun[1]), if(e.2[k] AND begun[k - 1] != ${none}${inTime}, greatest(begun[k], begun[k - 1]), begun[k]))`;
  const fold = `arrayFold((begun, e) -> arrayMap(k -> ${advance}, range(1, ${steps.length + 1})),
    arraySort(e -> (e.1, indexOf(e.2, true)), groupArray((toUnixTimestamp64Milli(at), steps))), arrayWithConstant(${steps.length}, ${none}))`;
  return `${person} IN (SELECT doer FROM (
    SELECT ${personExpression} AS doer, at, [${steps.join(", ")}] AS steps FROM interaction
    WHERE ${history(parameters, context, null)} AND (${steps.join(" OR ")}))
    GROUP BY doer HAVING ${fold}[${steps.length}] != ${none})`;
}
