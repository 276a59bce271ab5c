import type { FunnelParts } from "./funnel-parts.ts";
import { rowMs } from "./sql.ts";

/**
 * An element of a history in one number: time in ms · 64 + a code. Sorted, a history is in order of time, and what happens at the same instant in that of the codes: exclusions
 * before steps (an exclusion at a step's own instant does not lie after it), steps in their order (the same instant counts as after).
 */
const codeBits = 6;
const codeMask = 2 ** codeBits - 1;
export const codeOfStep = (step: number): number => 8 + step;
export const codeOfGuard = (guard: number): number => 1 + guard;
export const isCode = (element: string, code: number): string => `bitAnd(${element}, ${codeMask}) = ${code}`;
export const isStep = (element: string): string => `bitAnd(${element}, ${codeMask}) >= ${codeOfStep(0)}`;
export const isGuard = (element: string): string => `bitAnd(${element}, ${codeMask}) < ${codeOfStep(0)}`;
export const timeOf = (element: string): string => `bitShiftRight(${element}, ${codeBits})`;

/** The elements that a row is, as a column and how a unit's are gathered. A row that is always just one step is one number, which is a good deal faster. */
export function elementsOfRow({ steps, guards, disjoint }: FunnelParts): { sql: string; isOne: boolean } {
  const time = `bitShiftLeft(toUInt64(${rowMs}), ${codeBits})`;
  const cases = [
    ...steps.map((step, index) => [step, codeOfStep(index)] as const),
    ...guards.map((guard, index) => [guard.condition, codeOfGuard(index)] as const),
  ];
  if (disjoint && guards.length === 0) {
    const tests = cases.slice(0, -1).map(([condition, code]) => `${condition}, ${code}`);
    return { sql: `bitOr(${time}, multiIf(${tests.join(", ")}, ${cases.at(-1)?.[1]}))`, isOne: true };
  }
  const codes = cases.map(([condition, code]) => `if(${condition}, ${code}, 0)`);
  return { sql: `arrayMap(c -> bitOr(${time}, c), arrayFilter(c -> c != 0, [${codes.join(", ")}]))`, isOne: false };
}
