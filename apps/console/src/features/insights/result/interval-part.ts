import type { Answer } from "@throughline/contract";
import type { ShowProps } from "./show.ts";

type Interval = ShowProps<"trends">["query"]["interval"];
type Point = { at: string; value: number | null };
type About = Pick<Answer, "from" | "to" | "freshness">;

/** What of an interval an answer is about, where it is not all of it: it still runs (“so far”), or the range begins or ends within it (“in part”). */
export type Part = "so far" | "in part";

/** For each point of a series, in order, what part of its interval it tells of; null: all of it, or nothing yet. */
export function partsOf(points: readonly Point[], interval: Interval, { from, to, freshness }: About): (Part | null)[] {
  const [fromMs, toMs, asOfMs] = [from, to, freshness.at].map((at) => Date.parse(at)) as [number, number, number];
  return points.map(({ at, value }, index) => {
    if (value === null) return null;
    const next = points[index + 1]?.at;
    const endMs = next === undefined ? endOf(at, interval, to) : Date.parse(next);
    if (asOfMs < endMs) return "so far";
    return fromMs > Date.parse(at) || toMs < endMs ? "in part" : null;
  });
}

const offsetOf = (at: string): string => /(?:Z|[+-]\d\d:\d\d)$/.exec(at)?.[0] ?? "Z";

/** When the last interval ends, ms: by the calendar of its start, at the offset of the answer's end (clocks that change in between make an hour's difference, at a moment when nobody minds). */
function endOf(at: string, interval: Interval, to: string): number {
  if (interval === "hour") return Date.parse(at) + 3_600_000;
  const date = new Date(`${at.slice(0, 10)}T00:00:00Z`);
  if (interval === "month") date.setUTCMonth(date.getUTCMonth() + 1, 1);
  else date.setUTCDate(date.getUTCDate() + (interval === "week" ? 7 : 1));
  return Date.parse(`${date.toISOString().slice(0, 10)}T00:00:00${offsetOf(to)}`);
}

/** “22 Nov, so far” */
export const withPart = (period: string, part: Part | null | undefined): string => (part ? `${period}, ${part}` : period);
