import { defaultArbiterRules, personIdOf, type Touch } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import type { LogEntry } from "../collect/index.ts";
import { createOwnInteractionsSender } from "../own-interactions/index.ts";
import { deletePerson } from "../people/delete-person.ts";
import { finishDeletions } from "../people/finish-deletions.ts";
import { mergePeople, unmergePeople } from "../people/merge-people.ts";
import { readPersonTimeline } from "../people/read-person-timeline.ts";
import { backfillSignals } from "../signals/index.ts";
import { setRules } from "./arbiter-rules.ts";
import { decideTouch } from "./ask-arbiter.ts";
import { readPersonDecisions } from "./read-decisions.ts";
import { keepArbiter } from "./upkeep.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let now: number;
let messages = 0;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  now = Date.parse("2026-03-11T10:00:00Z");
  await happens(...["ada", "ben"].map((userId) => ({ type: "identify", userId, traits: { email: `${userId}@x.example` } })));
  await setRules(deps(), owner(), { rules: { ...defaultArbiterRules, gap: null, holdout: { share: 0, flowShare: 0, purposes: [] } } });
});

const deps = () => ({
  db: pipeline.database.db,
  clickhouse: pipeline.clickhouse,
  timeline: pipeline.timeline,
  enqueue: async () => {},
  now: () => now,
});
const owner = () => testAccess(workspaceId, "owner");
const idOf = (user: string) => personIdOf(profileIdOf(workspaceId, "userId", user));
const happens = (...list: object[]) =>
  pipeline.process(
    workspaceId,
    list.map((one) => ({ messageId: `m${messages++}`, timestamp: "2026-03-10T09:00:00Z", ...one })),
  );
const ask = (user: string, more: Partial<Touch> = {}) =>
  decideTouch(deps(), owner(), {
    id: `t${messages++}`,
    person: `userId:${user}`,
    kind: "message",
    purpose: "service",
    channel: "email",
    priority: 5,
    value: 1,
    stakes: "low",
    decidedBy: "automation",
    ...more,
  });
const decisionsOf = async (user: string) => (await readPersonDecisions(deps(), owner(), { id: idOf(user), limit: 100 })).items.length;
const used = async (user: string) =>
  (await ask(user, { purpose: "service" })).verdicts.find(({ rule }) => rule === "cap")?.evidence["caps"] as { used: number }[];
const count = async (table: string) => {
  const { rows } = await sql<{ n: string }>`SELECT count(*) AS n FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId}`.execute(
    deps().db,
  );
  return Number(rows[0]?.n);
};

describe("merging people", () => {
  test("adds up what they were given, and taking it back gives each their own", async () => {
    await ask("ada");
    await ask("ada");
    await ask("ben");
    const { mergeId } = await mergePeople(deps(), owner(), { id: idOf("ada"), from: idOf("ben") });
    expect(await decisionsOf("ada")).toBe(3);
    expect((await used("ada"))[0]?.used).toBe(3);
    await unmergePeople(deps(), owner(), { id: idOf("ada"), mergeId });
    // What was asked while they were one was asked of ada.
    expect([await decisionsOf("ada"), await decisionsOf("ben")]).toEqual([3, 1]);
    expect((await used("ben"))[0]?.used).toBe(1);
  });

  test("keeps the side of a holdout on which either was drawn first", async () => {
    const draw = (user: string, held: boolean, at: string) =>
      sql`INSERT INTO holdout_draw VALUES (${workspaceId}, ${profileIdOf(workspaceId, "userId", user)}, '', ${held}, 0.1, ${at})`.execute(
        deps().db,
      );
    await draw("ada", false, "2026-03-02T00:00:00Z");
    await draw("ben", true, "2026-03-01T00:00:00Z");
    await setRules(deps(), owner(), { rules: { ...defaultArbiterRules, gap: null } });
    expect(await ask("ada")).toMatchObject({ answer: "now" });
    expect(await ask("ben")).toMatchObject({ answer: "no", rule: "holdout" });
    const { mergeId } = await mergePeople(deps(), owner(), { id: idOf("ada"), from: idOf("ben") });
    expect(await ask("ada")).toMatchObject({ answer: "no", rule: "holdout" });
    await unmergePeople(deps(), owner(), { id: idOf("ada"), mergeId });
    expect(await ask("ada")).toMatchObject({ answer: "now" });
  });
});

