const formats = new Map<string, Intl.DateTimeFormat>();

function partsFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** The date of an instant on the calendars of a time zone: `2025-11-21`. */
export function dateIn(at: string | number, timeZone: string): string {
  const { year, month, day } = partsAt(new Date(at).getTime(), timeZone);
  return `${year}-${month}-${day}`;
}

/** The instant at which a date begins in a time zone, as ISO 8601 in UTC, also on days when the clocks change. */
export function startOfDate(date: string, timeZone: string): string {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  // The offset can differ between the guess and the answer; the second round uses the offset of the answer.
  const guess = wanted - offsetMs(wanted, timeZone);
  return new Date(wanted - offsetMs(guess, timeZone)).toISOString();
}

/** The date `days` later (earlier when negative). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function offsetMs(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = partsAt(instant, timeZone);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(instant / 1000) * 1000;
}

function partsAt(instant: number, timeZone: string) {
  const found = Object.fromEntries(
    partsFormat(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { year = "", month = "", day = "", hour = "", minute = "", second = "" } = found;
  return { year, month, day, hour, minute, second };
}
