import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { identified } from "../segments/live-segments.fixture.ts";
import { days, hourMs, message, rest, useFlowWorld } from "./flow-runs.fixture.ts";
import { retryRunByHand, startByHand } from "./handle-runs.ts";
import { setFlowState } from "./publish-flow.ts";
import { countFlow, listRuns } from "./read-runs.ts";
import { retryFailedRuns } from "./retry-failed.ts";
import { settleCall } from "./settle-call.ts";

const here = useFlowWorld();
const { act, runs, statesOf, publish } = here;
const editor = () => here.world.editor(here.workspaceId);
const personOf = (user: string) => here.world.personOf(here.workspaceId, user);
const is = (traits: object, ...users: string[]) =>
  here.world.process(
    here.workspaceId,
    users.map((user) => identified(user, traits)),
  );

describe("a run that failed", () => {
  const call = (url: string) => ({ kind: "webhook" as const, url, next: "after", failed: null });
  const flow = (url: string) => ({
    entry: { again: "always" as const },
    mostVisits: 1,
    start: "before",
    steps: { before: message("c"), c: call(url), after: message(null) },
  });
  const retry = async (user: string) => {
    const failed = (await runs(user)).find(({ state }) => state === "failed");
    return retryRunByHand(here.world.deps, editor(), { id: failed?.id ?? "00000000-0000-4000-8000-000000000000" });
  };
  const counts = async () => (await countFlow(here.world.deps, editor(), { key: "calls" })).steps;
  const calls = async () => {
    const { rows } = await sql<{ key: string; profileId: string; url: string }>`
      SELECT key, profile_id AS "profileId", url FROM outbound_call WHERE workspace_id = ${here.workspaceId} ORDER BY queued_at, id`.execute(
      here.world.db,
    );
    return rows;
  };

  test("says why, is counted, and goes on where it was once that is put right: nothing is done twice", async () => {
    await publish("calls", flow("{{ person.hook }}"));
    await act("ann", "Trial Started");
    const [failed] = await runs("ann");
    expect(failed).toMatchObject({ state: "failed", step: "c", stepName: "Call", ended: "The address comes out empty." });
    expect((await counts())["c"]).toEqual({ arrived: 1, inside: 0, failed: 1 });
    expect((await retry("ann")).state).toBe("failed");
    expect(await calls()).toEqual([]);
    await is({ hook: "https://hooks.example/ann" }, "ann");
    const again = await retry("ann");
    expect(again).toMatchObject({ state: "waiting", step: "c", ended: null, endedAt: null });
    expect(again.trace.map(({ sentence }) => sentence)).toContain("Ada tried “Call” again.");
    expect((await counts())["c"]).toEqual({ arrived: 1, inside: 1, failed: 0 });
    await expect(retry("ann")).rejects.toMatchObject({ code: "not_found" });
    await expect(retryRunByHand(here.world.deps, editor(), { id: again.id })).rejects.toMatchObject({ code: "conflict" });
    const [made, ...more] = await calls();
    expect([made?.url, more]).toEqual(["https://hooks.example/ann", []]);
    const answered = { outcome: "answered" as const, status: 200, body: null, reason: null };
    await here.world.db
      .transaction()
      .execute((tx) =>
        settleCall(tx, { workspaceId: here.workspaceId, key: made?.key ?? "", profileId: made?.profileId ?? "", ...answered }),
      );
    await here.world.settle(here.workspaceId);
    expect(await statesOf("ann")).toEqual(["finished after"]);
    expect((await here.world.outbox(here.workspaceId)).sort()).toEqual(["after:1", "before:1"]);
  });

  test("has not left: the timeline tells once that it failed, however often that is tried in vain, and once that it left in the end", async () => {
    await publish("calls", { ...flow("{{ person.hook }}"), steps: { c: { ...call("{{ person.hook }}"), next: null } }, start: "c" });
    const told = async () =>
      (await here.world.sendOwn(here.workspaceId)).flatMap((entry) =>
        "m" in entry && entry.m.name?.startsWith("Flow ") ? [[entry.m.name, entry.m.properties["reason"] ?? null]] : [],
      );
    await act("ann", "Trial Started");
    expect(await told()).toEqual([
      ["Flow Entered", null],
      ["Flow Failed", "The address comes out empty."],
    ]);
    await here.world.wait(here.workspaceId, 60_000);
    await retry("ann");
    await retry("ann");
    expect(await told()).toEqual([]);
    await is({ hook: "https://hooks.example/ann" }, "ann");
    await retry("ann");
    const [made] = await calls();
    const answered = { outcome: "answered" as const, status: 200, body: null, reason: null };
    await here.world.db
      .transaction()
      .execute((tx) =>
        settleCall(tx, { workspaceId: here.workspaceId, key: made?.key ?? "", profileId: made?.profileId ?? "", ...answered }),
      );
    await here.world.timer.run();
    expect(await statesOf("ann")).toEqual(["finished c"]);
    expect(await told()).toEqual([["Flow Exited", "Came to the end."]]);
    expect(await told()).toEqual([]);
  });

  test("goes on in the version that holds, where what was wrong may be mended; one without its step leaves it where it was", async () => {
    await publish("calls", flow("nowhere"));
    for (const user of ["ann", "bob"]) await act(user, "Trial Started");
    await publish("calls", flow("https://hooks.example/mended"));
    expect(await retry("ann")).toMatchObject({ state: "waiting", version: 2 });
    expect((await calls()).map(({ url }) => url)).toEqual(["https://hooks.example/mended"]);
    await publish("calls", { ...flow(""), steps: { before: message(null) } });
    expect(await retry("bob")).toMatchObject({ state: "failed", version: 1, stepName: "Call", ended: "The address is none: nowhere" });
    expect(await here.world.outbox(here.workspaceId)).toEqual(["before:1", "before:1"]);
  });

  test("is not tried again beside another of the same person, nor once the goal was reached without it", async () => {
    const goal = { event: { event: "Paid" }, within: days(9) };
    await publish("calls", { ...flow("{{ event.properties.url }}"), goal });
    await act("ann", "Trial Started", { url: "nowhere" });
    await act("ann", "Trial Started", { url: "https://hooks.example/second" });
    expect((await statesOf("ann")).sort()).toEqual(["failed c", "waiting c"]);
    await expect(retry("ann")).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("again already") as unknown });
    await act("bob", "Trial Started", { url: "nowhere" });
    await here.world.wait(here.workspaceId, hourMs);
    await act("bob", "Paid");
    expect(await retry("bob")).toMatchObject({ state: "left", ended: "Reached the goal meanwhile." });
    expect(await calls()).toHaveLength(1);
  });
});

