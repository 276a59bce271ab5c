import type { intervals, Range } from "@throughline/contract";
import { fromWallMs, toWallMs, toZonedIso } from "./zone.ts";

export type Interval = (typeof intervals)[number];
/** From `fromMs`, included, to `toMs`, excluded; ms since 1970. */
export type Span = { fromMs: number; toMs: number };
/** A whole interval of the calendar; `at` is its start, ISO 8601 in the zone. */
export type Bucket = { startMs: number; endMs: number; at: string };

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const dateOnly = /^\d{4}-\d\d-\d\d$/;

/** The start, ms, of the interval that an instant lies in. Weeks begin on Monday, all of them by the zone's calendar; hours by its clocks. */
export function startOfInterval(atMs: number, interval: Interval, timezone: string): number {
  const wallMs = toWallMs(atMs, timezone);
  // The offset cannot change within the hour for the zones that shift by whole hours: an hour's start needs no second look at the zone.
  if (interval === "hour") return atMs - (((wallMs % hourMs) + hourMs) % hourMs);
  return fromWallMs(startOfWallInterval(wallMs, interval), timezone);
}

function startOfWallInterval(wallMs: number, interval: Interval): number {
  const midnight = Math.floor(wallMs / dayMs) * dayMs;
  const date = new Date(midnight);
  if (interval === "week") return midnight - ((date.getUTCDay() + 6) % 7) * dayMs;
  if (interval === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  return midnight;
}

/**
 * The instant some intervals later (or earlier) when the clocks show the same; hours are 60 minutes. A day of the month that does not exist becomes the
 * last that does.
 */
export function addIntervals(atMs: number, count: number, interval: Interval, timezone: string): number {
  if (interval === "hour") return atMs + count * hourMs;
  const wallMs = toWallMs(atMs, timezone);
  if (interval !== "month") return fromWallMs(wallMs + count * (interval === "week" ? 7 : 1) * dayMs, timezone);
  const date = new Date(wallMs);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count + 1, 0)).getUTCDate();
  return fromWallMs(first + (Math.min(date.getUTCDate(), lastDay) - 1) * dayMs + (wallMs % dayMs), timezone);
}

/**
 * The instants of a query's range. A date is its first moment in the zone, and as `to` the first moment of the next day. `last` N units: the unit that now lies in and the
 * N − 1 before it, up to now. A range that ends before it begins is empty (`toMs <= fromMs`).
 */
export function resolveRange(range: Range, { nowMs, timezone }: { nowMs: number; timezone: string }): Span {
  if ("last" in range) {
    const { value, unit } = range.last;
    return {
      fromMs: intervalsLater(startOfInterval(nowMs, unit, timezone), 1 - value, unit, timezone),
      toMs: nowMs,
    };
  }
  return { fromMs: instantOf(range.from, timezone, 0), toMs: instantOf(range.to, timezone, 1) };
}

const instantOf = (text: string, timezone: string, addDays: number): number =>
  dateOnly.test(text) ? fromWallMs(Date.parse(text) + addDays * dayMs, timezone) : Date.parse(text);

/** The intervals that a span touches, in order, whole: the first may begin before it and the last end after it. None for an empty span. */
export function bucketsOf(span: Span, interval: Interval, timezone: string): Bucket[] {
  const buckets: Bucket[] = [];
  if (span.toMs <= span.fromMs) return buckets;
  const first = startOfInterval(span.fromMs, interval, timezone);
  let startMs = first;
  for (let index = 1; startMs < span.toMs; index++) {
    const endMs = intervalsLater(first, index, interval, timezone);
    // A zone that skips a whole day (crossing the date line) has an interval of no length: nothing can happen in it.
    if (endMs > startMs) buckets.push({ startMs, endMs, at: toZonedIso(startMs, timezone) });
    startMs = endMs;
  }
  return buckets;
}

/** The start of the interval that is so many after the one starting at `startMs`: a day whose midnight does not exist begins at one o'clock, and those around it do not. */
export function intervalsLater(startMs: number, count: number, interval: Interval, timezone: string): number {
  const shifted = addIntervals(startMs, count, interval, timezone);
  return interval === "hour" ? shifted : startOfInterval(shifted, interval, timezone);
}

/** What a span is compared with: as many intervals earlier as it touches, both ends moved alike, so that an unfinished interval meets an equally unfinished one. */
export function previousSpan(span: Span, interval: Interval, timezone: string): Span {
  const count = bucketsOf(span, interval, timezone).length;
  const earlier = (atMs: number): number => {
    const shifted = addIntervals(atMs, -count, interval, timezone);
    return startOfInterval(atMs, interval, timezone) === atMs ? startOfInterval(shifted, interval, timezone) : shifted;
  };
  return { fromMs: earlier(span.fromMs), toMs: earlier(span.toMs) };
}
