import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { identified } from "../segments/live-segments.fixture.ts";
import { cancelTask } from "../tasks/close-task.ts";
import { listTasks } from "../tasks/list-tasks.ts";
import { days, hourMs, hours, message, rest, useFlowWorld } from "./flow-runs.fixture.ts";
import { startByHand } from "./handle-runs.ts";
import { updateFlow } from "./manage-flows.ts";
import { settleCall } from "./settle-call.ts";

const here = useFlowWorld();
const { act, runs, statesOf, publish } = here;

const entered = async (...users: string[]) => Promise.all(users.map(async (user) => (await runs(user)).length));

describe("a touch that was put off", () => {
  test("is asked about again under the flow's new name", async () => {
    await here.world.rules(here.workspaceId, { gap: { within: hours(4), purposes: ["service"] } });
    await publish("two", { start: "a", steps: { a: message("b"), b: message(null) } });
    await act("ann", "Trial Started");
    await updateFlow(here.world.deps, here.world.editor(here.workspaceId), { key: "two", name: "Another name" });
    await here.world.wait(here.workspaceId, 4 * hourMs);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["a:1", "b:1"]);
  });

  test("and that the arbiter cannot take any more ends its own run, and no other's", async () => {
    await here.world.rules(here.workspaceId, { gap: { within: hours(4), purposes: ["service"] } });
    await publish("two", { start: "a", steps: { a: message("b"), b: message(null) } });
    for (const user of ["ann", "bob"]) await act(user, "Trial Started");
    await sql`
      UPDATE touch_decision SET touch = jsonb_set(touch, '{priority}', '9') WHERE workspace_id = ${here.workspaceId} AND answer = 'later' AND profile_id = (SELECT id FROM profile WHERE workspace_id = ${here.workspaceId} AND value = 'ann')`.execute(
      here.world.db,
    );
    await here.world.wait(here.workspaceId, 4 * hourMs);
    expect(await statesOf("ann")).toEqual(["failed b"]);
    expect(await statesOf("bob")).toEqual(["finished b"]);
  });

  test("is held once it is of no use any more", async () => {
    await here.world.rules(here.workspaceId, { gap: { within: hours(4), purposes: ["service"] } });
    await publish("late", {
      start: "a",
      steps: { a: message("b"), b: message(null, { expiresAfter: hours(1), heldIs: "edge", held: "held" }), held: { kind: "exit" } },
    });
    await act("ann", "Trial Started");
    await here.world.wait(here.workspaceId, 4 * hourMs);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["a:1"]);
    expect(await statesOf("ann")).toEqual(["finished held"]);
  });
});

