import { defaultArbiterRules, personIdOf, rolePermissions, type ArbiterRules, type Touch } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { arbitrateTouches, decideTouch } from "./ask-arbiter.ts";
import { getRules, setRules } from "./arbiter-rules.ts";
import { readPersonDecisions, readTouch } from "./read-decisions.ts";
import { noteOutcome } from "./record-outcome.ts";
import { readReport } from "./report.ts";
import { simulateTouch } from "./simulate-touch.ts";
import { takeDecisionOfPerson } from "./take-decision-of-person.ts";
import { finishTask } from "../tasks/close-task.ts";
import { listTasks } from "../tasks/list-tasks.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let now: number;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  now = Date.parse("2026-03-11T10:00:00Z");
  await happens(
    { type: "identify", userId: "ada", traits: { email: "ada@x.example", timezone: "Europe/Madrid", marketingConsent: true } },
    { type: "group", userId: "ada", groupId: "acme", traits: { tier: "enterprise" } },
    { type: "identify", userId: "ben", traits: { email: "ben@x.example" } },
  );
  await change({ holdout: { share: 0, flowShare: 0, purposes: ["promotional"] } });
});

const deps = () => ({ db: pipeline.database.db, now: () => now });
const editor = () => testAccess(workspaceId, "editor");
let messages = 0;
const happens = (...list: object[]) =>
  pipeline.process(
    workspaceId,
    list.map((one) => ({ messageId: `m${messages++}`, timestamp: "2026-03-10T09:00:00Z", ...one })),
  );
const change = (some: Partial<ArbiterRules>) => setRules(deps(), editor(), { rules: { ...defaultArbiterRules, ...some } });
const idOf = (user: string) => personIdOf(profileIdOf(workspaceId, "userId", user));
const touch = (more: Partial<Touch> = {}): Touch => ({
  id: `t${messages++}`,
  person: "userId:ada",
  kind: "message",
  purpose: "promotional",
  channel: "email",
  priority: 5,
  value: 1,
  stakes: "low",
  decidedBy: "automation",
  ...more,
});
const ask = (more: Partial<Touch> = {}) => decideTouch(deps(), editor(), touch(more));
const hours = (n: number) => n * 3_600_000;

