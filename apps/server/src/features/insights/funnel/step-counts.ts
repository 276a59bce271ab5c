import type { FunnelQuery } from "@throughline/contract";
import { excludeEachOther } from "./disjoint-steps.ts";

/** What must have been there for one more step to be done: of each set of steps, so many interactions that fulfil one of them. */
export type StepCount = readonly { steps: readonly number[]; depth: number }[];

/** Where no interaction stands in another's way: each step for itself. */
export const countEachStep = (steps: number): StepCount[] => Array.from({ length: steps }, (_, step) => [{ steps: [step], depth: 1 }]);

/** More sets than this are slower than following which interactions can have served. */
const mostDepths = 24;

/**
 * When one more step is done where an interaction serves one step and may fulfil several. Of n steps, k are done by different interactions as soon as every s of them have had k − n + s interactions that fulfil
 * one of these (Hall's theorem, in König's form). Steps that are the same stand together, and steps that no interaction can fulfil at once are counted apart. Null where there would be too many sets.
 */
export function countTogether(steps: FunnelQuery["steps"]): StepCount[] | null {
  const alike = [...Map.groupBy(steps.keys(), (step) => JSON.stringify([steps[step]?.event, steps[step]?.where])).values()];
  const counts: StepCount[] = [];
  let depths = 0;
  for (const part of apart(alike, steps)) {
    if (part.length > 6) return null;
    const n = part.flat().length;
    const sets = Array.from({ length: 2 ** part.length - 1 }, (_, set) => part.filter((_, index) => ((set + 1) >> index) & 1).flat());
    for (const set of sets) depths += set.length;
    for (let k = 1; k <= n; k++)
      counts.push(sets.flatMap((set) => (set.length > n - k ? [{ steps: set.toSorted((a, b) => a - b), depth: k - n + set.length }] : [])));
  }
  return depths > mostDepths ? null : counts;
}

/** Groups of steps in parts such that no interaction can fulfil steps of two parts. */
function apart(groups: readonly number[][], steps: FunnelQuery["steps"]): number[][][] {
  const meet = (one: readonly number[], other: readonly number[]) =>
    one.some((a) =>
      other.some((b) => !excludeEachOther(steps[a] as FunnelQuery["steps"][number], steps[b] as FunnelQuery["steps"][number])),
    );
  return groups.reduce<number[][][]>((parts, group) => {
    const touched = parts.filter((part) => part.some((other) => meet(group, other)));
    return [...parts.filter((part) => !touched.includes(part)), [...touched.flat(), group]];
  }, []);
}