describe("all failed runs of a flow", () => {
  const call = (label: string, url: string, next: string | null) => ({ kind: "webhook" as const, label, url, next, failed: null });
  const flow = (more: object = {}) => ({
    entry: { again: "always" as const },
    start: "first",
    steps: { first: call("First", "{{ person.hook }}", "second"), second: call("Second", "{{ person.hook }}", null) },
    ...more,
  });
  const retry = async (input: { step?: string; before?: string } = {}, most = 9, access = editor()) => {
    const { before, ...told } = await retryFailedRuns(here.world.deps, access, { key: "calls", ...input, most });
    expect(before).toBe(input.before ?? new Date(here.world.now()).toISOString());
    return told;
  };
  const hooked = (...users: string[]) => is({ hook: "https://hooks.example/here" }, ...users);
  const called = async () =>
    (await sql`SELECT FROM outbound_call WHERE workspace_id = ${here.workspaceId}`.execute(here.world.db)).rows.length;
  const fail = async (...users: string[]) => {
    for (const user of users) {
      await act(user, "Trial Started");
      await here.world.wait(here.workspaceId, 60_000);
    }
  };

  test("are tried again, those that failed first before the others, so many at once; what fails again says so, and nothing is called twice", async () => {
    await publish("calls", flow());
    await fail("ann", "bob", "cem", "dee");
    await hooked("ann", "cem", "dee");
    expect(await retry({}, 3)).toEqual({ tried: 3, failedAgain: 1, leftOut: 0, left: 1 });
    expect(await Promise.all(["ann", "bob", "cem", "dee"].map(statesOf))).toEqual([
      ["waiting first"],
      ["failed first"],
      ["waiting first"],
      ["failed first"],
    ]);
    expect((await runs("ann"))[0]?.trace.map(({ sentence }) => sentence)).toContain("Ada tried “First” again.");
    // Bob failed again after Dee: it is her turn.
    expect(await retry({}, 1)).toEqual({ tried: 1, failedAgain: 0, leftOut: 0, left: 1 });
    expect(await called()).toBe(3);
    expect(await retry()).toEqual({ tried: 1, failedAgain: 1, leftOut: 0, left: 0 });
    expect(await called()).toBe(3);
    const { rows } = await sql<{ actor: string; subject: string; details: object }>`
      SELECT actor, subject, details FROM audit_entry WHERE workspace_id = ${here.workspaceId} AND action = 'flows.retry_failed' ORDER BY id LIMIT 1`.execute(
      here.world.db,
    );
    expect(rows).toEqual([{ actor: "user:Ada", subject: "calls", details: { runs: 3, left: 1 } }]);
  });

  test("are taken part by part, and who fails again by an earlier part is not taken by a later one", async () => {
    await publish("calls", flow());
    await fail("ann", "bob", "cem");
    const before = new Date(here.world.now()).toISOString();
    expect(await retry({}, 2)).toEqual({ tried: 2, failedAgain: 2, leftOut: 0, left: 1 });
    expect(await retry({ before }, 2)).toEqual({ tried: 1, failedAgain: 1, leftOut: 0, left: 0 });
    expect(await retry({ before }, 2)).toEqual({ tried: 0, failedAgain: 0, leftOut: 0, left: 0 });
  });

  test("of one step alone; not beside another run of the same person; and two who ask at once try each once", async () => {
    await publish("calls", flow());
    await fail("ann", "bob");
    expect(await retry({ step: "second" })).toEqual({ tried: 0, failedAgain: 0, leftOut: 0, left: 0 });
    await hooked("ann", "bob");
    await act("ann", "Trial Started");
    expect((await statesOf("ann")).sort()).toEqual(["failed first", "waiting first"]);
    const both = await Promise.all([retry({ step: "first" }), retry({ step: "first" })]);
    expect(both.reduce((sum, { tried }) => sum + tried, 0)).toBe(1);
    expect(both.every(({ leftOut }) => leftOut >= 1)).toBe(true);
    expect((await statesOf("ann")).sort()).toEqual(["failed first", "waiting first"]);
    expect(await statesOf("bob")).toEqual(["waiting first"]);
    expect(await called()).toBe(2);
  });

  test("only by those who may, and in their own workspace", async () => {
    await publish("calls", flow());
    await fail("ann");
    const trace = (await runs("ann"))[0]?.trace;
    await expect(retry({}, 9, testAccess(here.workspaceId, "viewer"))).rejects.toMatchObject({ code: "forbidden" });
    const elsewhere = await here.world.database.createWorkspace();
    await expect(retry({}, 9, testAccess(elsewhere, "owner"))).rejects.toMatchObject({ code: "not_found" });
    await here.world.publish(elsewhere, "calls", flow());
    expect(await retry({}, 9, testAccess(elsewhere, "owner"))).toEqual({ tried: 0, failedAgain: 0, leftOut: 0, left: 0 });
    expect((await runs("ann"))[0]?.trace).toEqual(trace);
  });
});

