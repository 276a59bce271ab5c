import { durationMs, type CountCondition, type DidPredicate, type EventMatch, type SequencePredicate } from "@throughline/contract";
import type { Doers } from "./doers.ts";
import type { Parameters } from "./parameters.ts";
import type { PredicateContext } from "./predicate-context.ts";

type CompileMatch = (match: EventMatch) => string;
type Compiling = { parameters: Parameters; context: PredicateContext; compileMatch: CompileMatch; doers: Doers };

/** Rows of `interaction` up to now that count as behaviour, since `withinMs` ago where that is given. Bots are left out of every insight. */
function history(parameters: Parameters, { nowMs }: PredicateContext, withinMs: number | null): string {
  const moment = (ms: number) => `fromUnixTimestamp64Milli(${parameters.add(ms, "Int64")}, 'UTC')`;
  const since = withinMs === null ? "" : ` AND at >= ${moment(nowMs - withinMs)}`;
  return `workspace_id = ${parameters.workspace} AND NOT is_bot AND at <= ${moment(nowMs)}${since}`;
}

/** A count as what must hold of those who did it at all, or (`negated`) of those who are not meant. */
function countHaving(count: CountCondition): { having: string | null; negated: boolean } | boolean {
  const within = (low: number, high: number | null): string =>
    [`count() >= ${low}`, ...(high === null ? [] : [`count() <= ${high}`])].join(" AND ");
  const least = "eq" in count ? count.eq : "gte" in count ? count.gte : 0;
  const most = "eq" in count ? count.eq : (count.lte ?? null);
  if (most !== null && most < least) return false;
  if (least > 0) return { having: least === 1 && most === null ? null : within(least, most), negated: false };
  // Who never did it is among those who are meant, so the others are looked for.
  return most === null ? true : { having: most === 0 ? null : `count() > ${most}`, negated: true };
}

/** Those who did something, so and so often, as a condition of the id of one of them (a person, or an account: as `doers` has it). */
export function didCondition(predicate: DidPredicate, id: string, { parameters, context, compileMatch, doers }: Compiling): string {
  const count = countHaving(predicate.count ?? { gte: 1 });
  if (typeof count === "boolean") return String(count);
  const where = `${history(parameters, context, predicate.within ? durationMs(predicate.within) : null)} AND ${compileMatch({ event: predicate.did, where: predicate.where })}`;
  const those = `${doers({}, where)}${count.having === null ? "" : ` GROUP BY doer HAVING ${count.having}`}`;
  return `${id} ${count.negated ? "NOT IN" : "IN"} (${those})`;
}

/**
 * Those who did one thing after another; each event is one step, and at the same instant any order will do. `within` is the time from first to last.
 * ClickHouse's own funnel finds nearly all of them: it is exact for who has no two such events at one instant, and right about whomever it finds. Who is left and has such instants goes through a fold,
 * which alone would take many times as long. There, for each step the latest beginning of a sequence that has come so far is kept. Events of one instant are looked at together: they serve the steps from j to k if
 * every choice of these steps finds as many events that serve one of them (Hall's condition).
 */
export function sequenceCondition(
  predicate: SequencePredicate,
  id: string,
  { parameters, context, compileMatch, doers }: Compiling,
): string {
  const steps = predicate.sequence.map((step) => compileMatch(typeof step === "string" ? { event: step } : step));
  const bits = steps.map((step, index) => `bitShiftLeft(toUInt16(${step}), ${index})`).join(" + ");
  const none = "toInt64(-9000000000000000)";
  const isEarly = predicate.within ? ` OR e.1 - begun[j - 1] > ${parameters.add(durationMs(predicate.within), "Int64")}` : "";
  // Steps j to k by the events of this instant: one event serves one step.
  const serves = `if(length(e.2) = 1, j = k AND bitTest(e.2[1], k - 1), k - j < length(e.2) AND arrayAll(s ->
    bitCount(s) <= arrayCount(m -> bitAnd(m, bitShiftLeft(toUInt16(s), j - 1)) != 0, e.2), range(1, bitShiftLeft(toUInt32(1), k - j + 1))))`;
  const begins = `if(j = 1, e.1, if(begun[j - 1] = ${none}${isEarly}, ${none}, begun[j - 1]))`;
  const advance = `arrayMax(arrayConcat([begun[k]], arrayMap(j -> if(${serves}, ${begins}, ${none}), range(1, k + 1))))`;
  const fold = `arrayFold((begun, e) -> arrayMap(k -> ${advance}, range(1, ${steps.length + 1})), instants, arrayWithConstant(${steps.length}, ${none}))`;
  const rows = doers({ ms: "toUnixTimestamp64Milli(at)", bits }, `${history(parameters, context, null)} AND (${steps.join(" OR ")})`);
  // Times from 1900 on (what the store can hold) without a sign, and in each instant the last step first: so one event never serves two steps, and of an instant only one.
  const funnel = `windowFunnel(${predicate.within ? 16 * durationMs(predicate.within) : 9_000_000_000_000_000})(toUInt64((ms + 2208988800000) * 16 + ${steps.length} - step), ${steps.map((_, index) => `step = ${index}`).join(", ")})`;
  const summed = `SELECT doer, ${funnel} AS reached, groupBitOr(bits) AS all_served, groupArrayIf((ms, bits), step = served[1]) AS events, length(events) > uniqExact(ms) AS has_ties
    FROM (SELECT doer, ms, bits, bitPositionsToArray(bits) AS served, arrayJoin(served) AS step FROM (${rows})) GROUP BY doer`;
  // Of who is settled nothing goes into the fold.
  const unsettled = `SELECT reached, doer, arraySort(arraySlice(events, 1, if(reached < ${steps.length} AND has_ties AND all_served = ${2 ** steps.length - 1}, length(events), 0))) AS sorted FROM (${summed})`;
  const atOnce = "arraySplit((e, since) -> since != 0, sorted, arrayDifference(arrayMap(e -> e.1, sorted)))";
  const instants = `SELECT doer, reached, arrayMap(g -> (tupleElement(g[1], 1), arrayMap(e -> e.2, g)), ${atOnce}) AS instants FROM (${unsettled})`;
  return `${id} IN (SELECT doer FROM (${instants}) WHERE reached = ${steps.length} OR ${fold}[${steps.length}] != ${none})`;
}
