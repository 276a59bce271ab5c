import { trendInterval, type Range, type TrendInterval } from "@throughline/contract";
import type { ListState } from "../../ui/data-table/use-list-state.ts";

/** What the address asks about time, as the API takes it. */
export type JourneyRange = { last?: string | undefined; from?: string | undefined; to?: string | undefined };

export const presets = [
  { last: "24h", label: "24 hours" },
  { last: "7d", label: "7 days" },
  { last: "28d", label: "28 days" },
  { last: "90d", label: "90 days" },
  { last: "12m", label: "12 months" },
] as const;
export const defaultLast = "28d";
const units: Record<string, string> = { h: "hours", d: "days", w: "weeks", m: "months" };
const isDate = (text: string | undefined): text is string => text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text);

/** The range of an address; what it does not say, or says wrongly, is the default. */
export function rangeOf(state: Pick<ListState, "filter">): JourneyRange {
  const [from, to, last] = [state.filter("from"), state.filter("to"), state.filter("last")];
  if (isDate(from) && isDate(to) && from <= to) return { from, to };
  return { last: last !== undefined && /^\d{1,4}[hdwm]$/.test(last) ? last : defaultLast };
}

/** Of which time the people of the open list are: the page's, unless the number that was opened is of days of its own. */
export function whoRangeOf(state: Pick<ListState, "filter">): JourneyRange {
  const [from, to] = [state.filter("whoFrom"), state.filter("whoTo")];
  return isDate(from) && isDate(to) && from <= to ? { from, to } : rangeOf(state);
}

/** The address of a range: what is the default is left out. */
export function rangeParams({ last, from, to }: JourneyRange): Record<string, string | undefined> {
  return { last: last === defaultLast ? undefined : last, from, to };
}

/** A page of journeys with the range of this one: what is looked at stays the same from page to page. */
export function withRange(path: string, state: Pick<ListState, "filter">): string {
  return withParams(path, { ...rangeParams(rangeOf(state)), compare: state.filter("compare") === "off" ? "off" : undefined });
}

/** Where the map of a journey is seen, over the range of a query about it; with the people of one of its numbers (`who`) opened. */
export function journeyAddress(key: string, range: Range, who?: string): string {
  const time =
    "last" in range
      ? rangeParams({ last: `${range.last.value}${range.last.unit.charAt(0)}` })
      : { from: range.from.slice(0, 10), to: range.to.slice(0, 10) };
  return withParams(`/journeys/${encodeURIComponent(key)}`, { ...time, who });
}

function withParams(path: string, params: Record<string, string | undefined>): string {
  const known = Object.entries(params).filter((param): param is [string, string] => param[1] !== undefined);
  return known.length === 0 ? path : `${path}?${new URLSearchParams(known)}`;
}

/** “Last 28 days”, “1 Nov – 7 Nov”. */
export function rangeLabel({ last, from, to }: JourneyRange, formatDay: (date: string) => string): string {
  if (last !== undefined) return `Last ${spanOf(last)}`;
  if (from === undefined || to === undefined) return "";
  return from === to ? formatDay(from) : `${formatDay(from)} – ${formatDay(to)}`;
}

/** What the figures are compared with: “the 28 days before”. */
export function beforeLabel({ last, from, to }: JourneyRange): string {
  if (last !== undefined) return `the ${spanOf(last)} before`;
  if (from === undefined || to === undefined) return "the time before";
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  return days === 1 ? "the day before" : `the ${days} days before`;
}

/** The same as a query asks it. */
export function queryRangeOf({ last, from, to }: JourneyRange): Range {
  if (from !== undefined && to !== undefined) return { from, to };
  const text = last ?? defaultLast;
  return { last: { value: Number(text.slice(0, -1)), unit: queryUnits[text.slice(-1)] ?? "day" } };
}
const queryUnits: Record<string, "hour" | "day" | "week" | "month"> = { h: "hour", d: "day", w: "week", m: "month" };

/** Of which length the points of a trend are, so that there are neither too few nor too many. */
export function intervalOf({ last, from, to }: JourneyRange): TrendInterval {
  if (last !== undefined) return trendInterval(Number(last.slice(0, -1)) * daysOf(last.at(-1)));
  return trendInterval(from !== undefined && to !== undefined ? (Date.parse(to) - Date.parse(from)) / 86_400_000 : 28);
}

const daysOf = (unit: string | undefined): number => ({ h: 1 / 24, d: 1, w: 7, m: 30 })[unit ?? "d"] ?? 1;
const spanOf = (last: string): string => {
  const count = Number(last.slice(0, -1));
  const unit = units[last.slice(-1)] ?? "days";
  return count === 1 ? unit.slice(0, -1) : `${count} ${unit}`;
};