describe("a step", () => {
  test("waits for a window of the day where the person is, on the days that it names", async () => {
    // It is Tuesday, 12:00 in UTC: 21:00 in Tokyo, 08:00 in New York.
    await here.world.process(here.workspaceId, [
      identified("ken", { timezone: "Asia/Tokyo" }),
      identified("ann", { timezone: "America/New_York" }),
    ]);
    await publish("morning", {
      start: "w",
      steps: { w: { kind: "wait", wait: { for: "window", from: "09:00", to: "11:00", weekdays: [2, 3] }, next: "m" }, m: message(null) },
    });
    for (const user of ["ken", "ann"]) await act(user, "Trial Started");
    expect((await runs("ken"))[0]?.dueAt).toBe("2026-03-11T00:00:00.000Z");
    expect((await runs("ann"))[0]?.dueAt).toBe("2026-03-10T13:00:00.000Z");
    await here.world.wait(here.workspaceId, hourMs);
    expect([...(await statesOf("ken")), ...(await statesOf("ann"))]).toEqual(["waiting w", "finished m"]);
    await here.world.wait(here.workspaceId, 11 * hourMs);
    expect(await statesOf("ken")).toEqual(["finished m"]);
  });

  test("that waits for a date goes on at once where there is none, or where it is gone by", async () => {
    await here.world.process(here.workspaceId, [identified("ann", {}), identified("bob", { renewal: "2026-01-01" })]);
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
    const owner = testAccess(here.workspaceId, "owner");
    const deps = { db: here.world.db, now: here.world.now };
    const { items } = await listTasks(deps, owner, { state: "open", sort: "due", limit: 10 });
    await cancelTask(deps, owner, { id: items.find(({ person }) => person?.userId === "ann")?.id ?? "", note: "" });
    await here.world.settle(here.workspaceId);
    expect([...(await statesOf("ann")), ...(await statesOf("bob"))]).toEqual(["finished no", "waiting t"]);
    await here.world.wait(here.workspaceId, 24 * hourMs);
    expect(await statesOf("bob")).toEqual(["finished no"]);
  });

  test("is an approval that counts as refused when its task is cancelled, with who did it", async () => {
    await publish("ask", {
      start: "a",
      steps: { a: { kind: "approval", title: "May we?", approved: "yes", refused: "no" }, yes: { kind: "exit" }, no: { kind: "exit" } },
    });
    await act("ann", "Trial Started");
    const owner = testAccess(here.workspaceId, "owner");
    const deps = { db: here.world.db, now: here.world.now };
    const { items } = await listTasks(deps, owner, { state: "open", sort: "due", limit: 10 });
    await cancelTask(deps, owner, { id: items[0]?.id ?? "", note: "" });
    await here.world.settle(here.workspaceId);
    expect(await statesOf("ann")).toEqual(["finished no"]);
    expect((await runs("ann"))[0]?.trace.find(({ way }) => way === "refused")?.sentence).toBe(`${owner.actor.name} refused it.`);
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
      }>`SELECT key, profile_id AS "profileId" FROM outbound_call WHERE workspace_id = ${here.workspaceId} ORDER BY key = ANY(SELECT pending FROM flow_run WHERE ended_at IS NULL) DESC LIMIT 1`.execute(
        here.world.db,
      );
      const settled = {
        workspaceId: here.workspaceId,
        key: rows[0]?.key ?? "",
        profileId: rows[0]?.profileId ?? "",
        body: null,
        reason: null,
        ...answer,
      };
      await here.world.db.transaction().execute((tx) => settleCall(tx, settled));
      await here.world.settle(here.workspaceId);
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
      await here.world.template(here.workspaceId, `t-${channel}`);
      await sql`UPDATE message_template SET channel = ${channel} WHERE workspace_id = ${here.workspaceId} AND key = ${`t-${channel}`}`.execute(
        here.world.db,
      );
    }
    await here.world.process(here.workspaceId, [identified("ann", { email: "ann@x.example", phone: "+15551234567", pushToken: "t1" })]);
    const steps = channels.map((channel, index) => [
      channel,
      message(channels[index + 1] ?? null, { channel, template: `t-${channel}`, purpose: "transactional" }),
    ]);
    await publish("all", { start: "email", steps: Object.fromEntries(steps) as never });
    await act("ann", "Trial Started");
    const { rows } = await sql<{ step: string; channel: string; template: string }>`
      SELECT step, channel, template FROM message WHERE workspace_id = ${here.workspaceId} ORDER BY step`.execute(here.world.db);
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
    for (let round = 0; round < 4; round++) await here.world.settle(here.workspaceId);
    expect(await runs("ann")).toHaveLength(1);
  });

  test("by an event is whom it says more of, where the trigger asks", async () => {
    await publish("growth", {
      ...rest,
      trigger: {
        kind: "event",
        on: { event: ["Trial Started", "Plan Changed"], where: { property: "event.plan", op: "eq", value: "growth" } },
      },
    });
    await act("ann", "Trial Started", { plan: "growth" });
    await act("bob", "Trial Started", { plan: "starter" });
    await act("cid", "Plan Changed", { plan: "growth" });
    await act("dan", "Plan Changed");
    expect(await entered("ann", "bob", "cid", "dan")).toEqual([1, 0, 1, 0]);
  });

  test("by a segment is nobody who was in it before the flow was live, until they come into it again", async () => {
    await here.world.create(here.workspaceId, "active", { did: "Report Created", within: days(2) });
    await here.world.compute();
    await act("ann", "Report Created");
    await publish("in", { ...rest, trigger: { kind: "segment", segment: "active", on: "entered" } });
    await here.world.settle(here.workspaceId);
    expect(await entered("ann")).toEqual([0]);
    await here.world.wait(here.workspaceId, 48 * hourMs + 1);
    await act("ann", "Report Created");
    expect(await entered("ann")).toEqual([1]);
  });

  test("by a segment of accounts are the people of the account that comes into it or leaves it, each once, in its name", async () => {
    const group = (userId: string, groupId: string, seats: number, id: string) => ({
      type: "group",
      messageId: id,
      userId,
      groupId,
      traits: { name: groupId, seats },
      timestamp: new Date(here.world.now()).toISOString(),
    });
    await here.world.process(here.workspaceId, [group("ann", "home", 1, "g0")]);
    await here.world.wait(here.workspaceId, 60_000);
    await here.world.process(here.workspaceId, [
      group("ann", "acme", 2, "g1"),
      group("bob", "acme", 2, "g2"),
      group("cid", "beta", 2, "g3"),
    ]);
    await here.world.create(here.workspaceId, "big", { property: "account.seats", op: "gte", value: 10 }, "account");
    await here.world.compute();
    const isBig = { property: "account.seats", op: "gte" as const, value: 10 };
    const exit = { kind: "exit" as const };
    const steps = { which: { kind: "branch" as const, cases: [{ when: isBig, next: "big" }], otherwise: "small" }, big: exit, small: exit };
    const trigger = (on: "entered" | "left") => ({ kind: "segment" as const, of: "account" as const, segment: "big", on });
    await publish("in", { trigger: trigger("entered"), start: "which", steps });
    await publish("out", { trigger: trigger("left"), start: "which", steps });
    const whereOf = async (user: string) => (await runs(user)).map(({ flow, step }) => `${flow.key} ${step ?? ""}`);
    await here.world.process(here.workspaceId, [group("bob", "acme", 12, "g4")]);
    await here.world.settle(here.workspaceId);
    expect(await Promise.all(["ann", "bob", "cid"].map(whereOf))).toEqual([["in big"], ["in big"], []]);
    expect((await runs("ann"))[0]?.enteredBy).toBe("Account comes into the segment big.");
    await here.world.wait(here.workspaceId, hourMs);
    await here.world.process(here.workspaceId, [group("ann", "acme", 3, "g5")]);
    await here.world.settle(here.workspaceId);
    expect(await Promise.all(["ann", "bob", "cid"].map(whereOf))).toEqual([["in big", "out small"], ["in big", "out small"], []]);
  });

  test("by hand is everybody for whom a predicate holds, with what is given along", async () => {
    await publish("hand", {
      trigger: { kind: "manual" },
      start: "t",
      steps: { t: { kind: "task", title: "{{ event.properties.why }}", next: null } },
    });
    await here.world.process(here.workspaceId, [
      identified("ann", { vip: true }),
      identified("bob", { vip: false }),
      identified("cid", { vip: true }),
    ]);
    await here.world.mirror();
    const who = { property: "person.vip", op: "eq" as const, value: true };
    const started = await startByHand(here.world.deps as never, here.world.editor(here.workspaceId), {
      key: "hand",
      who,
      context: { why: "Because" },
    });
    expect(started).toEqual({ entered: 2, leftAlone: 0, refused: [] });
    expect(await entered("ann", "bob", "cid")).toEqual([1, 0, 1]);
    const owner = testAccess(here.workspaceId, "owner");
    const { items } = await listTasks({ db: here.world.db, now: here.world.now }, owner, { state: "open", sort: "due", limit: 10 });
    expect(items.map(({ title }) => title)).toEqual(["Because", "Because"]);
  });

  test("by a date of one of their accounts, which moves for all of them", async () => {
    const at = () => new Date(here.world.now()).toISOString();
    const group = (userId: string, groupId: string, traits: object, id: string) => ({
      type: "group",
      messageId: id,
      userId,
      groupId,
      traits,
      timestamp: at(),
    });
    await here.world.process(here.workspaceId, [
      group("ann", "acme", { renewsAt: "2026-03-15" }, "g1"),
      group("bob", "acme", { renewsAt: "2026-03-15" }, "g2"),
    ]);
    await publish("renew", { ...rest, trigger: { kind: "date", moment: { property: "account.renewsAt", days: -1, at: "09:00" } } });
    await here.world.wait(here.workspaceId, hourMs);
    await here.world.process(here.workspaceId, [group("ann", "acme", { renewsAt: "2026-03-17" }, "g3")]);
    await here.world.settle(here.workspaceId);
    await here.world.wait(here.workspaceId, 4 * 24 * hourMs);
    expect(await entered("ann", "bob")).toEqual([0, 0]);
    await here.world.wait(here.workspaceId, 2 * 24 * hourMs);
    expect(await entered("ann", "bob")).toEqual([1, 1]);
  });

  test("is left alone by the holdout of everything in each flow, and stays so", async () => {
    await here.world.rules(here.workspaceId, { holdout: { share: 0.5, flowShare: 0, purposes: ["service"] } });
    const goal = { event: { event: "Paid" }, within: days(3) };
    await publish("one", { ...rest, goal });
    await publish("two", { ...rest, goal });
    const users = Array.from({ length: 24 }, (_, index) => `u${index}`);
    for (const user of users) await act(user, "Trial Started");
    const sides = await Promise.all(users.map(async (user) => (await runs(user)).map(({ side }) => side)));
    expect(sides.every(([one, two]) => one !== undefined && one === two)).toBe(true);
    expect(new Set(sides.flat())).toEqual(new Set(["held_by_all", "treated"]));
    // A share of nothing from now on brings nobody back.
    await here.world.rules(here.workspaceId, { holdout: { share: 0.01, flowShare: 0, purposes: ["service"] } });
    await publish("three", { ...rest, goal, trigger: { kind: "event", on: { event: "Seen" } } });
    for (const user of users) await act(user, "Seen");
    const later = await Promise.all(users.map(async (user) => (await runs(user)).find(({ flow }) => flow.key === "three")?.side));
    expect(later).toEqual(sides.map(([side]) => side));
  });
});
