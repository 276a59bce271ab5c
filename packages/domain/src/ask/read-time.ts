import type { Range } from "@throughline/contract";
import { startOfInterval, addIntervals } from "../insights/intervals.ts";
import { toZonedIso } from "../insights/zone.ts";
import type { Reading } from "./reading.ts";

export type Clock = { nowMs: number; timezone: string };
type Days = { from: string; to: string };
const dayMs = 86_400_000;

const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const month = `(${monthNames.map((name) => `${name}|${name.slice(0, 3)}`).join("|")}|sept)`;
const numbers: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
};
const number = `(\\d+|${Object.keys(numbers).join("|")})`;
const date = `(?:(\\d{4}-\\d\\d-\\d\\d)|(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month}(?: (\\d{4}))?|${month} (\\d{1,2})(?:st|nd|rd|th)?(?: (\\d{4}))?|${month}(?: (\\d{4}))?|q([1-4])(?: (\\d{4}))?|(20\\d\\d))`;
const groupsOfDate = 12;

const toNumber = (text: string): number => numbers[text.toLowerCase()] ?? Number(text);
const asDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const monthOf = (text: string): number => monthNames.findIndex((name) => name.startsWith(text.toLowerCase().slice(0, 3)));

/** What a question says of time, or null when it says nothing. Past dates without a year are the latest that have begun. */
export function readTime(reading: Reading, clock: Clock, releases: readonly { version: string; at: string }[]): Range | null {
  return (
    readRelease(reading, clock, releases) ??
    readBetween(reading, clock) ??
    readSince(reading, clock) ??
    readLast(reading, clock) ??
    readNamed(reading, clock)
  );
}

const todayOf = ({ nowMs, timezone }: Clock): string => toZonedIso(nowMs, timezone).slice(0, 10);

/** Groups of {@link date} → its first and last day. */
function daysOf(groups: readonly (string | undefined)[], clock: Clock): Days {
  const [iso, day1, month1, year1, month2, day2, year2, month3, year3, quarter, year4, year5] = groups;
  const today = todayOf(clock);
  const thisYear = Number(today.slice(0, 4));
  if (iso) return { from: iso, to: iso };
  if (quarter) {
    const first = (Number(quarter) - 1) * 3;
    const year = year4 ? Number(year4) : asDate(Date.UTC(thisYear, first, 1)) <= today ? thisYear : thisYear - 1;
    return { from: asDate(Date.UTC(year, first, 1)), to: asDate(Date.UTC(year, first + 3, 0)) };
  }
  if (year5) return { from: `${year5}-01-01`, to: `${year5}-12-31` };
  const at = monthOf((month1 ?? month2 ?? month3) as string);
  const day = Number(day1 ?? day2 ?? 1);
  const said = year1 ?? year2 ?? year3;
  const year = said ? Number(said) : asDate(Date.UTC(thisYear, at, day)) <= today ? thisYear : thisYear - 1;
  if (month3) return { from: asDate(Date.UTC(year, at, 1)), to: asDate(Date.UTC(year, at + 1, 0)) };
  return { from: asDate(Date.UTC(year, at, day)), to: asDate(Date.UTC(year, at, day)) };
}

const groupsAt = (match: RegExpMatchArray, start: number) => match.slice(start, start + groupsOfDate);

function readRelease(reading: Reading, clock: Clock, releases: readonly { version: string; at: string }[]): Range | null {
  const byTime = releases.toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const find = (text: string) =>
    /^(last|latest|newest|current)$/.test(text)
      ? byTime[0]
      : (byTime.find((release) => release.version === text.replace(/^v/, "")) ??
        (new RegExp(`^${month}$`, "iu").test(text)
          ? byTime.find((release) => Number(release.at.slice(5, 7)) - 1 === monthOf(text))
          : undefined));
  for (const pattern of [
    /(since|after|before|until) (?:the )?(\S+) (?:release|deploy|version)/,
    /(since|after|before|until) (?:the )?(?:release|version)(?: of)? (\S+)/,
    /(since|after|before|until) (v?\d+\.\d\S*)/,
  ]) {
    // Read without taking first: a release that nobody knows must stay, to be named as not understood.
    const [, preposition, name] = reading.find(pattern) ?? [];
    if (name === undefined) continue;
    const release = find(name);
    if (!release) return null;
    reading.take(pattern);
    const day = toZonedIso(Date.parse(release.at), clock.timezone).slice(0, 10);
    const dayBefore = asDate(Date.parse(day) - dayMs);
    return preposition === "before" || preposition === "until"
      ? { from: asDate(Date.parse(day) - 90 * dayMs), to: dayBefore }
      : { from: day, to: todayOf(clock) };
  }
  return null;
}

