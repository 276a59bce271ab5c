import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { identified } from "../segments/live-segments.fixture.ts";
import { cancelTask } from "../tasks/close-task.ts";
import { listTasks } from "../tasks/list-tasks.ts";
import { createFlowWorld, days, hourMs, hours, message, type FlowWorld } from "./flow-runs.fixture.ts";
import { updateFlow } from "./manage-flows.ts";
import { rollBackFlow, setFlowState } from "./publish-flow.ts";
import { settleCall } from "./settle-call.ts";

let world: FlowWorld;
let workspaceId: string;
beforeAll(async () => {
  world = await createFlowWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  workspaceId = await world.begin();
});

const act = (user: string, event: string, properties: object = {}) => world.act(workspaceId, user, event, properties);
const runs = (user: string) => world.runs(workspaceId, user);
const statesOf = async (user: string) => (await runs(user)).map(({ state, step }) => `${state} ${step ?? ""}`.trim());
const publish = (key: string, written: Parameters<FlowWorld["publish"]>[2], how?: Parameters<FlowWorld["publish"]>[3]) =>
  world.publish(workspaceId, key, written, how);
const state = (key: string, to: "live" | "paused" | "stopped") => setFlowState(world.deps, world.editor(workspaceId), { key, state: to });
const rest = {
  start: "rest",
  steps: { rest: { kind: "wait" as const, wait: { for: "duration" as const, duration: days(1) }, next: null } },
};
const stages = {
  key: "onboarding",
  name: "Onboarding",
  entry: { event: "Signed Up" },
  stages: [
    { key: "connect", name: "Connect", matches: [{ event: "Source Connected" }] },
    { key: "verify", name: "Verify", matches: [{ event: "Verification Begun" }] },
  ],
  goal: [{ event: "First Report" }],
  window: days(30),
};
const makeJourney = () =>
  sql`INSERT INTO journey (workspace_id, key, definition) VALUES (${workspaceId}, 'onboarding', ${JSON.stringify(stages)}::jsonb)`.execute(
    world.db,
  );
const stalled = (after: ReturnType<typeof days>) => ({
  trigger: { kind: "stage" as const, journey: "onboarding", stage: "verify", on: "stalled" as const, after },
});
async function comeToVerify(...users: string[]): Promise<void> {
  for (const event of ["Signed Up", "Source Connected", "Verification Begun"]) {
    for (const user of users) await act(user, event);
    await world.wait(workspaceId, 60_000);
  }
}
const entered = async (...users: string[]) => Promise.all(users.map(async (user) => (await runs(user)).length));

describe("a touch that was put off", () => {
  test("is asked about again under the flow's new name", async () => {
    await world.rules(workspaceId, { gap: { within: hours(4), purposes: ["service"] } });
    await publish("two", { start: "a", steps: { a: message("b"), b: message(null) } });
    await act("ann", "Trial Started");
    await updateFlow(world.deps, world.editor(workspaceId), { key: "two", name: "Another name" });
    await world.wait(workspaceId, 4 * hourMs);
    expect(await world.outbox(workspaceId)).toEqual(["a:1", "b:1"]);
  });

  test("and that the arbiter cannot take any more ends its own run, and no other's", async () => {
    await world.rules(workspaceId, { gap: { within: hours(4), purposes: ["service"] } });
    await publish("two", { start: "a", steps: { a: message("b"), b: message(null) } });
    for (const user of ["ann", "bob"]) await act(user, "Trial Started");
    await sql`
      UPDATE touch_decision SET touch = jsonb_set(touch, '{priority}', '9') WHERE workspace_id = ${workspaceId} AND answer = 'later' AND profile_id = (SELECT id FROM profile WHERE workspace_id = ${workspaceId} AND value = 'ann')`.execute(
      world.db,
    );
    await world.wait(workspaceId, 4 * hourMs);
    expect(await statesOf("ann")).toEqual(["failed b"]);
    expect(await statesOf("bob")).toEqual(["finished b"]);
  });

  test("is held once it is of no use any more", async () => {
    await world.rules(workspaceId, { gap: { within: hours(4), purposes: ["service"] } });
    await publish("late", {
      start: "a",
      steps: { a: message("b"), b: message(null, { expiresAfter: hours(1), heldIs: "edge", held: "held" }), held: { kind: "exit" } },
    });
    await act("ann", "Trial Started");
    await world.wait(workspaceId, 4 * hourMs);
    expect(await world.outbox(workspaceId)).toEqual(["a:1"]);
    expect(await statesOf("ann")).toEqual(["finished held"]);
  });
});

