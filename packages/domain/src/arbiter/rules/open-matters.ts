import { durationMs } from "@throughline/contract";
import type { Rule } from "../facts.ts";
import { allow, deny } from "../verdicts.ts";

const dayMs = 86_400_000;
const ago = (ms: number): string => {
  const days = Math.floor(ms / dayMs);
  return days === 0 ? "less than a day" : days === 1 ? "a day" : `${days} days`;
};

/** No promotion, and no question how content they are, while something is open between them and us. When somebody settles it, that ends at once. */
const whileOpen =
  (rule: "complaint" | "conversation", words: { open: string; none: string }): Rule =>
  (touch, facts, rules, nowMs) => {
    const settings = rules[rule];
    if (settings === null) return allow(rule, "This rule is switched off.");
    if (!settings.holds.includes(touch.purpose)) return allow(rule, `What is ${touch.purpose} is not held back by it.`);
    const open = facts.matters
      .filter((matter) => matter.kind === rule)
      .map((matter) => ({ ...matter, untilMs: matter.lastAt + durationMs(settings.forgottenAfter) }))
      .filter(({ untilMs }) => untilMs > nowMs)
      .sort((a, b) => b.untilMs - a.untilMs);
    const longest = open[0];
    if (!longest) return allow(rule, words.none);
    const evidence = { open: open.map(({ key, openedAt }) => ({ matter: key, since: new Date(openedAt).toISOString() })) };
    return deny(rule, `${words.open} for ${ago(nowMs - longest.openedAt)} (${longest.key}).`, evidence, longest.untilMs);
  };

export const complaint = whileOpen("complaint", { open: "A complaint has been open", none: "No complaint is open." });
export const conversation = whileOpen("conversation", {
  open: "A conversation has not been settled",
  none: "No conversation is unsettled.",
});