describe("a decision", () => {
  test("is made, kept with what every rule said, and shown on the person", async () => {
    const decision = await ask({ id: "news-1", title: "News of March" });
    expect(decision).toMatchObject({ answer: "now", personId: idOf("ada"), rule: null, attempt: 1, worth: 5, outcome: null });
    expect(decision.verdicts.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 12 }, () => "allow"));
    expect((await readPersonDecisions(deps(), editor(), { id: idOf("ada"), limit: 10 })).items).toEqual([decision]);
    expect((await readTouch(deps(), editor(), { id: "news-1" })).items).toEqual([decision]);
  });

  test("is told on the timeline", async () => {
    const { id } = await ask();
    const { rows } = await sql`SELECT key, name, properties FROM own_interaction WHERE workspace_id = ${workspaceId}`.execute(deps().db);
    expect(rows).toMatchObject([{ key: `decision ${id}`, name: "Touch Decided", properties: { answer: "now", kind: "message" } }]);
  });

  test("under the same id is the same, and takes of the budget once", async () => {
    const first = await ask({ id: "a" });
    expect(await ask({ id: "a" })).toEqual(first);
    now += hours(5);
    expect(await ask({ id: "a" })).toEqual(first);
    await expect(ask({ id: "a", value: 2 })).rejects.toMatchObject({ code: "conflict" });
    await expect(ask({ id: "a", person: "userId:ben" })).rejects.toMatchObject({ code: "conflict" });
    expect((await ask({ id: "b" })).verdicts.find(({ rule }) => rule === "cap")?.evidence).toMatchObject({
      caps: expect.arrayContaining([{ name: "Promotion", used: 1, max: 2, within: { value: 7, unit: "day" } }]),
    });
  });

  test("that puts off holds until it is due, and is made anew then", async () => {
    await ask();
    const later = await ask({ id: "later" });
    expect(later).toMatchObject({ answer: "later", rule: "gap", at: new Date(now + hours(4)).toISOString() });
    now += hours(3);
    expect(await ask({ id: "later" })).toEqual(later);
    now += hours(1);
    expect(await ask({ id: "later" })).toMatchObject({ answer: "now", attempt: 2 });
    expect((await readTouch(deps(), editor(), { id: "later" })).items.map(({ answer }) => answer)).toEqual(["now", "later"]);
  });

  test("waits for the morning where the person is", async () => {
    now = Date.parse("2026-03-11T22:30:00Z");
    expect(await ask()).toMatchObject({ answer: "later", rule: "quiet_hours", at: "2026-03-12T07:00:00.000Z" });
    expect(await ask({ purpose: "transactional" })).toMatchObject({ answer: "now" });
  });

  test("falls back to the workspace's time zone", async () => {
    await sql`UPDATE workspace SET timezone = 'America/New_York' WHERE id = ${workspaceId}`.execute(deps().db);
    expect(await ask({ person: "userId:ben", purpose: "service" })).toMatchObject({ answer: "later", at: "2026-03-11T12:00:00.000Z" });
  });

  test("heeds consent and its withdrawal, by answer and by unsubscribing", async () => {
    expect(await ask({ person: "userId:ben" })).toMatchObject({ answer: "no", rule: "consent" });
    await happens({ type: "track", event: "Consent Updated", userId: "ben", properties: { purposes: { marketing: true } } });
    expect(await ask({ person: "userId:ben" })).toMatchObject({ answer: "now" });
    await happens({
      type: "track",
      event: "Email Unsubscribed",
      userId: "ben",
      timestamp: "2026-03-10T10:00:00Z",
      properties: { topic: "marketing" },
    });
    expect(await ask({ person: "userId:ben" })).toMatchObject({ answer: "no", rule: "consent" });
  });

  test("suppresses promotion and surveys while a complaint is open, and not what helps", async () => {
    await happens({ type: "track", event: "Ticket Reopened", userId: "ada", properties: { ticketId: "7" } });
    expect(await ask()).toMatchObject({ answer: "no", rule: "complaint" });
    expect(await ask({ kind: "survey", purpose: "survey" })).toMatchObject({ answer: "no", rule: "complaint" });
    expect(await ask({ purpose: "service" })).toMatchObject({ answer: "now" });
    await happens({
      type: "track",
      event: "Ticket Settled",
      userId: "ada",
      timestamp: "2026-03-10T11:00:00Z",
      properties: { ticketId: "7" },
    });
    now += hours(4);
    expect(await ask()).toMatchObject({ answer: "now" });
  });

  test("learns of what is open and settled in any order", async () => {
    const opened = { type: "track", event: "Conversation Started", userId: "ada", properties: { conversationId: "c" } };
    const closed = {
      type: "track",
      event: "Conversation Closed",
      userId: "ada",
      timestamp: "2026-03-10T09:30:00Z",
      properties: { conversationId: "c" },
    };
    await happens(closed);
    await happens(opened);
    expect(await ask()).toMatchObject({ answer: "now" });
  });

  test("leaves people alone after a bad score", async () => {
    await happens({ type: "track", event: "Survey Answered", userId: "ada", properties: { kind: "nps", score: 3 } });
    expect(await ask()).toMatchObject({ answer: "no", rule: "score" });
    now = Date.parse("2026-03-20T10:00:00Z");
    expect(await ask()).toMatchObject({ answer: "later", rule: "score", at: "2026-03-24T09:00:00.000Z" });
  });

  test("belongs to a person where the stakes are high and the account is large, until one decided it", async () => {
    expect(await ask({ id: "offer", stakes: "high" })).toMatchObject({ answer: "task", rule: "ownership" });
    expect(await ask({ id: "offer", stakes: "high", decidedBy: "person" })).toMatchObject({ answer: "now", attempt: 2 });
    const ofBen = { person: "userId:ben", purpose: "service", stakes: "high", id: "help" } as const;
    expect(await ask(ofBen)).toMatchObject({ answer: "approval" });
    expect(await ask({ ...ofBen, decidedBy: "approved" })).toMatchObject({ answer: "now" });
  });

  test("that is a person's becomes their task, and what they answer is what the asker gets", async () => {
    const tasks = () => listTasks({ db: deps().db, now: deps().now }, editor(), { state: "open", limit: 50, sort: "due" });
    const close = async (title: string, outcome: string) => {
      const task = (await tasks()).items.find((one) => one.title === title);
      await finishTask({ ...deps(), onClosed: (tx, closed) => takeDecisionOfPerson(tx, closed, now) }, editor(), {
        id: task?.id ?? "",
        outcome,
        note: "",
      });
    };
    await ask({ id: "offer", stakes: "high", title: "A discount" });
    await ask({ id: "offer", stakes: "high", title: "A discount" });
    await ask({ id: "call", stakes: "medium", purpose: "service", title: "An invitation" });
    expect((await tasks()).items.map(({ title, priority, outcomes }) => [title, priority, outcomes]).sort()).toEqual([
      ["Approve: An invitation", "normal", ["Approve", "Refuse"]],
      ["Decide: A discount", "high", ["Go ahead", "Leave it"]],
    ]);
    await close("Approve: An invitation", "Approve");
    expect(await ask({ id: "call", stakes: "medium", purpose: "service", title: "An invitation" })).toMatchObject({
      answer: "now",
      attempt: 2,
      touch: { decidedBy: "approved" },
    });
    await close("Decide: A discount", "Leave it");
    expect(await ask({ id: "offer", stakes: "high", title: "A discount" })).toMatchObject({
      answer: "no",
      rule: "ownership",
      reason: "Ada decided against it.",
    });
  });

  test("about somebody who is not there is not made", async () => {
    await expect(ask({ person: "userId:nobody" })).rejects.toMatchObject({ code: "not_found" });
    await expect(ask({ person: "p_0000000000000001" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the budget of attention", () => {
  test("cannot be taken twice by decisions that happen at once", async () => {
    await change({ holdout: { share: 0, flowShare: 0, purposes: [] }, gap: null });
    const asked = await Promise.all(Array.from({ length: 24 }, (_, n) => ask({ id: `at once ${n}`.replaceAll(" ", "-") })));
    expect(asked.filter(({ answer }) => answer === "now")).toHaveLength(2);
    expect(asked.filter(({ rule }) => rule === "cap")).toHaveLength(22);
  });

  test("is one over every kind of touch", async () => {
    await change({ holdout: { share: 0, flowShare: 0, purposes: [] }, gap: null });
    for (const kind of ["message", "guide", "call"] as const)
      expect(await ask({ kind, channel: "in_app", purpose: "service" })).toMatchObject({ answer: "now" });
    expect(await ask({ kind: "survey", channel: "in_app", purpose: "survey" })).toMatchObject({ answer: "later", rule: "cap" });
  });

  test("comes back when a touch failed or was cancelled, and not when nobody knows", async () => {
    await ask({ id: "a" });
    await noteOutcome(deps(), editor(), { id: "a", outcome: "unknown" });
    expect(await ask({ id: "b" })).toMatchObject({ answer: "later" });
    expect(await noteOutcome(deps(), editor(), { id: "a", outcome: "failed", note: "mailbox full" })).toMatchObject({
      outcome: { outcome: "failed", note: "mailbox full" },
    });
    expect(await ask({ id: "c" })).toMatchObject({ answer: "now" });
    await expect(noteOutcome(deps(), editor(), { id: "a", outcome: "sent" })).rejects.toMatchObject({ code: "conflict" });
    await expect(noteOutcome(deps(), editor(), { id: "b", outcome: "sent" })).rejects.toMatchObject({ code: "conflict" });
    await expect(noteOutcome(deps(), editor(), { id: "zzz", outcome: "sent" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("goes to what is worth most when touches compete, and nothing competes too", async () => {
    const { decisions } = await arbitrateTouches(deps(), editor(), {
      touches: [touch({ id: "small", priority: 2 }), touch({ id: "worthless", value: 0 }), touch({ id: "big", priority: 9 })],
    });
    expect(decisions.map((one) => [one.touch.id, one.answer])).toEqual([
      ["big", "now"],
      ["small", "later"],
      ["worthless", "no"],
    ]);
  });
});

describe("holdouts", () => {
  test("are drawn once, when nothing else speaks against a touch, and stay when the share changes", async () => {
    await change({ holdout: { share: 0.5, flowShare: 0, purposes: ["service", "promotional"] } });
    await happens(...Array.from({ length: 40 }, (_, n) => ({ type: "identify", userId: `u${n}`, traits: { email: `u${n}@x.example` } })));
    const draw = () =>
      Promise.all(Array.from({ length: 40 }, (_, n) => ask({ person: `userId:u${n}`, purpose: "service" }))).then((all) =>
        all.map(({ verdicts }) => verdicts.find(({ rule }) => rule === "holdout")?.verdict),
      );
    const drawn = await draw();
    expect(new Set(drawn)).toEqual(new Set(["allow", "deny"]));
    await change({ holdout: { share: 0, flowShare: 0, purposes: ["service"] } });
    expect(await draw()).toEqual(drawn);
    const { rows } = await sql<{ n: string }>`SELECT count(*) AS n FROM holdout_draw WHERE workspace_id = ${workspaceId}`.execute(
      deps().db,
    );
    expect(Number(rows[0]?.n)).toBe(40);
    await ask({ person: "userId:ben", purpose: "promotional" });
    const { rows: after } = await sql<{ n: string }>`SELECT count(*) AS n FROM holdout_draw WHERE workspace_id = ${workspaceId}`.execute(
      deps().db,
    );
    expect(Number(after[0]?.n)).toBe(40);
  });
});

describe("the simulator", () => {
  test("says what would be decided at a time, by whose clock, and keeps nothing", async () => {
    const { id: _, ...tried } = touch();
    expect(await simulateTouch(deps(), editor(), { touch: tried, at: "2026-03-12T23:00:00Z" })).toMatchObject({
      answer: "later",
      timezone: "Europe/Madrid",
      timezoneFrom: "person",
      localTime: "2026-03-13T00:00:00+01:00",
      at: "2026-03-13T07:00:00.000Z",
    });
    expect((await readPersonDecisions(deps(), editor(), { id: idOf("ada"), limit: 10 })).items).toEqual([]);
  });

  test("knows at a time gone by only what was known then", async () => {
    await ask();
    const { id: _, ...tried } = touch();
    expect(await simulateTouch(deps(), editor(), { touch: tried })).toMatchObject({ answer: "later", rule: "gap" });
    expect(await simulateTouch(deps(), editor(), { touch: tried, at: new Date(now - hours(1)).toISOString() })).toMatchObject({
      answer: "now",
    });
  });
});

describe("the report", () => {
  test("counts touches and people by answer, rule, kind and day, each touch once", async () => {
    await ask({ id: "a" });
    await ask({ id: "b" });
    await ask({ id: "c", person: "userId:ben" });
    now += hours(4);
    await ask({ id: "b" });
    const report = await readReport(deps(), editor(), { to: new Date(now + 1).toISOString() });
    expect(report).toMatchObject({
      asked: { touches: 3, people: 2 },
      held: { touches: 1, people: 1 },
      answers: [
        { answer: "now", touches: 2, people: 1 },
        { answer: "no", touches: 1, people: 1 },
      ],
      rules: [{ rule: "consent", touches: 1, people: 1, alone: 1 }],
      kinds: [{ kind: "message", touches: 3, people: 2, held: { touches: 1, people: 1 } }],
      days: [{ day: "2026-03-11", touches: 3, people: 2, held: { touches: 1, people: 1 } }],
    });
    expect((await readReport(deps(), editor(), { rule: "consent", to: new Date(now + 1).toISOString() })).asked.touches).toBe(1);
    expect((await readReport(deps(), editor(), { to: "2026-03-11T00:00:00Z" })).asked.touches).toBe(0);
  });
});

describe("who may", () => {
  test("another workspace cannot see, ask about or change anything here", async () => {
    await ask({ id: "mine" });
    const theirs = testAccess(await pipeline.database.createWorkspace(), "owner");
    const notFound = { code: "not_found" };
    await expect(readTouch(deps(), theirs, { id: "mine" })).rejects.toMatchObject(notFound);
    await expect(readPersonDecisions(deps(), theirs, { id: idOf("ada"), limit: 10 })).rejects.toMatchObject(notFound);
    await expect(noteOutcome(deps(), theirs, { id: "mine", outcome: "failed" })).rejects.toMatchObject(notFound);
    await expect(decideTouch(deps(), theirs, touch({ person: idOf("ada") }))).rejects.toMatchObject(notFound);
    const { id: _, ...tried } = touch({ person: idOf("ada") });
    await expect(simulateTouch(deps(), theirs, { touch: tried })).rejects.toMatchObject(notFound);
    expect((await readReport(deps(), theirs, {})).asked.touches).toBe(0);
    await setRules(deps(), theirs, { rules: { ...defaultArbiterRules, nothing: 7 } });
    expect((await getRules(deps(), editor())).rules.nothing).toBe(0);
  });

  test("a viewer reads, and neither asks nor changes", async () => {
    const viewer = testAccess(workspaceId, "viewer");
    const forbidden = { code: "forbidden" };
    await expect(decideTouch(deps(), viewer, touch())).rejects.toMatchObject(forbidden);
    await expect(noteOutcome(deps(), viewer, { id: "a", outcome: "sent" })).rejects.toMatchObject(forbidden);
    await expect(setRules(deps(), viewer, { rules: defaultArbiterRules })).rejects.toMatchObject(forbidden);
    const { id: _, ...tried } = touch();
    expect(await simulateTouch(deps(), viewer, { touch: tried })).toMatchObject({ answer: "now" });
    expect((await getRules(deps(), viewer)).version).toBe(1);
    expect(rolePermissions.agent).not.toContain("arbiter:write");
  });
});

describe("the rules", () => {
  test("are changed as a whole, with an entry in the audit log, and not over somebody's head", async () => {
    const { version } = await getRules(deps(), editor());
    const rules = { ...defaultArbiterRules, nothing: 10 };
    expect(await setRules(deps(), editor(), { rules, version })).toMatchObject({ version: version + 1, updatedBy: "Ada" });
    await expect(setRules(deps(), editor(), { rules, version })).rejects.toMatchObject({ code: "conflict" });
    expect(await ask()).toMatchObject({ answer: "no", rule: "worth" });
    const { rows } = await sql`SELECT action, details FROM audit_entry WHERE workspace_id = ${workspaceId} ORDER BY id`.execute(deps().db);
    expect(rows).toMatchObject([{ action: "arbiter.rules" }, { action: "arbiter.rules", details: { after: { nothing: 10 } } }]);
  });

  test("are the defaults until somebody changes them", async () => {
    workspaceId = await pipeline.database.createWorkspace();
    expect(await getRules(deps(), editor())).toEqual({
      rules: defaultArbiterRules,
      defaults: defaultArbiterRules,
      version: 0,
      updatedAt: null,
      updatedBy: null,
    });
  });
});
