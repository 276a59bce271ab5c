import { flowDefinitionSchema, personIdOf, type FlowDefinition } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testAccess } from "../../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../../testing/test-pipeline.ts";
import { readFlowReport } from "../report/index.ts";
import { readSimulation, stopSimulation } from "./read-simulation.ts";
import { simulationStep } from "./simulation-runner.ts";
import { startSimulation } from "./start-simulation.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let messages = 0;
const now = Date.parse("2026-03-10T12:00:00Z");
const deps = () => ({ db: pipeline.database.db, clickhouse: pipeline.clickhouse, now: () => now });
const editor = () => testAccess(workspaceId, "editor");
const range = { key: "trial", from: "2026-02-01T00:00:00Z" };

const days = (value: number) => ({ value, unit: "day" });
const definition = (more: object = {}): FlowDefinition =>
  flowDefinitionSchema.parse({
    trigger: { kind: "event", on: { event: "Trial Started", where: { property: "event.plan", op: "eq", value: "pro" } } },
    entry: { who: { property: "account.tier", op: "eq", value: "growth" } },
    exit: {},
    goal: { event: { event: "Paid" }, within: days(5) },
    holdout: 0,
    start: "wait",
    steps: {
      wait: { kind: "wait", wait: { for: "event", event: { event: "Report Viewed" }, timeout: days(2) }, next: null, timedOut: "remind" },
      remind: { kind: "message", channel: "email", template: "t", purpose: "promotional", next: null },
    },
    ...more,
  });

beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());

const happens = (...list: object[]) =>
  pipeline.process(
    workspaceId,
    list.map((one) => ({ messageId: `m${messages++}`, type: "track", ...one })),
  );
const joins = (userId: string, tier: string, timestamp: string) => ({
  type: "group",
  userId,
  groupId: `acme-${userId}`,
  traits: { tier },
  timestamp,
});
const starts = (userId: string, timestamp: string, plan = "pro") => ({ userId, event: "Trial Started", properties: { plan }, timestamp });

/**
 * Ada is reminded (she said yes to marketing), Ben did what is waited for, Cleo said no, Dan's account came to the tier only afterwards, Eve took another plan, Finn had a complaint open and pays in time,
 * Gus was there before the range.
 */
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  await sql`
    INSERT INTO flow (id, workspace_id, key, name, draft, created_at, created_by, updated_at, updated_by)
    VALUES (gen_random_uuid(), ${workspaceId}, 'trial', 'Trial', ${JSON.stringify(definition())}::jsonb, now(), 'Ada', now(), 'Ada')`.execute(
    pipeline.database.db,
  );
  // Nobody is in the holdout of everything, and nothing waits.
  await sql`
    INSERT INTO arbiter_rules (workspace_id, rules, version, updated_at, updated_by)
    VALUES (${workspaceId}, ${JSON.stringify({ quietHours: null, gap: null, caps: [], holdout: { share: 0, flowShare: 0.1, purposes: ["promotional"] } })}::jsonb, 1, now(), 'Ada')`.execute(
    pipeline.database.db,
  );
  const people = ["ada", "ben", "cleo", "dan", "eve", "finn", "gus"];
  await happens(
    ...people.map((userId) => ({
      type: "identify",
      userId,
      traits: { email: `${userId}@x.example`, name: userId, marketingConsent: userId !== "cleo" },
      timestamp: "2026-01-20T09:00:00Z",
    })),
    ...people.map((userId) => joins(userId, userId === "dan" ? "starter" : "growth", "2026-01-21T09:00:00Z")),
    starts("gus", "2026-01-25T10:00:00Z"),
    starts("ada", "2026-03-01T10:00:00Z"),
    starts("ben", "2026-03-01T10:00:00Z"),
    { userId: "ben", event: "Report Viewed", timestamp: "2026-03-02T10:00:00Z" },
    starts("cleo", "2026-03-02T10:00:00Z"),
    starts("dan", "2026-03-02T10:00:00Z"),
    joins("dan", "growth", "2026-03-05T10:00:00Z"),
    starts("eve", "2026-03-02T10:00:00Z", "free"),
    { userId: "finn", event: "Ticket Reopened", properties: { ticketId: "1" }, timestamp: "2026-03-02T09:00:00Z" },
    starts("finn", "2026-03-03T10:00:00Z"),
    { userId: "finn", event: "Paid", timestamp: "2026-03-07T10:00:00Z" },
  );
});

async function toItsEnd(limit?: number): Promise<void> {
  const failures = new Map<string, number>();
  while (await simulationStep(deps(), failures, limit)) {
    // One chunk after another.
  }
}

