import type { FunnelParts } from "./funnel-parts.ts";
import { rowMs } from "./sql.ts";

/** How the elements of a history are read: numbers that begin with a time, so that sorted they are in its order. */
export type Elements = {
  /** The elements that a row is, as a column. */
  sql: string;
  /** A row is always one element, and the column that number; else an array. A good deal faster. */
  isOne: boolean;
  /** Does an element serve a step, any of a set of steps, or any step at all? */
  isStep: (element: string, steps?: readonly number[]) => string;
  /** Is an element an exclusion, or any at all? */
  isGuard: (element: string, guard?: number) => string;
  /** In ms since 1970. */
  timeOf: (element: string) => string;
  /** One interaction, one element: what comes next lies behind it. Else one that serves two steps is two elements. */
  isRow: boolean;
};

const time = (bits: number): string => `bitShiftLeft(toUInt64(${rowMs}), ${bits})`;

const codeBits = 6;
const codeMask = 2 ** codeBits - 1;
const codeOfStep = (step: number): number => 8 + step;
const codeOfGuard = (guard: number): number => 1 + guard;

/**
 * Elements that are one step or exclusion each: time in ms · 64 + a code. What happens at the same instant is in the order of the codes: exclusions
 * before steps (an exclusion at a step's own instant does not lie after it), steps in their order (the same instant counts as after).
 */
export function elementsOfCodes({ steps, guards, disjoint }: FunnelParts): Elements {
  const code = (element: string) => `bitAnd(${element}, ${codeMask})`;
  const cases = [
    ...steps.map((step, index) => [step, codeOfStep(index)] as const),
    ...guards.map((guard, index) => [guard.condition, codeOfGuard(index)] as const),
  ];
  const isOne = disjoint && guards.length === 0;
  const tests = cases.slice(0, -1).map(([condition, number]) => `${condition}, ${number}`);
  const codes = cases.map(([condition, number]) => `if(${condition}, ${number}, 0)`);
  return {
    sql: isOne
      ? `bitOr(${time(codeBits)}, multiIf(${tests.join(", ")}, ${cases.at(-1)?.[1]}))`
      : `arrayMap(c -> bitOr(${time(codeBits)}, c), arrayFilter(c -> c != 0, [${codes.join(", ")}]))`,
    isOne,
    isStep: (element, among) =>
      among === undefined
        ? `${code(element)} >= ${codeOfStep(0)}`
        : `(${among.map((step) => `${code(element)} = ${codeOfStep(step)}`).join(" OR ")})`,
    isGuard: (element, guard) => (guard === undefined ? `${code(element)} < ${codeOfStep(0)}` : `${code(element)} = ${codeOfGuard(guard)}`),
    timeOf: (element) => `bitShiftRight(${element}, ${codeBits})`,
    isRow: false,
  };
}

/** Time takes 44 bits: up to the year 2299. */
const mostMaskBits = 20;
export const fitsIntoMasks = ({ steps, guards }: Pick<FunnelParts, "steps" | "guards">): boolean =>
  steps.length + guards.length <= mostMaskBits;

/** Elements that are a row each: time in ms and a bit for each exclusion and each step that the row is. Exclusions are the lower bits, so that at the same instant they lie before steps. */
export function elementsOfMasks({ steps, guards }: FunnelParts): Elements & {
  /** Whether an element lies at the same instant as the one behind it, and either is several things at once: in which order they serve is then another question. */
  isKnot: (element: string, behind: string) => string;
  /** Does an element serve the step of an SQL expression? */
  isThisStep: (element: string, step: string) => string;
  /** What an element is as a mask, see moments. */
  maskOf: (element: string) => string;
} {
  const bits = steps.length + guards.length;
  const ofSteps = (among: readonly number[]) => among.reduce((sum, step) => sum + 2 ** (guards.length + step), 0);
  const allGuards = 2 ** guards.length - 1;
  const conditions = [...guards.map((guard) => guard.condition), ...steps];
  const timeOf = (element: string) => `bitShiftRight(${element}, ${bits})`;
  const mask = (element: string) => `bitAnd(${element}, ${2 ** bits - 1})`;
  const isSeveral = (element: string) => `bitAnd(${mask(element)}, ${element} - 1) != 0`;
  return {
    sql: `bitOr(${time(bits)}, ${conditions.map((condition, bit) => `if(${condition}, ${2 ** bit}, 0)`).join(" + ")})`,
    isOne: true,
    isStep: (element, among = steps.map((_, step) => step)) => `bitAnd(${element}, ${ofSteps(among)}) != 0`,
    isGuard: (element, guard) => `bitAnd(${element}, ${guard === undefined ? allGuards : 2 ** guard}) != 0`,
    timeOf,
    isRow: true,
    isThisStep: (element, step) => `bitTest(${element}, ${guards.length} + ${step})`,
    isKnot: (element, behind) => `${timeOf(element)} = ${timeOf(behind)} AND (${isSeveral(element)} OR ${isSeveral(behind)})`,
    maskOf: (element) => `toUInt32(bitShiftRight(${mask(element)}, ${guards.length}) + bitShiftLeft(bitAnd(${element}, ${allGuards}), 20))`,
  };
}

/** An array of elements (or of what belongs to them), each in the place of the one before it. */
export const behind = (elements: string): string => `arrayPushBack(arrayPopFront(${elements}), 0)`;
