import type { Schedule } from "@throughline/contract";
import { addIntervals, fromWallMs, startOfInterval } from "@throughline/domain";

const minuteMs = 60_000;

/** The first due time after a moment, both ms since 1970. What was due while nobody looked is not made up for. */
export function nextDue(schedule: Schedule, afterMs: number, timezone: string): number {
  if ("everyMinutes" in schedule) {
    const step = schedule.everyMinutes * minuteMs;
    return (Math.floor(afterMs / step) + 1) * step;
  }
  const [hours, minutes] = schedule.dailyAt.split(":").map(Number);
  const sinceMidnight = ((hours ?? 0) * 60 + (minutes ?? 0)) * minuteMs;
  const today = startOfInterval(afterMs, "day", timezone);
  for (let day = 0; ; day++) {
    const due = atClock(addIntervals(today, day, "day", timezone), sinceMidnight, timezone);
    if (due > afterMs) return due;
  }
}

/** When an alert is looked at first, once it was made or changed: at once, unless it has an hour of its own. */
export const firstDue = (schedule: Schedule, nowMs: number, timezone: string): number =>
  "everyMinutes" in schedule ? nowMs : nextDue(schedule, nowMs, timezone);

/** When the zone's clocks show so much after the midnight of that day; where they leap over it, the moment of the leap. */
function atClock(midnightMs: number, sinceMidnight: number, timezone: string): number {
  const noon = midnightMs + 12 * 60 * minuteMs;
  const wallMidnight = Date.UTC(...dayOf(noon, timezone));
  return fromWallMs(wallMidnight + sinceMidnight, timezone);
}

function dayOf(atMs: number, timezone: string): [number, number, number] {
  const text = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, dateStyle: "short" }).format(atMs);
  const [year, month, day] = text.split("-").map(Number);
  return [year ?? 0, (month ?? 1) - 1, day ?? 1];
}
