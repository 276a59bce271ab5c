import { stakesLevels, type ArbiterRules, type Duration, type Owner, type TouchChannel, type TouchPurpose } from "@throughline/contract";
import { formatShare, plural } from "../../../ui/format-number.ts";
import { channelWords, ownerWords, purposeWords, stakesWords } from "../arbiter-words.ts";
import { matrixOf } from "./ownership-matrix.ts";

/** The rules in the parts in which they are edited, with the fields of each. */
export const ruleParts = {
  consent: { label: "Consent", fields: ["consent"] },
  quietHours: { label: "Quiet hours", fields: ["quietHours"] },
  caps: { label: "Caps: one attention budget", fields: ["caps"] },
  gap: { label: "Gap between two touches", fields: ["gap"] },
  complaint: { label: "Open complaint", fields: ["complaint"] },
  conversation: { label: "Unsettled conversation", fields: ["conversation"] },
  score: { label: "Bad score", fields: ["score"] },
  holdout: { label: "Holdout", fields: ["holdout"] },
  ownership: { label: "Ownership: who decides", fields: ["ownership"] },
  worth: { label: "Worth and waiting", fields: ["nothing", "longestWait"] },
  keep: { label: "How long decisions are kept", fields: ["keepDays"] },
} as const satisfies Record<string, { label: string; fields: readonly (keyof ArbiterRules)[] }>;
export type RulePart = keyof typeof ruleParts;
export const rulePartNames = Object.keys(ruleParts) as RulePart[];

/** Whether two sets of rules say the same in a part. Who decides is compared by what comes of it, not by how it is written. */
export function isSame(part: RulePart, a: ArbiterRules, b: ArbiterRules): boolean {
  if (part === "ownership") {
    const tiers = [...new Set([a, b].flatMap(({ ownership }) => matrixOf(ownership.classes).map(({ tier }) => tier)))];
    const whole = (rules: ArbiterRules) => JSON.stringify([rules.ownership.tierTrait, matrixOf(rules.ownership.classes, tiers)]);
    return whole(a) === whole(b);
  }
  return ruleParts[part].fields.every((field) => sameJson(a[field], b[field]));
}

/** The parts in which two sets of rules differ, in the order in which they are shown. */
export const differingParts = (a: ArbiterRules, b: ArbiterRules): RulePart[] => rulePartNames.filter((part) => !isSame(part, a, b));

/** `rules` with a part of others. */
export function withPart(rules: ArbiterRules, part: RulePart, from: ArbiterRules): ArbiterRules {
  const fields = Object.fromEntries(ruleParts[part].fields.map((field) => [field, from[field]]));
  return { ...rules, ...fields };
}

/** What somebody changed (from `base` to `mine`), on top of what others changed meanwhile (`theirs`). */
export const onTopOf = (base: ArbiterRules, mine: ArbiterRules, theirs: ArbiterRules): ArbiterRules =>
  differingParts(base, mine).reduce((rules, part) => withPart(rules, part, mine), theirs);

/** The part that a field of the API belongs to: `rules.caps.0.max` → caps. */
export function partOfField(field: string): RulePart | null {
  const name = /^(?:rules[.[])?(\w+)/.exec(field)?.[1];
  return rulePartNames.find((part) => (ruleParts[part].fields as readonly string[]).includes(name ?? "")) ?? null;
}

/** What a part says, in a sentence. */
export function sayPart(part: RulePart, rules: ArbiterRules): string {
  switch (part) {
    case "worth":
      return `Worth more than ${rules.nothing}; put off at most ${sayDuration(rules.longestWait)}.`;
    case "consent":
      return `${(Object.keys(rules.consent) as TouchPurpose[])
        .map((purpose) => `${purposeWords[purpose].label} ${policyWords[rules.consent[purpose].policy].toLowerCase()}`)
        .join(", ")}.`;
    case "quietHours":
      return rules.quietHours === null
        ? "Off."
        : `${rules.quietHours.from} to ${rules.quietHours.to} where they are, for ${channels(rules.quietHours.channels)}; ${purposes(rules.quietHours.purposes)}.`;
    case "caps":
      return rules.caps.length === 0
        ? "None."
        : `${rules.caps.map(({ name, max, within }) => `${name} ${max} in ${sayDuration(within)}`).join("; ")}.`;
    case "gap":
      return rules.gap === null ? "Off." : `${sayDuration(rules.gap.within)} between two touches; ${purposes(rules.gap.purposes)}.`;
    case "complaint":
    case "conversation": {
      const rule = rules[part];
      return rule === null
        ? "Off."
        : `Holds back ${purposes(rule.holds)}; forgotten after ${sayDuration(rule.forgottenAfter)} without news.`;
    }
    case "score": {
      if (rules.score === null) return "Off.";
      const { nps, csat, ces, review } = rules.score.atMost;
      const limits = [["NPS", nps] as const, ["CSAT", csat] as const, ["CES", ces] as const, ["review", review] as const]
        .filter(([, most]) => most !== undefined)
        .map(([name, most]) => `${name} ${most}`);
      return `Up to ${limits.join(", ") || "nothing"}: holds back ${purposes(rules.score.holds)} for ${sayDuration(rules.score.within)}.`;
    }
    case "holdout": {
      const { share, flowShare, purposes: of } = rules.holdout;
      return `${sayShare(share)} left alone by everything, ${sayShare(flowShare)} by each flow; ${of.length === 0 ? "of nothing" : purposes(of)}.`;
    }
    case "ownership":
      return `${matrixOf(rules.ownership.classes)
        .map(({ tier, owners }) => {
          const not = stakesLevels.filter((stakes) => owners[stakes] !== "automation");
          return `${tier ?? "others"}: ${not.length === 0 ? "all automation’s" : not.map((stakes) => `${stakesWords[stakes].toLowerCase()} ${sayOwner(owners[stakes])}`).join(", ")}`;
        })
        .join("; ")}.`;
    case "keep":
      return `${plural(rules.keepDays, "day")}.`;
  }
}

export const policyWords = { needed: "Needs a yes", unless_refused: "Unless refused", not_needed: "Needs none" } as const;

/** “4 hours”, “a day”. */
const sayDuration = ({ value, unit }: Duration): string => (value === 1 ? `${unit === "hour" ? "an" : "a"} ${unit}` : `${value} ${unit}s`);
const sayShare = (share: number): string => (share === 0 ? "nobody" : formatShare(share));
const sayOwner = (owner: Owner): string =>
  owner === "person" ? "a person’s" : owner === "approval" ? "after approval" : ownerWords[owner].label.toLowerCase();
const purposes = (names: readonly TouchPurpose[]): string => list(names.map((name) => purposeWords[name].label.toLowerCase()));
const channels = (names: readonly TouchChannel[]): string => list(names.map((name) => channelWords[name]));
const list = (names: readonly string[]): string => names.join(", ");

/** Whatever order the fields stand in. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length && keys.every((key) => sameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
