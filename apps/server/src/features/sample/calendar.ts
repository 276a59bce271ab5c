import type { Random } from "./random.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How many days of history the sample company has. */
export const HISTORY_DAYS = 90;

/** The 90 days of the sample company. Moments are milliseconds since 1970; a date is a whole UTC day, counted from the first. */
export interface Calendar {
  readonly startAt: number;
  readonly endAt: number;
  /** Index of the UTC date that holds `endAt`. */
  readonly lastDate: number;
  /** Index of the UTC date of a moment (negative before the first). */
  dateOf(at: number): number;
  daysBeforeEnd(days: number): number;
  /** 0 is Sunday. The weekday of a date as people in every zone name it. */
  weekdayOf(date: number): number;
  /** The moment of a local hour (fractions allowed) on a date in an IANA zone. */
  localMoment(date: number, hour: number, timezone: string): number;
  /** The first moment at or after `at` in office hours (Monday to Friday, 8:30 to 18:00) of the zone. */
  inOfficeHours(at: number, timezone: string, random: Random): number;
}

export function createCalendar(endAt: Date): Calendar {
  const end = endAt.getTime();
  const start = end - HISTORY_DAYS * DAY;
  const firstMidnight = Math.floor(start / DAY) * DAY;
  const dateOf = (at: number): number => Math.floor((at - firstMidnight) / DAY);
  const offsetMs = createZoneOffsets(firstMidnight);
  const weekdayOf = (date: number): number => new Date(firstMidnight + date * DAY).getUTCDay();
  const localMoment = (date: number, hour: number, timezone: string): number =>
    Math.round(firstMidnight + date * DAY + hour * HOUR - offsetMs(timezone, date));

  return {
    startAt: start,
    endAt: end,
    lastDate: dateOf(end),
    dateOf,
    daysBeforeEnd: (days) => end - days * DAY,
    weekdayOf,
    localMoment,
    inOfficeHours(at, timezone, random) {
      const local = at + offsetMs(timezone, dateOf(at));
      const date = dateOf(local);
      const hour = (local - firstMidnight) / HOUR - date * 24;
      const weekday = weekdayOf(date);
      if (weekday !== 0 && weekday !== 6 && hour >= 8.5 && hour < 18) return at;
      let next = hour < 8.5 ? date : date + 1;
      while (weekdayOf(next) === 0 || weekdayOf(next) === 6) next++;
      return localMoment(next, 8.5 + Math.min(8, random.exponential(1.6)), timezone);
    },
  };
}

/** Offsets from UTC in milliseconds, looked up once per zone and date (summer time moves them). */
function createZoneOffsets(firstMidnight: number): (timezone: string, date: number) => number {
  const zones = new Map<string, { format: Intl.DateTimeFormat; offsets: Map<number, number> }>();
  return (timezone, date) => {
    let zone = zones.get(timezone);
    if (!zone) {
      const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
      zone = { format, offsets: new Map() };
      zones.set(timezone, zone);
    }
    let offset = zone.offsets.get(date);
    if (offset === undefined) {
      const parts = zone.format.formatToParts(firstMidnight + date * DAY + DAY / 2);
      offset = parseOffset(parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT");
      zone.offsets.set(date, offset);
    }
    return offset;
  };
}

/** "GMT+05:30" → milliseconds; plain "GMT" is 0. */
function parseOffset(text: string): number {
  const match = /^GMT([+-])(\d\d):(\d\d)$/.exec(text);
  if (!match) return 0;
  const size = Number(match[2]) * HOUR + Number(match[3]) * MINUTE;
  return match[1] === "-" ? -size : size;
}

/** How much of a normal working day people do on a weekday (0 is Sunday). */
export function weekdayWeight(weekday: number): number {
  return [0.1, 1.02, 1.08, 1.05, 1, 0.8, 0.13][weekday] ?? 0;
}

/** A local hour at which somebody works: a morning and an afternoon peak, a dip at lunch, a little at other times. */
export function workingHour(random: Random): number {
  const draw = random.next();
  const hour = draw < 0.46 ? random.normal(10.2, 1.2) : draw < 0.86 ? random.normal(14.9, 1.5) : random.between(6.5, 22.5);
  return Math.min(23, Math.max(6, hour));
}
