import { randomUUID } from "node:crypto";
import { flowDefinitionSchema, type FlowDefinition } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess, testKeyAccess } from "../../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../../testing/test-pipeline.ts";
import { readFlowReport } from "./read-report.ts";
import { stopHarmfulFlows } from "./stop-on-harm.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let flowId: string;
const now = Date.parse("2026-03-20T00:00:00Z");
const day = (date: number, hour = 10) => new Date(Date.UTC(2026, 2, date, hour));
const deps = () => ({ db: pipeline.database.db, clickhouse: pipeline.clickhouse, now: () => now });
const viewer = () => testAccess(workspaceId, "viewer");

const days = (value: number) => ({ value, unit: "day" });
const definition: FlowDefinition = flowDefinitionSchema.parse({
  trigger: { kind: "event", on: { event: "Trial Started" } },
  entry: {},
  exit: {},
  goal: { event: { event: "Paid" }, within: days(5) },
  start: "half",
  steps: {
    half: {
      kind: "split",
      label: "Which words?",
      variants: [
        { key: "short", weight: 1, next: "mail" },
        { key: "long", weight: 1, next: "mail" },
      ],
    },
    mail: {
      kind: "message",
      label: "Hello",
      channel: "email",
      template: "t",
      purpose: "service",
      goal: { event: { event: "Came Back" }, within: days(2) },
      next: null,
    },
  },
});

beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  flowId = await makeFlow(definition);
});

async function makeFlow(one: FlowDefinition): Promise<string> {
  const id = randomUUID();
  await sql`
    INSERT INTO flow (id, workspace_id, key, name, state, draft, version, live_since, created_at, created_by, updated_at, updated_by)
    VALUES (${id}, ${workspaceId}, 'trial', 'Trial', 'live', ${JSON.stringify(one)}::jsonb, 1, ${day(1)}, ${day(1)}, 'Ada', ${day(1)}, 'Ada')`.execute(
    pipeline.database.db,
  );
  await sql`
    INSERT INTO flow_version (flow_id, version, workspace_id, definition, published_at, published_by) VALUES (${id}, 1, ${workspaceId}, ${JSON.stringify(one)}::jsonb, ${day(1)}, 'Ada')`.execute(
    pipeline.database.db,
  );
  return id;
}

type Made = { side?: string; at?: Date; goalAt?: Date | null; variant?: string; profileId?: string; state?: string };
let profiles = 1_000;

async function run({
  side = "treated",
  at = day(2),
  goalAt = null,
  variant,
  profileId = String(profiles++),
  state = "finished",
}: Made): Promise<string> {
  const id = randomUUID();
  const until = new Date(at.getTime() + 5 * 86_400_000);
  await sql`
    INSERT INTO flow_run (id, workspace_id, flow_id, version, profile_id, entry_key, entered_at, entered_by, state, side, since, goal_at, goal_until, watched, variants, memory)
    VALUES (${id}, ${workspaceId}, ${flowId}, 1, ${profileId}, ${id}, ${at}, 'x', ${state}, ${side}, ${at}, ${goalAt}, ${until}, false, ${JSON.stringify(variant ? { half: variant } : {})}::jsonb, '{}')`.execute(
    pipeline.database.db,
  );
  return id;
}
async function runs(count: number, made: Made): Promise<void> {
  for (let one = 0; one < count; one++) await run(made);
}
const report = (input: object = {}) => readFlowReport(deps(), viewer(), { key: "trial", ...input });

