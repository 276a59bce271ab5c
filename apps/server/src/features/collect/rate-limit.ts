import { ProductError } from "@throughline/contract";
import { createTokenBuckets } from "../../platform/http/token-buckets.ts";

/** How fast each source may send. Throws `rate_limited` with the seconds to wait. */
export function createRateLimit(deps: { defaultPerSecond: number; now: () => number }) {
  const take = createTokenBuckets(deps);

  return function takeRate(sourceId: string, events: number, perSecond: number | null): void {
    const rate = perSecond ?? deps.defaultPerSecond;
    const retryAfterSeconds = take(sourceId, events, rate);
    if (retryAfterSeconds > 0)
      throw new ProductError("rate_limited", `This source may send ${rate} events a second; wait ${retryAfterSeconds} s.`, {
        retryAfterSeconds,
      });
  };
}
export type RateLimit = ReturnType<typeof createRateLimit>;
