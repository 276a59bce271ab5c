import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { personIdOf } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { testAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import type { LogEntry } from "../collect/index.ts";
import { deletePerson } from "../people/delete-person.ts";
import { readPersonTimeline } from "../people/read-person-timeline.ts";
import { createOwnInteractionsSender, recordOwnInteractions, type OwnInteraction } from "./index.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let position = 0;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  await pipeline.process(workspaceId, [
    {
      type: "identify",
      messageId: "i1",
      userId: "ada",
      anonymousId: "laptop",
      traits: { email: "ada@x.example" },
      timestamp: "2026-03-01T10:00:00Z",
    },
  ]);
});

const at = Date.parse("2026-03-02T09:00:00Z");
const ada = () => profileIdOf(workspaceId, "userId", "ada");
const about = (more: Partial<OwnInteraction> = {}): OwnInteraction => ({
  workspaceId,
  key: "task 1 created",
  profileId: ada(),
  name: "Task Created",
  at,
  actor: "agent",
  properties: { title: "Call Ada" },
  ...more,
});
const record = (...interactions: OwnInteraction[]) =>
  pipeline.database.db.transaction().execute((tx) => recordOwnInteractions(tx, interactions));

/** Sends what waits, and processes what the log was given. */
async function send({ dies = false } = {}): Promise<void> {
  const appended: LogEntry[] = [];
  const sender = createOwnInteractionsSender({
    db: pipeline.database.db,
    log: {
      append: async (entries) => {
        appended.push(...entries.map(({ entry }) => entry));
        if (dies) throw new Error("killed after the log was written");
      },
    },
    now: () => at + 20,
    onError: (error) => {
      throw error;
    },
  });
  if (dies) await expect(sender.sendBatch()).rejects.toThrow("killed");
  else while (await sender.sendBatch());
  position++;
  const placed = appended.map((entry, index) => ({ entry, place: { partition: 1, position: String(position), index } }));
  await pipeline.database.db.transaction().execute((tx) => pipeline.processBatch(tx, placed, { recovering: false }));
  await pipeline.timeline.flush();
}
const timeline = async () =>
  (
    await readPersonTimeline({ db: pipeline.database.db, clickhouse: pipeline.clickhouse }, testAccess(workspaceId, "viewer"), {
      id: personIdOf(ada()),
      limit: 100,
    })
  ).items.filter(({ kind }) => kind === "track");
const waiting = async () =>
  Number((await sql<{ n: string }>`SELECT count(*) AS n FROM own_interaction`.execute(pipeline.database.db)).rows[0]?.n);

test("what we did is on the person's timeline, with who acted and the account that it was about", async () => {
  await record(about({ accountKey: "acme" }));
  await send();
  expect(await timeline()).toMatchObject([
    { name: "Task Created", actor: "agent", channel: "server", at: new Date(at).toISOString(), properties: { title: "Call Ada" } },
  ]);
  expect((await timeline())[0]?.accountId).not.toBeNull();
  expect(await waiting()).toBe(0);
});

test("a crash between the log and the table sends again, and it is on the timeline once", async () => {
  await record(about());
  await send({ dies: true });
  expect(await waiting()).toBe(1);
  await send();
  expect(await timeline()).toHaveLength(1);
});

test("the same key again, while it waits or after it was sent, is the same interaction", async () => {
  await record(about(), about());
  await record(about());
  expect(await waiting()).toBe(1);
  await send();
  await record(about());
  await send();
  await record(about({ key: "task 1 done 2", name: "Task Done" }));
  await send();
  expect((await timeline()).map(({ name }) => name).sort()).toEqual(["Task Created", "Task Done"]);
});

test("what is told in a transaction that is rolled back never happened", async () => {
  const rolledBack = pipeline.database.db.transaction().execute(async (tx) => {
    await recordOwnInteractions(tx, [about()]);
    throw new Error("changed our mind");
  });
  await expect(rolledBack).rejects.toThrow("changed our mind");
  await send();
  expect(await timeline()).toEqual([]);
});

test("a person's id will do where no profile is at hand, also one that is a device's", async () => {
  await pipeline.process(workspaceId, [
    { type: "track", event: "Clicked", messageId: "c1", anonymousId: "phone", timestamp: "2026-03-01T10:00:00Z" },
  ]);
  await record(about({ profileId: profileIdOf(workspaceId, "anonymousId", "phone") }));
  await send();
  const id = personIdOf(profileIdOf(workspaceId, "anonymousId", "phone"));
  const { items } = await readPersonTimeline(
    { db: pipeline.database.db, clickhouse: pipeline.clickhouse },
    testAccess(workspaceId, "viewer"),
    { id, limit: 10 },
  );
  expect(items.map(({ name }) => name).sort()).toEqual(["Clicked", "Task Created"]);
});

test("of somebody who was deleted meanwhile nothing is kept and nothing is sent", async () => {
  await record(about());
  const deps = { db: pipeline.database.db, enqueue: async () => {} };
  await deletePerson(deps, testAccess(workspaceId, "owner"), { id: personIdOf(ada()) });
  expect(await waiting()).toBe(0);
  await record(about({ key: "task 2 created" }));
  await send();
  expect(await waiting()).toBe(0);
  const rows = await pipeline.clickhouse.query({
    query: "SELECT id FROM interaction WHERE workspace_id = {w:UUID} AND kind = 'track'",
    params: { w: workspaceId },
  });
  expect(rows).toEqual([]);
});