test("the numbers are those of a history made by hand, with traits as they were then", async () => {
  const begun = await startSimulation(deps(), editor(), range);
  expect([begun.state, begun.progress, begun.entrants]).toEqual(["running", 0, 0]);
  await toItsEnd();
  const done = await readSimulation(deps(), editor(), { id: begun.id });
  expect(done).toMatchObject({
    state: "done",
    progress: 1,
    failure: null,
    entrants: 4,
    people: 4,
    control: 0,
    reachedGoal: { treated: 1, held: 0 },
    live: null,
  });
  expect(done.steps).toEqual({ wait: { arrived: 4, waiting: 0 }, remind: { arrived: 3, waiting: 0 } });
  expect(done.edges).toEqual(
    expect.arrayContaining([
      { from: "trigger", way: "next", to: "wait", count: 4 },
      { from: "wait", way: "timedOut", to: "remind", count: 3 },
      { from: "wait", way: "next", to: null, count: 1 },
    ]),
  );
  expect(done.touches).toHaveLength(1);
  expect(done.touches[0]).toMatchObject({ step: "remind", asked: 3 });
  expect(done.touches[0]?.answers).toEqual(
    expect.arrayContaining([
      { answer: "now", touches: 1 },
      { answer: "no", touches: 2 },
    ]),
  );
  expect(done.touches[0]?.held).toEqual(
    expect.arrayContaining([
      { rule: "consent", touches: 1 },
      { rule: "complaint", touches: 1 },
    ]),
  );
  expect(done.days).toEqual([
    { day: "2026-03-01", entrants: 2, touches: 0, held: 0 },
    { day: "2026-03-02", entrants: 1, touches: 0, held: 0 },
    { day: "2026-03-03", entrants: 1, touches: 1, held: 0 },
    { day: "2026-03-04", entrants: 0, touches: 0, held: 1 },
    { day: "2026-03-05", entrants: 0, touches: 0, held: 1 },
  ]);
  expect(done.examples.map(({ name }) => name).sort()).toEqual(["ada", "ben", "cleo", "finn"]);
  expect(done.assumptions.length).toBeGreaterThan(3);
  expect((await readFlowReport(deps(), editor(), { key: "trial" })).needed.perDay).toBeCloseTo(4 / 37.5, 6);
});

test("a restart goes on where it was, and chunks of any size give the same", async () => {
  const one = await startSimulation(deps(), editor(), range);
  await toItsEnd();
  const whole = await readSimulation(deps(), editor(), { id: one.id });
  const two = await startSimulation(deps(), editor(), range);
  await simulationStep(deps(), new Map(), 1);
  const begun = await readSimulation(deps(), editor(), { id: two.id });
  expect([begun.state, begun.entrants < 4]).toEqual(["running", true]);
  await toItsEnd(1);
  const parts = await readSimulation(deps(), editor(), { id: two.id });
  expect({ ...parts, id: whole.id }).toEqual(whole);
});

test("the published version is run beside the draft", async () => {
  const live = definition({ entry: {} });
  await sql`
    INSERT INTO flow_version (flow_id, version, workspace_id, definition, published_at, published_by)
    SELECT id, 1, workspace_id, ${JSON.stringify(live)}::jsonb, now(), 'Ada' FROM flow WHERE workspace_id = ${workspaceId}`.execute(
    pipeline.database.db,
  );
  await sql`UPDATE flow SET version = 1, state = 'live' WHERE workspace_id = ${workspaceId}`.execute(pipeline.database.db);
  const { id } = await startSimulation(deps(), editor(), range);
  await toItsEnd();
  const done = await readSimulation(deps(), editor(), { id });
  expect([done.entrants, done.live]).toEqual([4, { version: 1, entrants: 5, touches: 2, held: 2 }]);
});

test("a trigger that is no interaction looks at everybody", async () => {
  const renewals = definition({
    trigger: { kind: "schedule", every: "week", weekday: 4, at: "09:00", who: { did: "Trial Started", within: days(7) } },
    entry: {},
  });
  const { id } = await startSimulation(deps(), editor(), { ...range, definition: renewals });
  await toItsEnd(2);
  const done = await readSimulation(deps(), editor(), { id });
  // Thursday 5 March: everybody who began in the week before.
  expect([done.entrants, done.days.map(({ day, entrants }) => [day, entrants])]).toEqual([6, expect.arrayContaining([["2026-03-05", 6]])]);
});