describe("whoever is not let in by hand", () => {
  const start = (key: string, ...users: string[]) =>
    startByHand(here.world.deps as never, editor(), { key, people: users.map(personOf), context: {} });
  const manual = { ...rest, trigger: { kind: "manual" as const } };

  test("is in it already, was in it, or is not whom it is for: it is said, with since when or from when on", async () => {
    await is({ vip: true }, "ann");
    await is({ vip: false }, "bob");
    const who = { property: "person.vip", op: "eq" as const, value: true };
    await publish("once", { ...manual, entry: { who } });
    await publish("weekly", { ...manual, entry: { again: "after", after: days(7) } });
    const began = new Date(here.world.now()).toISOString();
    expect(await start("once", "ann", "bob", "nobody")).toEqual({
      entered: 1,
      leftAlone: 0,
      refused: [
        { person: personOf("nobody"), code: "unknown", reason: "They are not known.", at: null },
        { person: personOf("bob"), code: "not_for_them", reason: "They are not whom it is for.", at: null },
      ],
    });
    await start("weekly", "ann");
    await here.world.wait(here.workspaceId, hourMs);
    const inside = { person: personOf("ann"), code: "inside", reason: "They are in it already.", at: began };
    expect((await start("once", "ann")).refused).toEqual([inside]);
    await here.world.wait(here.workspaceId, 24 * hourMs);
    expect((await start("once", "ann")).refused).toMatchObject([{ code: "before", at: began }]);
    const from = new Date(Date.parse(began) + 7 * 24 * hourMs).toISOString();
    expect((await start("weekly", "ann")).refused).toMatchObject([
      { code: "too_soon", reason: "They may come in again 7 days after they did last.", at: from },
    ]);
  });

  test("is left alone by a holdout: who comes in so is counted, and nobody thinks that they get something", async () => {
    await publish("held", { ...manual, holdout: 0.5, goal: { event: { event: "Paid" }, within: days(3) } });
    const users = Array.from({ length: 20 }, (_, index) => `user${index}`);
    for (const user of users) await act(user, "Seen");
    const { entered, leftAlone } = await start("held", ...users);
    const alone = (await Promise.all(users.map(runs))).flat().filter(({ state }) => state === "control");
    expect([entered, leftAlone]).toEqual([20, alone.length]);
    expect(leftAlone).toBeGreaterThan(0);
    const { refused } = await start("held", ...users);
    expect(refused.filter(({ code }) => code === "left_alone").map(({ person }) => person)).toEqual(alone.map(({ person }) => person.id));
    expect(refused.filter(({ code }) => code === "inside")).toHaveLength(20 - leftAlone);
  });

  test("finds the flow paused, stopped or never published", async () => {
    await act("ann", "Seen");
    await publish("hand", manual);
    await setFlowState(here.world.deps, editor(), { key: "hand", state: "paused" });
    await expect(start("hand", "ann")).rejects.toThrow("The flow is paused: nobody comes in until it goes on.");
    await setFlowState(here.world.deps, editor(), { key: "hand", state: "stopped" });
    await expect(start("hand", "ann")).rejects.toThrow("The flow is stopped: nobody comes in any more.");
  });
});

