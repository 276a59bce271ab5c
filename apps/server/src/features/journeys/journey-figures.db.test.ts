import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { journeyTemplates, profileIdOf } from "@throughline/domain";
import { personIdOf, type Cell } from "@throughline/contract";
import { queryPeople } from "../insights/query-people.ts";
import { runQuery } from "../insights/index.ts";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { journeyQueries } from "./answer-queries.ts";
import { listInstances } from "./list-instances.ts";
import { listPeople } from "./list-people.ts";
import { createJourney, getJourney, setSeam, updateJourney } from "./manage-journeys.ts";
import { readInstance } from "./read-instance.ts";
import { readKpis } from "./read-kpis.ts";
import { readMap, readRevision } from "./read-map.ts";
import { readNews } from "./read-news.ts";
import { createOverview } from "./read-overview.ts";
import { readSeams } from "./read-seams.ts";
import { createStageResolver } from "./stage-resolver.ts";

let pipeline: TestPipeline;
let workspaceId: string;
const now = Date.parse("2026-03-10T12:00:00Z");
const key = "complaint-resolution";
beforeAll(async () => {
  pipeline = await createTestPipeline();
  workspaceId = await pipeline.database.createWorkspace();
  await createJourney(
    { db: pipeline.database.db },
    editor(),
    journeyTemplates.find((one) => one.key === key)!,
  );
  await pipeline.process(workspaceId, [
    ...complaint("ada", "2026-03-09T09:00:00Z"),
    ...settledByBot("bob", "2026-03-08T09:00:00Z"),
    ...unanswered("cyd", "2026-03-10T10:00:00Z"),
  ]);
});
afterAll(() => pipeline.close());

const editor = () => testAccess(workspaceId, "editor");
const deps = () => {
  const { db } = pipeline.database;
  const plain = { db, clickhouse: pipeline.clickhouse, now: () => now, lag: () => ({ events: 0, seconds: 0 }) };
  return { ...plain, stages: createStageResolver(plain) };
};
const withQueries = () => ({ ...deps(), journeys: journeyQueries(deps()) });
const personOf = (userId: string) => personIdOf(profileIdOf(workspaceId, "userId", userId));

/** Messages of one customer, a minute apart. */
function story(userId: string, from: string, steps: [event: string, channel: string, actor: string, properties?: object][]) {
  return steps.map(([event, channel, actor, properties], index) => ({
    type: "track",
    messageId: `${userId}-${index}`,
    userId,
    event,
    properties: properties ?? {},
    context: { channel, actor },
    timestamp: new Date(Date.parse(from) + index * 60_000).toISOString(),
  }));
}
const handOver = { team: "Assistant", fromTeam: "Assistant", toTeam: "Support", from: "bot", to: "human" };
const problem = "The board report mixes euros and pesos";
const complaint = (userId: string, from: string) =>
  story(userId, from, [
    ["Conversation Started", "chat", "customer", { page: "/reports" }],
    ["Message Received", "chat", "customer", { text: problem }],
    ["Message Sent", "chat", "bot", { team: "Assistant" }],
    ["Conversation Handed Over", "chat", "bot", handOver],
    ["Message Sent", "chat", "agent", { team: "Support" }],
    ["Message Received", "chat", "customer", { text: `Again: ${problem}` }],
    ["Ticket Opened", "email", "customer"],
    ["Ticket Settled", "support", "agent"],
  ]);
const settledByBot = (userId: string, from: string) =>
  story(userId, from, [
    ["Conversation Started", "chat", "customer", { page: "/billing" }],
    ["Message Sent", "chat", "bot"],
    ["Conversation Closed", "chat", "bot", { settled: true }],
  ]);
const unanswered = (userId: string, from: string) =>
  story(userId, from, [
    ["Conversation Started", "chat", "customer", { page: "/reports" }],
    ["Conversation Handed Over", "chat", "bot", handOver],
  ]);
const cell = (more: Partial<Extract<Cell, { kind: "journey" }>>): Cell => ({
  kind: "journey",
  status: "entered",
  crossing: "crossed",
  ...more,
});

