import type { Account } from "./account-and-person.ts";
import { DAY, HISTORY_DAYS, HOUR } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";
import { CAST } from "./cast.ts";
import type { CastAccount, Storyline, Tier } from "./cast.ts";
import type { Random } from "./random.ts";
import { inventCompany } from "./vocabulary/company-names.ts";
import type { Industry } from "./vocabulary/company-names.ts";
import { CUSTOMER_SUCCESS } from "./vocabulary/company.ts";
import { COUNTRIES, countryByCode } from "./vocabulary/countries.ts";
import type { Country } from "./vocabulary/countries.ts";
import { slug } from "./vocabulary/names.ts";

const ACCOUNT_COUNT = 300;

/** What a plan costs a seat and month in US dollars, and how many report deliveries it allows a month. */
export const PLANS: Readonly<Record<Tier, { readonly perSeat: number; readonly deliveries: number }>> = {
  free: { perSeat: 0, deliveries: 50 },
  trial: { perSeat: 0, deliveries: 500 },
  starter: { perSeat: 19, deliveries: 500 },
  growth: { perSeat: 39, deliveries: 5_000 },
  enterprise: { perSeat: 64, deliveries: 50_000 },
};

export interface AccountSeed {
  readonly account: Account;
  readonly size: number;
}

interface Draft {
  readonly name: string;
  readonly industry: Industry;
  readonly country: Country;
  readonly tier: Tier;
  readonly size: number;
  readonly isNew: boolean;
  readonly storyline: Storyline | undefined;
}

const fromCast = (entry: CastAccount): Draft => ({
  name: entry.name,
  industry: entry.industry,
  country: countryByCode(entry.country),
  tier: entry.tier,
  size: entry.people,
  isNew: false,
  storyline: entry.storyline,
});

/** Generated accounts by tier: established ones, then those that sign up during the history. */
const ESTABLISHED: readonly (readonly [Tier, number, number])[] = [
  ["enterprise", 27, 22],
  ["growth", 37, 10],
  ["starter", 32, 5],
  ["free", 37, 2.2],
];

function inventAccounts(random: Random): Draft[] {
  const drafts: Draft[] = [];
  const add = (tier: Tier, size: number, isNew: boolean): void => {
    const { name, industry } = inventCompany(drafts.length);
    const country = random.weighted(COUNTRIES);
    drafts.push({ name, industry, country, tier, size: Math.max(1, Math.round(size)), isNew, storyline: undefined });
  };
  for (const [tier, count, mean] of ESTABLISHED) {
    for (let i = 0; i < count; i++) add(tier, mean * Math.exp(random.normal(-0.1, 0.45)), false);
  }
  while (drafts.length + CAST.length < ACCOUNT_COUNT) add("trial", 4.2 * Math.exp(random.normal(-0.2, 0.75)), true);
  return drafts;
}

/** The 300 accounts, without their people; `size` says how many people belong to each. */
export function buildAccounts(random: Random, calendar: Calendar): AccountSeed[] {
  const drafts = [...CAST.map(fromCast), ...inventAccounts(random)];
  return drafts.map((draft, index) => {
    const own = random.fork(index);
    const createdAt = draft.isNew ? signUpMoment(draft.country, own, calendar) : calendar.startAt - own.between(30, 900) * DAY;
    const seats = draft.tier === "free" ? draft.size : Math.ceil(draft.size * own.between(1, 1.4));
    const account: Account = {
      // 137 shares no factor with 300, so the ids are a permutation and stories do not stand in a row.
      id: `acc_${1000 + ((index * 137) % ACCOUNT_COUNT)}`,
      index,
      name: draft.name,
      domain: `${slug(draft.name)}.example`,
      country: draft.country,
      industry: draft.industry,
      createdAt,
      isNew: draft.isNew,
      renewalAt: renewalOf(draft, own, calendar),
      csm: own.pick(CUSTOMER_SUCCESS),
      // Spread evenly, 58 of 100, so that every seed has enough of both to compare.
      dnsHost: (index * 29) % 50 < 29 ? "own" : "hosted",
      storyline: draft.storyline,
      people: [],
      health: healthOf(draft.storyline, own),
      tier: draft.tier,
      seats,
      mrr: PLANS[draft.tier].perSeat * seats,
      usage: draft.storyline?.kind === "outgrows" ? own.between(0.62, 0.72) : own.between(0.12, 0.9),
      cancelled: false,
    };
    return { account, size: draft.size };
  });
}

/** Sign-ups grow over the 90 days: the density of joining rises by about half from the first to the last day. */
export function joinMoment(random: Random, calendar: Calendar): number {
  return calendar.startAt + Math.pow(random.next(), 0.78) * HISTORY_DAYS * DAY;
}

function signUpMoment(country: Country, random: Random, calendar: Calendar): number {
  const latest = calendar.endAt - 6 * HOUR;
  const earliest = calendar.startAt + random.between(2, 30) * HOUR;
  const wanted = Math.max(earliest, Math.min(joinMoment(random, calendar), latest - random.between(0, 12) * HOUR));
  const working = calendar.inOfficeHours(wanted, country.timezones[0] as string, random);
  return working < latest ? working : wanted;
}

function renewalOf(draft: Draft, random: Random, calendar: Calendar): number {
  const story = draft.storyline;
  if (story?.kind === "champion silent") return calendar.endAt + story.renewalInDays * DAY;
  // Accounts with another story renew well after it, so that two stories do not explain one fact.
  if (story) return calendar.endAt + random.between(95, 275) * DAY;
  return calendar.startAt + random.between(5, 370) * DAY;
}

function healthOf(story: Storyline | undefined, random: Random): number {
  if (story?.kind === "fades") return random.between(0.15, 0.35);
  if (story?.kind === "complaint") return 0.3;
  return Math.min(0.98, Math.max(0.1, random.normal(0.66, 0.17)));
}
