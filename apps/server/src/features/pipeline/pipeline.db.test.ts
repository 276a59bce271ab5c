import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { checkMessage, profileIdOf, type Message } from "@throughline/domain";
import { sql } from "kysely";
import { createPostgresLog } from "../../platform/log/postgres-log.ts";
import type { Log } from "../../platform/log/log.ts";
import { readLogLag } from "../../platform/log/log-lag.ts";
import { testAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import type { LogEntry } from "../collect/index.ts";
import { listQuarantine, replayQuarantine } from "../quarantine/index.ts";
import { createBatchProcessor, type BatchProcessor } from "./process-batch.ts";
import { readProcessing } from "./read-processing.ts";
import { runPipeline, type Pipeline } from "./run-pipeline.ts";
import { trimLog } from "./trim-log.ts";

let stores: TestPipeline;
let log: Log<LogEntry>;
let workspaceId: string;
let running: Pipeline[] = [];
beforeAll(async () => {
  stores = await createTestPipeline();
  log = createPostgresLog({ pool: stores.database.pool, isTooFarBehind: () => false });
});
afterAll(() => stores.close());
beforeEach(async () => {
  workspaceId = await stores.database.createWorkspace();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((pipeline) => pipeline.stop()));
});

const sourceId = "00000000-0000-4000-8000-00000000000a";
const receivedAt = Date.parse("2026-03-10T12:00:00Z");
let made = 0;
const track = (more: object) => ({ type: "track", event: "Clicked", messageId: `m${++made}`, timestamp: "2026-03-10T11:00:00Z", ...more });

function entryOf(raw: object, change: Partial<Message> = {}): LogEntry & { m: Message } {
  const checked = checkMessage(raw, { receivedAt, newMessageId: () => `m${++made}` });
  if ("rejection" in checked) throw new Error(checked.rejection.message);
  return { w: workspaceId, s: sourceId, r: receivedAt, m: { ...checked.message, ...change } };
}
const keyOf = ({ w, m }: { w: string; m: Message }) => `${w} ${m.userId ?? m.anonymousId}`;
/** One request. */
const send = (...raws: object[]) => log.append(raws.map((raw) => entryOf(raw)).map((entry) => ({ key: keyOf(entry), entry })));

/** Errors that processing met on its way. */
function start(processBatch: BatchProcessor = createBatchProcessor({ timeline: stores.timeline })): unknown[] {
  const errors: unknown[] = [];
  const note = (error: unknown) => void errors.push(error);
  running.push(runPipeline({ db: stores.database.db, processBatch, onProcessed: () => {}, onBatchFailed: note, onError: note }));
  return errors;
}
const patiently = { timeout: 60_000, interval: 50 };
const processed = () =>
  vi.waitFor(async () => {
    running.forEach((pipeline) => pipeline.wake());
    expect((await readLogLag(stores.database.pool)).events).toBe(0);
  }, patiently);

const timeline = async (table = "interaction") =>
  (
    await stores.clickhouse.query<{ message_id: string }>({
      query: `SELECT message_id FROM ${table} WHERE workspace_id = {w:UUID} ORDER BY message_id`,
      params: { w: workspaceId },
    })
  ).map((row) => row.message_id);
const people = async () => {
  const { rows } = await sql<{
    id: string;
    interactions: string;
  }>`SELECT id, interactions FROM person WHERE workspace_id = ${workspaceId} ORDER BY id`.execute(stores.database.db);
  return new Map(rows.map((row) => [row.id, Number(row.interactions)]));
};
const user = (userId: string) => profileIdOf(workspaceId, "userId", userId);
const outcomes = async () => {
  const { rows } =
    await sql`SELECT sum(accepted)::int AS accepted, sum(duplicates)::int AS duplicates, sum(quarantined)::int AS quarantined FROM source_minute WHERE workspace_id = ${workspaceId}`.execute(
      stores.database.db,
    );
  return rows[0];
};

