const latestSkewMs = 24 * 60 * 60 * 1000;
const earliestMs = Date.UTC(2000, 0, 1);

/** Milliseconds since 1970 of an ISO time, a number of milliseconds or of seconds; null if it is none of these. */
export function parseTime(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? Math.round(value < 1e11 ? value * 1000 : value) : null;
  if (typeof value !== "string" || value === "") return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

/**
 * When a message happened, by our clock: `receivedAt − (sentAt − timestamp)`, as Segment documents it. Without `sentAt` the sender's own time is
 * believed; without a time, it is now. A result in the future (beyond a day) is the moment of receipt: no clock that is off may put history there.
 * Returns null for a time that cannot be read or lies before the year 2000.
 */
export function correctTime(input: { timestamp: unknown; sentAt: unknown; receivedAt: number }): number | null {
  const { timestamp, sentAt, receivedAt } = input;
  if (timestamp === undefined || timestamp === null) return receivedAt;
  const happened = parseTime(timestamp);
  if (happened === null || happened < earliestMs) return null;
  const sent = sentAt === undefined || sentAt === null ? null : parseTime(sentAt);
  const corrected = sent === null ? happened : receivedAt - (sent - happened);
  return corrected > receivedAt + latestSkewMs ? receivedAt : corrected;
}
