import { formatCount, plural } from "../../ui/format-number.ts";
import type { Pulse } from "./pulse-query.ts";

/** What changed since yesterday at this time, as one sentence. Changes below 3 % are called “about as many”. */
export function describePulse({ today }: Pick<Pulse, "today">): string {
  const { interactions, people, newPeople, yesterdaySameTime: before } = today;
  if (interactions === 0 && before.interactions === 0) return "Nothing has happened today or yesterday up to this time.";
  if (interactions === 0) return `Nothing has happened today; yesterday at this time it was ${plural(before.interactions, "interaction")}.`;
  const start = `${plural(people, "person", "people")} made ${plural(interactions, "interaction")} today`;
  if (before.interactions === 0) return `${start}; yesterday at this time nothing had happened.`;
  const share = (interactions - before.interactions) / before.interactions;
  const percent = `${Math.abs(share * 100).toFixed(0)} %`;
  const comparison =
    Math.abs(share) < 0.03
      ? "about as many as yesterday at this time"
      : `${percent} ${share > 0 ? "more" : "fewer"} than yesterday at this time`;
  return `${start}, ${comparison}. ${newPeople === 0 ? "Nobody" : formatCount(newPeople)} ${newPeople === 1 || newPeople === 0 ? "is" : "are"} new${before.newPeople === newPeople ? "" : ` (${formatCount(before.newPeople)} by then yesterday)`}.`;
}
