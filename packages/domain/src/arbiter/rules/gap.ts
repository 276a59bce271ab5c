import { durationMs } from "@throughline/contract";
import type { Rule } from "../facts.ts";
import { freeFrom } from "../sliding-window.ts";
import { allow, wait } from "../verdicts.ts";

/** Some time passes between two touches, of whatever kind. */
export const gap: Rule = (touch, facts, rules, nowMs) => {
  const settings = rules.gap;
  if (settings === null) return allow("gap", "This rule is switched off.");
  if (!settings.purposes.includes(touch.purpose)) return allow("gap", `What is ${touch.purpose} need not keep a distance.`);
  const times = facts.past.filter(({ purpose }) => settings.purposes.includes(purpose)).map(({ at }) => at);
  const freeMs = freeFrom(times, { max: 1, withinMs: durationMs(settings.within), nowMs });
  if (freeMs <= nowMs) return allow("gap", "The last touch is long enough ago.");
  const last = new Date(freeMs - durationMs(settings.within)).toISOString();
  return wait("gap", `The last touch was too short a time ago (${last}).`, { last, within: settings.within }, freeMs);
};