describe("the people of a flow", () => {
  const list = (input: { search?: string; cursor?: string; step?: string }) =>
    listRuns(here.world.deps, editor(), { key: "welcome", limit: 2, ...input });

  test("are searched as the list of people is, page by page, beside the other filters", async () => {
    await publish("welcome", rest);
    await here.world.process(here.workspaceId, [
      identified("ann", { name: "Ann Berg", email: "ann@acme.example" }),
      identified("ben", { name: "Ben Berg" }),
      identified("cem", { name: "Cem Berg" }),
      identified("dee", { name: "Dee Hill" }),
    ]);
    for (const user of ["ann", "ben", "cem", "dee"]) await act(user, "Trial Started");
    const first = await list({ search: "BERG" });
    const second = await list({ search: "BERG", cursor: first.next ?? "" });
    const names = [...first.items, ...second.items].map(({ person }) => person.name);
    expect([names.sort(), second.next]).toEqual([["Ann Berg", "Ben Berg", "Cem Berg"], null]);
    const found = async (search: string, step?: string) =>
      (await list({ search, ...(step === undefined ? {} : { step }) })).items.map(({ person }) => person.name);
    expect(await found("acme.ex")).toEqual(["Ann Berg"]);
    expect(await found("dee")).toEqual(["Dee Hill"]);
    expect(await found("  ")).toHaveLength(2);
    expect(await found("hill", "gone")).toEqual([]);
    expect(await found("100%")).toEqual([]);
  });

  test("are at steps that are named as the canvas names them, in the version that they are in", async () => {
    await publish("welcome", rest);
    await act("ann", "Trial Started");
    await here.world.wait(here.workspaceId, 60_000);
    await publish("welcome", { ...rest, steps: { rest: { ...rest.steps.rest, label: "Let them rest" } } });
    await act("bob", "Trial Started");
    expect((await list({})).items.map(({ step, stepName }) => [step, stepName])).toEqual([
      ["rest", "Let them rest"],
      ["rest", "Wait 1 day"],
    ]);
    const [run] = await runs("ann");
    expect(run?.trace.map(({ stepName, sentence }) => [stepName, sentence])).toEqual([
      [null, "Trial Started happened."],
      ["Wait 1 day", "Came to “Wait 1 day”."],
      ["Wait 1 day", "Waits for 1 day."],
    ]);
    await publish("welcome", { start: "m", steps: { m: message(null) } }, { migrate: { rest: "m" } });
    await here.world.settle(here.workspaceId);
    const [moved] = await runs("ann");
    expect(moved).toMatchObject({ version: 3, stepName: "In-app: hello" });
    expect(moved?.trace.map(({ stepName }) => stepName)).toContain("Let them rest");
  });

  test("were drawn variants that are told by their names", async () => {
    const variant = (key: string, label: string, weight: number) => ({ key, label, weight, next: null });
    await publish("welcome", {
      start: "s",
      steps: { s: { kind: "split", label: "Which words?", variants: [variant("a", "", 0), variant("b", "Short", 1)] } },
    });
    await act("ann", "Trial Started");
    expect((await runs("ann"))[0]?.draws).toEqual([{ step: "s", stepName: "Which words?", variant: "Short" }]);
  });
});