describe("the pipeline", () => {
  test("counts each message once, however often it comes: in one request, later, or under another name", async () => {
    const once = track({ userId: "u1", messageId: "once" });
    await send(once, once, track({ userId: "u1" }));
    start();
    await processed();
    await send(once);
    await send({ ...once, userId: "u2" }, { ...once, userId: "u3" });
    await processed();
    expect(await timeline()).toHaveLength(2);
    expect(await people()).toEqual(new Map([[user("u1"), 2]]));
    expect(await outcomes()).toEqual({ accepted: 2, duplicates: 4, quarantined: 0 });
  });

  test("takes the same message id of two workspaces for two messages", async () => {
    const [one, other] = [workspaceId, await stores.database.createWorkspace()];
    await send(track({ userId: "u1", messageId: "same" }));
    workspaceId = other;
    await send(track({ userId: "u1", messageId: "same" }));
    start();
    await processed();
    expect(await timeline()).toEqual(["same"]);
    workspaceId = one;
    expect(await timeline()).toEqual(["same"]);
  });

  test("brings every event onto the timeline exactly once when it breaks between the timeline and the commit", async () => {
    const processBatch = createBatchProcessor({ timeline: stores.timeline });
    let breaks = 3;
    const broken = async (...given: Parameters<BatchProcessor>) => {
      const result = await processBatch(...given);
      if (breaks-- > 0) throw new Error("The process is gone.");
      return result;
    };
    const messages = Array.from({ length: 40 }, (_, index) =>
      track({ userId: `u${index % 4}`, anonymousId: `d${index % 4}`, context: { groupId: "acme" } }),
    );
    await send(...messages.slice(0, 20));
    await send(...messages.slice(20));
    const errors = start(Object.assign(broken, { takeBack: processBatch.takeBack }));
    await processed();
    expect(errors).toHaveLength(3);
    for (const table of ["interaction", "interaction_by_person"])
      expect(await timeline(table)).toEqual(messages.map((message) => message.messageId).sort());
    expect(await people()).toEqual(new Map(["u0", "u1", "u2", "u3"].map((userId) => [user(userId), 10])));
    const { rows } =
      await sql`SELECT people, (SELECT count(*)::int FROM identity_claim WHERE workspace_id = ${workspaceId}) AS claims FROM account WHERE workspace_id = ${workspaceId}`.execute(
        stores.database.db,
      );
    expect(rows).toEqual([{ people: 4, claims: 4 }]);
  });

  test("makes good a crash that left rows in one order of the timeline alone", async () => {
    const messages = [track({ userId: "u1" }), track({ userId: "u1" })];
    const processBatch = createBatchProcessor({ timeline: stores.timeline });
    const halfWritten = Object.assign(
      async (...given: Parameters<BatchProcessor>) => {
        await processBatch(...given);
        await stores.clickhouse.command(
          "ALTER TABLE interaction_by_person DELETE WHERE workspace_id = {w:UUID} SETTINGS mutations_sync = 2",
          { w: workspaceId },
        );
        throw new Error("The process is gone.");
      },
      { takeBack: processBatch.takeBack },
    );
    await send(...messages);
    const errors = start(halfWritten);
    await vi.waitFor(() => expect(errors).not.toHaveLength(0), patiently);
    await running.pop()?.stop();
    start();
    await processed();
    for (const table of ["interaction", "interaction_by_person"]) expect(await timeline(table)).toHaveLength(2);
  });

  test("quarantines the one event that no store can take, and processes the others", async () => {
    const fine = Array.from({ length: 9 }, () => track({ userId: "u1" }));
    // The year 300,000, which no source can state: later than what a timestamp can hold.
    const poison = entryOf(track({ userId: "u1", messageId: "poison", properties: { a: 1 } }), { at: 9.4e15 });
    await log.append(
      [...fine.slice(0, 5).map((raw) => entryOf(raw)), poison, ...fine.slice(5).map((raw) => entryOf(raw))].map((entry) => ({
        key: keyOf(entry),
        entry,
      })),
    );
    start();
    await processed();
    expect(await timeline()).toEqual(fine.map((message) => message.messageId).sort());
    expect(await people()).toEqual(new Map([[user("u1"), 9]]));
    const { items } = await listQuarantine({ db: stores.database.db }, testAccess(workspaceId, "viewer"), { limit: 10 });
    expect(items).toMatchObject([
      {
        eventName: "Clicked",
        status: "open",
        message: expect.stringMatching(/could not be processed/),
        raw: { type: "track", event: "Clicked", userId: "u1", messageId: "poison", properties: { a: 1 } },
      },
    ]);

    // Once its time is put right it is like any other.
    const { replayed } = await replayQuarantine({ db: stores.database.db, log }, testAccess(workspaceId, "editor"), {
      fix: { timestamp: "2026-03-10T11:00:00Z" },
    });
    expect(replayed).toBe(1);
    await processed();
    expect(await timeline()).toContain("poison");
    expect(await people()).toEqual(new Map([[user("u1"), 10]]));
  });

  test("takes text that the stores cannot hold, as near as they can", async () => {
    const odd = "a\0b\ud800";
    await send(track({ userId: `u${odd}`, event: odd, properties: { [odd]: odd } }), {
      type: "identify",
      messageId: "i1",
      userId: "u2",
      traits: { name: odd, [odd]: "x".repeat(30_000) },
    });
    await send(
      track({ userId: "u2", event: "\ud801" }),
      track({ userId: "u2", event: "\ud802" }),
      track({ userId: "u2", properties: { [`${"é".repeat(199)}😀`]: 1, [`${"é".repeat(199)}😁`]: 2 } }),
    );
    const errors = start();
    await processed();
    expect(errors).toEqual([]);
    expect(await timeline()).toHaveLength(5);
  });

  test("processes everything once when two work side by side", async () => {
    const work = [0, 0];
    const errors = work.map((_, index) => {
      const processBatch = createBatchProcessor({ timeline: stores.timeline });
      const counting = async (...given: Parameters<BatchProcessor>) => {
        const result = await processBatch(...given);
        work[index] = (work[index] ?? 0) + result.interactions;
        return result;
      };
      return start(Object.assign(counting, { takeBack: processBatch.takeBack }));
    });
    await vi.waitFor(
      async () => expect((await sql`SELECT FROM pipeline_member`.execute(stores.database.db)).rows).toHaveLength(2),
      patiently,
    );
    for (let round = 0; round < 80; round++) {
      await send(...mixedHistory(12));
      running.forEach((pipeline) => pipeline.wake());
    }
    await processed();
    // Two that need each other's people break one's batch, which happens again.
    for (const error of errors.flat()) expect(error).toMatchObject({ code: "40P01" });
    expect(Math.min(...work)).toBeGreaterThan(0);
    expect(await timeline()).toHaveLength(80 * 12);
    await expectCountsToMatchTimeline();
  }, 120_000);

  test("says that every batch fails, for as long as it does", async () => {
    const { db } = stores.database;
    await sql`ALTER TABLE seen_message RENAME TO seen_message_away`.execute(db);
    await send(track({ userId: "u1" }));
    const errors = start();
    await vi.waitFor(async () => expect((await readProcessing(db)).failingSeconds).toBeGreaterThan(0), patiently);
    expect(errors[0]).toMatchObject({ code: "42P01" });
    await sql`ALTER TABLE seen_message_away RENAME TO seen_message`.execute(db);
    await processed();
    await vi.waitFor(async () => expect(await readProcessing(db)).toMatchObject({ runs: true, failingSeconds: 0 }), patiently);
    await Promise.all(running.splice(0).map((pipeline) => pipeline.stop()));
    expect(await readProcessing(db)).toMatchObject({ runs: false, sinceProgressSeconds: expect.any(Number) });
    expect(await timeline()).toHaveLength(1);
  });

  test("forgets blocks that were processed, and keeps the others", async () => {
    await send(track({ userId: "u1" }));
    start();
    await processed();
    await Promise.all(running.splice(0).map((pipeline) => pipeline.stop()));
    await send(track({ userId: "u2" }));
    await sql`INSERT INTO seen_message (id, seen_on) VALUES (gen_random_uuid(), CURRENT_DATE - 20)`.execute(stores.database.db);
    await trimLog(stores.database.db);
    const { rows } =
      await sql`SELECT (SELECT sum(events)::int FROM log_block) AS waiting, (SELECT count(*)::int FROM seen_message WHERE seen_on < CURRENT_DATE) AS old`.execute(
        stores.database.db,
      );
    expect(rows).toEqual([{ waiting: 1, old: 0 }]);
    start();
    await processed();
    expect(await people()).toEqual(
      new Map([
        [user("u1"), 1],
        [user("u2"), 1],
      ]),
    );
  });
});

