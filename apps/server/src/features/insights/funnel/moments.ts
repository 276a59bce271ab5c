import type { Chain } from "./chains.ts";
import type { FunnelParts } from "./funnel-parts.ts";

/** Bits of what a row is: its steps, and above them the exclusions that it is. */
const guardBit = (guard: number): number => 20 + guard;

/** What a row is, as a column. */
export function maskOfRow({ steps, guards }: FunnelParts): string {
  const bits = [
    ...steps.map((step, index) => [step, index] as const),
    ...guards.map((guard, index) => [guard.condition, guardBit(index)] as const),
  ];
  return `toUInt32(${bits.map(([condition, bit]) => `if(${condition}, ${2 ** bit}, 0)`).join(" + ")})`;
}

/** Is a step, or an exclusion, in a mask? */
export const hasStep = (mask: string, step: number | string): string => `bitTest(${mask}, ${step})`;
export const hasGuard = (mask: string, guard: number): string => `bitTest(${mask}, ${guardBit(guard)})`;

/**
 * How far the interactions of one moment (`masks`, sorted) lead along a chain, from each number of steps done: entry k + 1 says how many are done after it when k were before. Each
 * interaction serves one step, and they may serve in any order: the sets of interactions that can have served are followed. Of equal ones the first unused serves.
 */
export function runsOfMoment(chain: Chain): string {
  const steps = `CAST([${chain.steps.join(", ")}], 'Array(UInt8)')`;
  const { length } = chain.steps;
  const alone = `arrayMap(k -> toUInt8(k + if(k < ${length}, bitTest(masks[1], ${steps}[k + 1]), 0)), range(${length + 1}))`;
  const unused =
    "arrayFilter(p -> bitTest(masks[p], s) AND NOT bitTest(u, p - 1) AND NOT (p > 1 AND masks[p - 1] = masks[p] AND NOT bitTest(u, greatest(p, 2) - 2)), arrayEnumerate(masks))";
  const extended = `arrayDistinct(arrayFlatten(arrayMap(u -> arrayMap(p -> toUInt64(bitOr(u, bitShiftLeft(toUInt64(1), p - 1))), ${unused}), run.1)))`;
  const follow = `arrayFold((run, s) -> (${extended}, toUInt8(run.2 + notEmpty(${extended}))), arraySlice(${steps}, k + 1), ([toUInt64(0)], toUInt8(k)))`;
  const together = `arrayMap(k -> (${follow}).2, range(${length + 1}))`;
  return `if(length(masks) = 1, ${alone}, ${together})`;
}
