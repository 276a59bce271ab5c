import type { FunnelQuery } from "@throughline/contract";

const firstAndLastAreRequired = (steps: FunnelQuery["steps"]) =>
  steps.map((step, i) => ((i === 0 || i === steps.length - 1) && step.optional ? { ...step, optional: false } : step));

/** The funnel with step `from` at place `to`. Exclusions keep their places: they guard what lies between, whatever it is. */
export function moveStep(query: FunnelQuery, from: number, to: number): FunnelQuery {
  const moved = query.steps[from];
  if (!moved) return query;
  return { ...query, steps: firstAndLastAreRequired(query.steps.toSpliced(from, 1).toSpliced(to, 0, moved)) };
}

/** The funnel without a step. What was taken from that step, or guarded up to it, refers to what is left. */
export function removeStep(query: FunnelQuery, index: number): FunnelQuery {
  const steps = firstAndLastAreRequired(query.steps.toSpliced(index, 1));
  const last = steps.length - 1;
  const exclude = query.exclude.map((one) => ({ ...one, from: Math.min(one.from, last - 1), to: Math.min(one.to, last) }));
  const { breakdown } = query;
  const taken = breakdown ? /^step:(\d+)$/.exec(breakdown.attribution)?.[1] : undefined;
  if (!breakdown || taken === undefined || Number(taken) <= steps.length) return { ...query, steps, exclude };
  return { ...query, steps, exclude, breakdown: { ...breakdown, attribution: "first" } };
}
