import type { Chain } from "./chains.ts";
import { behind, type Elements } from "./elements.ts";
import { allOf, numbers, type Stages } from "./sql.ts";

/**
 * The best attempt along one chain as expressions over `events` (a unit's sorted elements), in passes over whole arrays: for each element where the next one of each step lies,
 * seen from there along the chain. Gives the names of `…_level` (steps done, 0 for none) and `…_raw` (the elements of these steps).
 * `arrayReverseFill` leaves what has no next one in its place, which serves no step. Where elements are rows, what comes next is looked for from the element behind.
 */
export function orderedAttempt(chain: Chain, name: string, window: string, elements: Elements): Stages {
  const { isGuard, timeOf } = elements;
  const serves = (element: string, place: number) => elements.isStep(element, [chain.steps[place] as number]);
  const onwards = (found: string) => (elements.isRow ? behind(found) : found);
  const last = chain.steps.length - 1;
  const stages: string[][] = [];
  const next = (step: number, from: number) => `${name}_n${step}_${from}`;
  const excluded = (guard: number, from: number) => `${name}_x${guard}_${from}`;
  for (let step = last; step >= 1; step--) {
    const here = serves("e", step);
    const seen = (what: string) => `arrayReverseFill((n, e) -> ${here}, ${onwards(what)}, events)`;
    const stage = [`arrayReverseFill(e -> ${here}, events) AS ${next(step, step)}`];
    for (let later = step + 1; later <= last; later++) stage.push(`${seen(next(later, step + 1))} AS ${next(later, step)}`);
    for (const { guard, from } of chain.guards)
      if (from >= step) stage.push(`${seen(excluded(guard, step))} AS ${excluded(guard, step - 1)}`);
    stages.push(stage);
  }
  if (chain.guards.length > 0)
    stages.unshift(
      chain.guards.map(({ guard, from }) => `arrayReverseFill(e -> ${isGuard("e", guard)}, events) AS ${excluded(guard, from)}`),
    );

  const inWindow = (element: string) => `${timeOf(element)} - ${timeOf("e")} <= ${window}`;
  const steps = chain.steps.slice(1).map((_, index) => `n${index + 1}`);
  const sources = steps.map((_, index) => onwards(next(index + 1, 1)));
  const level = steps.reduceRight((rest, step, index) => `1 + (${serves(step, index + 1)} AND ${inWindow(step)}) * (${rest})`, "1");
  stages.push([
    `arrayMap((${["e", ...steps].join(", ")}) -> if(${serves("e", 0)}, ${level}, 0), ${["events", ...sources].join(", ")}) AS ${name}_reached`,
  ]);

  // An attempt that ends before an optional step, or that is spoiled, does not count as one of this chain.
  const counts: string[] = [];
  if (chain.ends.length < chain.steps.length) counts.push(`has(${numbers(chain.ends)}, l)`);
  chain.guards.forEach(({ guard, from, to }, index) => {
    const x = `x${index}`;
    const before = to <= last ? ` AND (l <= ${to} OR ${timeOf(x)} < ${timeOf(to === 0 ? "e" : `n${to}`)})` : "";
    counts.push(`NOT (l > ${from} AND ${isGuard(x, guard)} AND ${inWindow(x)}${before})`);
  });
  const guards = chain.guards.map(({ guard }, index) => [`x${index}`, onwards(excluded(guard, 0))] as const);
  const clean =
    counts.length === 0
      ? `${name}_reached`
      : `arrayMap((${["l", "e", ...steps, ...guards.map(([x]) => x)].join(", ")}) -> if(${allOf(counts)}, l, 0), ${[`${name}_reached`, "events", ...sources, ...guards.map(([, source]) => source)].join(", ")})`;
  const found = steps.map((_, index) => `${next(index + 1, 1)}[${name}_place${elements.isRow ? " + 1" : ""}]`);
  const attempt = `[${[`events[${name}_place]`, ...found].join(", ")}]`;
  return [
    ...stages,
    [`${clean} AS ${name}_clean`],
    [`arrayMax(${name}_clean) AS ${name}_level`],
    [`indexOf(${name}_clean, ${name}_level) AS ${name}_place`],
    [`arraySlice(${attempt}, 1, ${name}_level) AS ${name}_raw`],
  ];
}
