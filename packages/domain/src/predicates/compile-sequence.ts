import type { InteractionView, PersonView } from "./view.ts";
import type { Sight } from "./property-values.ts";

/** Whether an interaction is one that a step of a sequence looks for. */
export type InteractionTest = (interaction: InteractionView, person: PersonView, nowMs: number) => boolean;

/**
 * Whether the person's past holds different interactions for all steps in order (at the same instant in any), the last at most `withinMs` after the first. From each beginning, each
 * step takes the earliest interaction that can serve: a later one never serves better, save that those of one instant may have to change places.
 */
export function sequenceTest(steps: readonly InteractionTest[], withinMs: number): (sight: Sight) => boolean {
  return ({ person, nowMs }) => {
    const past = person.interactions.filter((interaction) => interaction.at <= nowMs);
    const serving = steps.map((step) => past.filter((interaction) => step(interaction, person, nowMs)).sort((a, b) => a.at - b.at));
    const completes = (step: number, used: readonly InteractionView[], latestMs: number): boolean => {
      const candidates = serving[step];
      if (candidates === undefined) return true;
      const from = used.at(-1)?.at ?? -Infinity;
      const free = candidates.filter((one) => one.at >= from && one.at <= latestMs && !used.includes(one));
      return free.some((one) => one.at === free[0]?.at && completes(step + 1, [...used, one], latestMs));
    };
    return (serving[0] ?? []).some((first) => completes(1, [first], first.at + withinMs));
  };
}
