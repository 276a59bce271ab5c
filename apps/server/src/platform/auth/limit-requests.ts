import { ProductError } from "@throughline/contract";
import { createTokenBuckets } from "../http/token-buckets.ts";
import type { ResolveAccess } from "./resolve-access.ts";

/**
 * How fast each API key and each signed-in person may call the API: `perSecond` requests on average, twice that at once. A person counts once,
 * however often they sign in. Throws `rate_limited` with the seconds to wait, besides what finding out who calls throws.
 */
export function limitRequests(resolveAccess: ResolveAccess, { perSecond, now }: { perSecond: number; now: () => number }): ResolveAccess {
  const take = createTokenBuckets({ now });
  return async (request, reply) => {
    const access = await resolveAccess(request, reply);
    const retryAfterSeconds = take(`${access.actor.kind} ${access.actor.id}`, 1, perSecond);
    if (retryAfterSeconds > 0)
      throw new ProductError("rate_limited", `${access.actor.name} may send ${perSecond} requests a second; wait ${retryAfterSeconds} s.`, {
        retryAfterSeconds,
      });
    return access;
  };
}
