const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timezone, format);
  }
  return format;
}

/** How far the zone's clocks are ahead of UTC at an instant, in ms. `timezone` is an IANA name; an unknown one is a RangeError. */
export function zoneOffsetMs(atMs: number, timezone: string): number {
  if (timezone === "UTC") return 0;
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timezone).formatToParts(atMs)) part[type] = Number(value);
  const wallMs = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
  return wallMs - Math.floor(atMs / 1000) * 1000;
}

/** What the clocks of the zone show, as ms since 1970 of a clock in UTC that shows the same. */
export const toWallMs = (atMs: number, timezone: string): number => atMs + zoneOffsetMs(atMs, timezone);

/**
 * The instant at which the zone's clocks show `wallMs`: the first of two where they are set back, and where they are set forward over it the moment
 * of the change.
 */
export function fromWallMs(wallMs: number, timezone: string): number {
  const before = zoneOffsetMs(wallMs - 86_400_000, timezone);
  const after = zoneOffsetMs(wallMs + 86_400_000, timezone);
  const candidates = [wallMs - before, wallMs - after].filter((atMs) => toWallMs(atMs, timezone) === wallMs);
  return candidates.length > 0 ? Math.min(...candidates) : changeBefore(wallMs - before, timezone);
}

/** The moment, within the day before, from which the zone's offset is what it is at `atMs`. */
function changeBefore(atMs: number, timezone: string): number {
  const offsetMs = zoneOffsetMs(atMs, timezone);
  let [otherMs, sameMs] = [atMs - 86_400_000, atMs];
  while (sameMs - otherMs > 1) {
    const middleMs = Math.floor((otherMs + sameMs) / 2);
    if (zoneOffsetMs(middleMs, timezone) === offsetMs) sameMs = middleMs;
    else otherMs = middleMs;
  }
  return sameMs;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** ISO 8601 with the zone's offset, to the second: `2026-03-29T00:00:00+01:00`, in UTC `…+00:00`. */
export function toZonedIso(atMs: number, timezone: string): string {
  const offsetMs = zoneOffsetMs(atMs, timezone);
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const sign = offsetMs < 0 ? "-" : "+";
  return `${new Date(atMs + offsetMs).toISOString().slice(0, 19)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
