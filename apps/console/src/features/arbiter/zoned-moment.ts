const dayMs = 86_400_000;

/** The instant at which the clocks of a zone show `2026-03-10T14:30` (the first of two, where they are set back), as ISO 8601 in UTC; null for no such text. */
export function wallToIso(wall: string, timeZone: string): string | null {
  const wallMs = Date.parse(`${wall.length === 16 ? `${wall}:00` : wall}Z`);
  if (Number.isNaN(wallMs)) return null;
  // Twice: the offset may be another one on the other side of a change of the clocks.
  const guess = wallMs - offsetAt(wallMs, timeZone);
  return new Date(wallMs - offsetAt(guess, timeZone)).toISOString();
}

/** What the clocks of a zone show at an instant, to the minute: `2026-03-10T14:30`. */
export function isoToWall(iso: string, timeZone: string): string {
  const atMs = Date.parse(iso);
  return new Date(atMs + offsetAt(atMs, timeZone)).toISOString().slice(0, 16);
}

/** The instant at which a day (`2026-03-10`) begins in a zone. */
export const startOfDay = (day: string, timeZone: string): string => wallToIso(`${day}T00:00`, timeZone) ?? "";

/** The day of an instant in a zone. */
export const dayIn = (atMs: number, timeZone: string): string => isoToWall(new Date(atMs).toISOString(), timeZone).slice(0, 10);

/** The day so many days later; earlier when negative. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** How far the zone's clocks are ahead of UTC at an instant, in ms. */
function offsetAt(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(atMs);
  const [, sign, hours, minutes = "0", seconds = "0"] =
    /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(parts.find(({ type }) => type === "timeZoneName")?.value ?? "") ?? [];
  const ms = (Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -ms : ms;
}
