import type { ListState } from "../../ui/data-table/use-list-state.ts";
import { addDays, dayIn, startOfDay } from "./zoned-moment.ts";

/** Which days a report is of: the last so many, or from one to another, both included. */
export type ReportRange = { days: number } | { from: string; to: string };

export const presets = [7, 28, 90] as const;
const defaultDays = 28;
const dayMs = 86_400_000;
const isDate = (text: string | undefined): text is string => text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text);

/** The range of an address; what it does not say, or says wrongly, is the default. */
export function rangeOf(state: Pick<ListState, "filter">): ReportRange {
  const [from, to, days] = [state.filter("from"), state.filter("to"), Number(state.filter("days"))];
  if (isDate(from) && isDate(to) && from <= to) return { from, to };
  return { days: Number.isInteger(days) && days >= 1 && days <= 400 ? days : defaultDays };
}

/** The address of a range: what is the default is left out. */
export const rangeParams = (range: ReportRange): Record<string, string | undefined> =>
  "days" in range
    ? { days: range.days === defaultDays ? undefined : String(range.days), from: undefined, to: undefined }
    : { days: undefined, from: range.from, to: range.to };

/** The moments between which the days lie, and the same number of days before them; whole days of the zone, today as far as it is. */
export function momentsOf(range: ReportRange, { nowMs, timeZone }: { nowMs: number; timeZone: string }): Moments {
  const today = dayIn(nowMs, timeZone);
  const last = "days" in range ? today : range.to;
  const first = "days" in range ? addDays(today, 1 - range.days) : range.from;
  const count = Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1;
  return {
    from: startOfDay(first, timeZone),
    to: startOfDay(addDays(last, 1), timeZone),
    beforeFrom: startOfDay(addDays(first, -count), timeZone),
    count,
    days: Array.from({ length: count }, (_, index) => addDays(first, index)),
  };
}
export type Moments = { from: string; to: string; beforeFrom: string; count: number; days: string[] };

/** “Last 28 days”, “1 Nov 2026 – 7 Nov 2026”. */
export function rangeLabel(range: ReportRange, formatDay: (day: string) => string): string {
  if ("days" in range) return range.days === 1 ? "Today" : `Last ${range.days} days`;
  return range.from === range.to ? formatDay(range.from) : `${formatDay(range.from)} – ${formatDay(range.to)}`;
}

/** The first and the last moment of a day in a zone. */
export const momentsOfDay = (day: string, timeZone: string) => ({
  from: startOfDay(day, timeZone),
  to: startOfDay(addDays(day, 1), timeZone),
});