describe("a journey", () => {
  test("shows who is where, and what moved, within the next look", async () => {
    const map = await readMap(deps(), editor(), { key, last: "7d" });
    expect(map).toMatchObject({ entered: { value: 3, previous: 0 }, open: { value: 1 }, completed: { value: 2 }, expired: { value: 0 } });
    const stage = (name: string) => map.stages.find((one) => one.key === name)!;
    expect(stage("handed-over")).toMatchObject({ now: 1, arrived: { value: 2 }, left: { value: 1 } });
    expect(map.edges.find((edge) => edge.from === "asked" && edge.to === "assistant")).toMatchObject({
      kind: "next",
      count: 2,
      medianSeconds: 90,
    });
    expect(map.edges.find((edge) => edge.from === "with-a-person" && edge.to === "asked")).toMatchObject({ kind: "return", count: 1 });
    const { revision } = await readRevision(deps(), editor(), { key });
    expect(revision).toBe(map.revision);

    await pipeline.process(workspaceId, [
      {
        type: "track",
        messageId: "cyd-late",
        userId: "cyd",
        event: "Message Sent",
        properties: {},
        context: { channel: "chat", actor: "agent" },
        timestamp: "2026-03-10T11:00:00Z",
      },
    ]);
    const later = await readMap(deps(), editor(), { key, last: "7d" });
    expect(later.stages.map((one) => [one.key, one.now]).filter(([, count]) => count !== 0)).toEqual([["with-a-person", 1]]);
  });

  test("gives the people behind a number, by its own address and by a query", async () => {
    const idsOf = async (asked: Cell) =>
      (await listPeople(deps(), editor(), { key, last: "7d", limit: 50, cell: asked })).items.map((one) => one.id).sort();
    expect(await idsOf(cell({ status: "completed" }))).toEqual([personOf("ada"), personOf("bob")].sort());
    expect(await idsOf(cell({ stage: "with-a-person", to: "asked" }))).toEqual([personOf("ada")]);
    expect(await idsOf(cell({ seam: "actor:bot>human", crossing: "repeated" }))).toEqual([personOf("ada")]);
    const query = { kind: "journey" as const, journey: key, range: { last: { value: 7, unit: "day" as const } } };
    const where = { property: "event.page", op: "eq" as const, value: "/reports" };
    const answer = await runQuery(withQueries(), editor(), { ...query, where, breakdown: { property: "event.$channel", limit: 10 } });
    expect(answer).toMatchObject({
      kind: "journey",
      map: { entered: { value: 2 } },
      breakdown: [{ value: "chat", entered: 2, completed: 1 }],
    });
    const people = await queryPeople(withQueries(), editor(), {
      query: { ...query, where },
      cell: cell({ status: "completed" }),
      limit: 50,
    });
    expect(people.items.map((one) => one.id)).toEqual([personOf("ada")]);
    expect(people.total).toBe(1);
    await expect(listPeople(deps(), editor(), { key, limit: 50, cell: cell({ stage: "nowhere" }) })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("gives the people behind channels, switches, contacts and the figures", async () => {
    const behind = async (asked: Parameters<typeof cell>[0]) => {
      const { items } = await listPeople(deps(), editor(), { key, last: "7d", limit: 50, cell: cell(asked) });
      return ["ada", "bob", "cyd"].filter((userId) => items.some((one) => one.id === personOf(userId)));
    };
    expect(await behind({ status: "active", channel: "chat" })).toEqual(["ada", "bob", "cyd"]);
    expect(await behind({ status: "active", channel: "email" })).toEqual(["ada"]);
    expect(await behind({ status: "active", channel: "email", stage: "handed-over" })).toEqual([]);
    expect(await behind({ status: "active", stage: "handed-over" })).toEqual(["ada", "cyd"]);
    expect(await behind({ status: "switched" })).toEqual(["ada"]);
    expect(await behind({ status: "switched", channel: "chat", toChannel: "email" })).toEqual(["ada"]);
    expect(await behind({ status: "switched", channel: "email", toChannel: "chat" })).toEqual([]);
    expect(await behind({ status: "contacted" })).toEqual(["ada", "bob", "cyd"]);
    expect(await behind({ status: "hindered" })).toEqual([]);
    expect(await behind({ figure: "completion" })).toEqual(["ada", "bob"]);
    expect(await behind({ figure: "repeats" })).toEqual(["ada"]);
    expect(await behind({ figure: "switches" })).toEqual(["ada"]);
    expect(await behind({ figure: "friction" })).toEqual([]);
    expect(await behind({ figure: "repeatContact" })).toEqual([]);
    expect(await behind({ figure: "revenue" })).toEqual([]);
  });

  test("is told in short beside the others, the same for a minute, and anew once it is changed", async () => {
    let at = now;
    let statements = 0;
    const counted = {
      ...pipeline.clickhouse,
      query: ((question) => (statements++, pipeline.clickhouse.query(question))) as typeof pipeline.clickhouse.query,
    };
    const readOverview = createOverview({ ...deps(), clickhouse: counted, now: () => at });
    const { items } = await readOverview(editor(), { last: "7d" });
    const { figures } = await readKpis(deps(), editor(), { key, last: "7d", interval: "day" });
    expect(items).toMatchObject([{ key, underWay: 1, news: { looked: 0, found: 0, gravest: null }, at: new Date(now).toISOString() }]);
    expect(items[0]?.completion).toEqual(figures.find(({ kpi }) => kpi === "completion"));
    const cost = statements;
    expect(await readOverview(editor(), { last: "7d" })).toEqual({ items });
    expect(statements).toBe(cost);
    at += 61_000;
    expect((await readOverview(editor(), { last: "7d" })).items[0]?.at).toBe(new Date(at).toISOString());
    expect(statements).toBeGreaterThan(cost);
    const { createdAt: _, updatedAt, updatedBy: __, ...definition } = await getJourney(deps(), editor(), { key });
    await updateJourney(deps(), editor(), { ...definition, targets: { completion: 0.5 }, updatedAt });
    expect((await readOverview(editor(), { last: "7d" })).items[0]?.completion.target).toBe(0.5);
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    expect(await readOverview(other, { last: "7d" })).toEqual({ items: [] });
    await expect(readOverview(testKeyAccess(workspaceId, ["people:read"]), {})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("can be asked for in any predicate: who is in a stage now", async () => {
    const query = { kind: "trends" as const, range: { last: { value: 7, unit: "day" as const } }, interval: "week" as const };
    const people = (stage: string) =>
      queryPeople(withQueries(), editor(), {
        query: { ...query, series: [{ event: null, measure: { kind: "people" } }], where: { stage: { journey: key, stage } } },
        cell: { kind: "trends", series: 0 },
        limit: 50,
      });
    expect((await people("with-a-person")).items.map((one) => one.id)).toEqual([personOf("cyd")]);
    await expect(people("nowhere")).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("has figures with their n, and seams with what they lost and who owns them", async () => {
    const { figures, entrants } = await readKpis(deps(), editor(), { key, last: "7d", interval: "day" });
    expect(entrants).toEqual({ value: 3, previous: 0 });
    const figure = (kpi: string) => figures.find((one) => one.kpi === kpi)!;
    expect(figure("contacts").current).toMatchObject({ value: 4 / 3, n: 3 });
    expect(figure("repeats").current.value).toBeCloseTo(1 / 3, 10);
    expect(figure("completion").current.n).toBe(3);
    expect(figure("contacts").trend.map((point) => point.n)).toEqual([0, 0, 0, 0, 1, 1, 1]);
    await setSeam(deps(), editor(), { key, seam: "actor:bot>human", owner: "Support", note: "" });
    const { items } = await readSeams(deps(), editor(), { key, last: "7d" });
    expect(items.find((seam) => seam.key === "actor:bot>human")).toMatchObject({
      owner: "Support",
      crossed: { value: 2 },
      arrived: 2,
      retold: 1,
      harmed: { value: 1 },
    });
    expect(items.map((seam) => seam.key)).toContain("channel:chat>email");
  });

  test("opens one by one, as a strip of what happened", async () => {
    const { items, total } = await listInstances(deps(), editor(), { key, last: "7d", limit: 2 });
    expect([total, items.length]).toEqual([3, 2]);
    const { items: done } = await listInstances(deps(), editor(), {
      key,
      last: "7d",
      limit: 10,
      outcome: "completed",
      person: personOf("ada"),
    });
    expect(done).toMatchObject([
      { outcome: "completed", contacts: 2, repeats: 1, path: ["asked", "assistant", "handed-over", "with-a-person", "asked"] },
    ]);
    const { strip, hidden } = await readInstance(deps(), editor(), { key, instance: done[0]!.id });
    expect([strip.length, hidden]).toEqual([8, 0]);
    expect(strip[0]).toMatchObject({ name: "Conversation Started", marks: ["entry", "stage", "contact"], stage: "asked" });
    expect(strip[4]?.seams.map((seam) => seam.key).sort()).toEqual(["actor:bot>human", "team:Assistant>Support"]);
    expect(strip.at(-1)).toMatchObject({ marks: ["goal"], stage: "$completed" });
    await expect(readInstance(deps(), editor(), { key, instance: `${personOf("ada")}-1` })).rejects.toMatchObject({ code: "not_found" });
  });

  test("says that its history is too short for anything to be new", async () => {
    expect(await readNews(deps(), editor(), { key, days: 7 })).toMatchObject({ looked: 0, items: [], falseAlarmRate: 0.05 });
  });

  test("is seen by its workspace alone, and by those who may", async () => {
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    const mayNot = testKeyAccess(workspaceId, ["people:read"]);
    const instance = `${personOf("ada")}-${Date.parse("2026-03-09T09:00:00Z")}`;
    const reads = [
      (access = other) => readMap(deps(), access, { key }),
      (access = other) => readKpis(deps(), access, { key, interval: "week" }),
      (access = other) => readSeams(deps(), access, { key }),
      (access = other) => readNews(deps(), access, { key, days: 7 }),
      (access = other) => listPeople(deps(), access, { key, limit: 5, cell: cell({}) }),
      (access = other) => listInstances(deps(), access, { key, limit: 5 }),
      (access = other) => readInstance(deps(), access, { key, instance }),
      (access = other) => readRevision(deps(), access, { key }),
    ];
    for (const read of reads) {
      await expect(read()).rejects.toMatchObject({ code: "not_found" });
      await expect(read(mayNot)).rejects.toMatchObject({ code: "forbidden" });
    }
    await createJourney(
      deps(),
      other,
      journeyTemplates.find((one) => one.key === key)!,
    );
    expect((await readMap(deps(), other, { key, last: "7d" })).entered.value).toBe(0);
    await expect(readInstance(deps(), other, { key, instance })).rejects.toMatchObject({ code: "not_found" });
    const noPeople = testKeyAccess(workspaceId, ["journeys:read"]);
    await expect(listPeople(deps(), noPeople, { key, limit: 5, cell: cell({}) })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listInstances(deps(), noPeople, { key, limit: 5 })).rejects.toMatchObject({ code: "forbidden" });
  });
});
