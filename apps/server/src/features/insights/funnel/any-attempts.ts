import { behind, type Elements } from "./elements.ts";
import type { StepCount } from "./step-counts.ts";
import { allOf, type Stages } from "./sql.ts";

/**
 * The best attempt where the steps may come in any order, as expressions over `events` (a unit's sorted elements): from each element, how many of the `counts` hold within the window and up to
 * the next cut. Gives `any_raw`, the elements with which one more did, by time.
 */
export function anyOrderAttempt(
  { counts, hasGuards, firstOnly, elements }: { counts: readonly StepCount[]; hasGuards: boolean; firstOnly: boolean; elements: Elements },
  window: string,
): Stages {
  const { isStep, isGuard, timeOf } = elements;
  const found = ({ steps, depth }: StepCount[number]) => `any_n${steps.join("_")}_${depth}`;
  const wanted = [...new Map(counts.flat().map((need) => [found(need), need])).values()];
  const deepest = Math.max(...wanted.map(({ depth }) => depth));
  // The depth-th element from each on that serves one of these steps; what serves none where there is no such.
  const stages: Stages = Array.from({ length: deepest }, (_, index) =>
    wanted
      .filter(({ depth }) => depth === index + 1)
      .map(({ steps, depth }) => {
        const here = isStep("e", steps);
        const fill = depth === 1 ? `e -> ${here}` : `(n, e) -> ${here}, ${behind(found({ steps, depth: depth - 1 }))}`;
        return `arrayReverseFill(${fill}, events) AS ${found({ steps, depth })}`;
      }),
  );
  if (hasGuards) {
    const cut = `arrayReverseFill(e -> ${isGuard("e")}, events)`;
    stages.push([`${elements.isRow ? behind(cut) : cut} AS any_cut`]);
  }

  const holds = (count: StepCount, begin: string, at: (array: string) => string): string =>
    allOf(
      count.map((need) => {
        const element = at(found(need));
        const cut = hasGuards ? ` AND NOT (${isGuard(at("any_cut"))} AND ${timeOf(at("any_cut"))} < ${timeOf(element)})` : "";
        return `${isStep(element, need.steps)} AND ${timeOf(element)} - ${timeOf(begin)} <= ${window}${cut}`;
      }),
    );
  const arrays = [...wanted.map(found), ...(hasGuards ? ["any_cut"] : [])];
  const level = counts.map((count) => holds(count, "e", (array) => `at_${array}`)).join(" + ");
  const reached = `arrayMap((${["e", ...arrays.map((array) => `at_${array}`)].join(", ")}) -> if(${isStep("e")}, ${level}, 0), ${["events", ...arrays].join(", ")})`;
  const place = firstOnly ? `arrayFirstIndex(e -> ${isStep("e")}, events)` : "indexOf(any_reached, arrayMax(any_reached))";
  const atPlace = (array: string) => `${array}[any_place]`;
  const serving = counts.map((count) => {
    const last = [...count.map((need) => atPlace(found(need))), "0"].join(", ");
    return `if(${holds(count, atPlace("events"), atPlace)}, greatest(${last}), 0)`;
  });
  return [
    ...stages,
    ...(firstOnly ? [] : [[`${reached} AS any_reached`]]),
    [`${place} AS any_place`],
    [`arraySort(arrayFilter(n -> n != 0, [${serving.join(", ")}])) AS any_raw`],
  ];
}
