import type { Account, Person } from "./account-and-person.ts";
import { PLANS } from "./accounts.ts";
import type { SampleProperties } from "./sample-event.ts";

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What is known about a person, as `identify` sends it. */
export function personTraits(person: Person): SampleProperties {
  return {
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    name: `${person.firstName} ${person.lastName}`,
    phone: person.phone,
    role: person.role,
    language: person.country.locale.slice(0, 2),
    country: person.country.code,
    timezone: person.timezone,
    marketingConsent: person.marketingConsent,
    createdAt: new Date(person.joinedAt).toISOString(),
  };
}

/** What is known about an account, as `group` sends it. `mrr` is US dollars a month, `renewalAt` a day, `usagePercent` of the plan's deliveries. */
export function accountTraits(account: Account): SampleProperties {
  return {
    name: account.name,
    domain: account.domain,
    tier: account.tier,
    country: account.country.code,
    industry: account.industry,
    mrr: account.mrr,
    currency: account.country.currency,
    seats: account.seats,
    seatsUsed: account.people.length,
    planLimit: PLANS[account.tier].deliveries,
    usagePercent: Math.round(account.usage * 100),
    renewalAt: isoDay(account.renewalAt),
    csm: account.csm,
    dnsHost: account.dnsHost,
    status: account.cancelled ? "cancelled" : "active",
    createdAt: isoDay(account.createdAt),
  };
}
