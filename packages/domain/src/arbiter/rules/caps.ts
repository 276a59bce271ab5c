import { durationMs, type Cap } from "@throughline/contract";
import type { Facts, Rule } from "../facts.ts";
import { freeFrom } from "../sliding-window.ts";
import { allow, wait } from "../verdicts.ts";

/** Whether a cap speaks of a touch: those that it limits are those that it counts. */
const speaksOf = (cap: Cap, { kind, purpose }: Pick<Facts["past"][number], "kind" | "purpose">): boolean =>
  cap.purposes.includes(purpose) && (cap.kinds === null || cap.kinds.includes(kind));

/** One attention budget over every kind of touch, in sliding windows. */
export const caps: Rule = (touch, facts, rules, nowMs) => {
  const met = rules.caps
    .filter((cap) => speaksOf(cap, touch))
    .map((cap) => {
      const withinMs = durationMs(cap.within);
      const times = facts.past.filter((past) => speaksOf(cap, past)).map(({ at }) => at);
      return {
        cap,
        used: times.filter((at) => at > nowMs - withinMs).length,
        freeMs: freeFrom(times, { max: cap.max, withinMs, nowMs }),
      };
    });
  const evidence = { caps: met.map(({ cap, used }) => ({ name: cap.name, used, max: cap.max, within: cap.within })) };
  const [longest] = met.filter(({ freeMs }) => freeMs > nowMs).sort((a, b) => b.freeMs - a.freeMs);
  if (!longest) return allow("cap", met.length === 0 ? "No cap speaks of it." : "Every cap has room for it.", evidence);
  const { name, max, within } = longest.cap;
  const length = within.value === 1 ? `a ${within.unit}` : `${within.value} ${within.unit}s`;
  return wait("cap", `“${name}” is used up: ${longest.used} of ${max} within ${length}.`, evidence, longest.freeMs);
};
