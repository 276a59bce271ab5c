/**
 * The first moment, from `nowMs` on, at which one more makes at most `max` in the window `(moment − withinMs, moment]`. Later entries of `times` count as well:
 * a clock of another process may be ahead.
 */
export function freeFrom(times: readonly number[], { max, withinMs, nowMs }: { max: number; withinMs: number; nowMs: number }): number {
  const latest = times.filter((at) => at > nowMs - withinMs).sort((a, b) => b - a);
  const inTheWay = latest[max - 1];
  return inTheWay === undefined ? nowMs : inTheWay + withinMs;
}
