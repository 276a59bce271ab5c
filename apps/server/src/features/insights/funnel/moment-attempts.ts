import type { Chain } from "./chains.ts";
import { hasGuard, hasStep } from "./moments.ts";
import { allOf, numbers } from "./sql.ts";

/**
 * Attempts along a chain over `moments`, a unit's sorted (ms, mask of all that happened then, masks, runs along each chain). An attempt is the times of its steps. This is the exact way where
 * interactions stand in each other's way, or where each moment counts; it goes through a history event by event.
 */
type Attempts = { chain: Chain; window: string; firstOnly: boolean };

/** From each moment with step 1, the earliest moments that serve the steps after it. `runs` is the place of this chain's runs in a moment. */
export function takenInOrder({ chain, window, firstOnly }: Attempts, runs: string): string {
  const goOn = `if(m.1 - a[1] <= ${window}, arrayConcat(a, arrayWithConstant(m.${runs}[length(a) + 1] - length(a), m.1)), a)`;
  const begin = `if(m.${runs}[1] > 0, [arrayWithConstant(m.${runs}[1], m.1)], [])`;
  const beginnings = firstOnly ? `if(empty(attempts), ${begin}, [])` : begin;
  return cleanOf(
    `arrayFold((attempts, m) -> arrayConcat(arrayMap(a -> ${goOn}, attempts), ${beginnings}), moments, CAST([], 'Array(Array(Int64))'))`,
    chain,
    window,
  );
}

/** From each moment with step 1, each next step at the very next moment. */
export function takenStrictly({ chain, window, firstOnly }: Attempts): string {
  const names = chain.steps.map((_, index) => `m${index}`);
  const shifted = chain.steps.map((_, index) =>
    index === 0
      ? "moments"
      : `arrayConcat(arraySlice(moments, ${index + 1}), arrayResize(arraySlice(moments, 1, 0), least(${index}, length(moments))))`,
  );
  const serves = (index: number) => {
    const holds = hasStep(`m${index}.2`, chain.steps[index] as number);
    return index === 0 ? holds : `${holds} AND m${index}.1 - m0.1 <= ${window}`;
  };
  const level = names.reduceRight((rest, _, index) => `(${serves(index)}) * (1 + ${rest})`, "0");
  const attempts = `arrayFilter(a -> notEmpty(a), arrayMap((${names.join(", ")}) -> arraySlice([${names.map((name) => `${name}.1`).join(", ")}], 1, ${level}), ${shifted.join(", ")}))`;
  return cleanOf(firstOnly ? `arraySlice(${attempts}, 1, 1)` : attempts, chain, window);
}

/** How long a step may lie before the latest one so far (mixpanel). */
const graceMs = 2000;

/**
 * The one attempt from the first interaction with step 1, where a step may lie up to two seconds before the latest so far. Over `rows`, a unit's sorted (ms, mask). An entry is the time of the
 * attempt (a step that came early took no time) and the place of the row that fulfilled the step.
 */
export function takenWithGrace({ chain, window }: Attempts): string {
  const steps = `CAST(${numbers(chain.steps.slice(1))}, 'Array(UInt8)')`;
  const beginning = `arrayFirstIndex(r -> ${hasStep("r.2", chain.steps[0] as number)}, rows)`;
  const next = `arrayFirstIndex((r, i) -> ${hasStep("r.2", "s")} AND r.1 >= a.2[-1] - ${graceMs} AND r.1 - a.2[1] <= ${window} AND NOT has(a.1, i), rows, arrayEnumerate(rows))`;
  const step = `if(a.3 = 0 OR ${next} = 0, (a.1, a.2, toUInt8(0)), (arrayPushBack(a.1, ${next}), arrayPushBack(a.2, greatest(a.2[-1], rows[${next}].1)), toUInt8(1)))`;
  const taken = `arrayFold((a, s) -> ${step}, ${steps}, ([toUInt32(${beginning})], [rows[${beginning}].1], toUInt8(1)))`;
  const attempt = `arrayMap(t -> arrayZip(t.2, t.1), [${taken}])[1]`;
  return cleanOf(
    `if(${beginning} = 0, CAST([], 'Array(Array(Tuple(Int64, UInt32)))'), [${attempt}])`,
    chain,
    window,
    (entry) => `${entry}.1`,
  );
}

/** Attempts that count as ones of this chain and that nothing excluded spoils. */
function cleanOf(attempts: string, chain: Chain, window: string, time = (entry: string): string => entry): string {
  const conditions: string[] = [];
  if (chain.ends.length < chain.steps.length) conditions.push(`has(${numbers(chain.ends)}, length(a))`);
  for (const { guard, from, to } of chain.guards) {
    const until = to < chain.steps.length ? ` AND (length(a) <= ${to} OR x < ${time(`a[${to + 1}]`)})` : "";
    conditions.push(
      `NOT (length(a) > ${from} AND arrayExists(x -> x > ${time(`a[${from + 1}]`)} AND x - ${time("a[1]")} <= ${window}${until}, excluded.${guard + 1}))`,
    );
  }
  return conditions.length === 0 ? attempts : `arrayFilter(a -> ${allOf(conditions)}, ${attempts})`;
}

/**
 * The best attempt where steps may come in any order and interactions stand in each other's way: the sets of steps that different interactions can have fulfilled are followed from each
 * moment. Over `moments`; `cut` says whether a moment's mask is excluded.
 */
export function takenInAnyOrder(
  { steps, guards, firstOnly }: { steps: number; guards: number; firstOnly: boolean },
  window: string,
): string {
  const all = `CAST(range(${steps}), 'Array(UInt8)')`;
  const cut = guards === 0 ? "0" : `(${Array.from({ length: guards }, (_, guard) => hasGuard("m.2", guard)).join(" OR ")})`;
  const free = `arrayFilter(k -> bitTest(mask, k) AND NOT bitTest(s, k), ${all})`;
  const extended = `arrayFlatten(arrayMap(s -> arrayMap(k -> toUInt32(bitOr(s, bitShiftLeft(toUInt32(1), k))), ${free}), sets))`;
  const after = (sets: string) => `arrayFold((sets, mask) -> arrayDistinct(arrayConcat(sets, ${extended})), m.3, ${sets})`;
  const largest = (sets: string) => `arrayMax(arrayMap(s -> bitCount(s), ${sets}))`;
  const grown = (sets: string, times: string) =>
    `arrayConcat(${times}, arrayWithConstant(${largest(after(sets))} - length(${times}), m.1))`;
  const none = "CAST([0], 'Array(UInt32)')";
  const noTimes = "CAST([], 'Array(Int64)')";
  const goOn = `if(a.1 = 1 AND m.1 - a.3[1] <= ${window}, (toUInt8(NOT ${cut}), ${after("a.2")}, ${grown("a.2", "a.3")}), (toUInt8(0), a.2, a.3))`;
  const begin = `if(bitAnd(m.2, ${2 ** steps - 1}) != 0${firstOnly ? " AND empty(attempts)" : ""}, [(toUInt8(1), ${after(none)}, ${grown(none, noTimes)})], [])`;
  const fold = `arrayFold((attempts, m) -> arrayConcat(arrayMap(a -> ${goOn}, attempts), ${begin}), moments, CAST([], 'Array(Tuple(UInt8, Array(UInt32), Array(Int64)))'))`;
  return `arrayMap(a -> a.3, ${fold})`;
}
