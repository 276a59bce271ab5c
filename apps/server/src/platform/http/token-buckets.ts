import { LRUCache } from "lru-cache";

type Bucket = { tokens: number; at: number };

/**
 * A token bucket for each key: `perSecond` on average, two seconds' worth at once. `take` gives back 0 when it has taken `amount`, else the whole
 * seconds to wait. More than a whole bucket is let through when the bucket is full, so that it can pass at all.
 */
export function createTokenBuckets({ now }: { now: () => number }) {
  const buckets = new LRUCache<string, Bucket>({ max: 10_000 });

  return function take(key: string, amount: number, perSecond: number): number {
    const capacity = perSecond * 2;
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: capacity, at };
    bucket.tokens = Math.min(capacity, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
    bucket.at = at;
    buckets.set(key, bucket);
    const needed = Math.min(amount, capacity);
    if (bucket.tokens < needed) return Math.max(1, Math.ceil((needed - bucket.tokens) / perSecond));
    bucket.tokens -= amount;
    return 0;
  };
}
