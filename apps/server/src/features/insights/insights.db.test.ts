import { personIdOf, querySchema, type Cell, type QueryInput } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { mergePeople } from "../people/merge-people.ts";
import { listPeople } from "../people/list-people.ts";
import { createSegment } from "../segments/create-segment.ts";
import { deleteSegment, getSegment, listSegments } from "../segments/manage-segments.ts";
import { createStateMirror, type StateMirror } from "../state-mirror/index.ts";
import { queryPeople } from "./query-people.ts";
import { runQuery } from "./run-query.ts";

let pipeline: TestPipeline;
let mirror: StateMirror;
let workspaceId: string;
let otherWorkspaceId: string;
beforeAll(async () => {
  pipeline = await createTestPipeline();
  mirror = createStateMirror({
    db: pipeline.database.db,
    clickhouse: pipeline.clickhouse,
    onError: (error) => {
      throw error;
    },
  });
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  otherWorkspaceId = await pipeline.database.createWorkspace();
});

const now = () => Date.parse("2026-03-10T12:00:00Z");
const deps = () => ({
  db: pipeline.database.db,
  clickhouse: pipeline.clickhouse,
  timeline: pipeline.timeline,
  now,
  lag: () => ({ events: 3, seconds: 2 }),
});
const analyst = (workspace = workspaceId) => testAccess(workspace, "analyst");
const editor = (workspace = workspaceId) => testAccess(workspace, "editor");
const idOf = (userId: string, workspace = workspaceId) => personIdOf(profileIdOf(workspace, "userId", userId));
let messages = 0;
const track = (userId: string, event: string, day: number, properties: object = {}) => ({
  type: "track",
  userId,
  event,
  properties,
  messageId: `i${++messages}`,
  timestamp: new Date(Date.UTC(2026, 2, day, 10)).toISOString(),
});
const identify = (userId: string, traits: object) => ({
  type: "identify",
  userId,
  traits,
  messageId: `i${++messages}`,
  timestamp: "2026-03-01T09:00:00Z",
});

const ask = (query: QueryInput, access = analyst()) => runQuery(deps(), access, querySchema.parse(query));
const range = { from: "2026-03-01", to: "2026-03-03" };
const uploads: QueryInput = { kind: "trends", range, series: [{ event: "Uploaded", measure: { kind: "people" } }] };
const people = (query: QueryInput, cell: Cell, page: { cursor?: string; limit?: number } = {}, access = analyst()) =>
  queryPeople(deps(), access, { query: querySchema.parse(query), cell, limit: 50, ...page });
const inTrend: Cell = { kind: "trends", series: 0 };

async function fillUploads(): Promise<void> {
  await pipeline.process(workspaceId, [
    ...["ada", "bo", "cy"].map((who) => identify(who, { plan: who === "ada" ? "pro" : "free" })),
    track("ada", "Uploaded", 1, { size: 5 }),
    track("ada", "Uploaded", 1, { size: "7.5" }),
    track("bo", "Uploaded", 2, { size: 1 }),
    track("cy", "Uploaded", 3),
  ]);
  await pipeline.process(otherWorkspaceId, [track("eve", "Uploaded", 1)]);
  await mirror.catchUp();
}

