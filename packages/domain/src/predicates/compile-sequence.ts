import type { InteractionView, PersonView } from "./view.ts";
import type { Sight } from "./property-values.ts";

/** Whether an interaction is one that a step of a sequence looks for. */
export type InteractionTest = (interaction: InteractionView, person: PersonView, nowMs: number) => boolean;

/** Something that was done, as a `did` or a step of a sequence finds it. The same interaction is the same object, whatever finds it. */
export type Served = { at: number };
/** What of a person's behaviour serves, in any order, what lies in the future included. */
export type Serving = (sight: Sight) => readonly Served[];

/**
 * Whether the person's past holds different interactions for all steps in order (at the same instant in any), the last at most `withinMs` after the first. From each beginning, each
 * step takes the earliest interaction that can serve: a later one never serves better, save that those of one instant may have to change places.
 */
export function sequenceTest(steps: readonly Serving[], withinMs: number): (sight: Sight) => boolean {
  return (sight) => {
    const serving: (readonly Served[])[] = [];
    for (const step of steps) {
      const served = upToNow(step(sight), sight.nowMs);
      if (served.length === 0) return false;
      serving.push(served);
    }
    const completes = (step: number, used: readonly Served[], latestMs: number): boolean => {
      const candidates = serving[step];
      if (candidates === undefined) return true;
      const from = used.at(-1)?.at ?? -Infinity;
      const free = candidates.filter((one) => one.at >= from && one.at <= latestMs && !used.includes(one));
      return free.some((one) => one.at === free[0]?.at && completes(step + 1, [...used, one], latestMs));
    };
    return (serving[0] ?? []).some((first) => completes(1, [first], first.at + withinMs));
  };
}

/** Those up to now in order of time; mostly they come so. */
function upToNow(served: readonly Served[], nowMs: number): readonly Served[] {
  const isSo = served.every(({ at }, index) => at <= nowMs && (index === 0 || (served[index - 1]?.at as number) <= at));
  return isSo ? served : served.filter(({ at }) => at <= nowMs).sort((a, b) => a.at - b.at);
}
