import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Access } from "../../platform/auth/access.ts";
import { testAccess } from "../../testing/test-access.ts";
import { identified } from "../segments/live-segments.fixture.ts";
import { takeDecisionOfPerson } from "../arbiter/index.ts";
import type { TasksDeps } from "../tasks/index.ts";
import { finishTask } from "../tasks/close-task.ts";
import { listTasks } from "../tasks/list-tasks.ts";
import { days, hourMs, hours, message, useFlowWorld } from "./flow-runs.fixture.ts";
import { endRunByHand, retryRunByHand, startByHand } from "./handle-runs.ts";
import { setFlowState } from "./publish-flow.ts";
import { countFlow, getRun } from "./read-runs.ts";
import { settleCall } from "./settle-call.ts";

const here = useFlowWorld();
const { act, runs, statesOf, publish } = here;

const openTasks = async (access: Access) =>
  (await listTasks({ db: here.world.db, now: here.world.now }, access, { state: "open", sort: "due", limit: 10 })).items;

describe("a run", () => {
  test("begins in the batch of the event, and its message is in the outbox when that commits", async () => {
    await publish("welcome", {
      start: "mail",
      steps: {
        mail: message("rest"),
        rest: { kind: "wait", wait: { for: "duration", duration: days(1) }, next: "again" },
        again: message(null, { template: "again" }),
      },
    });
    await act("ann", "Trial Started", { plan: "growth" });
    expect(await here.world.outbox(here.workspaceId)).toEqual(["mail:1"]);
    const [run] = await runs("ann");
    expect(run).toMatchObject({ state: "waiting", step: "rest", side: "treated", version: 1, enteredBy: "Trial Started happened." });
    expect(run?.trace.map(({ what, step }) => (step === null ? what : `${what} ${step}`))).toEqual([
      "entered",
      "arrived mail",
      "touch mail",
      "sent mail",
      "left_step mail",
      "arrived rest",
      "waits rest",
    ]);
    await here.world.wait(here.workspaceId, 24 * hourMs - 1);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["mail:1"]);
    await here.world.wait(here.workspaceId, 1);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["mail:1", "again:1"]);
    expect(await statesOf("ann")).toEqual(["finished again"]);
  });

  test("is told on the person's timeline, and tells itself nothing", async () => {
    await publish("welcome", {
      goal: { event: { event: "Paid" }, within: days(9) },
      start: "rest",
      steps: { rest: { kind: "wait", wait: { for: "duration", duration: days(1) }, next: null } },
    });
    await act("ann", "Trial Started");
    await act("ann", "Paid");
    const told = await here.world.sendOwn(here.workspaceId);
    expect(told.map((entry) => ("m" in entry ? entry.m.name : ""))).toEqual(["Flow Entered", "Flow Goal Reached", "Flow Exited"]);
    expect(await statesOf("ann")).toEqual(["left rest"]);
  });

  test("takes the branch of what let them in, of their traits and of their past", async () => {
    await publish("sort", {
      start: "which",
      steps: {
        which: {
          kind: "branch",
          cases: [
            { when: { property: "event.plan", op: "eq", value: "growth" }, next: "byEvent".toLowerCase() },
            { when: { property: "person.vip", op: "eq", value: true }, next: "bytrait" },
            { when: { did: "Report Created", count: { gte: 2 } }, next: "bypast" },
          ],
          otherwise: null,
        },
        byevent: { kind: "exit" },
        bytrait: { kind: "exit" },
        bypast: { kind: "exit" },
      },
    });
    await here.world.process(here.workspaceId, [identified("bob", { vip: true })]);
    for (let n = 0; n < 2; n++) await act("cid", "Report Created");
    await act("ann", "Trial Started", { plan: "growth" });
    await act("bob", "Trial Started");
    await act("cid", "Trial Started");
    await act("dan", "Trial Started");
    expect(await Promise.all(["ann", "bob", "cid", "dan"].map(statesOf))).toEqual([
      ["finished byevent"],
      ["finished bytrait"],
      ["finished bypast"],
      ["finished which"],
    ]);
  });

  test("waits for an event, which may come in the same batch, or takes the way of time", async () => {
    await publish("wait", {
      start: "w",
      steps: {
        w: {
          kind: "wait",
          wait: { for: "event", event: { event: "Verified", where: { property: "event.by", op: "eq", value: "sms" } }, timeout: days(2) },
          next: "yes",
          timedOut: "no",
        },
        yes: { kind: "exit" },
        no: { kind: "exit" },
      },
    });
    const at = new Date(here.world.now()).toISOString();
    await here.world.process(here.workspaceId, [
      { type: "track", messageId: "a1", userId: "ann", event: "Trial Started", timestamp: at },
      { type: "track", messageId: "a2", userId: "ann", event: "Verified", properties: { by: "sms" }, timestamp: at },
    ]);
    await act("bob", "Trial Started");
    await act("bob", "Verified", { by: "mail" });
    expect(await statesOf("ann")).toEqual(["finished yes"]);
    expect(await statesOf("bob")).toEqual(["waiting w"]);
    await here.world.wait(here.workspaceId, 48 * hourMs);
    expect(await statesOf("bob")).toEqual(["finished no"]);
  });

  test("waits for what comes to hold, by an event or by time alone", async () => {
    const steps = (when: object) => ({
      w: {
        kind: "wait" as const,
        wait: { for: "predicate" as const, when: when as never, timeout: days(30) },
        next: "yes",
        timedOut: null,
      },
      yes: { kind: "exit" as const },
    });
    await publish("twice", { start: "w", steps: steps({ did: "Report Created", count: { gte: 2 } }) });
    await publish("silent", { start: "w", steps: steps({ not: { did: "Report Created", within: days(3) } }) });
    await act("ann", "Report Created");
    await act("ann", "Trial Started");
    expect(await statesOf("ann")).toEqual(["waiting w", "waiting w"]);
    await act("ann", "Report Created");
    expect((await runs("ann")).map(({ flow, state }) => `${flow.key} ${state}`).sort()).toEqual(["silent waiting", "twice finished"]);
    await here.world.wait(here.workspaceId, 72 * hourMs + 1);
    expect((await runs("ann")).map(({ flow, state }) => `${flow.key} ${state}`).sort()).toEqual(["silent finished", "twice finished"]);
  });

  test("ends by an exit rule, by what comes to hold, and by its goal", async () => {
    const steps = { rest: { kind: "wait" as const, wait: { for: "duration" as const, duration: days(9) }, next: null } };
    await publish("rules", {
      exit: { on: [{ event: "Cancelled" }], when: { did: "Logged In", count: { gte: 2 } } },
      goal: { event: { event: "Paid" }, within: days(5) },
      start: "rest",
      steps,
    });
    for (const user of ["ann", "bob", "cid"]) await act(user, "Trial Started");
    await act("ann", "Cancelled");
    for (let n = 0; n < 2; n++) await act("bob", "Logged In");
    await act("cid", "Paid");
    expect(await Promise.all(["ann", "bob", "cid"].map(async (user) => (await runs(user))[0]?.ended))).toEqual([
      "Cancelled ends it.",
      "What ends it holds.",
      "Reached the goal.",
    ]);
  });

  test("counts the goal after its end, as long as the goal counts", async () => {
    await publish("short", { goal: { event: { event: "Paid" }, within: days(5) }, start: null });
    await act("ann", "Trial Started");
    await act("bob", "Trial Started");
    await here.world.wait(here.workspaceId, 4 * 24 * hourMs);
    await act("ann", "Paid");
    await here.world.wait(here.workspaceId, 2 * 24 * hourMs);
    await act("bob", "Paid");
    expect((await runs("ann"))[0]).toMatchObject({ state: "finished", goalAt: expect.any(String) });
    expect((await runs("bob"))[0]).toMatchObject({ state: "finished", goalAt: null });
  });

  test("goes round a loop as often as it may", async () => {
    await publish("loop", {
      mostVisits: 3,
      start: "w",
      steps: { w: { kind: "wait", wait: { for: "duration", duration: hours(1) }, next: "m" }, m: message("w") },
    });
    await act("ann", "Trial Started");
    for (let n = 0; n < 6; n++) await here.world.wait(here.workspaceId, hourMs);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1", "m:2", "m:3"]);
    expect(await statesOf("ann")).toEqual(["left m"]);
  });

  test("makes a task and goes on by its outcome", async () => {
    await publish("work", {
      start: "t",
      steps: {
        t: { kind: "task", title: "Call about {{ event.properties.plan }}", outcomes: [{ outcome: "Settled", next: "yes" }], next: "no" },
        yes: { kind: "exit" },
        no: { kind: "exit" },
      },
    });
    await act("ann", "Trial Started", { plan: "growth" });
    const owner = testAccess(here.workspaceId, "owner");
    const deps = { db: here.world.db, now: here.world.now };
    const items = await openTasks(owner);
    expect(items).toMatchObject([{ title: "Call about growth", origin: { kind: "flow", ref: "work" } }]);
    await finishTask(deps, owner, { id: items[0]?.id ?? "", outcome: "Settled", note: "" });
    await here.world.settle(here.workspaceId);
    expect(await statesOf("ann")).toEqual(["finished yes"]);
  });

  test("waits for an approval, which ends as approved, refused, or refused when time is up", async () => {
    await publish("approve", {
      start: "a",
      steps: {
        a: { kind: "approval", title: "May we?", timeout: days(2), approved: "yes", refused: "no" },
        yes: { kind: "exit" },
        no: { kind: "exit" },
      },
    });
    for (const user of ["ann", "bob", "cid"]) await act(user, "Trial Started");
    const owner = testAccess(here.workspaceId, "owner");
    const deps = { db: here.world.db, now: here.world.now };
    for (const { id, person } of await openTasks(owner)) {
      const outcome = person?.userId === "ann" ? "Approve" : person?.userId === "bob" ? "Refuse" : null;
      if (outcome !== null) await finishTask(deps, owner, { id, outcome, note: "" });
    }
    await here.world.settle(here.workspaceId);
    expect(await Promise.all(["ann", "bob", "cid"].map(statesOf))).toEqual([["finished yes"], ["finished no"], ["waiting a"]]);
    await here.world.wait(here.workspaceId, 48 * hourMs);
    expect(await statesOf("cid")).toEqual(["finished no"]);
  });

  test("calls, and goes on by the answer", async () => {
    await publish("call", {
      start: "c",
      steps: {
        c: {
          kind: "webhook",
          url: "https://crm.example/{{ event.properties.plan }}",
          answers: [{ when: { path: "plan.tier", op: "eq", value: 3 }, next: "three" }],
          next: "other",
          failed: "bad",
        },
        three: { kind: "exit" },
        other: { kind: "exit" },
        bad: { kind: "exit" },
      },
    });
    for (const user of ["ann", "bob"]) await act(user, "Trial Started", { plan: "growth" });
    const { rows } = await sql<{
      key: string;
      profileId: string;
      url: string;
    }>`SELECT key, profile_id AS "profileId", url FROM outbound_call WHERE workspace_id = ${here.workspaceId} ORDER BY queued_at, id`.execute(
      here.world.db,
    );
    expect(rows.map(({ url }) => url)).toEqual(["https://crm.example/growth", "https://crm.example/growth"]);
    for (const [index, { key, profileId }] of rows.entries())
      await here.world.db.transaction().execute((tx) =>
        settleCall(tx, {
          workspaceId: here.workspaceId,
          key,
          profileId,
          outcome: index === 0 ? "answered" : "unknown",
          status: 200,
          body: { plan: { tier: 3 } },
          reason: null,
        }),
      );
    await here.world.settle(here.workspaceId);
    expect([...(await statesOf("ann")), ...(await statesOf("bob"))].sort()).toEqual(["finished bad", "finished three"]);
  });

  test("changes traits and lists, which the next steps and live segments see", async () => {
    await here.world.process(here.workspaceId, [identified("ann", { stage: "new" })]);
    await sql`INSERT INTO segment (workspace_id, key, name, created_by) VALUES (${here.workspaceId}, 'vips', 'VIPs', 'Test')`.execute(
      here.world.db,
    );
    await here.world.create(here.workspaceId, "started", { property: "person.stage", op: "eq", value: "trial of growth" });
    await here.world.compute();
    await publish("change", {
      start: "c",
      steps: {
        c: { kind: "change", traits: [{ trait: "stage", value: "trial of {{ event.properties.plan }}" }], addTo: ["vips"], next: "b" },
        b: {
          kind: "branch",
          cases: [{ when: { property: "person.stage", op: "startsWith", value: "trial" }, next: "yes" }],
          otherwise: null,
        },
        yes: { kind: "exit" },
      },
    });
    await act("ann", "Trial Started", { plan: "growth" });
    await here.world.settle(here.workspaceId);
    expect(await statesOf("ann")).toEqual(["finished yes"]);
    expect(await here.world.members(here.workspaceId, "vips")).toEqual(["ann"]);
    expect(await here.world.members(here.workspaceId, "started")).toEqual(["ann"]);
  });

  test("starts another flow", async () => {
    await publish("second", { trigger: { kind: "manual" }, start: "m", steps: { m: message(null) } });
    await publish("first", { start: "go", steps: { go: { kind: "flow", flow: "second", next: "m" }, m: message(null) } });
    await act("ann", "Trial Started");
    expect((await runs("ann")).map(({ flow, state }) => `${flow.key} ${state}`).sort()).toEqual(["first finished", "second finished"]);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1", "m:1"]);
  });

  test("is asked about by the arbiter later, held, or decided by a person", async () => {
    await here.world.rules(here.workspaceId, { gap: { within: hours(4), purposes: ["service", "promotional", "survey"] } });
    await publish("two", {
      start: "a",
      steps: {
        a: message("b"),
        b: message("p"),
        p: message(null, { purpose: "promotional", heldIs: "edge", held: "held" }),
        held: { kind: "exit" },
      },
    });
    await act("ann", "Trial Started");
    expect(await here.world.outbox(here.workspaceId)).toEqual(["a:1"]);
    expect(await statesOf("ann")).toEqual(["waiting b"]);
    await here.world.wait(here.workspaceId, 4 * hourMs);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["a:1", "b:1"]);
    // Promotion needs a consent that nobody gave.
    expect(await statesOf("ann")).toEqual(["finished held"]);
  });

  test("waits for a person where the decision is theirs", async () => {
    await publish("stakes", { start: "m", steps: { m: message("end", { stakes: "high" }), end: { kind: "exit" } } });
    await act("ann", "Trial Started");
    expect(await statesOf("ann")).toEqual(["waiting m"]);
    const owner = testAccess(here.workspaceId, "owner");
    const deps: TasksDeps = {
      db: here.world.db,
      now: here.world.now,
      onClosed: (tx, task) => takeDecisionOfPerson(tx, task, here.world.now()),
    };
    const items = await openTasks(owner);
    await here.world.settle(here.workspaceId);
    await finishTask(deps, owner, { id: items[0]?.id ?? "", outcome: "Approve", note: "" });
    await here.world.settle(here.workspaceId);
    expect(await statesOf("ann")).toEqual(["finished end"]);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1"]);
  });
});