test("a condition on the account asks of the account in whose name it happened; where none is named, of any of theirs", async () => {
  const at = () => new Date(here.world.now()).toISOString();
  const joined = (groupId: string, plan: string) => ({
    type: "group",
    messageId: groupId,
    userId: "ann",
    groupId,
    traits: { plan },
    timestamp: at(),
  });
  await here.world.process(here.workspaceId, [joined("acme", "free")]);
  await here.world.wait(here.workspaceId, 60_000);
  await here.world.process(here.workspaceId, [joined("beta", "gold")]);
  const isGold = { property: "account.plan", op: "eq" as const, value: "gold" };
  const exit = { kind: "exit" as const };
  await publish("gold", {
    entry: { again: "always" },
    start: "which",
    steps: { which: { kind: "branch", cases: [{ when: isGold, next: "gold" }], otherwise: "free" }, gold: exit, free: exit },
  });
  await publish("of-gold", {
    ...rest,
    entry: { again: "always", whileIn: true },
    trigger: { kind: "event", on: { event: "Trial Started", where: isGold } },
  });
  const begin = (id: string, context: object) =>
    here.world.process(here.workspaceId, [
      { type: "track", messageId: id, userId: "ann", event: "Trial Started", timestamp: at(), context },
    ]);
  const of = async (key: string) => (await runs("ann")).filter(({ flow }) => flow.key === key);
  for (const [id, context] of Object.entries({ e1: { groupId: "acme" }, e2: { groupId: "beta" }, e3: {} })) {
    await begin(id, context);
    await here.world.wait(here.workspaceId, 60_000);
  }
  expect((await of("gold")).map(({ step }) => step)).toEqual(["free", "gold", "gold"]);
  // What happened without an account is of the first that they joined, as everywhere that an interaction itself is asked.
  expect(await of("of-gold")).toHaveLength(1);
});
