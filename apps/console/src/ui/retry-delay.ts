/** How long to wait before the next attempt: 0.5 s doubling to 15 s. `attempt` counts from 0. */
export function retryDelayMs(attempt: number): number {
  return Math.min(15_000, 500 * 2 ** attempt);
}
