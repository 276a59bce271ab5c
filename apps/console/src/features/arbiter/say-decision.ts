import type { ArbiterAnswer, Decision, RuleName, Touch, Verdict } from "@throughline/contract";
import { formatDateTime } from "../../ui/format-time.ts";
import { answerWords, channelWords, kindWords, ruleWords } from "./arbiter-words.ts";

/** What a touch is called: its title, else what it is and by which way. */
export function touchTitle({ title, kind, channel, purpose }: Pick<Touch, "title" | "kind" | "channel" | "purpose">): string {
  return (
    title ??
    `${purpose === "survey" && kind === "survey" ? "Survey" : `${sentence(purpose)} ${kindWords[kind].toLowerCase()}`} by ${channelWords[channel]}`
  );
}

/** “Held back by Consent”, “Put off by Quiet hours until 4 Mar 2026, 08:00:00”, “Allowed”. */
export function sayAnswer(
  { answer, rule, at }: { answer: ArbiterAnswer; rule: RuleName | null; at: string | null },
  timeZone: string,
): string {
  const { label } = answerWords[answer];
  if (answer === "now") return label;
  if (answer === "task") return "A person decides";
  if (answer === "approval") return "A person has to approve it";
  const by = rule === null ? "" : ` by ${ruleWords[rule].label}`;
  const until = answer === "later" && at !== null ? ` until ${withoutSeconds(formatDateTime(new Date(at), timeZone))}` : "";
  return `${label}${by}${until}`;
}

/** Verdicts as they are read: those that speak against it first, the one that decided at the top; then those that allow it. */
export function verdictsInOrder(verdicts: readonly Verdict[], decided: RuleName | null): { against: Verdict[]; allowing: Verdict[] } {
  const against = verdicts.filter(({ verdict }) => verdict !== "allow");
  return {
    against: against.toSorted((a, b) => Number(b.rule === decided) - Number(a.rule === decided)),
    allowing: verdicts.filter(({ verdict }) => verdict === "allow"),
  };
}

/** Why, where more than the first reason matters: the reason of the decision unless it is only the sentence of the verdict that stands below it. */
export function ownReason({ reason, verdicts }: Pick<Decision, "reason" | "verdicts">): string | null {
  return verdicts.some((verdict) => verdict.verdict !== "allow" && verdict.sentence === reason) ? null : reason;
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
/** “4 Mar 2026, 08:00:00” → “4 Mar 2026, 08:00”. */
export const withoutSeconds = (moment: string): string => moment.replace(/:\d\d$/, "");