describe("an answer", () => {
  test("holds a trend with its gaps, and says how fresh it is, what it read and what it is about", async () => {
    await fillUploads();
    const answer = await ask({ kind: "trends", range: { from: "2026-03-01", to: "2026-03-04" }, series: [{ event: "Uploaded" }] });
    expect(answer).toMatchObject({
      kind: "trends",
      series: [{ label: "Uploaded", points: [{ value: 2 }, { value: 1 }, { value: 1 }, { value: 0 }] }],
      freshness: { at: "2026-03-10T11:59:58.000Z", waiting: 3 },
      from: "2026-03-01T00:00:00+00:00",
      to: "2026-03-05T00:00:00+00:00",
      timezone: "UTC",
    });
    expect(answer.rowsRead).toBeGreaterThan(0);
    expect(answer.tookMs).toBeGreaterThan(0);
  });

  test("sums numbers however they were sent, and looks at traits as they are now", async () => {
    await fillUploads();
    const answer = await ask({
      kind: "trends",
      range,
      interval: "month",
      series: [
        { event: "Uploaded", where: { property: "person.plan", op: "eq", value: "pro" }, measure: { kind: "sum", property: "event.size" } },
      ],
    });
    expect(answer).toMatchObject({ series: [{ points: [{ value: 12.5 }] }] });
  });

  test("breaks down by a trait, also one that is a text here, a number and a list there, and by the event's own of that name", async () => {
    await fillUploads();
    const broken = async (property: string) => {
      const answer = await ask({ kind: "trends", range, interval: "month", series: [{ event: "Uploaded" }], breakdown: { property } });
      return answer.kind === "trends" ? answer.series.map(({ breakdown, points }) => [breakdown, points[0]?.value]) : [];
    };
    const byPlan = [
      ["free", 2],
      ["pro", 2],
    ];
    expect(await broken("person.plan")).toEqual(byPlan);
    await pipeline.process(workspaceId, [
      identify("bo", { level: 5 }),
      identify("cy", { level: ["x", "y"] }),
      identify("ada", { level: "high" }),
      track("ada", "Uploaded", 2, { level: 7 }),
    ]);
    await mirror.catchUp();
    expect(await broken("person.level")).toEqual([
      ["high", 3],
      ["5", 1],
      ["x", 1],
    ]);
    expect(await broken("event.level")).toEqual([
      [null, 4],
      ["7", 1],
    ]);
  });

  test("follows a merge and the days of the workspace's zone", async () => {
    await fillUploads();
    await mergePeople({ ...deps() }, editor(), { id: idOf("ada"), from: idOf("bo") });
    await pipeline.timeline.flush();
    await pipeline.database.db.updateTable("workspace").set({ timezone: "Pacific/Auckland" }).where("id", "=", workspaceId).execute();
    expect(await ask({ ...uploads, interval: "month" } as QueryInput)).toMatchObject({
      series: [{ points: [{ at: "2026-03-01T00:00:00+13:00", value: 2 }] }],
    });
  });

  test("knows nothing of another workspace", async () => {
    await fillUploads();
    expect((await people(uploads, inTrend)).items.map(({ id }) => id)).not.toContain(idOf("eve", otherWorkspaceId));
    expect(await ask(uploads, analyst(otherWorkspaceId))).toMatchObject({
      series: [{ points: [{ value: 1 }, { value: 0 }, { value: 0 }] }],
    });
  });

  test("needs the permission to read insights, and people where they are shown", async () => {
    await expect(ask(uploads, testKeyAccess(workspaceId, ["people:read"]))).rejects.toMatchObject({ code: "forbidden" });
    await expect(people(uploads, inTrend, {}, testKeyAccess(workspaceId, ["insights:read"]))).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the people behind a number", () => {
  test("are all of them, once, page by page", async () => {
    await fillUploads();
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await people(uploads, inTrend, { limit: 2, ...(cursor ? { cursor } : {}) });
      expect(page.total).toBe(3);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(found.sort()).toEqual(["ada", "bo", "cy"].map((who) => idOf(who)).sort());
  });

  test("are those of the interval, the group, the cohort, the status or the number of periods", async () => {
    await fillUploads();
    const names = async (query: QueryInput, cell: Cell) => (await people(query, cell)).items.map(({ id }) => id);
    const dayOne = "2026-03-01T00:00:00+00:00";
    expect(await names(uploads, { kind: "trends", series: 0, at: dayOne })).toEqual([idOf("ada")]);
    const byPlan: QueryInput = { ...uploads, breakdown: { property: "person.plan", limit: 1 } } as QueryInput;
    // Ada uploaded twice, as often as the two others together; texts decide.
    expect((await names(byPlan, { kind: "trends", series: 0, breakdown: "free" })).sort()).toEqual([idOf("bo"), idOf("cy")].sort());
    expect(await names(byPlan, { kind: "trends", series: 0, breakdown: "$other" })).toEqual([idOf("ada")]);
    const retention: QueryInput = {
      kind: "retention",
      range,
      start: { event: "Uploaded" },
      return: { event: "Uploaded" },
      period: "day",
      periods: 2,
    };
    expect(await names(retention, { kind: "retention", at: dayOne, period: 0 })).toEqual([idOf("ada")]);
    expect(await names(retention, { kind: "retention", at: dayOne, period: 1 })).toEqual([]);
    const lifecycle: QueryInput = { kind: "lifecycle", range, interval: "day", event: "Uploaded" };
    expect(await names(lifecycle, { kind: "lifecycle", at: "2026-03-02T00:00:00+00:00", status: "dormant" })).toEqual([idOf("ada")]);
    const stickiness: QueryInput = { kind: "stickiness", range, interval: "day", event: "Uploaded" };
    expect((await names(stickiness, { kind: "stickiness", periods: 1 })).length).toBe(3);
  });

  test("cannot be asked by the cell of another kind", async () => {
    await expect(people(uploads, { kind: "stickiness", periods: 1 })).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ field: "cell.kind" }],
    });
  });
});