test("a trigger of which the past does not tell is said so, instead of zeros that look like an answer; nor is anything compared with it", async () => {
  const ofAccounts = definition({ trigger: { kind: "segment", segment: "large", on: "entered", of: "account" }, entry: {} });
  const trial = async (draft?: ReturnType<typeof definition>) => {
    const { id } = await startSimulation(deps(), editor(), { ...range, ...(draft ? { definition: draft } : {}) });
    await toItsEnd();
    return readSimulation(deps(), editor(), { id });
  };
  expect(await trial(ofAccounts)).toMatchObject({
    state: "done",
    entrants: 0,
    notSimulated: expect.stringContaining("when an account comes into a segment") as unknown,
  });
  expect((await trial(definition({ trigger: { kind: "manual" }, entry: {} }))).notSimulated).toContain("by hand");
  await sql`
    INSERT INTO flow_version (flow_id, version, workspace_id, definition, published_at, published_by)
    SELECT id, 1, workspace_id, ${JSON.stringify(ofAccounts)}::jsonb, now(), 'Ada' FROM flow WHERE workspace_id = ${workspaceId}`.execute(
    pipeline.database.db,
  );
  await sql`UPDATE flow SET version = 1, state = 'live' WHERE workspace_id = ${workspaceId}`.execute(pipeline.database.db);
  const draft = await trial();
  expect([draft.notSimulated, draft.live, draft.entrants > 0]).toEqual([null, null, true]);
  expect(draft.assumptions.join(" ")).toContain("not compared with version 1");
});

test("one that is stopped stays as it is, and a new one ends the one before", async () => {
  const first = await startSimulation(deps(), editor(), range);
  await simulationStep(deps(), new Map(), 1);
  const second = await startSimulation(deps(), editor(), range);
  expect((await readSimulation(deps(), editor(), { id: first.id })).state).toBe("stopped");
  expect((await stopSimulation(deps(), editor(), { id: second.id })).state).toBe("stopped");
  expect(await simulationStep(deps())).toBe(false);
});

test("who is deleted is no example any more", async () => {
  const { id } = await startSimulation(deps(), editor(), range);
  await toItsEnd();
  const ada = profileIdOf(workspaceId, "userId", "ada");
  const named = await readSimulation(deps(), editor(), { id });
  expect(named.examples.map(({ person }) => person)).toContain(personIdOf(ada));
  await sql`DELETE FROM profile WHERE workspace_id = ${workspaceId} AND id = ${ada}`.execute(pipeline.database.db);
  const { rows } = await sql<{
    examples: string;
  }>`SELECT result #>> '{draft,examples}' AS examples FROM flow_simulation WHERE id = ${id}`.execute(pipeline.database.db);
  expect(rows[0]?.examples).not.toContain(ada);
});

test("another workspace sees none of it, a viewer may look but not begin or stop, and a range has to lie in the past", async () => {
  const { id } = await startSimulation(deps(), editor(), range);
  const other = testAccess(await pipeline.database.createWorkspace(), "owner");
  await expect(startSimulation(deps(), other, range)).rejects.toThrow("There is no such flow");
  await expect(readSimulation(deps(), other, { id })).rejects.toThrow("There is no such simulation");
  await expect(stopSimulation(deps(), other, { id })).rejects.toThrow("There is no such simulation");
  const viewer = testAccess(workspaceId, "viewer");
  await expect(startSimulation(deps(), viewer, range)).rejects.toThrow("flows:write");
  await expect(stopSimulation(deps(), viewer, { id })).rejects.toThrow("flows:write");
  expect((await readSimulation(deps(), viewer, { id })).state).toBe("running");
  await expect(startSimulation(deps(), editor(), { key: "trial", from: "2026-04-01T00:00:00Z" })).rejects.toThrow("cannot be simulated");
  await toItsEnd();
});

test("a definition that cannot be asked fails with the reason", async () => {
  const broken = definition({ entry: { who: { segment: "circle" } } });
  await sql`
    INSERT INTO segment (id, workspace_id, key, name, kind, phase, predicate, created_by) VALUES (gen_random_uuid(), ${workspaceId}, 'circle', 'Circle', 'live', 'live', '{"not":{"segment":"circle"}}', 'Ada')`.execute(
    pipeline.database.db,
  );
  const { id } = await startSimulation(deps(), editor(), { ...range, definition: broken });
  await toItsEnd();
  expect(await readSimulation(deps(), editor(), { id })).toMatchObject({
    state: "failed",
    failure: "The segment circle depends on itself.",
  });
});
