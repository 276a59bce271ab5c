import { durationMs, ruleNames, type ArbiterAnswer, type ArbiterRules, type RuleName, type Verdict } from "@throughline/contract";
import type { Facts, Rule, WantedTouch } from "./facts.ts";
import { allRules } from "./rules/index.ts";

export type Ruling = {
  answer: ArbiterAnswer;
  /** ms since 1970: `now` for now, for `later` the first moment at which the same facts would allow it. */
  at: number | null;
  /** The rule that decided; null for `now`. */
  rule: RuleName | null;
  reason: string;
  verdicts: Verdict[];
};

const untilOf = (verdicts: readonly Verdict[]): number => Math.max(...verdicts.map(({ until }) => Date.parse(until ?? "")));
const of = (verdicts: readonly Verdict[], verdict: Verdict["verdict"]): Verdict[] => verdicts.filter((one) => one.verdict === verdict);
const mostSteps = 100;

/**
 * Whether a touch may reach a person at a moment. Pure, and the same in whatever order the rules are asked: one no is a no; else the waits are waited for, all of
 * them; then whoever owns the decision is asked.
 */
export function decide(touch: WantedTouch, facts: Facts, rules: ArbiterRules, nowMs: number, order: readonly Rule[] = allRules): Ruling {
  const askAll = (atMs: number): Verdict[] =>
    order.map((rule) => rule(touch, facts, rules, atMs)).sort((a, b) => ruleNames.indexOf(a.rule) - ruleNames.indexOf(b.rule));
  const verdicts = askAll(nowMs);
  const ruling = (answer: ArbiterAnswer, at: number | null, { rule, sentence }: Pick<Verdict, "rule" | "sentence">): Ruling => ({
    answer,
    at,
    rule,
    reason: sentence,
    verdicts,
  });
  const [denied] = of(verdicts, "deny");
  if (denied) return ruling("no", null, denied);

  const waits = of(verdicts, "wait");
  if (waits.length > 0) {
    const longest = waits.reduce((a, b) => (untilOf([b]) > untilOf([a]) ? b : a));
    const latestMs = nowMs + durationMs(rules.longestWait);
    let atMs = untilOf(waits);
    for (let step = 0; step < mostSteps && atMs <= latestMs; step++) {
      const then = askAll(atMs);
      const [deniedThen] = of(then, "deny");
      if (deniedThen)
        return ruling("no", null, {
          rule: longest.rule,
          sentence: `${longest.sentence} It could be done at ${new Date(atMs).toISOString()} at the earliest, and then: ${deniedThen.sentence}`,
        });
      const waitsThen = of(then, "wait");
      if (waitsThen.length === 0) return ruling("later", atMs, longest);
      atMs = untilOf(waitsThen);
    }
    return ruling("no", null, {
      rule: longest.rule,
      sentence: `${longest.sentence} It could not be done before ${new Date(atMs).toISOString()}, which is longer than we put things off.`,
    });
  }
  const [owned] = [...of(verdicts, "person"), ...of(verdicts, "approval")];
  if (owned) return ruling(owned.verdict === "person" ? "task" : "approval", null, owned);
  return { answer: "now", at: nowMs, rule: null, reason: "Every rule allows it.", verdicts };
}
