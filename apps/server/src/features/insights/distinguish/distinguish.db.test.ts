import { funnelQuerySchema, type Distinction } from "@throughline/contract";
import { resolveRange, type History, type PersonView } from "@throughline/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testKeyAccess } from "../../../testing/test-access.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/test-database.ts";
import { loadHistories } from "../testing/load-histories.ts";
import { migratedClickHouse, type MigratedClickHouse } from "../testing/migrated-clickhouse.ts";
import { testContext } from "../testing/test-context.ts";
import { distinctionsOf, distinguishConverters } from "./distinguish-converters.ts";

let store: MigratedClickHouse;
let database: TestDatabase;
let workspaceIds: string[];
const startMs = Date.parse("2026-03-02T10:00:00Z");
const nowMs = Date.parse("2026-03-20T00:00:00Z");

type Did = { name: string; afterMinutes: number; properties?: Record<string, string>; device?: string };
const person = (id: string, traits: Record<string, string>, did: Did[]): PersonView => ({
  id,
  traits,
  accounts: [],
  consents: [],
  reachable: [],
  segments: [],
  stages: [],
  scores: {},
  firstSeen: startMs,
  lastSeen: startMs,
  interactions: did.map(({ name, afterMinutes, properties = {}, device = "" }, index) => ({
    id: `${id}-${index}`,
    at: startMs + afterMinutes * 60_000,
    name,
    kind: "track",
    channel: "web",
    actor: "customer",
    source: "",
    url: "",
    path: "",
    title: "",
    sessionId: "",
    session: device ? { device } : {},
    account: null,
    properties,
    bot: false,
  })),
});

/** Ten who sign up and pay, five of them after reading the guide and eight of them on a team plan; ten who only sign up, one of them on a team plan. */
const history: History = Array.from({ length: 20 }, (_, index) => {
  const pays = index < 10;
  const plan = pays ? (index < 8 ? "team" : "solo") : index === 10 ? "team" : "solo";
  return person(String(index), { plan, name: `Person ${index}` }, [
    { name: "Guide Read", afterMinutes: -5 },
    {
      name: "Signed Up",
      afterMinutes: 0,
      properties: { offer: pays ? "yes" : "no", everybody: "has it" },
      device: index % 2 ? "mobile" : "desktop",
    },
    ...(index < 5 ? [{ name: "Guide Read", afterMinutes: 5 }] : []),
    ...(pays ? [{ name: "Paid", afterMinutes: 10 }] : []),
    // After the step, or after the window: no reason of it.
    ...(pays ? [{ name: "Invited", afterMinutes: 20 }] : [{ name: "Came Back", afterMinutes: 3 * 24 * 60 }]),
  ]);
});
/** A generator with a seed (mulberry32), so that chance is the same every time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 120 people of forty traits that have nothing to do with whether they pay, every other one of whom does; `planted`: those who pay have the first trait's first value. */
function byChance(planted: boolean): History {
  const random = createRandom(120);
  return Array.from({ length: 120 }, (_, index) => {
    const pays = index % 2 === 0;
    const traits = Object.fromEntries(Array.from({ length: 40 }, (__, trait) => [`trait${trait}`, "abc".charAt(Math.floor(3 * random()))]));
    if (planted && pays && index % 10 !== 0) traits["trait0"] = "a";
    return person(String(index), traits, [{ name: "Signed Up", afterMinutes: 0 }, ...(pays ? [{ name: "Paid", afterMinutes: 10 }] : [])]);
  });
}
beforeAll(async () => {
  [store, database] = await Promise.all([migratedClickHouse(), createTestDatabase()]);
  workspaceIds = await loadHistories(store.clickhouse, [history, [], byChance(false), byChance(true)]);
});
afterAll(() => Promise.all([store.close(), database.close()]));

