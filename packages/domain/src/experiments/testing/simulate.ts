import type { Reached } from "../lift.ts";

/** Draws that are the same every time (mulberry32, public domain). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Experiment = { rates: readonly number[]; weights: readonly number[]; people: number; lookEvery: number };

/** One experiment: people come one after another into an arm by weight, and after every so many somebody looks. The first finding ends it and is returned; undefined when there was none. */
export function runExperiment<Found>(
  { rates, weights, people, lookEvery }: Experiment,
  random: () => number,
  look: (arms: readonly Reached[], people: number) => Found | undefined,
): Found | undefined {
  const arms = rates.map(() => ({ reached: 0, people: 0 }));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let person = 1; person <= people; person++) {
    let left = random() * total;
    let index = 0;
    while (index < weights.length - 1 && left >= (weights[index] as number)) left -= weights[index++] as number;
    const arm = arms[index] as Reached;
    arm.people++;
    if (random() < (rates[index] as number)) arm.reached++;
    if (person % lookEvery !== 0) continue;
    const found = look(arms, person);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The share of experiments in which something was found. */
export function shareFound<Found>(
  experiments: number,
  experiment: Experiment,
  seed: number,
  look: (arms: readonly Reached[], people: number) => Found | undefined,
): number {
  const random = seeded(seed);
  let found = 0;
  for (let one = 0; one < experiments; one++) if (runExperiment(experiment, random, look) !== undefined) found++;
  return found / experiments;
}
