import { dayOf } from "./task-words.ts";

/** The hour at which something is due that was given a day alone. */
const dueHour = 17;
const hourMs = 3_600_000;

/** A day (`YYYY-MM-DD`) → the moment at which it is due, 17:00 by the clocks of the zone; null for no day. */
export function dueMoment(day: string, timeZone: string): string | null {
  const wall = Date.parse(`${day}T00:00:00Z`) + dueHour * hourMs;
  if (Number.isNaN(wall)) return null;
  // Twice: the offset may be another one on the other side of a change of the clocks.
  const guess = wall - offsetAt(wall, timeZone);
  return new Date(wall - offsetAt(guess, timeZone)).toISOString();
}

/** The day of a due moment, for a field. */
export const dueDay = (due: string | null, timeZone: string): string => (due === null ? "" : dayOf(new Date(due), timeZone));

/** The day so many days after a moment. */
export const dayAfter = (now: Date, days: number, timeZone: string): string =>
  new Date(Date.parse(`${dayOf(now, timeZone)}T00:00:00Z`) + days * 24 * hourMs).toISOString().slice(0, 10);

/** How far the zone's clocks are ahead of UTC at a moment, in ms. */
function offsetAt(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(atMs);
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"), get("second")) - Math.floor(atMs / 1000) * 1000;
}
