import { timeOf, type Attempt, type Done, type FunnelRules } from "./attempt.ts";
import type { Seen } from "../seen.ts";

/** The best attempt in one history (sorted by time) where the steps may come in any order: most different steps, then the earliest beginning. Or null. */
export function bestInAnyOrder(history: readonly Seen[], rules: FunnelRules): Attempt | null {
  const serving = history.filter((seen) => rules.steps.some((step) => step.matches(seen)));
  let best: Attempt | null = null;
  for (const beginning of rules.firstAttemptOnly ? serving.slice(0, 1) : serving) {
    for (const stretch of cleanStretches(history, rules)) {
      const fromMs = timeOf(beginning);
      if (fromMs < stretch.fromMs || fromMs > stretch.toMs) continue;
      const toMs = Math.min(stretch.toMs, fromMs + rules.windowMs);
      const attempt = differentSteps(
        serving.filter((seen) => timeOf(seen) >= fromMs && timeOf(seen) <= toMs),
        rules,
      );
      if (attempt.length > (best?.length ?? 0)) best = attempt;
    }
  }
  return best;
}

/** The history between excluded interactions; what happens at the instant of one belongs to both sides. */
function cleanStretches(history: readonly Seen[], rules: FunnelRules): { fromMs: number; toMs: number }[] {
  const cuts = history.filter((seen) => rules.exclusions.some((exclusion) => exclusion.matches(seen))).map(timeOf);
  return [-Infinity, ...cuts].map((fromMs, index) => ({ fromMs, toMs: cuts[index] ?? Infinity }));
}

/** The moments at which one more step was done, over interactions in order of time. */
function differentSteps(serving: readonly Seen[], rules: FunnelRules): Attempt {
  const done: Done[] = [];
  const add = (seen: Seen) => done.push({ step: done.length, seen, atMs: timeOf(seen) });
  if (rules.reuses) {
    const steps = new Set<number>();
    for (const seen of serving) {
      for (const step of stepsOf(seen, rules)) if (!steps.has(step) && steps.add(step)) add(seen);
    }
    return done;
  }
  const servedBy = new Map<number, Seen>();
  for (const seen of serving) if (findPlace(seen, servedBy, rules, new Set())) add(seen);
  return done;
}

const stepsOf = (seen: Seen, rules: FunnelRules): number[] => rules.steps.flatMap((step, index) => (step.matches(seen) ? [index] : []));

/** Gives an interaction a step of its own, moving others to steps that they fulfil as well where needed (Kuhn's augmenting path). */
function findPlace(seen: Seen, servedBy: Map<number, Seen>, rules: FunnelRules, tried: Set<number>): boolean {
  for (const step of stepsOf(seen, rules)) {
    if (tried.has(step)) continue;
    tried.add(step);
    const holder = servedBy.get(step);
    if (holder === undefined || findPlace(holder, servedBy, rules, tried)) {
      servedBy.set(step, seen);
      return true;
    }
  }
  return false;
}
