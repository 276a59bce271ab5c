import type { Kind, QueryInput } from "@throughline/contract";
import type { JsonObject } from "../../collect/message.ts";
import type { PersonView, AccountView } from "../../predicates/index.ts";

/** One message of a case. Everything else about an interaction is empty or does not matter. */
export type ConformanceEvent = {
  person: string;
  /** Key of the account that the message itself names. */
  account: string | null;
  /** Session id; empty is none. */
  session: string;
  /** ms since 1970. */
  at: number;
  kind: Kind;
  name: string;
  path: string;
  bot: boolean;
  properties: JsonObject;
};

/** Events in, numbers out. Cases are independent of each other. */
export type ConformanceCase = {
  /** Unique. */
  name: string;
  /** The rule of docs/insights.md that decides the numbers. */
  why: string;
  /** IANA zone of the workspace; weeks begin on Monday. */
  timezone: string;
  nowMs: number;
  /** Everybody, with their traits and the keys of their accounts, the first one first. */
  people: { id: string; traits: JsonObject; accounts: string[] }[];
  accounts: { key: string; traits: JsonObject }[];
  /** Not in order of time. */
  events: ConformanceEvent[];
  query: QueryInput;
  /** The answer contains this: objects may have further members, lists are whole. Numbers that are not integers may differ in the 9th digit. */
  expected: JsonObject;
};

/** What a case says, as the reference implementation reads it. Interactions are numbered within their person. */
export function historyOf({ people, accounts, events }: ConformanceCase): PersonView[] {
  const timesOf = (own: readonly ConformanceEvent[]) => {
    const times = own.map((event) => event.at);
    return { firstSeen: Math.min(...times), lastSeen: Math.max(...times) };
  };
  const views = new Map<string, AccountView>(
    accounts.map(({ key, traits }) => [key, { key, name: key, traits, ...timesOf(events.filter((event) => event.account === key)) }]),
  );
  return people.map(({ id, traits, accounts: keys }) => {
    const own = events.filter((event) => event.person === id);
    return {
      id,
      traits,
      accounts: keys.flatMap((key) => views.get(key) ?? []),
      consents: [],
      reachable: [],
      segments: [],
      stages: [],
      scores: {},
      ...timesOf(own),
      interactions: own.map(({ account, session, person, ...event }, index) => ({
        ...event,
        id: `${person}-${index}`,
        channel: "web",
        actor: "customer",
        source: "",
        url: "",
        title: "",
        sessionId: session,
        session: {},
        account: account === null ? null : (views.get(account) ?? null),
      })),
    };
  });
}
