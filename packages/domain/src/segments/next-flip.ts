import { durationMs, type Predicate } from "@throughline/contract";
import { countTest } from "../predicates/compile-predicate.ts";
import type { Served } from "../predicates/compile-sequence.ts";
import { valuesTest } from "../predicates/property-test.ts";
import { propertyValues } from "../predicates/property-values.ts";
import { instantOf } from "../predicates/values.ts";
import { canonicalMatch } from "./canonical-match.ts";
import { leavesOf } from "./condition.ts";
import type { LiveJourneys } from "./live-journey.ts";
import { servedTo, type RememberedView } from "./remembered.ts";

/** When one condition changes by time alone, ms since 1970; Infinity where it never does. */
type LeafFlip = (person: RememberedView, nowMs: number) => number;
type Leaf = ReturnType<typeof leavesOf>[number];

/**
 * The first moment after now at which a predicate could hold where it does not, or the other way round, if nothing happens but that time passes; Infinity where there is none.
 * Never too late: until then each of its conditions stays as it is.
 */
export function compileNextFlip(predicate: Predicate, journeys: LiveJourneys): LeafFlip {
  const flips = leavesOf(predicate).flatMap((leaf) => leafFlip(leaf, journeys) ?? []);
  return (person, nowMs) => flips.reduce((earliest, flip) => Math.min(earliest, flip(person, nowMs)), Infinity);
}

/** The same of one condition; null where time changes nothing about it. */
export function leafFlip(leaf: Leaf, journeys: LiveJourneys): LeafFlip | null {
  if ("did" in leaf) {
    const condition = canonicalMatch({ event: leaf.did, where: leaf.where });
    const enough = countTest(leaf.count ?? { gte: 1 });
    const lengthMs = leaf.within ? durationMs(leaf.within) : Infinity;
    return (person, nowMs) => {
      const served = servedTo(person, condition);
      if ((served.at(-1)?.at ?? -Infinity) <= nowMs)
        return lengthMs === Infinity ? Infinity : firstToLeave(served, lengthMs, enough, nowMs);
      const times = served.map(({ at }) => at);
      const count = (whenMs: number) => upTo(times, whenMs) - (lengthMs === Infinity ? 0 : upTo(times, whenMs - lengthMs - 1));
      return firstChange(momentsOf(times, lengthMs, nowMs), (whenMs) => enough(count(whenMs)), nowMs);
    };
  }
  if ("sequence" in leaf) {
    const steps = leaf.sequence.map((step) => canonicalMatch(typeof step === "string" ? { event: step } : step));
    return (person, nowMs) =>
      steps.reduce((earliest, step) => {
        const served = servedTo(person, step);
        if ((served.at(-1)?.at ?? -Infinity) <= nowMs) return earliest;
        return Math.min(earliest, served.find(({ at }) => at > nowMs)?.at ?? Infinity);
      }, Infinity);
  }
  if ("property" in leaf && leaf.op === "withinLast") {
    const read = propertyValues(leaf.property);
    const holds = valuesTest(leaf);
    const lengthMs = durationMs(leaf.value);
    return (person, nowMs) => {
      const values = read({ person, interaction: null });
      const times = values.flatMap((value) => instantOf(value) ?? []);
      return firstChange(momentsOf(times, lengthMs, nowMs), (whenMs) => holds(values, whenMs), nowMs);
    };
  }
  if ("stage" in leaf) {
    const journey = journeys.get(leaf.stage.journey);
    if (!journey) return null;
    return (person, nowMs) => {
      const isThere = (whenMs: number) => journey.placeOf(person, whenMs)?.node === leaf.stage.stage;
      const now = isThere(nowMs);
      let whenMs = journey.nextMove(person, nowMs);
      while (whenMs < Infinity && isThere(whenMs) === now) whenMs = journey.nextMove(person, whenMs);
      return whenMs;
    };
  }
  return null;
}

/** When the count changes enough as these (in order, none after now) leave a window that ends now and is so long. */
function firstToLeave(served: readonly Served[], lengthMs: number, enough: (n: number) => boolean, nowMs: number): number {
  const first = served.findIndex(({ at }) => at >= nowMs - lengthMs);
  if (first < 0) return Infinity;
  const now = enough(served.length - first);
  for (let index = first; index < served.length; index++) {
    const at = served[index]?.at as number;
    // Those of one instant leave together.
    if (served[index + 1]?.at !== at && enough(served.length - index - 1) !== now) return at + lengthMs + 1;
  }
  return Infinity;
}

/** When times come into a window that ends now and is so long, and when they leave it; those after now, in order. */
function momentsOf(times: readonly number[], lengthMs: number, nowMs: number): number[] {
  const moments = times.flatMap((at) => [at, at + lengthMs + 1]).filter((whenMs) => whenMs > nowMs && whenMs < Infinity);
  return moments.sort((a, b) => a - b);
}

function firstChange(moments: readonly number[], holds: (whenMs: number) => boolean, nowMs: number): number {
  if (moments.length === 0) return Infinity;
  const now = holds(nowMs);
  return moments.find((whenMs) => holds(whenMs) !== now) ?? Infinity;
}

/** How many of these times, in order, are not later. */
function upTo(times: readonly number[], whenMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= whenMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
