import { durationMs } from "@throughline/contract";
import type { Rule } from "../facts.ts";
import { allow, wait } from "../verdicts.ts";

const names = { nps: "NPS", csat: "CSAT", ces: "CES", review: "review" } as const;

/** After a bad score people are left alone for a while: their latest of each kind counts. */
export const score: Rule = (touch, facts, rules, nowMs) => {
  const settings = rules.score;
  if (settings === null) return allow("score", "This rule is switched off.");
  if (!settings.holds.includes(touch.purpose)) return allow("score", `What is ${touch.purpose} is not held back by it.`);
  const bad = facts.scores
    .filter(({ kind, score: value }) => value <= (settings.atMost[kind] ?? -Infinity))
    .map((one) => ({ ...one, untilMs: one.at + durationMs(settings.within) }))
    .filter(({ untilMs }) => untilMs > nowMs)
    .sort((a, b) => b.untilMs - a.untilMs);
  const latest = bad[0];
  if (!latest) return allow("score", "No recent score is bad.");
  const evidence = { scores: bad.map(({ kind, score: value, at }) => ({ kind, score: value, at: new Date(at).toISOString() })) };
  return wait("score", `Their last ${names[latest.kind]} score was bad: ${latest.score}.`, evidence, latest.untilMs);
};