describe("a step", () => {
  test("waits for a window of the day where the person is, on the days that it names", async () => {
    // It is Tuesday, 12:00 in UTC: 21:00 in Tokyo, 08:00 in New York.
    await world.process(workspaceId, [identified("ken", { timezone: "Asia/Tokyo" }), identified("ann", { timezone: "America/New_York" })]);
    await publish("morning", {
      start: "w",
      steps: { w: { kind: "wait", wait: { for: "window", from: "09:00", to: "11:00", weekdays: [2, 3] }, next: "m" }, m: message(null) },
    });
    for (const user of ["ken", "ann"]) await act(user, "Trial Started");
    expect((await runs("ken"))[0]?.dueAt).toBe("2026-03-11T00:00:00.000Z");
    expect((await runs("ann"))[0]?.dueAt).toBe("2026-03-10T13:00:00.000Z");
    await world.wait(workspaceId, hourMs);
    expect([...(await statesOf("ken")), ...(await statesOf("ann"))]).toEqual(["waiting w", "finished m"]);
    await world.wait(workspaceId, 11 * hourMs);
    expect(await statesOf("ken")).toEqual(["finished m"]);
  });

  test("that waits for a date goes on at once where there is none, or where it is gone by", async () => {
    await world.process(workspaceId, [identified("ann", {}), identified("bob", { renewal: "2026-01-01" })]);
    await publish("date", {
      start: "w",
      steps: { w: { kind: "wait", wait: { for: "date", moment: { property: "person.renewal", days: -5 } }, next: null } },
    });
    for (const user of ["ann", "bob"]) await act(user, "Trial Started");
    expect([...(await statesOf("ann")), ...(await statesOf("bob"))]).toEqual(["finished w", "finished w"]);
  });

  test("is a task that goes on by `next` when it was cancelled or its time is over", async () => {
    await publish("work", {
      start: "t",
      steps: {
        t: { kind: "task", title: "Call", timeout: days(1), outcomes: [{ outcome: "Settled", next: "yes" }], next: "no" },
        yes: { kind: "exit" },
        no: { kind: "exit" },
      },
    });
    for (const user of ["ann", "bob"]) await act(user, "Trial Started");
    const owner = testAccess(workspaceId, "owner");
    const deps = { db: world.db, now: world.now };
    const { items } = await listTasks(deps, owner, { state: "open", sort: "due", limit: 10 });
    await cancelTask(deps, owner, { id: items.find(({ person }) => person?.userId === "ann")?.id ?? "", note: "" });
    await world.settle(workspaceId);
    expect([...(await statesOf("ann")), ...(await statesOf("bob"))]).toEqual(["finished no", "waiting t"]);
    await world.wait(workspaceId, 24 * hourMs);
    expect(await statesOf("bob")).toEqual(["finished no"]);
  });

  test("is a call whose way goes by its status, or by `failed` when nothing came of it", async () => {
    await publish("call", {
      start: "c",
      steps: {
        c: {
          kind: "webhook",
          url: "https://crm.example",
          answers: [{ when: { path: "$status", op: "gte", value: 400 }, next: "refused" }],
          next: "fine",
          failed: "bad",
        },
        refused: { kind: "exit" },
        fine: { kind: "exit" },
        bad: { kind: "exit" },
      },
    });
    const answers = {
      ann: { outcome: "answered", status: 404 },
      bob: { outcome: "answered", status: 200 },
      cid: { outcome: "failed", status: 500 },
    } as const;
    for (const [user, answer] of Object.entries(answers)) {
      await act(user, "Trial Started");
      const { rows } = await sql<{
        key: string;
        profileId: string;
      }>`SELECT key, profile_id AS "profileId" FROM outbound_call WHERE workspace_id = ${workspaceId} ORDER BY key = ANY(SELECT pending FROM flow_run WHERE ended_at IS NULL) DESC LIMIT 1`.execute(
        world.db,
      );
      const settled = { workspaceId, key: rows[0]?.key ?? "", profileId: rows[0]?.profileId ?? "", body: null, reason: null, ...answer };
      await world.db.transaction().execute((tx) => settleCall(tx, settled));
      await world.settle(workspaceId);
    }
    expect([...(await statesOf("ann")), ...(await statesOf("bob")), ...(await statesOf("cid"))]).toEqual([
      "finished refused",
      "finished fine",
      "finished bad",
    ]);
  });

  test("is a goal by itself, which counts once and goes on", async () => {
    await publish("goal", { start: "g", steps: { g: { kind: "goal", next: "end" }, end: { kind: "exit", reason: "All done." } } });
    await act("ann", "Trial Started");
    expect((await runs("ann"))[0]).toMatchObject({ state: "finished", goalAt: expect.any(String), ended: "All done." });
  });

  test("sends by the channel that it names, each under its own key", async () => {
    const channels = ["email", "sms", "push", "in_app", "webhook"] as const;
    for (const channel of channels) {
      await world.template(workspaceId, `t-${channel}`);
      await sql`UPDATE message_template SET channel = ${channel} WHERE workspace_id = ${workspaceId} AND key = ${`t-${channel}`}`.execute(
        world.db,
      );
    }
    await world.process(workspaceId, [identified("ann", { email: "ann@x.example", phone: "+15551234567", pushToken: "t1" })]);
    const steps = channels.map((channel, index) => [
      channel,
      message(channels[index + 1] ?? null, { channel, template: `t-${channel}`, purpose: "transactional" }),
    ]);
    await publish("all", { start: "email", steps: Object.fromEntries(steps) as never });
    await act("ann", "Trial Started");
    const { rows } = await sql<{ step: string; channel: string; template: string }>`
      SELECT step, channel, template FROM message WHERE workspace_id = ${workspaceId} ORDER BY step`.execute(world.db);
    expect(rows).toEqual(channels.toSorted().map((channel) => ({ step: channel, channel, template: `t-${channel}` })));
  });

  test("splits a person the same way each time they come in, and gives a variant of weight 0 to nobody", async () => {
    await publish("split", {
      entry: { again: "always" },
      start: "s",
      steps: {
        s: {
          kind: "split",
          variants: [
            { key: "a", weight: 1, next: null },
            { key: "b", weight: 1, next: null },
            { key: "c", weight: 0, next: null },
          ],
        },
      },
    });
    const users = Array.from({ length: 24 }, (_, index) => `u${index}`);
    for (const _round of [1, 2]) for (const user of users) await act(user, "Trial Started");
    const drawn = await Promise.all(users.map(async (user) => (await runs(user)).map(({ variants }) => variants["s"])));
    expect(drawn.every(([first, second]) => first !== undefined && first === second)).toBe(true);
    expect(new Set(drawn.flat())).toEqual(new Set(["a", "b"]));
  });
});