/** People who share devices and accounts, rename themselves and come back: what concurrent batches could get wrong. */
function mixedHistory(length: number): object[] {
  return Array.from({ length }, () => {
    const n = ++made;
    const userId = `u${(n * 7) % 9}`;
    const anonymousId = `d${(n * 5) % 6}`;
    const head = { messageId: `x${n}`, timestamp: new Date(receivedAt - ((n * 37) % 200) * 3_600_000).toISOString() };
    if (n % 11 === 0) return { ...head, type: "alias", userId, previousId: `d${n % 6}` };
    if (n % 5 === 0) return { ...head, type: "identify", userId, anonymousId, traits: { email: `${userId}@x.example`, n } };
    if (n % 3 === 0) return { ...head, type: "track", event: "A", anonymousId };
    if (n % 4 === 0) return { ...head, type: "group", userId, groupId: `g${n % 3}`, traits: { [`t${n % 4}`]: n } };
    return { ...head, type: "track", event: "B", userId, anonymousId };
  });
}

/** What Postgres counted of each person is what lies on their timeline, and of each account the people who belong to it. */
async function expectCountsToMatchTimeline(): Promise<void> {
  await stores.timeline.flush();
  const { personExpression } = await import("../timeline/index.ts");
  const rows = await stores.clickhouse.query<{ person: string; interactions: number }>({
    query: `SELECT toString(${personExpression}) AS person, toUInt32(uniqExact(id)) AS interactions FROM interaction WHERE workspace_id = {w:UUID} GROUP BY 1`,
    params: { w: workspaceId },
  });
  expect(await people()).toEqual(
    new Map(rows.sort((a, b) => (BigInt(a.person) < BigInt(b.person) ? -1 : 1)).map((row) => [row.person, row.interactions])),
  );
  const { rows: accounts } = await sql<{ people: number; really: number }>`
    SELECT a.people, (SELECT count(DISTINCT p.person_id)::int FROM account_member m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id WHERE m.workspace_id = a.workspace_id AND m.account_id = a.id) AS really
    FROM account a WHERE a.workspace_id = ${workspaceId}`.execute(stores.database.db);
  expect(accounts.map((account) => account.people)).toEqual(accounts.map((account) => account.really));
}