describe("who comes in", () => {
  const rest = {
    start: "rest",
    steps: { rest: { kind: "wait" as const, wait: { for: "duration" as const, duration: days(1) }, next: null } },
  };

  test("does so once, again after a time, or always, as the flow says", async () => {
    await publish("once", rest);
    await publish("after", { ...rest, entry: { again: "after", after: days(3) } });
    await publish("always", { ...rest, entry: { again: "always" } });
    await publish("beside", { ...rest, entry: { again: "always", whileIn: true } });
    const entered = async () =>
      Object.fromEntries([...Map.groupBy(await runs("ann"), ({ flow }) => flow.key)].map(([key, list]) => [key, list.length]));
    await act("ann", "Trial Started");
    await act("ann", "Trial Started");
    expect(await entered()).toEqual({ once: 1, after: 1, always: 1, beside: 2 });
    await here.world.wait(here.workspaceId, 25 * hourMs);
    await act("ann", "Trial Started");
    expect(await entered()).toEqual({ once: 1, after: 1, always: 2, beside: 3 });
    await here.world.wait(here.workspaceId, 72 * hourMs);
    await act("ann", "Trial Started");
    expect(await entered()).toEqual({ once: 1, after: 2, always: 3, beside: 4 });
  });

  test("is whom the flow is for", async () => {
    await publish("some", {
      ...rest,
      entry: { who: { all: [{ did: "Report Created" }, { property: "event.plan", op: "eq", value: "growth" }] } },
    });
    await act("ann", "Report Created");
    await act("ann", "Trial Started", { plan: "growth" });
    await act("bob", "Trial Started", { plan: "growth" });
    await act("cid", "Report Created");
    await act("cid", "Trial Started", { plan: "starter" });
    expect(await Promise.all(["ann", "bob", "cid"].map(async (user) => (await runs(user)).length))).toEqual([1, 0, 0]);
  });

  test("is nobody by what happened long before it arrived, or before the flow was live", async () => {
    await here.world.process(here.workspaceId, [
      { type: "track", messageId: "old", userId: "ann", event: "Seen", timestamp: new Date(here.world.now()).toISOString() },
    ]);
    await publish("late", rest);
    await here.world.process(here.workspaceId, [
      {
        type: "track",
        messageId: "o1",
        userId: "ann",
        event: "Trial Started",
        timestamp: new Date(here.world.now() - hourMs).toISOString(),
      },
    ]);
    expect(await runs("ann")).toEqual([]);
  });

  test("comes into a segment, or leaves it", async () => {
    await here.world.create(here.workspaceId, "active", { did: "Report Created", within: days(2) });
    await here.world.compute();
    await publish("in", { ...rest, trigger: { kind: "segment", segment: "active", on: "entered" } });
    await publish("out", { ...rest, trigger: { kind: "segment", segment: "active", on: "left" } });
    await act("ann", "Report Created");
    expect((await runs("ann")).map(({ flow }) => flow.key)).toEqual(["in"]);
    await here.world.wait(here.workspaceId, 48 * hourMs + 1);
    expect((await runs("ann")).map(({ flow }) => flow.key)).toEqual(["in", "out"]);
  });

  test("comes in when a date comes near, and the moment moves with the date", async () => {
    await here.world.process(here.workspaceId, [
      identified("ann", { renewal: "2026-03-20" }),
      identified("bob", { renewal: "2026-03-20" }),
    ]);
    await publish("renew", { ...rest, trigger: { kind: "date", moment: { property: "person.renewal", days: -5, at: "09:00" } } });
    await here.world.process(here.workspaceId, [
      identified("bob", { renewal: "2026-03-25" }, 0),
      identified("cid", { renewal: "2026-03-18" }, 0),
    ]);
    await here.world.settle(here.workspaceId);
    const inside = async () => Promise.all(["ann", "bob", "cid"].map(async (user) => (await runs(user)).length));
    await here.world.wait(here.workspaceId, 4 * 24 * hourMs);
    expect(await inside()).toEqual([0, 0, 1]);
    await here.world.wait(here.workspaceId, 24 * hourMs);
    expect(await inside()).toEqual([1, 0, 1]);
    await here.world.wait(here.workspaceId, 5 * 24 * hourMs);
    expect(await inside()).toEqual([1, 1, 1]);
  });

  test("comes in by a schedule, every time anew", async () => {
    await publish("monday", {
      entry: { again: "always" },
      trigger: { kind: "schedule", every: "week", weekday: 1, at: "09:00", who: { did: "Report Created" } },
      start: null,
    });
    await act("ann", "Report Created");
    await act("bob", "Seen");
    await here.world.wait(here.workspaceId, 6 * 24 * hourMs);
    await here.world.wait(here.workspaceId, 7 * 24 * hourMs);
    expect((await runs("ann")).map(({ enteredAt }) => enteredAt.slice(0, 10))).toEqual(["2026-03-16", "2026-03-23"]);
    expect(await runs("bob")).toEqual([]);
  });

  test("is let in by hand, once for one request", async () => {
    await publish("hand", { trigger: { kind: "manual" }, entry: { again: "always" }, start: "m", steps: { m: message(null) } });
    await act("ann", "Seen");
    const people = [here.world.personOf(here.workspaceId, "ann"), here.world.personOf(here.workspaceId, "nobody")];
    const start = (once?: string) =>
      startByHand(here.world.deps as never, here.world.editor(here.workspaceId), {
        key: "hand",
        people,
        context: { reason: "test" },
        once,
      });
    expect(await start("r1")).toEqual({
      entered: 1,
      leftAlone: 0,
      refused: [{ person: people[1], code: "unknown", reason: "They are not known.", at: null }],
    });
    expect(await start("r1")).toMatchObject({ entered: 0 });
    expect(await start()).toMatchObject({ entered: 1 });
    expect(await runs("ann")).toHaveLength(2);
  });

  test("is left alone by a holdout, watched for the goal, and gets nothing", async () => {
    await publish("held", {
      holdout: 0.5,
      goal: { event: { event: "Paid" }, within: days(3) },
      start: "m",
      steps: { m: message("rest"), ...rest.steps },
    });
    const users = Array.from({ length: 40 }, (_, index) => `user${index}`);
    await here.world.process(
      here.workspaceId,
      users.map((userId) => ({
        type: "track",
        messageId: `t ${userId}`,
        userId,
        event: "Trial Started",
        timestamp: new Date(here.world.now()).toISOString(),
      })),
    );
    const { rows } = await sql<{ side: string; state: string; people: string }>`
      SELECT side, state, count(*) AS people FROM flow_run WHERE workspace_id = ${here.workspaceId} GROUP BY 1, 2 ORDER BY 1`.execute(
      here.world.db,
    );
    expect(rows.map(({ side, state }) => `${side} ${state}`)).toEqual(["held control", "treated waiting"]);
    expect(await here.world.outbox(here.workspaceId)).toHaveLength(Number(rows[1]?.people));
    const held = (await Promise.all(users.map(runs))).flat().filter(({ side }) => side === "held");
    await here.world.wait(here.workspaceId, 73 * hourMs);
    expect((await getRun(here.world.deps, here.world.editor(here.workspaceId), { id: held[0]?.id ?? "" })).state).toBe("finished");
  });
});

