import type { DateMoment, FlowTrigger, FlowWait, Scalar } from "@throughline/contract";
import { isBetween, nextAt } from "../arbiter/local-clock.ts";
import { fromWallMs, toWallMs } from "../insights/zone.ts";
import { propertyValues } from "../predicates/property-values.ts";
import { instantOf, isDateOnly } from "../predicates/values.ts";
import type { PersonView } from "../predicates/view.ts";

const dayMs = 86_400_000;
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const midnightOf = (wallMs: number): number => Math.floor(wallMs / dayMs) * dayMs;
/** 1 is Monday, 7 is Sunday. */
const weekdayOf = (wallMs: number): number => new Date(wallMs).getUTCDay() || 7;

/** The moment that one value of a date trait gives, ms since 1970. A date without a time is that day by the person's own clocks. */
function momentOfValue(value: Scalar, { days, at }: DateMoment, timezone: string): number | null {
  const instantMs = instantOf(value);
  if (instantMs === null) return null;
  if (at === null) return instantMs + days * dayMs;
  const wallMs = typeof value === "string" && isDateOnly(value) ? instantMs : toWallMs(instantMs, timezone);
  return fromWallMs(midnightOf(wallMs) + days * dayMs + minutesOf(at) * 60_000, timezone);
}

/** The moment that a person's date gives: of several dates (of several accounts) the next that is still to come. Null where all are gone by or there is none. */
export function momentOf(moment: DateMoment, person: PersonView, timezone: string, nowMs: number): number | null {
  const values = propertyValues(moment.property)({ person, interaction: null });
  const coming = values.flatMap((value) => momentOfValue(value, moment, timezone) ?? []).filter((atMs) => atMs > nowMs);
  return coming.length === 0 ? null : Math.min(...coming);
}

type Window = Extract<FlowWait, { for: "window" }>;

/** The first moment from now on inside a window of the day where the person is: now, when they are in it. A window over midnight belongs to the day on which it opens. */
export function nextInWindow({ from, to, weekdays }: Window, nowMs: number, timezone: string): number {
  const wallMs = toWallMs(nowMs, timezone);
  const openedYesterday = minutesOf(from) > minutesOf(to) && Math.floor((wallMs % dayMs) / 60_000) < minutesOf(to);
  const isAllDay = from === to;
  if ((isAllDay || isBetween({ from, to }, nowMs, timezone)) && weekdays.includes(weekdayOf(openedYesterday ? wallMs - dayMs : wallMs)))
    return nowMs;
  let atMs = nextAt(isAllDay ? "00:00" : from, nowMs, timezone);
  for (let day = 0; day < 8; day++) {
    if (weekdays.includes(weekdayOf(toWallMs(atMs, timezone)))) return atMs;
    atMs = nextAt(isAllDay ? "00:00" : from, atMs + 1, timezone);
  }
  return atMs;
}

type Schedule = Extract<FlowTrigger, { kind: "schedule" }>;

/** The first moment after `afterMs` at which a schedule is due, by the workspace's clocks. */
export function nextScheduled({ every, at, weekday, day }: Schedule, afterMs: number, timezone: string): number {
  const fits = (wallMs: number): boolean =>
    every === "day" || (every === "week" ? weekdayOf(wallMs) === weekday : new Date(wallMs).getUTCDate() === day);
  let atMs = nextAt(at, afterMs + 1, timezone);
  for (let tries = 0; tries < 40 && !fits(toWallMs(atMs, timezone)); tries++) atMs = nextAt(at, atMs + 1, timezone);
  return atMs;
}
