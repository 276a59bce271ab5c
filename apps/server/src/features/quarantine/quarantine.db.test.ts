import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "kysely";
import type { Log } from "../../platform/log/log.ts";
import { testAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { acceptMessages, type LogEntry } from "../collect/index.ts";
import { deleteSource } from "../sources/manage-sources.ts";
import { applyQuarantine } from "./apply-quarantine.ts";
import { listQuarantine } from "./read-quarantine.ts";
import { discardQuarantine, replayQuarantine } from "./replay-quarantine.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let sourceId: string;
let appended: LogEntry[] = [];
let position = 0;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  appended = [];
  sourceId = (
    await db()
      .insertInto("source")
      .values({ workspace_id: workspaceId, name: "Shop", kind: "http", write_key: `wk_${workspaceId}` })
      .returning("id")
      .executeTakeFirstOrThrow()
  ).id;
});

const db = () => pipeline.database.db;
const receivedAt = Date.parse("2026-03-10T12:00:00Z");
const log: Log<LogEntry> = { append: async (entries) => void appended.push(...entries.map(({ entry }) => entry)), close: async () => {} };
const deps = () => ({ db: db(), log });
const editor = () => testAccess(workspaceId, "editor");
const viewer = () => testAccess(workspaceId, "viewer");
const list = (input: Partial<Parameters<typeof listQuarantine>[2]> = {}) => listQuarantine({ db: db() }, viewer(), { limit: 50, ...input });

/** What a source sends, through the door and through the pipeline. */
async function send(...messages: unknown[]): Promise<void> {
  await sendBatch(messages);
}
async function sendBatch(messages: unknown[], sentAt?: string): Promise<void> {
  const source = { id: sourceId, workspaceId, name: "Shop", enabled: true, keepIp: false, eventsPerSecond: null };
  await acceptMessages({ log, takeRate: () => {}, now: () => receivedAt }, { source, messages: structuredClone(messages), sentAt });
  await processAppended();
}
async function processAppended(): Promise<void> {
  const entries = appended.splice(0);
  position++;
  const placed = entries.map((entry, index) => ({ entry, place: { partition: 0, position: String(position), index } }));
  await db()
    .transaction()
    .execute((tx) => pipeline.processBatch(tx, placed, { recovering: false }));
}
const counted = async () =>
  (
    await sql<{
      interactions: number;
    }>`SELECT coalesce(sum(interactions), 0)::int AS interactions FROM person WHERE workspace_id = ${workspaceId}`.execute(db())
  ).rows[0]?.interactions;