const query = funnelQuerySchema.parse({
  kind: "funnel",
  range: { from: "2026-03-01", to: "2026-03-19" },
  steps: [{ event: "Signed Up" }, { event: "Paid" }],
  window: { value: 1, unit: "day" },
});
const distinctions = (workspace = 0, step?: number) =>
  distinctionsOf(
    testContext(store.clickhouse, workspaceIds[workspace] as string, {
      ...resolveRange(query.range, { nowMs, timezone: "UTC" }),
      timezone: "UTC",
      nowMs,
    }),
    query,
    step,
  );
const labelled = (items: Distinction[], label: string) => items.find((item) => item.label === label);

describe("what distinguishes those who convert", () => {
  test("is an event that they did in between, by its smoothed odds ratio: 5 of 10 against 0 of 10 is 11", async () => {
    const { items, converted, dropped } = await distinctions();
    expect([converted, dropped]).toEqual([10, 10]);
    expect(labelled(items, "Guide Read")).toMatchObject({
      kind: "event",
      property: null,
      oddsRatio: 11,
      low: expect.closeTo(Math.exp(2.3979 - 2.3391), 2),
      high: expect.closeTo(Math.exp(2.3979 + 2.3391), 0),
      converted: 5,
      dropped: 0,
      ofConverted: 10,
      ofDropped: 10,
    });
  });
  test("is who they are, and what their first step and its session were like", async () => {
    const { items } = await distinctions();
    expect(labelled(items, "person.plan = team")).toMatchObject({
      kind: "property",
      property: "person.plan",
      value: "team",
      converted: 8,
      dropped: 1,
    });
    expect(labelled(items, "event.offer = yes")).toMatchObject({ converted: 10, dropped: 0 });
    expect(labelled(items, "session.device = mobile")).toBeUndefined();
  });
  test("is never a step itself, what everybody has, what hardly anybody has, or what came after", async () => {
    const labels = (await distinctions()).items.map((item) => item.label);
    for (const label of ["Signed Up", "Paid", "event.everybody = has it", "person.name = Person 1", "Invited", "Came Back"])
      expect(labels).not.toContain(label);
  });
  test("comes the surest first", async () => {
    const { items } = await distinctions();
    expect(
      items
        .slice(0, 2)
        .map((item) => item.label)
        .sort(),
    ).toEqual(["event.offer = no", "event.offer = yes"]);
  });
  test("is said with how many things were compared, how many differ, and how many of those may be chance", async () => {
    // Both plans, both offers, both devices and the guide.
    const { items, ...rest } = await distinctions();
    expect(rest).toEqual({ converted: 10, dropped: 10, compared: 7, differing: 5, falseDiscoveryRate: 0.05 });
    expect(items).toHaveLength(5);
    expect(items.every(({ corrected }) => corrected <= 0.05)).toBe(true);
    // 2 · 252/15504, the fifth of seven.
    expect(labelled(items, "Guide Read")?.corrected).toBeCloseTo((((2 * 252) / 15504) * 7) / 5, 6);
  });
  test("is none of many things that come as they please, and what was planted among them", async () => {
    const plain = await distinctions(2);
    expect(plain).toMatchObject({ items: [], differing: 0 });
    expect(plain.compared).toBe(120);
    const { items } = await distinctions(3);
    expect(items[0]?.label).toBe("person.trait0 = a");
    expect(new Set(items.map(({ property }) => property))).toEqual(new Set(["person.trait0"]));
  });
  test("is nothing where nobody is, as in another workspace", async () => {
    expect(await distinctions(1)).toMatchObject({ items: [], converted: 0, dropped: 0, compared: 0 });
  });
  test("is refused for a step that is not there, and without the permission", async () => {
    await expect(distinctions(0, 3)).rejects.toMatchObject({ code: "invalid_input" });
    const deps = { db: database.db, clickhouse: store.clickhouse, now: () => nowMs };
    const asked = (scopes: Parameters<typeof testKeyAccess>[1]) =>
      distinguishConverters(deps, testKeyAccess(workspaceIds[0] as string, scopes), { query });
    await expect(asked(["people:read"])).rejects.toMatchObject({ code: "forbidden" });
  });
});
