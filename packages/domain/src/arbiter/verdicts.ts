import type { RuleName, Verdict } from "@throughline/contract";

type Evidence = Verdict["evidence"];
const isoOf = (atMs: number): string => new Date(atMs).toISOString();

export const allow = (rule: RuleName, sentence: string, evidence: Evidence = {}): Verdict => ({
  rule,
  verdict: "allow",
  sentence,
  evidence,
  until: null,
});

/** It may be done from `untilMs` on, as far as this rule goes. */
export const wait = (rule: RuleName, sentence: string, evidence: Evidence, untilMs: number): Verdict => ({
  rule,
  verdict: "wait",
  sentence,
  evidence,
  until: isoOf(untilMs),
});

/** It may not be done; `untilMs` is when that ends by itself. */
export const deny = (rule: RuleName, sentence: string, evidence: Evidence = {}, untilMs: number | null = null): Verdict => ({
  rule,
  verdict: "deny",
  sentence,
  evidence,
  until: untilMs === null ? null : isoOf(untilMs),
});
