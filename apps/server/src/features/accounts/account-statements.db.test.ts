import { accountIdOf } from "@throughline/contract";
import { accountIdFor, type AccountStatement } from "@throughline/domain";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { findAccount } from "./index.ts";

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());

const source = "00000000-0000-4000-8000-00000000000b";
async function state(w: string, ...statements: AccountStatement[]): Promise<void> {
  const placed = statements.map((a, index) => ({ entry: { w, s: source, r: 1, a }, place: { partition: 0, position: "1", index } }));
  await pipeline.database.db.transaction().execute((tx) => pipeline.processBatch(tx, placed, { recovering: false }));
}

test("what is said of an account makes it, without anybody on it and without an interaction; the latest trait holds, whatever comes first", async () => {
  const workspaceId = await pipeline.database.createWorkspace();
  await pipeline.process(workspaceId, [
    { type: "group", userId: "u1", groupId: "acme", messageId: "g1", timestamp: "2024-02-01T00:00:00Z", traits: { plan: "pro" } },
  ]);
  const old = { messageId: "a1", key: "acme", traits: { plan: "free", name: "Acme" }, at: Date.UTC(2024, 0, 1) };
  await state(workspaceId, { messageId: "a2", key: "initech", traits: { mrr: 5 }, at: Date.UTC(2024, 0, 2) }, old, old);
  await state(workspaceId, old);
  const find = (key: string) => findAccount(pipeline.database.db, workspaceId, accountIdFor(workspaceId, key));
  expect(await find("initech")).toEqual({
    id: accountIdOf(accountIdFor(workspaceId, "initech")),
    key: "initech",
    name: null,
    people: 0,
    firstSeen: "2024-01-02T00:00:00.000Z",
    lastSeen: "2024-01-02T00:00:00.000Z",
    traits: { mrr: 5 },
  });
  expect(await find("acme")).toMatchObject({
    name: "Acme",
    people: 1,
    firstSeen: "2024-01-01T00:00:00.000Z",
    lastSeen: "2024-02-01T00:00:00.000Z",
    traits: { plan: "pro", name: "Acme" },
  });
  const [rows] = await pipeline.clickhouse.query<{ n: number }>({
    query: "SELECT toUInt32(count()) AS n FROM interaction WHERE workspace_id = {w:UUID}",
    params: { w: workspaceId },
  });
  expect(rows?.n).toBe(1);
  const { rows: counted } = await sql<{
    accepted: string;
    duplicates: string;
  }>`SELECT accepted, duplicates FROM source_minute WHERE workspace_id = ${workspaceId} AND source_id = ${source}`.execute(
    pipeline.database.db,
  );
  expect(counted).toEqual([{ accepted: "2", duplicates: "2" }]);
  const { rows: traits } = await sql<{
    name: string;
    count: string;
  }>`SELECT name, count FROM catalogue_property WHERE workspace_id = ${workspaceId} AND kind = 'account' AND event = '' ORDER BY name`.execute(
    pipeline.database.db,
  );
  expect(traits).toEqual([
    { name: "mrr", count: "1" },
    { name: "name", count: "1" },
    { name: "plan", count: "2" },
  ]);
});