describe("what is absurd is refused with a reason", () => {
  const deep = (levels: number): object => (levels === 0 ? { property: "event.x", op: "exists" } : { not: deep(levels - 1) });
  const refused: [string, object][] = [
    ["where", { ...uploads, where: deep(12) }],
    ["where", { ...uploads, where: { any: Array.from({ length: 50 }, () => ({ all: Array.from({ length: 5 }, () => deep(0)) })) } }],
    ["where", { ...uploads, where: { property: "event.x", op: "matches", value: "(" } }],
    ["where", { ...uploads, where: { segment: "nobody-knows" } }],
    ["where", { ...uploads, where: { score: "health", op: "lt", value: 40 } }],
    ["range", { ...uploads, interval: "hour", range: { from: "2020-01-01", to: "2026-01-01" } }],
    ["range", { ...uploads, range: { from: "2026-03-02", to: "2026-02-01" } }],
    ["formula", { ...uploads, formula: "A / B" }],
  ];
  test.each(refused)("in %s: %#", async (field, query) => {
    await expect(ask(query as QueryInput)).rejects.toMatchObject({
      code: "invalid_input",
      issues: expect.arrayContaining([expect.objectContaining({ field: expect.stringMatching(new RegExp(`^${field}`)) })]),
    });
  });
});

describe("a segment", () => {
  const loyal = { name: "Loyal, in Köln", query: querySchema.parse(uploads), cell: inTrend };

  test("saves those behind a number, and is asked by predicates and lists", async () => {
    await fillUploads();
    expect(await createSegment(deps(), editor(), loyal)).toMatchObject({
      key: "loyal-in-koln",
      people: 3,
      kind: "static",
      createdBy: "Ada",
    });
    await createSegment(deps(), editor(), { name: "One", key: "one", people: [idOf("ada")] });
    await mirror.catchUp();
    const inOne: QueryInput = { ...uploads, where: { segment: "one" } } as QueryInput;
    expect((await people(inOne, inTrend)).items.map(({ id }) => id)).toEqual([idOf("ada")]);
    const notInOne: QueryInput = { ...uploads, where: { not: { segment: "one" } } } as QueryInput;
    expect((await people(notInOne, inTrend)).total).toBe(2);
    const listed = await listPeople(deps(), analyst(), { limit: 50, sort: "-lastSeen", segment: "one" });
    expect(listed.items.map(({ id }) => id)).toEqual([idOf("ada")]);
    expect((await listSegments(deps(), analyst(), { limit: 1 })).items.map(({ key }) => key)).toEqual(["one"]);
    const first = await listSegments(deps(), analyst(), { limit: 1 });
    expect((await listSegments(deps(), analyst(), { limit: 1, cursor: first.next as string })).items.map(({ key }) => key)).toEqual([
      "loyal-in-koln",
    ]);
  });

  test("follows merges, and is gone when it is deleted", async () => {
    await fillUploads();
    await createSegment(deps(), editor(), { name: "Two", key: "two", people: [idOf("bo"), idOf("cy")] });
    await mergePeople(deps(), editor(), { id: idOf("ada"), from: idOf("bo") });
    await pipeline.timeline.flush();
    await mirror.catchUp();
    const inTwo: QueryInput = { ...uploads, where: { segment: "two" } } as QueryInput;
    expect((await people(inTwo, inTrend)).items.map(({ id }) => id).sort()).toEqual([idOf("ada"), idOf("cy")].sort());
    await deleteSegment(deps(), editor(), { key: "two" });
    await mirror.catchUp();
    await expect(ask(inTwo)).rejects.toMatchObject({ code: "invalid_input" });
    expect(
      await pipeline.clickhouse.query({
        query: "SELECT 1 FROM segment_member FINAL WHERE workspace_id = {workspaceId:UUID}",
        params: { workspaceId },
      }),
    ).toEqual([]);
  });

  test("is not another workspace's, and its key is taken once", async () => {
    await fillUploads();
    await createSegment(deps(), editor(), { name: "Mine", key: "mine", people: [idOf("ada")] });
    await expect(getSegment(deps(), analyst(otherWorkspaceId), { key: "mine" })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteSegment(deps(), editor(otherWorkspaceId), { key: "mine" })).rejects.toMatchObject({ code: "not_found" });
    await expect(ask({ ...uploads, where: { segment: "mine" } } as QueryInput, analyst(otherWorkspaceId))).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await createSegment(deps(), editor(otherWorkspaceId), { name: "Theirs", key: "theirs", people: [idOf("ada")] })).toMatchObject({
      people: 0,
    });
    await expect(createSegment(deps(), editor(), { name: "Again", key: "mine", people: [idOf("bo")] })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("cannot be made or deleted by a viewer", async () => {
    const viewer = testAccess(workspaceId, "viewer");
    await expect(createSegment(deps(), viewer, loyal)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteSegment(deps(), viewer, { key: "x" })).rejects.toMatchObject({ code: "forbidden" });
  });
});
