import { ProductError } from "@throughline/contract";
import { LRUCache } from "lru-cache";

type Bucket = { tokens: number; at: number };

/**
 * A token bucket for each source: `perSecond` events a second on average, two seconds' worth at once.
 * Throws `rate_limited` with the seconds to wait; a batch larger than the whole bucket is let through when the bucket is full, so that it can pass at all.
 */
export function createRateLimit(deps: { defaultPerSecond: number; now: () => number }) {
  const buckets = new LRUCache<string, Bucket>({ max: 10_000 });

  return function take(sourceId: string, events: number, perSecond: number | null): void {
    const rate = perSecond ?? deps.defaultPerSecond;
    const capacity = rate * 2;
    const now = deps.now();
    const bucket = buckets.get(sourceId) ?? { tokens: capacity, at: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * rate);
    bucket.at = now;
    buckets.set(sourceId, bucket);
    const needed = Math.min(events, capacity);
    if (bucket.tokens < needed) {
      const retryAfterSeconds = Math.max(1, Math.ceil((needed - bucket.tokens) / rate));
      throw new ProductError("rate_limited", `This source may send ${rate} events a second; wait ${retryAfterSeconds} s.`, {
        retryAfterSeconds,
      });
    }
    bucket.tokens -= events;
  };
}
export type RateLimit = ReturnType<typeof createRateLimit>;
