import type { ArbiterReport, RuleName } from "@throughline/contract";
import { formatCount, formatShare, plural } from "../../ui/format-number.ts";
import { ruleWords } from "./arbiter-words.ts";

export type Change = {
  text: string;
  rule: RuleName | null;
  /** Whether there was enough before to compare with. */
  isCompared: boolean;
};
type Compared = Pick<ArbiterReport, "asked" | "held" | "rules">;

/** Beyond this many standard errors a difference of two shares is more than chance. */
const surely = 2.5;
const mostRules = 3;
/** Below this a share of the time before says nothing. */
const fewest = 20;

/**
 * What changed against the time before, in sentences: the share that was held back, and the rules whose part of it moved most. Only what is more than chance is
 * told: two shares are compared by their pooled standard error.
 */
export function sayChanges(now: Compared, before: Compared, beforeLabel: string): Change[] {
  if (now.asked.touches === 0) return [{ text: "Nothing asked to reach anybody in this time.", rule: null, isCompared: false }];
  const share = now.held.touches / now.asked.touches;
  const total = `${plural(now.asked.touches, "touch", "touches")} asked about ${plural(now.asked.people, "person", "people")}; ${formatShare(share)} were not allowed at once`;
  if (before.asked.touches === 0) return [{ text: `${total}. Nothing was asked in ${beforeLabel}.`, rule: null, isCompared: false }];
  if (before.asked.touches < fewest)
    return [
      {
        text: `${total}. Only ${formatCount(before.asked.touches)} asked in ${beforeLabel}: too few to compare with.`,
        rule: null,
        isCompared: false,
      },
    ];
  const was = before.held.touches / before.asked.touches;
  const moved = zOf(now.held.touches, now.asked.touches, before.held.touches, before.asked.touches);
  const first: Change = {
    text:
      Math.abs(moved) < surely
        ? `${total}, about as many as in ${beforeLabel} (${formatShare(was)}).`
        : `${total}, ${moved > 0 ? "up" : "down"} from ${formatShare(was)} in ${beforeLabel}.`,
    rule: null,
    isCompared: true,
  };
  return [first, ...ruleChanges(now, before)];
}

function ruleChanges(now: Compared, before: Compared): Change[] {
  const names = [...new Set([...now.rules, ...before.rules].map(({ rule }) => rule))];
  return names
    .map((rule) => {
      const is = now.rules.find((one) => one.rule === rule)?.touches ?? 0;
      const was = before.rules.find((one) => one.rule === rule)?.touches ?? 0;
      return { rule, is, was, z: zOf(is, now.asked.touches, was, before.asked.touches) };
    })
    .filter(({ z }) => Math.abs(z) >= surely)
    .toSorted((a, b) => Math.abs(b.z) - Math.abs(a.z))
    .slice(0, mostRules)
    .map(({ rule, is, was, z }) => ({
      rule,
      isCompared: true,
      text: `${ruleWords[rule].label} holds back ${z > 0 ? "more" : "less"}: ${formatShare(is / now.asked.touches)} of what was asked (${formatCount(is)}), ${
        was === 0 ? "nothing before" : `${formatShare(was / before.asked.touches)} before`
      }.`,
    }));
}

/** How many standard errors two shares are apart; 0 where nothing varies. */
function zOf(one: number, of: number, other: number, ofOther: number): number {
  const pooled = (one + other) / (of + ofOther);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / ofOther));
  return error === 0 ? 0 : (one / of - other / ofOther) / error;
}