describe("who comes in", () => {
  test("by any event is whoever does something, not who has something done to them", async () => {
    await publish("any", {
      trigger: { kind: "event", on: { event: null } },
      entry: { again: "always", whileIn: true },
      start: "m",
      steps: { m: message(null) },
    });
    await act("ann", "Seen");
    for (let round = 0; round < 4; round++) await world.settle(workspaceId);
    expect(await runs("ann")).toHaveLength(1);
  });

  test("by a date of one of their accounts, which moves for all of them", async () => {
    const at = () => new Date(world.now()).toISOString();
    const group = (userId: string, groupId: string, traits: object, id: string) => ({
      type: "group",
      messageId: id,
      userId,
      groupId,
      traits,
      timestamp: at(),
    });
    await world.process(workspaceId, [
      group("ann", "acme", { renewsAt: "2026-03-15" }, "g1"),
      group("bob", "acme", { renewsAt: "2026-03-15" }, "g2"),
    ]);
    await publish("renew", { ...rest, trigger: { kind: "date", moment: { property: "account.renewsAt", days: -1, at: "09:00" } } });
    await world.wait(workspaceId, hourMs);
    await world.process(workspaceId, [group("ann", "acme", { renewsAt: "2026-03-17" }, "g3")]);
    await world.settle(workspaceId);
    await world.wait(workspaceId, 4 * 24 * hourMs);
    expect(await entered("ann", "bob")).toEqual([0, 0]);
    await world.wait(workspaceId, 2 * 24 * hourMs);
    expect(await entered("ann", "bob")).toEqual([1, 1]);
  });

  test("is left alone by the holdout of everything in each flow, and stays so", async () => {
    await world.rules(workspaceId, { holdout: { share: 0.5, flowShare: 0, purposes: ["service"] } });
    const goal = { event: { event: "Paid" }, within: days(3) };
    await publish("one", { ...rest, goal });
    await publish("two", { ...rest, goal });
    const users = Array.from({ length: 24 }, (_, index) => `u${index}`);
    for (const user of users) await act(user, "Trial Started");
    const sides = await Promise.all(users.map(async (user) => (await runs(user)).map(({ side }) => side)));
    expect(sides.every(([one, two]) => one !== undefined && one === two)).toBe(true);
    expect(new Set(sides.flat())).toEqual(new Set(["held_by_all", "treated"]));
    // A share of nothing from now on brings nobody back.
    await world.rules(workspaceId, { holdout: { share: 0.01, flowShare: 0, purposes: ["service"] } });
    await publish("three", { ...rest, goal, trigger: { kind: "event", on: { event: "Seen" } } });
    for (const user of users) await act(user, "Seen");
    const later = await Promise.all(users.map(async (user) => (await runs(user)).find(({ flow }) => flow.key === "three")?.side));
    expect(later).toEqual(sides.map(([side]) => side));
  });
});