describe("the sides of a report", () => {
  test("are counted by what people were drawn for, when their time is over; the holdout of everything is left alone too", async () => {
    await runs(6, { goalAt: day(4) });
    await runs(4, {});
    await runs(1, { side: "held", goalAt: day(3), state: "control" });
    await runs(2, { side: "held_by_all", state: "control" });
    await runs(5, { at: day(18), goalAt: day(18, 12) });
    const { treated, held, open, lift, sampleRatio, days: perDay, goal, caveats } = await report();
    expect([treated.reached, treated.people, held.reached, held.people, open]).toEqual([6, 10, 1, 3, 5]);
    expect(treated.rate).toBeCloseTo(0.6, 12);
    expect(treated.low).toBeCloseTo(0.3127, 3);
    expect(lift.absolute).toBeCloseTo(0.6 - 1 / 3, 12);
    expect([lift.decided, lift.pValue]).toEqual(["open", 1]);
    expect(sampleRatio).toMatchObject({ expected: expect.closeTo(0.19, 12), seen: expect.closeTo(3 / 18, 12), alarm: false });
    expect(perDay).toEqual([
      { day: "2026-03-02", treated: 10, held: 3, treatedGoals: 6, heldGoals: 1 },
      { day: "2026-03-18", treated: 5, held: 0, treatedGoals: 5, heldGoals: 0 },
    ]);
    expect([goal, caveats]).toEqual(["does Paid within 5 days", []]);
  });

  test("count a person once, with the first run, also when they came in under two identifiers; who was merged into a run is in it already", async () => {
    await pipeline.process(workspaceId, [
      { type: "track", messageId: "1", anonymousId: "phone", event: "A", timestamp: "2026-03-01T10:00:00Z" },
      { type: "identify", messageId: "2", anonymousId: "phone", userId: "ada", timestamp: "2026-03-01T11:00:00Z" },
    ]);
    await run({ profileId: profileIdOf(workspaceId, "anonymousId", "phone"), at: day(2) });
    await run({ profileId: profileIdOf(workspaceId, "userId", "ada"), at: day(9), goalAt: day(10) });
    await run({ state: "merged" });
    const { treated } = await report();
    expect([treated.reached, treated.people]).toEqual([0, 1]);
  });

  test("end where they are told to: what came in or was reached later is not there", async () => {
    await run({ at: day(2), goalAt: day(4) });
    await run({ at: day(12), goalAt: day(13) });
    const { treated, to } = await report({ to: "2026-03-10T00:00:00Z" });
    expect([treated.reached, treated.people, to]).toEqual([1, 1, "2026-03-10T00:00:00.000Z"]);
  });

  test("are as large as the draw: else there is an alarm, and the lift is not to be trusted", async () => {
    await runs(100, {});
    await runs(100, { side: "held" });
    const { sampleRatio, caveats } = await report();
    expect(sampleRatio.alarm).toBe(true);
    expect(caveats).toEqual([expect.stringContaining("The sides are not as large")]);
  });

  test("say how many people it takes, from how many reach the goal by themselves", async () => {
    await runs(27, { side: "held" });
    await runs(3, { side: "held", goalAt: day(3) });
    const { needed } = await report();
    expect(needed.baseRate).toBeCloseTo(0.1, 12);
    expect(needed.minimalLift).toBeCloseTo(0.02, 12);
    expect(needed.people).toBeGreaterThan(20_000);
    expect(needed.perDay).toBeCloseTo(30 / ((now - day(1).getTime()) / 86_400_000), 6);
  });
});

test("variants of a split are compared with the first, among those who were treated", async () => {
  await runs(3, { variant: "short", goalAt: day(3) });
  await runs(5, { variant: "short" });
  await runs(4, { variant: "long", goalAt: day(3) });
  await runs(2, { variant: "long" });
  const [split] = (await report()).splits;
  expect(split).toMatchObject({ step: "half", goal: "does Paid within 5 days", sampleRatio: { alarm: false } });
  expect(split?.variants.map(({ key, reached, people, weight }) => [key, reached, people, weight])).toEqual([
    ["short", 3, 8, 1],
    ["long", 4, 6, 1],
  ]);
  expect(split?.variants.map(({ againstFirst }) => againstFirst?.absolute ?? null)).toEqual([null, expect.closeTo(4 / 6 - 3 / 8, 12)]);
});

test("a message step tells what was asked, what was held back by which rule, what became of the rest, and who reached its own goal", async () => {
  const ask = async (answer: string, rule: string | null, attempt = 1, runId = randomUUID()) => {
    await sql`
      INSERT INTO touch_decision (id, workspace_id, touch_id, attempt, profile_id, kind, purpose, flow, touch, answer, rule, reason, worth, verdicts, held_by, rules_version, decided_at, takes_attention)
      VALUES (${randomUUID()}, ${workspaceId}, ${`${runId}:mail:1`}, ${attempt}, 1, 'message', 'service', 'trial', '{}', ${answer}, ${rule}, 'r', 5, '[]', '{}', 1, ${day(3)}, ${answer === "now"})`.execute(
      pipeline.database.db,
    );
    return runId;
  };
  await ask("no", "consent");
  await ask("no", "cap");
  await ask("no", "cap");
  await ask("now", null, 2, await ask("later", "quiet_hours"));
  await pipeline.process(workspaceId, [
    { type: "identify", messageId: "1", userId: "ada", timestamp: "2026-03-01T10:00:00Z" },
    { type: "identify", messageId: "2", userId: "ben", timestamp: "2026-03-01T10:00:00Z" },
    { type: "track", messageId: "3", userId: "ada", event: "Came Back", timestamp: "2026-03-04T10:00:00Z" },
    { type: "track", messageId: "4", userId: "ben", event: "Came Back", timestamp: "2026-03-08T10:00:00Z" },
  ]);
  const sent = (user: string, state: string, sentAt: Date | null, openedAt: Date | null = null) =>
    sql`
      INSERT INTO message (id, workspace_id, key, profile_id, channel, template, purpose, flow, step, context, state, queued_at, next_at, sent_at, opened_at)
      VALUES (${randomUUID()}, ${workspaceId}, ${randomUUID()}, ${profileIdOf(workspaceId, "userId", user)}, 'email', 't', 'service', 'trial', 'mail', '{}', ${state}, ${day(3)}, ${day(3)}, ${sentAt}, ${openedAt})`.execute(
      pipeline.database.db,
    );
  await sent("ada", "sent", day(3), day(4));
  await sent("ben", "sent", day(3));
  await sent("ben", "unknown", null);
  const [mail] = (await report()).messages;
  expect(mail).toMatchObject({
    step: "mail",
    asked: 4,
    sent: 2,
    unknown: 1,
    failed: 0,
    opened: 1,
    held: [
      { rule: "cap", touches: 2 },
      { rule: "consent", touches: 1 },
    ],
    goal: { reached: 1, people: 2 },
  });
});

