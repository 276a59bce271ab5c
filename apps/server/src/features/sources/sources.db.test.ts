import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createSourceFinder } from "../collect/index.ts";
import { createNews } from "../../platform/realtime/listen.ts";
import { testAccess } from "../../testing/test-access.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { createSource, deleteSource, getSource, listSources, rotateKey, updateSource } from "./manage-sources.ts";

let database: TestDatabase;
let workspaceId: string;
const now = Date.parse("2026-03-10T12:30:00Z");
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  workspaceId = await database.createWorkspace();
});

const editor = () => testAccess(workspaceId, "editor");
const deps = (changed: () => void = () => {}) => ({ db: database.db, changed, now: () => now });
const create = (name = "Shop") => createSource(deps(), editor(), { name, kind: "http", keepIp: false });
const received = (sourceId: string, minutesAgo: number, counts: { accepted?: number; quarantined?: number; duplicates?: number }) =>
  database.db
    .insertInto("source_minute")
    .values({ workspace_id: workspaceId, source_id: sourceId, minute: new Date(now - minutesAgo * 60_000), ...counts })
    .execute();
const health = async (id: string) => (await getSource(deps(), editor(), { id })).health;

describe("sources", () => {
  test("get a write key that finds them, and keep their settings", async () => {
    const source = await create();
    expect(source).toMatchObject({
      name: "Shop",
      kind: "http",
      enabled: true,
      keepIp: false,
      eventsPerSecond: null,
      health: { state: "waiting", lastReceivedAt: null },
    });
    expect(await createSourceFinder(database.db).find(source.writeKey)).toMatchObject({ id: source.id, workspaceId });
    const changed = await updateSource(deps(), editor(), {
      id: source.id,
      name: "Store",
      keepIp: true,
      enabled: false,
      eventsPerSecond: 50,
    });
    expect(changed).toMatchObject({
      name: "Store",
      keepIp: true,
      enabled: false,
      eventsPerSecond: 50,
      writeKey: source.writeKey,
      health: { state: "disabled" },
    });
    expect(await updateSource(deps(), editor(), { id: source.id, eventsPerSecond: null })).toMatchObject({
      name: "Store",
      eventsPerSecond: null,
    });
    await rotateKey(deps(), editor(), { id: source.id });
    const { rows } = await sql<{ action: string; details: object }>`
      SELECT action, details FROM audit_entry WHERE workspace_id = ${workspaceId} AND subject = ${source.id} ORDER BY id`.execute(
      database.db,
    );
    expect(rows.slice(1)).toEqual([
      {
        action: "sources.update",
        details: {
          name: "Shop",
          before: { name: "Shop", keepIp: false, enabled: true, eventsPerSecond: null },
          after: { name: "Store", keepIp: true, enabled: false, eventsPerSecond: 50 },
        },
      },
      { action: "sources.update", details: { name: "Store", before: { eventsPerSecond: 50 }, after: { eventsPerSecond: null } } },
      { action: "sources.rotate_key", details: { name: "Store", before: {}, after: {} } },
    ]);
  });

  test("stop the old key at once when they get a new one, here and in other processes", async () => {
    const [here, elsewhere] = [createSourceFinder(database.db), createSourceFinder(database.db)];
    const news = createNews({ url: database.url, onError: () => {} });
    await news.start();
    const forgotten = vi.fn(elsewhere.forget);
    news.on("throughline_settings", forgotten);
    const source = await create();
    for (const finder of [here, elsewhere]) expect(await finder.find(source.writeKey)).not.toBeNull();
    const rotated = await rotateKey(deps(here.forget), editor(), { id: source.id });
    expect(await here.find(source.writeKey)).toBeNull();
    expect(await here.find(rotated.writeKey)).toMatchObject({ id: source.id });
    await vi.waitFor(() => expect(forgotten).toHaveBeenCalled(), { timeout: 20_000, interval: 20 });
    expect(await elsewhere.find(source.writeKey)).toBeNull();
    await news.close();
  });

  test("take nothing any more once they are deleted, and are listed no more", async () => {
    const finder = createSourceFinder(database.db);
    const source = await create();
    await finder.find(source.writeKey);
    expect(await deleteSource(deps(finder.forget), editor(), { id: source.id })).toEqual({ deleted: true });
    expect(await finder.find(source.writeKey)).toBeNull();
    expect((await listSources(deps(), editor())).items).toEqual([]);
    await expect(getSource(deps(), editor(), { id: source.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(rotateKey(deps(), editor(), { id: source.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("are healthy while they send, quiet after a day of silence, failing when too much cannot be used", async () => {
    const [fine, quiet, failing, once] = [
      await create("Fine"),
      await create("Quiet"),
      await create("Failing"),
      await createSource(deps(), editor(), { name: "File", kind: "import", keepIp: false }),
    ];
    await received(fine.id, 30, { accepted: 95, quarantined: 5, duplicates: 2 });
    await received(fine.id, 90, { accepted: 1 });
    await received(quiet.id, 60 * 24 + 1, { accepted: 9 });
    await received(failing.id, 5, { accepted: 94, quarantined: 6 });
    await received(once.id, 60 * 48, { accepted: 9 });
    expect(await health(fine.id)).toMatchObject({
      state: "healthy",
      accepted24h: 96,
      quarantined24h: 5,
      duplicates24h: 2,
      lastReceivedAt: "2026-03-10T12:00:00.000Z",
    });
    expect((await health(fine.id)).perHour.slice(-3)).toEqual([0, 1, 95]);
    expect(await health(quiet.id)).toMatchObject({ state: "quiet", accepted24h: 0, lastReceivedAt: "2026-03-09T12:29:00.000Z" });
    expect(await health(failing.id)).toMatchObject({ state: "failing" });
    expect(await health(once.id)).toMatchObject({ state: "healthy" });
  });

  test("are of one workspace, and a viewer cannot write", async () => {
    const source = await create();
    const other = testAccess(await database.createWorkspace(), "owner");
    const notFound = { code: "not_found" };
    await expect(getSource(deps(), other, { id: source.id })).rejects.toMatchObject(notFound);
    await expect(updateSource(deps(), other, { id: source.id, enabled: false })).rejects.toMatchObject(notFound);
    await expect(rotateKey(deps(), other, { id: source.id })).rejects.toMatchObject(notFound);
    await expect(deleteSource(deps(), other, { id: source.id })).rejects.toMatchObject(notFound);
    expect((await listSources(deps(), other)).items).toEqual([]);
    const viewer = testAccess(workspaceId, "viewer");
    const forbidden = { code: "forbidden" };
    await expect(createSource(deps(), viewer, { name: "X", kind: "http", keepIp: false })).rejects.toMatchObject(forbidden);
    await expect(updateSource(deps(), viewer, { id: source.id, enabled: false })).rejects.toMatchObject(forbidden);
    await expect(rotateKey(deps(), viewer, { id: source.id })).rejects.toMatchObject(forbidden);
    await expect(deleteSource(deps(), viewer, { id: source.id })).rejects.toMatchObject(forbidden);
    expect(await getSource(deps(), viewer, { id: source.id })).toMatchObject({ enabled: true, writeKey: source.writeKey });
  });
});