describe("versions", () => {
  test("a version that is published again takes who comes from then on; who is in another goes on in it", async () => {
    const steps = (template: string) => ({ rest: { ...rest.steps.rest, next: "m" }, m: message(null, { template }) });
    await publish("back", { start: "rest", steps: steps("hello") });
    await act("ann", "Trial Started");
    await publish("back", { start: "rest", steps: steps("again") });
    await act("bob", "Trial Started");
    await rollBackFlow(world.deps, world.editor(workspaceId), { key: "back", version: 1, note: "" });
    await act("cid", "Trial Started");
    await world.wait(workspaceId, 24 * hourMs);
    const { rows } = await sql<{ who: string; template: string }>`
      SELECT p.value AS who, m.template FROM message m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id WHERE m.workspace_id = ${workspaceId} ORDER BY 1`.execute(
      world.db,
    );
    expect(rows).toEqual([
      { who: "ann", template: "hello" },
      { who: "bob", template: "again" },
      { who: "cid", template: "hello" },
    ]);
    expect((await runs("cid"))[0]?.version).toBe(3);
  });

  test("who is at a stage when a new version is published is still let in when they have been there long enough, by the new time", async () => {
    await makeJourney();
    await publish("stalled", { ...stalled(days(2)), start: null });
    await comeToVerify("ann", "bob");
    await world.wait(workspaceId, 24 * hourMs);
    await publish("stalled", { ...stalled(days(2)), ...rest });
    await act("bob", "First Report");
    await world.wait(workspaceId, 24 * hourMs);
    expect(await entered("ann", "bob")).toEqual([1, 0]);
    await comeToVerify("cid");
    await publish("stalled", { ...stalled(days(3)), ...rest });
    await world.wait(workspaceId, 48 * hourMs);
    expect(await entered("cid")).toEqual([0]);
    await world.wait(workspaceId, 24 * hourMs);
    expect(await entered("cid")).toEqual([1]);
  });
});

describe("a flow that was paused", () => {
  test("lets nobody in by a schedule that was due meanwhile, but the next time", async () => {
    await publish("daily", {
      entry: { again: "always" },
      trigger: { kind: "schedule", every: "day", at: "09:00", who: { did: "Report Created" } },
      start: null,
    });
    await act("ann", "Report Created");
    await state("daily", "paused");
    await world.wait(workspaceId, 30 * hourMs);
    await state("daily", "live");
    await world.settle(workspaceId);
    expect(await entered("ann")).toEqual([0]);
    await world.wait(workspaceId, 24 * hourMs);
    expect(await entered("ann")).toEqual([1]);
  });

  test("goes by the dates as they are then, and lets nobody in by one that is gone by", async () => {
    await world.process(workspaceId, [identified("ann", { renewal: "2026-03-13" }), identified("bob", { renewal: "2026-03-13" })]);
    await publish("renew", { ...rest, trigger: { kind: "date", moment: { property: "person.renewal", at: "09:00" } } });
    await world.wait(workspaceId, hourMs);
    await state("renew", "paused");
    await world.process(workspaceId, [identified("bob", { renewal: "2026-03-20" }, 0)]);
    await world.wait(workspaceId, 4 * 24 * hourMs);
    await state("renew", "live");
    await world.wait(workspaceId, hourMs);
    expect(await entered("ann", "bob")).toEqual([0, 0]);
    await world.wait(workspaceId, 7 * 24 * hourMs);
    expect(await entered("ann", "bob")).toEqual([0, 1]);
  });

  test("has noted who came to a stage and who left it", async () => {
    await makeJourney();
    await publish("stalled", { ...stalled(days(2)), ...rest });
    await comeToVerify("ann", "bob");
    await state("stalled", "paused");
    await act("bob", "First Report");
    await comeToVerify("cid");
    await world.wait(workspaceId, 24 * hourMs);
    await state("stalled", "live");
    await world.wait(workspaceId, 30 * hourMs);
    expect(await entered("ann", "bob", "cid")).toEqual([1, 0, 1]);
  });
});
