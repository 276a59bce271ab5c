/** Adds what arrived to the counts; minutes are keyed by their first instant, as the server's are. */
export function countByMinute(before: ReadonlyMap<string, number>, arrived: readonly { receivedAt: string }[]): Map<string, number> {
  const counts = new Map(before);
  for (const { receivedAt } of arrived) {
    const minute = minuteOf(receivedAt);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return counts;
}

/** The first instant of a time's minute, as a key that does not depend on how the time was written. */
export function minuteOf(iso: string): string {
  return new Date(Math.floor(Date.parse(iso) / 60_000) * 60_000).toISOString();
}