test("deleting a person removes every decision, draw, matter and score of theirs", async () => {
  await happens(
    { type: "track", event: "Ticket Opened", userId: "ada", properties: { ticketId: "1" } },
    { type: "track", event: "Survey Answered", userId: "ada", properties: { kind: "nps", score: 9 } },
  );
  await setRules(deps(), owner(), { rules: defaultArbiterRules });
  await ask("ada");
  await ask("ben");
  const tables = ["touch_decision", "holdout_draw", "person_matter", "person_score", "attention_budget"];
  const before = await Promise.all(tables.map(count));
  expect(before.every((rows) => rows > 0)).toBe(true);
  await deletePerson(deps(), owner(), { id: idOf("ada") });
  await finishDeletions(deps());
  expect(await Promise.all(tables.map(count))).toEqual([1, before[1] === undefined ? 0 : await count("holdout_draw"), 0, 0, 1]);
  const { rows } =
    await sql`SELECT id FROM touch_decision WHERE workspace_id = ${workspaceId} AND touch ->> 'person' = 'userId:ada'`.execute(deps().db);
  expect(rows).toEqual([]);
});

test("a decision is on the person's timeline once, however often it is sent", async () => {
  const { id } = await ask("ada", { title: "A hint" });
  const entries: LogEntry[] = [];
  let dies = true;
  const sender = createOwnInteractionsSender({
    db: deps().db,
    log: {
      append: async (list) => {
        entries.push(...list.map(({ entry }) => entry));
        if (dies) throw new Error("killed after the log was written");
      },
    },
    now: () => now,
    onError: (error) => {
      throw error;
    },
  });
  await expect(sender.sendBatch()).rejects.toThrow("killed");
  dies = false;
  while (await sender.sendBatch());
  const about = entries.filter((entry) => "m" in entry && entry.m.messageId === `own decision ${id}`);
  expect(about).toHaveLength(2);
  const placed = about.map((entry, index) => ({ entry, place: { partition: 2, position: "1", index } }));
  await deps()
    .db.transaction()
    .execute((tx) => pipeline.processBatch(tx, placed, { recovering: false }));
  await pipeline.timeline.flush();
  const { items } = await readPersonTimeline(deps(), owner(), { id: idOf("ada"), limit: 50, name: "Touch Decided" });
  expect(items).toMatchObject([
    { actor: "system", at: new Date(now).toISOString(), properties: { decision: id, answer: "now", title: "A hint" } },
  ]);
});

test("what was open before the product kept it is read from the timeline, once and again to the same", async () => {
  const at = (days: number) => new Date(now - days * 86_400_000).toISOString();
  await happens(
    { type: "track", event: "Ticket Opened", userId: "ada", timestamp: at(3), properties: { ticketId: "1" } },
    { type: "track", event: "Ticket Settled", userId: "ada", timestamp: at(2), properties: { ticketId: "1" } },
    { type: "track", event: "Ticket Reopened", userId: "ben", timestamp: at(1), properties: { ticketId: "2" } },
    { type: "track", event: "Survey Answered", userId: "ben", timestamp: at(1), properties: { kind: "csat", score: 1 } },
  );
  const kept = async () => ({
    matters: (await sql`SELECT * FROM person_matter WHERE workspace_id = ${workspaceId} ORDER BY profile_id, kind, key`.execute(deps().db))
      .rows,
    scores: (await sql`SELECT * FROM person_score WHERE workspace_id = ${workspaceId}`.execute(deps().db)).rows,
  });
  const byPipeline = await kept();
  expect(byPipeline.matters.length).toBeGreaterThan(2);
  await sql`DELETE FROM person_matter WHERE workspace_id = ${workspaceId}`.execute(deps().db);
  await sql`DELETE FROM person_score WHERE workspace_id = ${workspaceId}`.execute(deps().db);
  await sql`DELETE FROM signal_backfill`.execute(deps().db);
  await backfillSignals(deps());
  expect(await kept()).toEqual(byPipeline);
  await sql`DELETE FROM signal_backfill`.execute(deps().db);
  await backfillSignals(deps());
  expect(await kept()).toEqual(byPipeline);
});

test("decisions are forgotten when they are older than the workspace keeps them", async () => {
  await ask("ada");
  now += 399 * 86_400_000;
  await keepArbiter(deps());
  expect(await count("touch_decision")).toBe(1);
  now += 2 * 86_400_000;
  await keepArbiter(deps());
  expect(await count("touch_decision")).toBe(0);
});
