import type { Calendar } from "./calendar.ts";
import { RELEASES } from "./vocabulary/company.ts";
import type { Release } from "./vocabulary/company.ts";

/** Since this release the check of a customer's domain does not find records on own name servers. */
export const BROKEN_VERIFICATION_RELEASE = "4.12";

/** Since this release the payment form refuses valid tax numbers of the European Union. */
export const BROKEN_PAYMENT_RELEASE = "4.11";

/** The moment at which a version went out. @throws when there is no such version. */
export function releasedAt(version: string, calendar: Calendar): number {
  const release = RELEASES.find((entry) => entry.version === version);
  if (!release) throw new Error(`no such release in the sample: ${version}`);
  return calendar.daysBeforeEnd(release.daysBeforeEnd);
}

/** The version in use at a moment. */
export function releaseAt(at: number, calendar: Calendar): string {
  let current: Release | undefined;
  for (const release of RELEASES) {
    if (calendar.daysBeforeEnd(release.daysBeforeEnd) <= at) current = release;
  }
  return current?.version ?? "4.7";
}
