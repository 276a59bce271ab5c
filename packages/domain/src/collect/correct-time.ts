const latestSkewMs = 24 * 60 * 60 * 1000;
const earliestMs = Date.UTC(2000, 0, 1);

/** ISO 8601 as senders write it: a date, or a date and a time with `T` or a space, any fraction of a second, with or without a zone. */
const isoPattern = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/;
const plainPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Milliseconds since 1970 of an ISO 8601 time, a number of milliseconds or of seconds (also as text); null if it is none of these.
 * A time without a zone is UTC, wherever the server stands.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? Math.round(Math.abs(value) < 1e11 ? value * 1000 : value) : null;
  if (typeof value !== "string") return null;
  if (plainPattern.test(value)) return msOf(value); // as JavaScript writes it, and so most senders
  if (/^\d{9,14}(\.\d+)?$/.test(value)) return parseTime(Number(value));
  const match = isoPattern.exec(value);
  if (!match) return null;
  const [, date, time = "00:00", zone = "Z"] = match;
  return msOf(`${date}T${time}${/^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.toUpperCase()}`);
}

function msOf(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

/**
 * When a message happened, by our clock: `receivedAt − (sentAt − timestamp)`, as Segment documents it. Without `sentAt` the sender's own time is
 * believed; without a time, it is now. A result in the future (beyond a day) is the moment of receipt: no clock that is off may put history there.
 * Returns null for a time that cannot be read or lies, once corrected, before the year 2000.
 */
export function correctTime(input: { timestamp: unknown; sentAt: unknown; receivedAt: number }): number | null {
  const { timestamp, sentAt, receivedAt } = input;
  if (timestamp === undefined || timestamp === null) return receivedAt;
  const happened = parseTime(timestamp);
  if (happened === null) return null;
  const sent = sentAt === undefined || sentAt === null ? null : parseTime(sentAt);
  const corrected = sent === null ? happened : receivedAt - (sent - happened);
  if (corrected < earliestMs) return null;
  return corrected > receivedAt + latestSkewMs ? receivedAt : corrected;
}
