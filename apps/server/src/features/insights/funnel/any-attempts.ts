import type { Stages } from "./sql.ts";
import { codeOfStep, isCode, isGuard, isStep, timeOf } from "./elements.ts";

/**
 * The best attempt where the steps may come in any order and no interaction stands in another's way, as expressions over `events` (a unit's sorted elements): from each element, how many
 * different steps lie within the window and up to the next cut. Gives `any_level` and `any_raw`, the elements by time.
 */
export function anyOrderAttempt(
  { steps, guards, firstOnly }: { steps: number; guards: number; firstOnly: boolean },
  window: string,
): Stages {
  const indexes = Array.from({ length: steps }, (_, index) => index);
  const next = indexes.map((step) => `arrayReverseFill(e -> ${isCode("e", codeOfStep(step))}, events) AS any_n${step}`);
  if (guards > 0) next.push(`arrayReverseFill(e -> ${isGuard("e")}, events) AS any_cut`);
  const uncut = (element: string) => (guards > 0 ? ` AND NOT (${isGuard("x")} AND ${timeOf("x")} < ${timeOf(element)})` : "");
  const within = (element: string, step: number) =>
    `${isCode(element, codeOfStep(step))} AND ${timeOf(element)} - ${timeOf("e")} <= ${window}${uncut(element)}`;
  const parameters = ["e", ...indexes.map((step) => `n${step}`), ...(guards > 0 ? ["x"] : [])].join(", ");
  const sources = ["events", ...indexes.map((step) => `any_n${step}`), ...(guards > 0 ? ["any_cut"] : [])].join(", ");
  const served = `arrayFilter(n -> n != 0, [${indexes.map((step) => `if(${within(`n${step}`, step)}, n${step}, 0)`).join(", ")}])`;
  const places = firstOnly
    ? [[`arrayFirstIndex(e -> ${isStep("e")}, events) AS any_place`]]
    : [["arrayMap(s -> length(s), any_served) AS any_counts"], ["indexOf(any_counts, arrayMax(any_counts)) AS any_place"]];
  return [
    next,
    [`arrayMap((${parameters}) -> if(${isStep("e")}, ${served}, []), ${sources}) AS any_served`],
    ...places,
    ["arraySort(any_served[any_place]) AS any_raw"],
  ];
}
