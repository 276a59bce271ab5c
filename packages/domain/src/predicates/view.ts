import type { JsonObject } from "../collect/message.ts";

/** What a predicate can see of an account. Times are ms since 1970. `id` (decimal text) is there where interactions may name it; `people` is how many it has, where the account itself is looked at. */
export type AccountView = {
  id?: string;
  key: string;
  name: string;
  traits: JsonObject;
  firstSeen: number;
  lastSeen: number;
  people?: number;
};

export const sessionFields = [
  "device",
  "browser",
  "os",
  "locale",
  "timezone",
  "referrer",
  "utmSource",
  "utmMedium",
  "utmCampaign",
  "library",
] as const;
export type SessionField = (typeof sessionFields)[number];

/** What a predicate can see of one interaction. Empty texts are missing. */
export type InteractionView = {
  id: string;
  /** When it happened, ms since 1970. */
  at: number;
  name: string;
  kind: string;
  channel: string;
  actor: string;
  source: string;
  url: string;
  path: string;
  title: string;
  sessionId: string;
  session: Partial<Record<SessionField, string>>;
  /** Its own account; null where it names none. */
  account: AccountView | null;
  /** The id of that, as decimal text, for who reads it later; left out where it names none, or where nobody asks. */
  accountId?: string;
  properties: JsonObject;
  bot: boolean;
};

/** What a predicate can see of a person. */
export type PersonView = {
  id: string;
  traits: JsonObject;
  /** In the order in which they joined them: the first stands in where an interaction names none. */
  accounts: readonly AccountView[];
  /** Purposes that consent is granted for. */
  consents: readonly string[];
  reachable: readonly ("email" | "phone")[];
  segments: readonly string[];
  stages: readonly { journey: string; stage: string }[];
  scores: Readonly<Record<string, number>>;
  firstSeen: number;
  lastSeen: number;
  /** Where an account is looked at: how many of its people are in segments of people, by their keys; one that is not named has none. */
  peopleIn?: Readonly<Record<string, number>>;
  /** In any order. */
  interactions: readonly InteractionView[];
};

/**
 * An account as a whole, as a predicate of accounts sees it: its traits are those of its only account, itself, and what anybody did in its name is what it did. What only people have
 * (traits of a person, consent, stages, scores) it has not: `checkPredicate` refuses to ask for it.
 */
export const accountAsWhole = (id: string, account: AccountView & { people: number }): PersonView => ({
  ...nobody,
  id,
  accounts: [account],
});

/** Somebody of whom nothing is known: for conditions that speak of the interaction alone, and to begin with. */
export const nobody: PersonView = {
  id: "",
  traits: {},
  accounts: [],
  consents: [],
  reachable: [],
  segments: [],
  stages: [],
  scores: {},
  firstSeen: 0,
  lastSeen: 0,
  interactions: [],
};

/** The account in whose name an interaction happened, as far as it names one and that is known. */
export const namedAccountOf = ({ account, accountId }: InteractionView, person: PersonView): AccountView | null =>
  account ?? (accountId === undefined ? undefined : person.accounts.find(({ id }) => id === accountId)) ?? null;

/** The account of an interaction: its own, else the person's first. */
export const accountOf = (interaction: InteractionView, person: PersonView): AccountView | null =>
  namedAccountOf(interaction, person) ?? person.accounts[0] ?? null;