/** What a question calls a release that nobody knows, and the latest that are known; null where it names none. */
export function unknownRelease(
  reading: Reading,
  releases: readonly { version: string; at: string }[],
): { said: string; reason: string; suggestions: string[] } | null {
  const at = reading.words.findIndex(({ text }, index) => !reading.isTaken(index) && /^(?:release|deploy|version)$/.test(text));
  const [lead, said] = [reading.words[at - 2]?.text ?? "", reading.words[at - 1]?.text];
  if (said === undefined || !/^(?:since|after|before|until|the)$/.test(lead)) return null;
  const latest = releases.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 4);
  const known = latest.map((release) => `${release.version} (${sayDay(release.at)})`).join(", ");
  return {
    said,
    reason: `I know of no ${monthOf(said) < 0 ? said : capital(said)} release${known === "" ? "" : `. The latest are ${known}`}.`,
    suggestions: latest.map(({ version }) => version),
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const sayDay = (at: string): string => `${Number(at.slice(8, 10))} ${capital(monthNames[Number(at.slice(5, 7)) - 1] ?? "")}`;

function readBetween(reading: Reading, clock: Clock): Range | null {
  const found = reading.take(new RegExp(`(?:between|from) ${date} (?:and|to|until|till|through) ${date}`));
  if (!found) return null;
  const from = daysOf(groupsAt(found, 1), clock).from;
  const to = daysOf(groupsAt(found, 1 + groupsOfDate), clock).to;
  if (from <= to) return { from, to };
  // From November to February: without a year, the first lies before the second.
  return { from: `${Number(to.slice(0, 4)) - 1}${from.slice(4)}`, to };
}

function readSince(reading: Reading, clock: Clock): Range | null {
  const since = reading.take(
    new RegExp(`(?:since|after|from|starting(?: from| in| on)?) (?:the )?(?:beginning of |start of )?${date}(?: on(?:wards?)?)?`),
  );
  if (since) return { from: daysOf(groupsAt(since, 1), clock).from, to: todayOf(clock) };
  const ago = reading.take(new RegExp(`since ${number} (day|week|month)s? ago`));
  if (ago) return lastOf(toNumber(ago[1] as string), ago[2] as string);
  const weekday = reading.take(new RegExp(`since (?:last )?(${weekdays.join("|")})`));
  if (weekday) {
    const today = todayOf(clock);
    const back = (new Date(today).getUTCDay() - weekdays.indexOf((weekday[1] as string).toLowerCase()) + 7) % 7;
    return { from: asDate(Date.parse(today) - (back || 7) * dayMs), to: today };
  }
  const begin = reading.take(/since (yesterday|(?:the (?:start|beginning) of )?(?:the|this|last) (?:week|month|quarter|year))/);
  if (begin) {
    const text = begin[1] as string;
    const days =
      text === "yesterday"
        ? calendar("day", -1, clock)
        : calendar(/(week|month|quarter|year)/.exec(text)?.[1] as string, text.includes("last") ? -1 : 0, clock);
    return { from: days.from, to: todayOf(clock) };
  }
  return null;
}

function lastOf(value: number, unit: string): Range {
  if (unit === "quarter") return { last: { value: value * 3, unit: "month" } };
  if (unit === "year") return { last: { value: value * 12, unit: "month" } };
  return { last: { value, unit: unit as "hour" | "day" | "week" | "month" } };
}

/** A whole unit of the calendar, `offset` units from the present one. */
function calendar(unit: string, offset: number, { nowMs, timezone }: Clock): Days {
  const today = Date.parse(toZonedIso(nowMs, timezone).slice(0, 10));
  if (unit === "quarter" || unit === "year") {
    const now = new Date(today);
    const months = unit === "quarter" ? 3 : 12;
    const first = Math.floor(now.getUTCMonth() / months) * months + offset * months;
    return { from: asDate(Date.UTC(now.getUTCFullYear(), first, 1)), to: asDate(Date.UTC(now.getUTCFullYear(), first + months, 0)) };
  }
  const kind = unit as "day" | "week" | "month";
  const start = addIntervals(startOfInterval(today, kind, "UTC"), offset, kind, "UTC");
  return { from: asDate(start), to: asDate(addIntervals(start, 1, kind, "UTC") - dayMs) };
}

function readLast(reading: Reading, clock: Clock): Range | null {
  const lead = "(?:(?:(?<!sign(?:ed|s|ing)? )in|over|during|for|within|of) )?(?:the )?";
  const counted = reading.take(new RegExp(`${lead}(?:last|past|previous|recent) ${number} (hour|day|week|month|quarter|year)s?`));
  if (counted) return lastOf(toNumber(counted[1] as string), (counted[2] as string).toLowerCase());
  // "on how many days in the last 30"
  const bare = reading.take(
    /(?<=how many (day|week|month)s )(?:in|of|over|during|out of) the (?:last|past) (\d+)(?! (?:hour|day|week|month|quarter|year)s?)/,
  );
  if (bare) return lastOf(Number(bare[2]), (bare[1] as string).toLowerCase());
  const rolling = reading.take(new RegExp(`${lead}past (hour|day|week|month|quarter|year)`));
  if (rolling) {
    const unit = (rolling[1] as string).toLowerCase();
    const days: Record<string, Range> = {
      hour: lastOf(1, "hour"),
      day: lastOf(24, "hour"),
      week: lastOf(7, "day"),
      month: lastOf(30, "day"),
    };
    return days[unit] ?? lastOf(1, unit);
  }
  const whole = reading.take(new RegExp(`${lead}(last|this|current|previous) (week|month|quarter|year)`));
  if (!whole) return null;
  const unit = (whole[2] as string).toLowerCase();
  if (/last|previous/i.test(whole[1] as string)) return calendar(unit, -1, clock);
  return { from: calendar(unit, 0, clock).from, to: todayOf(clock) };
}

function readNamed(reading: Reading, clock: Clock): Range | null {
  if (reading.take(/today/)) return calendar("day", 0, clock);
  if (reading.take(/yesterday/)) return calendar("day", -1, clock);
  // "may" alone is mostly the verb: a month needs its preposition, or a year.
  const found = reading.take(new RegExp(`(?:in|on|during|for|of) ${date}`)) ?? reading.take(/(?:year|month)s? (?:in )?to date/);
  if (found && found.length > groupsOfDate) return daysOf(groupsAt(found, 1), clock);
  if (found) return { from: calendar(/^year/i.test(found[0]) ? "year" : "month", 0, clock).from, to: todayOf(clock) };
  return null;
}