test("another workspace cannot, nor who may not read flows; a flow without anybody has no rates", async () => {
  const { treated, held, lift, needed, caveats } = await report();
  expect([treated.rate, held.rate, lift.absolute, needed.people, caveats]).toEqual([null, null, null, null, []]);
  const other = testAccess(await pipeline.database.createWorkspace(), "owner");
  await expect(readFlowReport(deps(), other, { key: "trial" })).rejects.toThrow("There is no such flow");
  await expect(readFlowReport(deps(), testKeyAccess(workspaceId, ["people:read"]), { key: "trial" })).rejects.toThrow("flows:read");
});

describe("a flow that does harm", () => {
  const harm = async () => {
    await runs(360, { goalAt: null });
    await runs(90, { goalAt: day(4) });
    await runs(30, { side: "held" });
    await runs(70, { side: "held", goalAt: day(4) });
  };
  const stateOf = async () => {
    const { rows } = await sql<{
      state: string;
      because: string | null;
    }>`SELECT state, stopped_because AS because FROM flow WHERE id = ${flowId}`.execute(pipeline.database.db);
    return rows[0];
  };

  test("stops once, with the reason at the flow, in the report, in the audit log and as a task", async () => {
    await harm();
    const reason = "With it 20.0 % of 450 people reached the goal, without it 70.0 % of 100: -50.0 points";
    expect(await stopHarmfulFlows(deps())).toEqual([{ workspaceId, key: "trial", reason: expect.stringContaining(reason) }]);
    expect(await stopHarmfulFlows(deps())).toEqual([]);
    expect(await stateOf()).toEqual({ state: "stopped", because: expect.stringContaining(reason) });
    expect((await report()).stopped).toEqual({ at: new Date(now).toISOString(), reason: expect.stringContaining(reason) });
    const { rows: audit } =
      await sql`SELECT actor, subject FROM audit_entry WHERE workspace_id = ${workspaceId} AND action = 'flows.stop_on_harm'`.execute(
        pipeline.database.db,
      );
    expect(audit).toEqual([{ actor: "system:Stop on harm", subject: "trial" }]);
    const { rows: tasks } = await sql`SELECT title, priority, origin, origin_ref FROM task WHERE workspace_id = ${workspaceId}`.execute(
      pipeline.database.db,
    );
    expect(tasks).toEqual([{ title: "Look at the flow “Trial”: it was stopped", priority: "urgent", origin: "flow", origin_ref: "trial" }]);
  });

  test("goes on where it says so, where the sides are not as they were drawn, and is judged anew by what comes after somebody let it go on", async () => {
    await harm();
    const set = (part: object) =>
      sql`UPDATE flow_version SET definition = definition || ${JSON.stringify(part)}::jsonb WHERE flow_id = ${flowId}`.execute(
        pipeline.database.db,
      );
    await set({ stopOnHarm: false });
    expect(await stopHarmfulFlows(deps())).toEqual([]);
    await set({ stopOnHarm: true, holdout: 0.45 });
    expect(await stopHarmfulFlows(deps())).toEqual([]);
    await set({ holdout: null });
    await sql`UPDATE flow SET live_since = ${day(3)} WHERE id = ${flowId}`.execute(pipeline.database.db);
    expect(await stopHarmfulFlows(deps())).toEqual([]);
    await sql`UPDATE flow SET live_since = ${day(1)} WHERE id = ${flowId}`.execute(pipeline.database.db);
    expect(await stopHarmfulFlows(deps())).toHaveLength(1);
  });
});
