import { betterAttempt, timeOf, type Attempt, type Done, type FunnelRules } from "./attempt.ts";
import type { Seen } from "../seen.ts";

/** The best clean attempt in one history (sorted by time) where the steps have an order, or null. Every attempt is tried. */
export function bestInOrder(history: readonly Seen[], rules: FunnelRules): Attempt | null {
  const beginnings = history.filter((seen) => rules.steps[0]?.matches(seen));
  let best: Attempt | null = null;
  for (const beginning of rules.firstAttemptOnly ? beginnings.slice(0, 1) : beginnings) {
    for (const skipped of choicesOfOptional(rules)) {
      for (const attempt of attemptsFrom([{ step: 0, seen: beginning, atMs: timeOf(beginning) }], 1, history, rules, skipped)) {
        if (isClean(attempt, history, rules)) best = betterAttempt(best, attempt, rules);
      }
    }
  }
  return best;
}

/** Every set of optional steps that an attempt may leave out. */
function choicesOfOptional(rules: FunnelRules): ReadonlySet<number>[] {
  return rules.steps.reduce<ReadonlySet<number>[]>(
    (choices, step, index) => (step.optional ? choices.flatMap((choice) => [choice, new Set([...choice, index])]) : choices),
    [new Set()],
  );
}

/** How an attempt goes on: with the earliest interaction that can serve, and where several of that instant can, with each of them. */
function attemptsFrom(done: Attempt, step: number, history: readonly Seen[], rules: FunnelRules, skipped: ReadonlySet<number>): Attempt[] {
  const rule = rules.steps[step];
  if (rule === undefined) return [done];
  if (skipped.has(step)) return attemptsFrom(done, step + 1, history, rules, skipped);
  const serving = history.filter((seen) => rule.matches(seen) && mayServe(seen, done, history, rules));
  const [earliest] = serving;
  if (earliest === undefined) return rule.optional ? attemptsFrom(done, step + 1, history, rules, skipped) : [done];
  return serving
    .filter((seen) => timeOf(seen) === timeOf(earliest))
    .flatMap((seen) => {
      const next: Done = { step, seen, atMs: Math.max(timeOf(seen), latestOf(done)) };
      return attemptsFrom([...done, next], step + 1, history, rules, skipped);
    });
}

const latestOf = (done: Attempt): number => Math.max(...done.map((one) => one.atMs));
const closeOf = (done: Attempt, rules: FunnelRules): number => (done[0]?.atMs ?? 0) + rules.windowMs;

function mayServe(seen: Seen, done: Attempt, history: readonly Seen[], rules: FunnelRules): boolean {
  const atMs = timeOf(seen);
  if (atMs > closeOf(done, rules)) return false;
  if (rules.order === "strict") return atMs === nextMoment(history, latestOf(done));
  return atMs >= latestOf(done) - rules.graceMs && (rules.reuses || !done.some((one) => one.seen === seen));
}

/** When anything happened next. */
const nextMoment = (history: readonly Seen[], afterMs: number): number => Math.min(...history.map(timeOf).filter((atMs) => atMs > afterMs));

function isClean(attempt: Attempt, history: readonly Seen[], rules: FunnelRules): boolean {
  return rules.exclusions.every(({ matches, from, to }) => {
    const doneSteps = new Set(attempt.map((done) => done.step));
    // Before the attempt has come as far as `from`, nothing is guarded.
    if (rules.steps.some((step, index) => index <= from && !step.optional && !doneSteps.has(index))) return true;
    const opensMs = attempt.findLast((done) => done.step <= from)?.atMs ?? Infinity;
    const closing = attempt.find((done) => done.step >= to);
    return !history.some((seen) => {
      const atMs = timeOf(seen);
      return matches(seen) && atMs > opensMs && (closing ? atMs < closing.atMs : atMs <= closeOf(attempt, rules));
    });
  });
}
