import { defaultArbiterRules, type Actor, type Channel } from "@throughline/contract";
import { compileEventMatch, journeyTemplates, type InteractionView, type JsonObject } from "@throughline/domain";
import { beforeAll, expect, test } from "vitest";
import { generateSampleEvents } from "../../sample/generate.ts";
import type { SampleEvent } from "../../sample/sample-event.ts";
import { readyFlows } from "../examples/ready-flows.ts";
import { compileFlow, type CompiledFlow } from "./compile-flow.ts";
import type { PersonPast, Stated } from "./past.ts";
import { simulatePerson } from "./simulate-person.ts";
import { emptyTally, type Tally } from "./tally.ts";

const endAt = new Date("2026-11-22T00:00:00Z");
const dayMs = 86_400_000;
const workspaceId = "00000000-0000-4000-8000-00000000000b";
type Known = { interactions: InteractionView[]; accounts: Map<string, number> };

/** A third of the sample company's people, as a simulation would read them. */
const people = new Map<string, Known>();
const accounts = new Map<string, Stated[]>();
const isLookedAt = (userId: string): boolean => Number(userId.replace(/\D/g, "")) % 3 === 0;
const names: Record<string, string> = { identify: "Identified", group: "Joined Account", page: "Page Viewed", screen: "Screen Viewed" };

const toView = (event: SampleEvent, index: number): InteractionView => ({
  id: String(index),
  at: Date.parse(event.timestamp),
  name: event.event ?? event.name ?? names[event.type] ?? "",
  kind: event.type,
  channel: (event.context?.channel ?? "web") satisfies Channel,
  actor: (event.context?.actor ?? "customer") satisfies Actor,
  source: "s",
  url: "",
  path: "",
  title: "",
  sessionId: "",
  session: {},
  account: null,
  properties: (event.type === "identify" ? event.traits : event.properties) ?? {},
  bot: false,
});

beforeAll(() => {
  let index = 0;
  for (const event of generateSampleEvents({ seed: 1, endAt })) {
    const at = Date.parse(event.timestamp);
    if (event.type === "group" && event.groupId !== undefined)
      accounts.set(event.groupId, [...(accounts.get(event.groupId) ?? []), { at, traits: event.traits ?? {} }]);
    if (event.userId === undefined || !isLookedAt(event.userId)) continue;
    const person: Known = people.get(event.userId) ?? { interactions: [], accounts: new Map() };
    people.set(event.userId, person);
    const account = event.groupId ?? event.context?.groupId;
    if (account !== undefined && !person.accounts.has(account)) person.accounts.set(account, at);
    person.interactions.push(toView(event, index++));
  }
}, 120_000);

function pastOfPerson(userId: string, { interactions, accounts: theirs }: Known, flow: CompiledFlow): PersonPast {
  const stated = interactions.filter(({ kind }) => kind === "identify").map(({ at, properties }) => ({ at, traits: properties }));
  const traits: JsonObject = stated.at(-1)?.traits ?? {};
  return {
    personId: userId.replace(/\D/g, ""),
    workspaceId,
    timezone: "Europe/London",
    email: typeof traits["email"] === "string" ? traits["email"] : null,
    phone: null,
    traits,
    stated,
    accounts: [...theirs].map(([key, joinedAt]) => ({
      key,
      name: key,
      traits: accounts.get(key)?.at(-1)?.traits ?? {},
      firstSeen: 0,
      lastSeen: 0,
      joinedAt,
      stated: accounts.get(key) ?? [],
    })),
    consents: [],
    reachable: ["email"],
    segments: [],
    firstSeen: interactions[0]?.at ?? 0,
    holdouts: [],
    touches: [],
    interactions,
    matches: new Map(
      flow.conditions.map(({ text, match }) => {
        const serves = compileEventMatch(match);
        return [text, interactions.filter((one) => serves(one, {} as never, one.at))];
      }),
    ),
  };
}

function simulate(key: string): Tally {
  const ready = readyFlows.find((flow) => flow.key === key);
  if (!ready) throw new Error(`There is no ready flow ${key}.`);
  const journeys = Object.fromEntries(journeyTemplates.map((journey) => [journey.key, journey]));
  const flow = compileFlow(ready.definition, { workspaceId, flow: key, timezone: "Europe/London", journeys, segments: new Map() });
  const tally = emptyTally();
  const span = { fromMs: endAt.getTime() - 84 * dayMs, toMs: endAt.getTime() };
  for (const [userId, known] of people) simulatePerson(flow, pastOfPerson(userId, known, flow), defaultArbiterRules, span, tally);
  return tally;
}

test.each(readyFlows.map(({ key }) => key))(
  "%s lets people of the sample company in, leaves some alone, and loses nobody on the way",
  (key) => {
    const tally = simulate(key);
    expect(tally.people).toBeGreaterThan(0);
    expect(tally.control).toBeLessThan(tally.people / 2);
    const into = tally.edges.filter(({ from }) => from === "trigger").reduce((sum, { count }) => sum + count, 0);
    expect(into).toBeLessThanOrEqual(tally.entrants);
    expect(into).toBeGreaterThanOrEqual(tally.entrants - 3 * tally.control);
    for (const [id, { arrived, waiting }] of Object.entries(tally.steps)) {
      const came = tally.edges.filter(({ to }) => to === id).reduce((sum, { count }) => sum + count, 0);
      const went = tally.edges.filter(({ from }) => from === id).reduce((sum, { count }) => sum + count, 0);
      expect(came).toBe(arrived);
      expect(went + waiting).toBeLessThanOrEqual(arrived);
    }
  },
  60_000,
);

test("more people stall at the verification once the release that breaks it is out", () => {
  const { days } = simulate("stalled-at-verification");
  const broken = new Date(endAt.getTime() - 16 * dayMs).toISOString().slice(0, 10);
  const perDay = (list: typeof days, length: number) => list.reduce((sum, { entrants }) => sum + entrants, 0) / length;
  const before = perDay(
    days.filter(({ day }) => day < broken),
    68,
  );
  const after = perDay(
    days.filter(({ day }) => day >= broken),
    16,
  );
  expect(after).toBeGreaterThan(1.3 * before);
}, 60_000);
