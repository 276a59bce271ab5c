import type { ArbiterRules } from "@throughline/contract";
import { decide, type Ruling } from "./decide.ts";
import type { Facts, WantedTouch } from "./facts.ts";
import { worthOf } from "./rules/worth.ts";

const dayMs = 86_400_000;

/** How a touch stands among others: priority × value, up to twice as much the sooner it expires; 0 when it has. */
export function standingOf(touch: WantedTouch, nowMs: number): number {
  if (touch.expires === undefined) return worthOf(touch);
  const leftMs = Date.parse(touch.expires) - nowMs;
  return leftMs <= 0 ? 0 : worthOf(touch) * (1 + 1 / (1 + leftMs / dayMs));
}

/**
 * Touches that compete for one person, each with its ruling, in the order of their standing (ties by id). What is allowed takes of the person's attention, so the
 * next one is decided with that taken; a touch worth no more than nothing loses against it.
 */
export function arbitrate<T extends WantedTouch & { id: string }>(
  touches: readonly T[],
  facts: Facts,
  rules: ArbiterRules,
  nowMs: number,
): { touch: T; ruling: Ruling }[] {
  const ordered = [...touches].sort((a, b) => standingOf(b, nowMs) - standingOf(a, nowMs) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  let past = facts.past;
  return ordered.map((touch) => {
    const ruling = decide(touch, { ...facts, past }, rules, nowMs);
    if (ruling.answer === "now") past = [...past, { at: nowMs, kind: touch.kind, purpose: touch.purpose }];
    return { touch, ruling };
  });
}
