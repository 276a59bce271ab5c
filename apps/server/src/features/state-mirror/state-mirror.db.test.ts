import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accountIdOf as toAccountId } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { countState, removeState } from "./remove-state.ts";
import { createStateMirror, type StateMirror } from "./state-mirror.ts";

let pipeline: TestPipeline;
let mirror: StateMirror;
let workspaceId: string;
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
});

const at = "2026-03-10T10:00:00.000Z";
const identify = (userId: string, traits: object, more: object = {}) => ({ type: "identify", userId, traits, timestamp: at, ...more });
const personOf = (userId: string) => profileIdOf(workspaceId, "userId", userId);

async function stateOf(userId: string): Promise<Record<string, unknown> | undefined> {
  await mirror.catchUp();
  const [row] = await pipeline.clickhouse.query({
    query: `SELECT traits, account_ids AS accounts, consents, reachable, toString(first_seen) AS first
      FROM person_state FINAL WHERE workspace_id = {workspaceId:UUID} AND person_id = {id:UInt64}`,
    params: { workspaceId, id: personOf(userId) },
  });
  return row;
}

test("what a person is stands in the timeline store: traits as they were sent, accounts, consents, ways to reach them", async () => {
  await pipeline.process(workspaceId, [
    identify("ada", {
      plan: "pro",
      seats: 5,
      since: "2025-01-01",
      tags: ["a", "b"],
      address: { city: "Turin" },
      "a.b": 1,
      email: "ada@example.com",
    }),
    { type: "group", userId: "ada", groupId: "acme", traits: { tier: "gold" }, timestamp: at },
    { type: "track", userId: "ada", event: "Consent Updated", properties: { purposes: { marketing: true, ads: false } }, timestamp: at },
  ]);
  const state = await stateOf("ada");
  expect(state).toMatchObject({
    traits: { plan: "pro", seats: 5, since: "2025-01-01", tags: ["a", "b"], address: { city: "Turin" } },
    consents: ["marketing"],
    reachable: ["email"],
    first: "2026-03-10 10:00:00.000",
  });
  const accounts = await pipeline.clickhouse.query({
    query: "SELECT account_id, key, traits FROM account_state FINAL WHERE workspace_id = {workspaceId:UUID}",
    params: { workspaceId },
  });
  expect(accounts).toMatchObject([{ key: "acme", traits: { tier: "gold" } }]);
  expect(state?.["accounts"]).toEqual([accounts[0]?.["account_id"]]);
  expect(toAccountId(accounts[0]?.["account_id"] as string)).toMatch(/^a_/);
});

test("a later answer and a changed trait replace the earlier; a mere further event queues nobody", async () => {
  await pipeline.process(workspaceId, [
    identify("bo", { plan: "free" }),
    { type: "track", userId: "bo", event: "Consent Updated", properties: { purposes: { marketing: true } }, timestamp: at },
  ]);
  await mirror.catchUp();
  await pipeline.process(workspaceId, [{ type: "track", userId: "bo", event: "Clicked", timestamp: "2026-03-10T11:00:00.000Z" }]);
  const { rows } = await sql<{ waiting: string }>`SELECT count(*) AS waiting FROM state_change WHERE workspace_id = ${workspaceId}`.execute(
    pipeline.database.db,
  );
  expect(rows[0]?.waiting).toBe("0");
  await pipeline.process(workspaceId, [
    identify("bo", { plan: "pro" }, { timestamp: "2026-03-10T11:30:00.000Z" }),
    {
      type: "track",
      userId: "bo",
      event: "Consent Updated",
      properties: { purposes: { marketing: false } },
      timestamp: "2026-03-10T11:30:00.000Z",
    },
  ]);
  expect(await stateOf("bo")).toMatchObject({ traits: { plan: "pro" }, consents: [] });
});

test("a device that proves to be somebody's brings its account along, and is nobody any more", async () => {
  await pipeline.process(workspaceId, [{ type: "group", anonymousId: "dev-1", groupId: "beta", traits: {}, timestamp: at }]);
  await mirror.catchUp();
  await pipeline.process(workspaceId, [identify("cy", {}, { anonymousId: "dev-1", timestamp: "2026-03-10T10:05:00.000Z" })]);
  expect((await stateOf("cy"))?.["accounts"]).toHaveLength(1);
  const people = await pipeline.clickhouse.query({
    query: "SELECT person_id FROM person_state FINAL WHERE workspace_id = {workspaceId:UUID}",
    params: { workspaceId },
  });
  expect(people).toEqual([{ person_id: personOf("cy") }]);
});

test("what is removed leaves nothing behind", async () => {
  await pipeline.process(workspaceId, [identify("di", { secret: "x" })]);
  await mirror.catchUp();
  expect(await countState(pipeline.clickhouse, workspaceId, [personOf("di")])).toBe(1);
  await removeState({ db: pipeline.database.db, clickhouse: pipeline.clickhouse }, workspaceId, [personOf("di")]);
  expect(
    await pipeline.clickhouse.query({
      query: "SELECT 1 FROM person_state WHERE workspace_id = {workspaceId:UUID}",
      params: { workspaceId },
    }),
  ).toEqual([]);
});

test("a timeline store that was emptied is filled again, and one that is true is left alone", async () => {
  await pipeline.process(workspaceId, [identify("ed", { plan: "pro" }), { type: "group", userId: "ed", groupId: "acme", timestamp: at }]);
  await mirror.catchUp();
  const queued = async () => {
    await mirror.reconcile();
    return (
      await sql<{ n: string }>`SELECT count(*) AS n FROM state_change WHERE workspace_id = ${workspaceId}`.execute(pipeline.database.db)
    ).rows[0]?.n;
  };
  expect(await queued()).toBe("0");
  await pipeline.clickhouse.command("TRUNCATE TABLE person_state");
  await pipeline.clickhouse.command("TRUNCATE TABLE account_state");
  expect(Number(await queued())).toBeGreaterThan(1);
  expect(await stateOf("ed")).toMatchObject({ traits: { plan: "pro" } });
});