describe("a flow that is live", () => {
  const rest = {
    start: "rest",
    steps: { rest: { kind: "wait" as const, wait: { for: "duration" as const, duration: days(1) }, next: "m" }, m: message(null) },
  };
  const state = (key: string, to: "live" | "paused" | "stopped") =>
    setFlowState(here.world.deps, here.world.editor(here.workspaceId), { key, state: to });

  test("stands still while it is paused, and goes on where it was", async () => {
    await publish("pause", rest);
    await act("ann", "Trial Started");
    await state("pause", "paused");
    await here.world.wait(here.workspaceId, 48 * hourMs);
    await act("bob", "Trial Started");
    expect(await here.world.outbox(here.workspaceId)).toEqual([]);
    await state("pause", "live");
    await here.world.settle(here.workspaceId);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1"]);
    expect(await runs("bob")).toEqual([]);
  });

  test("takes note of what was waited for while it is paused", async () => {
    await publish("pause", {
      start: "w",
      steps: {
        w: { kind: "wait", wait: { for: "event", event: { event: "Verified" }, timeout: days(9) }, next: "m", timedOut: null },
        m: message(null),
      },
    });
    await act("ann", "Trial Started");
    await state("pause", "paused");
    await act("ann", "Verified");
    await here.world.settle(here.workspaceId);
    expect(await here.world.outbox(here.workspaceId)).toEqual([]);
    await state("pause", "live");
    await here.world.settle(here.workspaceId);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1"]);
  });

  test("lets its runs end when it is stopped, and nobody in", async () => {
    await publish("stop", rest);
    await act("ann", "Trial Started");
    await state("stop", "stopped");
    await act("bob", "Trial Started");
    await here.world.wait(here.workspaceId, 24 * hourMs);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1"]);
    expect(await runs("bob")).toEqual([]);
  });

  test("drains former versions, or takes their runs over by a map", async () => {
    await publish("version", rest);
    await act("ann", "Trial Started");
    await publish("version", { start: "other", steps: { other: rest.steps.rest, m: message(null, { template: "again" }) } });
    await act("bob", "Trial Started");
    expect([(await runs("ann"))[0]?.version, (await runs("bob"))[0]?.version]).toEqual([1, 2]);
    await publish(
      "version",
      { start: "new", steps: { new: rest.steps.rest, m: message(null) } },
      { migrate: { rest: "new", other: null } },
    );
    await here.world.settle(here.workspaceId);
    expect((await runs("ann"))[0]).toMatchObject({ version: 3, step: "new", state: "waiting" });
    expect((await runs("bob"))[0]).toMatchObject({ version: 3, state: "left" });
    await here.world.wait(here.workspaceId, 24 * hourMs);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1"]);
  });

  test("is counted by its edges and steps", async () => {
    await publish("count", rest);
    for (const user of ["ann", "bob", "cid"]) await act(user, "Trial Started");
    const [run] = await runs("ann");
    await endRunByHand(here.world.deps, here.world.editor(here.workspaceId), { id: run?.id ?? "" });
    const before = await countFlow(here.world.deps, here.world.editor(here.workspaceId), { key: "count" });
    expect(before.steps).toEqual({ rest: { arrived: 3, inside: 2, failed: 0 } });
    await here.world.wait(here.workspaceId, 24 * hourMs);
    const after = await countFlow(here.world.deps, here.world.editor(here.workspaceId), { key: "count" });
    expect(after.edges).toEqual([
      { from: "m", way: "next", to: null, count: 2 },
      { from: "rest", way: "next", to: "m", count: 2 },
      { from: "trigger", way: "next", to: "rest", count: 3 },
    ]);
    expect(after.steps["m"]).toEqual({ arrived: 2, inside: 0, failed: 0 });
  });

  test("has a step that failed tried again by a person", async () => {
    await publish("fail", {
      start: "c",
      steps: { c: { kind: "webhook", url: "{{ event.properties.url }}", next: "end", failed: null }, end: { kind: "exit" } },
    });
    await act("ann", "Trial Started", { url: "nowhere" });
    const [run] = await runs("ann");
    expect(run).toMatchObject({ state: "failed", ended: "The address is none: nowhere" });
    const again = await retryRunByHand(here.world.deps, here.world.editor(here.workspaceId), { id: run?.id ?? "" });
    expect(again.trace.filter(({ what }) => what === "failed")).toHaveLength(2);
    await expect(endRunByHand(here.world.deps, here.world.editor(here.workspaceId), { id: run?.id ?? "" })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("a stage of a journey", () => {
  test("lets people in when they reach it, or when they are still there after so long", async () => {
    const definition = {
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
    await sql`INSERT INTO journey (workspace_id, key, definition) VALUES (${here.workspaceId}, 'onboarding', ${JSON.stringify(definition)}::jsonb)`.execute(
      here.world.db,
    );
    const trigger = { kind: "stage" as const, journey: "onboarding", stage: "verify" };
    await publish("reached", { trigger: { ...trigger, on: "reached" }, start: null });
    await publish("stalled", { trigger: { ...trigger, on: "stalled", after: days(2) }, start: null });
    for (const event of ["Signed Up", "Source Connected", "Verification Begun"]) {
      for (const user of ["ann", "bob"]) await act(user, event);
      await here.world.wait(here.workspaceId, 60_000);
    }
    expect(await Promise.all(["ann", "bob"].map(async (user) => (await runs(user)).map(({ flow }) => flow.key)))).toEqual([
      ["reached"],
      ["reached"],
    ]);
    await act("bob", "First Report");
    await here.world.wait(here.workspaceId, 48 * hourMs);
    expect(await Promise.all(["ann", "bob"].map(async (user) => (await runs(user)).map(({ flow }) => flow.key)))).toEqual([
      ["reached", "stalled"],
      ["reached"],
    ]);
  });
});
