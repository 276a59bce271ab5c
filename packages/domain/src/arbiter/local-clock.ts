import { fromWallMs, toWallMs } from "../insights/zone.ts";

const dayMs = 86_400_000;
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** `23:10`, as the zone's clocks show it. */
export const clockAt = (atMs: number, timezone: string): string => new Date(toWallMs(atMs, timezone)).toISOString().slice(11, 16);

/** Whether the zone's clocks show a time from `from` until before `to`; over midnight where `to` is the earlier. */
export function isBetween({ from, to }: { from: string; to: string }, atMs: number, timezone: string): boolean {
  const [begin, end, now] = [minutesOf(from), minutesOf(to), minutesOf(clockAt(atMs, timezone))];
  return begin < end ? now >= begin && now < end : now >= begin || now < end;
}

/**
 * The next moment, from `atMs` on, at which the zone's clocks show `clock`. On the day when they are set forward over it that is the moment of the change,
 * on the day when they are set back the first of the two.
 */
export function nextAt(clock: string, atMs: number, timezone: string): number {
  const wallMs = toWallMs(atMs, timezone);
  const midnightMs = wallMs - (((wallMs % dayMs) + dayMs) % dayMs);
  for (let day = 0; day < 3; day++) {
    const momentMs = fromWallMs(midnightMs + day * dayMs + minutesOf(clock) * 60_000, timezone);
    if (momentMs >= atMs) return momentMs;
  }
  throw new Error(`No clock of ${timezone} shows ${clock} within three days.`);
}

/** Whether a text names a time zone that exists. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== "string" || name === "") return false;
  if (known.has(name)) return known.get(name) === true;
  let exists = true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    exists = false;
  }
  if (known.size < 2_000) known.set(name, exists);
  return exists;
}
const known = new Map<string, boolean>();