describe("quarantine", () => {
  test("keeps what cannot be used with its reason, newest first, and counts each reason", async () => {
    await send({ type: "track", userId: "u1" }, { type: "track", event: "A" }, "just text", { type: "track", event: "Fine", userId: "u1" });
    const { items, byCode, next } = await list();
    expect(items).toHaveLength(3);
    expect(items.find((item) => item.code === "not_an_object")).toMatchObject({
      raw: "just text",
      source: { id: sourceId, name: "Shop" },
      status: "open",
    });
    expect(items.find((item) => item.field === "event")).toMatchObject({
      code: "missing_field",
      raw: { type: "track", userId: "u1" },
      message: expect.stringContaining("event is missing"),
    });
    expect(byCode).toEqual([
      { code: "missing_field", count: 2 },
      { code: "not_an_object", count: 1 },
    ]);
    expect(next).toBeNull();
    expect(await counted()).toBe(1);
  });

  test("is filtered by reason, source, status and text, and paged without losing anything", async () => {
    await send(...Array.from({ length: 7 }, (_, n) => ({ type: "track", userId: `100%_${n}` })), { type: "what", userId: "u1" });
    expect((await list({ code: "unknown_type" })).items).toHaveLength(1);
    expect((await list({ search: "100%_3" })).items).toHaveLength(1);
    expect((await list({ search: "%" })).items).toHaveLength(7);
    expect((await list({ source: sourceId })).items).toHaveLength(8);
    expect((await list({ source: workspaceId })).items).toHaveLength(0);
    expect((await list({ status: "replayed" })).items).toHaveLength(0);
    const ids = new Set<string>();
    for (let cursor: string | undefined; ;) {
      const page = await list({ limit: 3, cursor });
      for (const item of page.items) ids.add(item.id);
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(ids.size).toBe(8);
    await expect(list({ cursor: Buffer.from('["x","y"]').toString("base64url") })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("is tried again as it is, or put right; what passes counts once, however often it is tried", async () => {
    await send(
      { type: "track", userId: "u1", messageId: "no-event" },
      { type: "track", userId: "u1" },
      { type: "track", event: 5, messageId: "nobody" },
    );
    const first = await replayQuarantine(deps(), editor(), {});
    expect(first).toMatchObject({
      replayed: 0,
      stillFailing: [{ code: "missing_field" }, { code: "missing_field" }, { code: "missing_field" }],
    });
    expect(await replayQuarantine(deps(), editor(), { fix: { event: "Mended" } })).toMatchObject({
      replayed: 2,
      stillFailing: [{ code: "missing_field", message: expect.stringContaining("userId") }],
    });
    await processAppended();
    expect(await counted()).toBe(2);
    expect((await list({ status: "replayed" })).items).toHaveLength(2);

    // A crash between handing over and writing down would hand over again.
    await sql`UPDATE quarantine SET status = 'open' WHERE workspace_id = ${workspaceId}`.execute(db());
    await replayQuarantine(deps(), editor(), { fix: { event: "Mended" } });
    await processAppended();
    expect(await counted()).toBe(2);
    // Neither does the sender count twice who sends it again, put right.
    await send({ type: "track", event: "Mended", userId: "u1", messageId: "no-event" });
    expect(await counted()).toBe(2);
  });

  test("is tried again with the clock of its batch corrected; a time that is set by hand is meant as it is", async () => {
    const slowClock = (minutes: number) => new Date(receivedAt - 3_600_000 + minutes * 60_000).toISOString();
    const event = { type: "track", userId: "u1", timestamp: slowClock(-10), sentAt: slowClock(30) };
    await sendBatch(
      [
        { ...event, messageId: "one" },
        { ...event, messageId: "other" },
      ],
      slowClock(0),
    );
    const [one, other] = (await list()).items;
    expect(one?.raw).toMatchObject({ sentAt: slowClock(0) });
    await replayQuarantine(deps(), editor(), { ids: [one?.id as string], fix: { event: "A" } });
    await replayQuarantine(deps(), editor(), { ids: [other?.id as string], fix: { event: "B", timestamp: "2026-03-01T00:00:00Z" } });
    expect(appended.map((entry) => "m" in entry && [entry.m.name, new Date(entry.m.at).toISOString()])).toEqual([
      ["A", "2026-03-10T11:50:00.000Z"],
      ["B", "2026-03-01T00:00:00.000Z"],
    ]);
  });

  test("keeps to the ids or the reason that are named, and to what is open", async () => {
    await send({ type: "track", userId: "u1" }, { type: "track", userId: "u2" }, { type: "what", userId: "u3" });
    const { items } = await list();
    const [one, other] = items.filter((item) => item.code === "missing_field");
    expect(await discardQuarantine({ db: db() }, editor(), { ids: [one?.id as string, "not an id"] })).toEqual({ discarded: 1 });
    expect(await discardQuarantine({ db: db() }, editor(), { ids: [one?.id as string] })).toEqual({ discarded: 0 });
    expect(
      await replayQuarantine(deps(), editor(), {
        ids: [one?.id as string, other?.id as string, "not an id"],
        fix: { event: "A", type: "track" },
      }),
    ).toEqual({ replayed: 1, stillFailing: [] });
    expect(await replayQuarantine(deps(), editor(), { code: "unknown_type", fix: { event: "A", type: "track" } })).toEqual({
      replayed: 1,
      stillFailing: [],
    });
    expect((await list({ status: "discarded" })).items.map((item) => item.id)).toEqual([one?.id]);
  });

  test("is tried again as a whole, also where more fails than fits into one go", async () => {
    const rejected = (n: number, raw: object) => ({
      workspaceId,
      sourceId,
      receivedAt: receivedAt + n,
      partition: 0,
      position: "1",
      index: n,
      rejected: {
        id: crypto.randomUUID(),
        code: "missing_field" as const,
        field: null,
        message: "",
        raw: JSON.stringify(raw),
        eventName: null,
        userId: null,
        anonymousId: null,
      },
    });
    await db()
      .transaction()
      .execute((tx) =>
        applyQuarantine(tx, [
          ...Array.from({ length: 1_200 }, (_, n) => rejected(n, { type: "track", event: "A" })),
          rejected(1_300, { type: "track", event: "A", userId: "u1" }),
        ]),
      );
    const { replayed, stillFailing } = await replayQuarantine(deps(), editor(), {});
    expect(replayed).toBe(1);
    expect(stillFailing).toHaveLength(1_000);
  });

  test("keeps the reason of what was cut or never was JSON: nothing can be set on it", async () => {
    await send({ type: "track", event: "A", userId: "u1", properties: { text: "x".repeat(40_000) } });
    const [item] = (await list()).items;
    expect(item).toMatchObject({ code: "too_large", raw: expect.any(String) });
    expect((await replayQuarantine(deps(), editor(), { fix: { properties: {} } })).stillFailing).toEqual([
      { id: item?.id, code: "too_large", message: item?.message },
    ]);
  });

  test("comes from its source also when that was deleted since", async () => {
    await send({ type: "track", userId: "u1" });
    await deleteSource({ db: db(), changed: () => {}, now: Date.now }, testAccess(workspaceId, "owner"), { id: sourceId });
    expect((await list()).items[0]?.source).toEqual({ id: sourceId, name: "Shop" });
    await replayQuarantine(deps(), editor(), { fix: { event: "A" } });
    expect(appended).toMatchObject([{ w: workspaceId, s: sourceId }]);
  });

  test("is of one workspace, and a viewer cannot write", async () => {
    await send({ type: "track", userId: "u1" });
    const { items } = await list();
    const ids = items.map((item) => item.id);
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    expect(await listQuarantine({ db: db() }, other, { limit: 5 })).toEqual({ items: [], next: null, byCode: [] });
    expect(await replayQuarantine(deps(), other, { ids, fix: { event: "A" } })).toEqual({ replayed: 0, stillFailing: [] });
    expect(await discardQuarantine({ db: db() }, other, { ids })).toEqual({ discarded: 0 });
    await expect(replayQuarantine(deps(), viewer(), { ids })).rejects.toMatchObject({ code: "forbidden" });
    await expect(discardQuarantine({ db: db() }, viewer(), { ids })).rejects.toMatchObject({ code: "forbidden" });
    expect((await list()).items).toHaveLength(1);
    expect(appended).toEqual([]);
  });
});
