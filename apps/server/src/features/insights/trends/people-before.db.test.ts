import { trendsQuerySchema, type Cell, type QueryInput } from "@throughline/contract";
import { resolveRange, type History } from "@throughline/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countPeople, pageOfPeople } from "../people-of-cell.ts";
import { loadedPersonId, loadHistories } from "../testing/load-histories.ts";
import { migratedClickHouse, type MigratedClickHouse } from "../testing/migrated-clickhouse.ts";
import { testContext } from "../testing/test-context.ts";
import { answerTrends } from "./answer-trends.ts";

let store: MigratedClickHouse;
let workspaceIds: string[];
const nowMs = Date.parse("2026-03-20T12:00:00Z");
const timezone = "Europe/Berlin";

const person = (id: string, did: readonly (readonly [at: string, plan: string])[]): History[number] => ({
  id,
  traits: {},
  accounts: [],
  consents: [],
  reachable: [],
  segments: [],
  stages: [],
  scores: {},
  firstSeen: 0,
  lastSeen: nowMs,
  interactions: did.map(([at, plan], index) => ({
    id: `${id}-${index}`,
    at: Date.parse(at),
    name: "Paid",
    kind: "track",
    channel: "web",
    actor: "customer",
    source: "",
    url: "",
    path: "",
    title: "",
    sessionId: "",
    session: {},
    account: null,
    properties: { plan },
    bot: false,
  })),
});

/** Of the days 10 to 12 March and the three before: 8 March begins an hour before midnight in UTC. */
const history: History = [
  person("ada", [
    ["2026-03-07T09:00:00Z", "pro"],
    ["2026-03-11T09:00:00Z", "pro"],
  ]),
  person("bo", [
    ["2026-03-07T10:00:00Z", "free"],
    ["2026-03-07T11:00:00Z", "free"],
  ]),
  person("cy", [["2026-03-07T23:30:00Z", "pro"]]),
  person("di", [
    ["2026-03-10T09:00:00Z", "pro"],
    ["2026-03-10T10:00:00Z", "free"],
    ["2026-03-12T10:00:00Z", "pro"],
  ]),
  person("eve", [["2026-03-06T22:59:00Z", "pro"]]),
  person("flo", [["2026-03-09T08:00:00Z", "rare"]]),
];
beforeAll(async () => {
  store = await migratedClickHouse();
  workspaceIds = await loadHistories(store.clickhouse, [history, []]);
});
afterAll(() => store.close());

const query = (more: Partial<Extract<QueryInput, { kind: "trends" }>> = {}) =>
  trendsQuerySchema.parse({
    kind: "trends",
    range: { from: "2026-03-10", to: "2026-03-12" },
    series: [{ event: "Paid", measure: { kind: "people" } }],
    compare: "previous",
    ...more,
  });
type Query = ReturnType<typeof query>;
const contextOf = (asked: Query) =>
  testContext(store.clickhouse, workspaceIds[0] as string, { ...resolveRange(asked.range, { nowMs, timezone }), timezone, nowMs });
const cellBefore = (more: Partial<Extract<Cell, { kind: "trends" }>> = {}): Cell => ({
  kind: "trends",
  series: 0,
  compare: "previous",
  ...more,
});
const names = async (asked: Query, cell: Cell) => {
  const ids = await pageOfPeople(contextOf(asked), asked, cell, { after: null, limit: 50 });
  return history.map(({ id }) => id).filter((id) => ids.includes(loadedPersonId(workspaceIds[0] as string, id)));
};

describe("the people behind a number of the period before", () => {
  test("are those who did it then, on the days of the workspace's zone", async () => {
    expect(await names(query(), cellBefore())).toEqual(["ada", "bo", "cy", "flo"]);
    expect(await names(query(), cellBefore({ at: "2026-03-07T00:00:00+01:00" }))).toEqual(["ada", "bo"]);
    expect(await names(query(), cellBefore({ at: "2026-03-08T00:00:00+01:00" }))).toEqual(["cy"]);
  });

  test("are not those of the range itself, whose cells stay as they were", async () => {
    expect(await names(query(), { kind: "trends", series: 0 })).toEqual(["ada", "di"]);
    expect(await names(query(), cellBefore({ at: "2026-03-10T00:00:00+01:00" }))).toEqual([]);
    expect(await names(query(), { kind: "trends", series: 0, at: "2026-03-07T00:00:00+01:00" })).toEqual([]);
  });

  test("are in the groups of the range itself, those that only the period before has among the others", async () => {
    const byPlan = query({ breakdown: { property: "event.plan", limit: 2 } });
    expect(await names(byPlan, cellBefore({ breakdown: "pro" }))).toEqual(["ada", "cy"]);
    expect(await names(byPlan, cellBefore({ breakdown: "free" }))).toEqual(["bo"]);
    expect(await names(byPlan, cellBefore({ breakdown: "$other" }))).toEqual(["flo"]);
  });

  test("are as many as the number says, for every number", async () => {
    for (const asked of [query(), query({ breakdown: { property: "event.plan", limit: 2 } }), query({ interval: "week" })]) {
      const { previous = [] } = await answerTrends(contextOf(asked), asked);
      expect(previous.length).toBeGreaterThan(0);
      for (const { breakdown, points } of previous)
        for (const { at, value } of points) {
          const cell = cellBefore({ at, ...(breakdown === undefined ? {} : { breakdown }) });
          expect([at, breakdown, await countPeople(contextOf(asked), asked, cell)]).toEqual([at, breakdown, value]);
        }
    }
  });

  test("are refused where the query compares with nothing", async () => {
    const { compare: _, ...alone } = query();
    await expect(countPeople(contextOf(alone), alone, cellBefore())).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ field: "cell.compare" }],
    });
  });
});
