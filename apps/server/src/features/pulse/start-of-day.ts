const minuteMs = 60_000;

/** Minutes by which a time zone is ahead of UTC at a moment. */
function offsetMinutes(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(parts.find((part) => part.type === "timeZoneName")?.value ?? "");
  return match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}

/** The moment (ms) when the day that `at` lies in began, where people live by this IANA time zone; also on days when clocks are put forward or back. */
export function startOfDay(at: number, timeZone: string): number {
  const local = at + offsetMinutes(at, timeZone) * minuteMs;
  const midnight = Math.floor(local / 86_400_000) * 86_400_000;
  // The offset at midnight may be another than now.
  const guess = midnight - offsetMinutes(at, timeZone) * minuteMs;
  return midnight - offsetMinutes(guess, timeZone) * minuteMs;
}
