const hourMs = 3_600_000;

/** What all sources accepted in each of the last 24 hours, oldest first and the running one last. */
export function addHours(perSource: readonly (readonly number[])[], now: number): { start: Date; accepted: number }[] {
  const running = Math.floor(now / hourMs) * hourMs;
  return Array.from({ length: 24 }, (_, index) => ({
    start: new Date(running - (23 - index) * hourMs),
    accepted: perSource.reduce((sum, perHour) => sum + (perHour[index] ?? 0), 0),
  }));
}
