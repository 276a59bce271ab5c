import { defaultArbiterRules, type ArbiterRules, type Touch } from "@throughline/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { decideTouch } from "./ask-arbiter.ts";
import { getRules, setRules } from "./arbiter-rules.ts";
import { ensureSampleDecisions } from "./ensure-sample-decisions.ts";
import { listDecisions } from "./list-decisions.ts";
import { readReport } from "./report.ts";
import { simulateTouch } from "./simulate-touch.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let now: number;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
let messages = 0;
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  now = Date.parse("2026-03-11T10:00:00Z");
  await pipeline.process(
    workspaceId,
    ["ada", "ben"].map((userId) => ({
      type: "identify",
      userId,
      messageId: `m${messages++}`,
      timestamp: "2026-03-10T09:00:00Z",
      traits: { name: userId, email: `${userId}@x.example`, marketingConsent: userId === "ada" },
    })),
  );
  await setRules(deps(), editor(), { rules: measured });
});

const measured: ArbiterRules = { ...defaultArbiterRules, holdout: { share: 0, flowShare: 0, purposes: [] } };
const deps = () => ({ db: pipeline.database.db, now: () => now });
const editor = () => testAccess(workspaceId, "editor");
const promotion = {
  kind: "message",
  purpose: "promotional",
  channel: "email",
  priority: 5,
  value: 1,
  stakes: "low",
  decidedBy: "automation",
} as const;
const ask = (id: string, more: Partial<Touch> = {}) => decideTouch(deps(), editor(), { ...promotion, id, person: "userId:ada", ...more });
const list = (input: Partial<Parameters<typeof listDecisions>[2]> = {}) =>
  listDecisions(deps(), editor(), { limit: 50, to: new Date(now + 1).toISOString(), ...input });
const idsOf = ({ items }: Awaited<ReturnType<typeof list>>) => items.map(({ touch }) => touch.id);

describe("what is behind the report", () => {
  test("is each touch once, the latest first, with whom it was about", async () => {
    await ask("first", { flow: "news" });
    now += 60_000;
    await ask("refused", { person: "userId:ben" });
    now += 60_000;
    await ask("too-soon");
    expect(idsOf(await list())).toEqual(["too-soon", "refused", "first"]);
    expect((await list()).items[1]).toMatchObject({
      answer: "no",
      rule: "consent",
      person: { name: "ben", email: "ben@x.example", userId: "ben" },
    });
  });

  test("is narrowed as the report is, and is as much as its numbers say", async () => {
    await ask("first", { flow: "news" });
    now += 60_000;
    await ask("refused", { person: "userId:ben" });
    await ask("too-soon", { flow: "news" });
    expect(idsOf(await list({ rule: "consent" }))).toEqual(["refused"]);
    expect(idsOf(await list({ answer: "now" }))).toEqual(["first"]);
    expect(idsOf(await list({ flow: "news", held: "true" }))).toEqual(["too-soon"]);
    expect(idsOf(await list({ flow: "" }))).toEqual(["refused"]);
    const report = await readReport(deps(), editor(), { to: new Date(now + 1).toISOString() });
    for (const { rule, touches } of report.rules) expect((await list({ rule })).items).toHaveLength(touches);
    const ofNoFlow = await readReport(deps(), editor(), { to: new Date(now + 1).toISOString(), flow: "" });
    expect(ofNoFlow.asked.touches).toBe(1);
  });

  test("of a touch that was put off is its last answer", async () => {
    await ask("first");
    now += 60_000;
    await ask("second");
    now += 5 * 3_600_000;
    await ask("second");
    expect((await list()).items.map(({ touch, answer, attempt }) => [touch.id, answer, attempt])).toEqual([
      ["second", "now", 2],
      ["first", "now", 1],
    ]);
  });

  test("comes in pages", async () => {
    for (const id of ["a", "b", "c"]) {
      now += 60_000;
      await ask(id, { person: "userId:ben" });
    }
    const one = await list({ limit: 2 });
    expect(idsOf(one)).toEqual(["c", "b"]);
    const two = await list({ limit: 2, cursor: one.next ?? "" });
    expect([idsOf(two), two.next]).toEqual([["a"], null]);
  });

  test("another workspace cannot see it", async () => {
    await ask("first");
    const other = await pipeline.database.createWorkspace();
    expect((await listDecisions(deps(), testAccess(other, "owner"), { limit: 50, to: new Date(now + 1).toISOString() })).items).toEqual([]);
  });
});

describe("rules that are not saved", () => {
  test("are tried, and those that hold stay", async () => {
    const touch = { ...promotion, person: "userId:ben" };
    const rules: ArbiterRules = {
      ...measured,
      consent: { ...measured.consent, promotional: { policy: "not_needed", purposes: [], trait: null } },
    };
    expect(await simulateTouch(deps(), editor(), { touch })).toMatchObject({ answer: "no", rule: "consent" });
    expect(await simulateTouch(deps(), editor(), { touch, rules })).toMatchObject({ answer: "now" });
    expect((await getRules(deps(), editor())).rules).toEqual(measured);
  });
});

test("the sample company's decisions are made once, by the arbiter, in the time that they speak of", async () => {
  const { clickhouse } = pipeline;
  const { db } = pipeline.database;
  const metadata = JSON.stringify({ sample: { done: "true" } });
  await db.updateTable("workspace").set({ is_sample: true, metadata }).where("id", "=", workspaceId).execute();
  await ensureSampleDecisions({ ...deps(), clickhouse });
  const { items } = await list({ limit: 200 });
  // A letter a week to each of the two who have an address: one agreed to it.
  expect(items).toHaveLength(8);
  expect(items.filter(({ answer }) => answer === "no").map(({ rule }) => rule)).toEqual(Array.from({ length: 4 }, () => "consent"));
  expect(
    items
      .filter(({ answer }) => answer === "now")
      .every(({ outcome, decidedAt }) => outcome?.outcome === "sent" && decidedAt < "2026-03-10"),
  ).toBe(true);
  await ensureSampleDecisions({ ...deps(), clickhouse });
  expect((await list({ limit: 200 })).items).toHaveLength(8);
});
