import type { Answer } from "@throughline/contract";

/** The dates that an answer is about, both included, on the workspace's calendar. Its `to` is the first moment no longer in. */
export function daysOfAnswer({ from, to, timezone }: Pick<Answer, "from" | "to" | "timezone">): { from: string; to: string } {
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: timezone });
  return { from: date.format(Date.parse(from)), to: date.format(Date.parse(to) - 1) };
}
