import type { Storyline, Tier } from "./cast.ts";
import type { Device } from "./devices.ts";
import type { Random } from "./random.ts";
import type { Industry } from "./vocabulary/company-names.ts";
import type { Country } from "./vocabulary/countries.ts";

/** A customer company. `tier`, `mrr`, `seats`, `usage` and `cancelled` change while the days are generated. */
export interface Account {
  readonly id: string;
  readonly index: number;
  readonly name: string;
  readonly domain: string;
  readonly country: Country;
  readonly industry: Industry;
  /** Milliseconds since 1970, like every moment here. */
  readonly createdAt: number;
  readonly isNew: boolean;
  /** Moves a year on when a renewal is signed. */
  renewalAt: number;
  readonly csm: string;
  /** Companies with name servers of their own are the ones that release 4.12 breaks. */
  readonly dnsHost: "own" | "hosted";
  readonly storyline: Storyline | undefined;
  readonly people: Person[];
  /** 0 (unhappy) to 1. */
  readonly health: number;
  tier: Tier;
  seats: number;
  /** Monthly recurring revenue in US dollars. */
  mrr: number;
  /** Deliveries used of those the plan allows; over 1 is past the limit. */
  usage: number;
  cancelled: boolean;
}

export type Role = "admin" | "power user" | "occasional user" | "economic buyer";

/** One human. What follows `activatedAt` changes while the days are generated. */
export interface Person {
  readonly id: string;
  readonly index: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly role: Role;
  readonly account: Account;
  /** Accounts beside the own one: agencies and consultants work for their clients. */
  readonly clients: Account[];
  readonly country: Country;
  readonly timezone: string;
  readonly joinedAt: number;
  /** Joined during the 90 days (the others are known from before). */
  readonly isNew: boolean;
  /** The first of a new account: signs up alone, is invited by nobody. */
  readonly isFounder: boolean;
  /** Visits on a normal working day. */
  readonly visitsPerDay: number;
  /** Some share one computer with a colleague. */
  laptop: Device;
  readonly phoneDevice: Device | undefined;
  readonly usesMobileApp: boolean;
  marketingConsent: boolean;
  readonly random: Random;
  /** First report shared: from here on the product is worth something to this person. */
  activatedAt: number | undefined;
  /** Gave up (or is still stuck) at the verification of the domain. */
  stalledAt: number | undefined;
  readonly usedFeatures: Set<string>;
  /** Anonymous ids of the devices on which this person has signed in. */
  readonly knownDevices: Set<string>;
  lastSurveyAt: number;
  lastIssueAt: number;
}
