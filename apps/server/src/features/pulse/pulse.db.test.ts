import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { profileIdOf } from "@throughline/domain";
import { personIdOf } from "@throughline/contract";
import { sql } from "kysely";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { mergePeople, unmergePeople } from "../people/merge-people.ts";
import { readPulse } from "./read-pulse.ts";
import { readStats } from "./read-stats.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let now = Date.parse("2026-03-10T12:30:30Z");
beforeAll(async () => {
  pipeline = await createTestPipeline();
  await sql`INSERT INTO pipeline_member (id, seen_at) VALUES (gen_random_uuid(), now() + interval '1 hour')`.execute(pipeline.database.db);
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  now = Date.parse("2026-03-10T12:30:30Z");
});

const viewer = () => testAccess(workspaceId, "viewer");
const deps = () => ({
  db: pipeline.database.db,
  clickhouse: pipeline.clickhouse,
  timeline: pipeline.timeline,
  lag: () => ({ events: 7, seconds: 90.4 }),
  now: () => now,
});
const stats = (input: Parameters<typeof readStats>[2] = {}) => readStats(deps(), viewer(), input);
const pulse = () => readPulse(deps(), viewer(), { minutes: 10 });
let made = 0;
const track = (who: object, timestamp: string, more: object = {}) => ({
  type: "track",
  event: "Clicked",
  messageId: `m${++made}`,
  timestamp,
  ...who,
  ...more,
});
const person = (userId: string) => personIdOf(profileIdOf(workspaceId, "userId", userId));

describe("stats", () => {
  test("count interactions and people by name, kind, channel and time: the start included, the end not", async () => {
    await pipeline.process(workspaceId, [
      track({ userId: "u1" }, "2026-03-01T10:00:00Z"),
      track({ userId: "u1" }, "2026-03-02T00:00:00Z"),
      track({ userId: "u2" }, "2026-03-03T00:00:00Z", { context: { channel: "email" } }),
      { type: "page", name: "Home", messageId: "p1", userId: "u3", timestamp: "2026-03-02T10:00:00Z" },
    ]);
    expect(await stats()).toEqual({ interactions: 4, people: 3 });
    expect(await stats({ name: "Clicked" })).toEqual({ interactions: 3, people: 2 });
    expect(await stats({ kind: "page" })).toEqual({ interactions: 1, people: 1 });
    expect(await stats({ channel: "email" })).toEqual({ interactions: 1, people: 1 });
    expect(await stats({ from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z" })).toEqual({ interactions: 2, people: 2 });
    expect(await stats({ name: "Clicked' OR 1=1 --" })).toEqual({ interactions: 0, people: 0 });
  });

  test("count people as they are joined now: devices with their users, merged people, and apart again", async () => {
    await pipeline.process(workspaceId, [
      track({ anonymousId: "d1" }, "2026-03-01T10:00:00Z"),
      track({ userId: "u1", anonymousId: "d1" }, "2026-03-01T11:00:00Z"),
      track({ userId: "u2", anonymousId: "d1" }, "2026-03-01T12:00:00Z"),
      track({ anonymousId: "d1" }, "2026-03-01T13:00:00Z"),
    ]);
    expect(await stats()).toEqual({ interactions: 4, people: 2 });
    expect(await stats({ to: "2026-03-01T11:30:00Z" })).toEqual({ interactions: 2, people: 1 });
    await mergePeople(deps(), testAccess(workspaceId, "editor"), { id: person("u1"), from: person("u2") });
    expect(await stats()).toEqual({ interactions: 4, people: 1 });
    await unmergePeople(deps(), testAccess(workspaceId, "editor"), { id: person("u1") });
    expect(await stats()).toEqual({ interactions: 4, people: 2 });
  });

  test("are of one workspace, for those who may read data", async () => {
    await pipeline.process(workspaceId, [track({ userId: "u1" }, "2026-03-01T10:00:00Z")]);
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    expect(await readStats(deps(), other, {})).toEqual({ interactions: 0, people: 0 });
    await expect(readStats(deps(), testKeyAccess(workspaceId, ["people:read"]), {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the pulse", () => {
  test("tells today against yesterday at the same time, by the day of the workspace", async () => {
    await sql`UPDATE workspace SET timezone = 'America/New_York' WHERE id = ${workspaceId}`.execute(pipeline.database.db);
    await pipeline.process(workspaceId, [
      // New York's day began at 04:00 UTC.
      track({ userId: "u1" }, "2026-03-10T03:59:00Z"),
      track({ userId: "u1" }, "2026-03-10T04:01:00Z"),
      track({ userId: "u2" }, "2026-03-10T05:00:00Z"),
      track({ userId: "u1" }, "2026-03-09T05:00:00Z"),
      track({ userId: "u1" }, "2026-03-09T12:31:00Z"),
    ]);
    expect((await pulse()).today).toEqual({
      interactions: 2,
      people: 2,
      newPeople: 1,
      yesterdaySameTime: { interactions: 1, people: 1, newPeople: 1 },
    });
  });

  test("tells traffic by the minute, channels of a day, who is new, and how far behind processing is", async () => {
    await pipeline.process(workspaceId, [
      track({ anonymousId: "visitor" }, "2026-03-10T11:59:00Z", { context: { channel: "web" } }),
      {
        type: "identify",
        messageId: "i1",
        userId: "u1",
        traits: { name: "Ann" },
        timestamp: "2026-03-10T10:00:00Z",
        context: { channel: "email" },
      },
    ]);
    now = Date.parse("2026-03-10T12:04:30Z");
    const told = await pulse();
    expect(told.perMinute).toHaveLength(10);
    expect(told.perMinute.filter((minute) => minute.accepted > 0)).toEqual([
      { at: "2026-03-10T12:00:00.000Z", accepted: 2, quarantined: 0 },
    ]);
    expect(told.perMinute.at(-1)?.at).toBe("2026-03-10T12:04:00.000Z");
    expect(told.channels.sort((a, b) => (a.channel < b.channel ? -1 : 1))).toEqual([
      { channel: "email", interactions: 1, people: 1 },
      { channel: "web", interactions: 1, people: 1 },
    ]);
    expect(told.newest.map((one) => [one.name, one.userId, one.known])).toEqual([
      ["Ann", "u1", true],
      [null, null, false],
    ]);
    expect(told.pipeline).toEqual({ behindEvents: 7, behindSeconds: 90 });
    expect(told.problems).toMatchObject([{ code: "pipeline_behind", severity: "warning" }]);
  });

  test("names what is wrong, worst first, and stops when it is put right", async () => {
    const { db } = pipeline.database;
    const source = async (name: string, kind: string, accepted: number, quarantined: number, hoursAgo: number) => {
      const { id } = await db
        .insertInto("source")
        .values({ workspace_id: workspaceId, name, kind, write_key: `${name} ${workspaceId}` })
        .returning("id")
        .executeTakeFirstOrThrow();
      await db
        .insertInto("source_minute")
        .values({ workspace_id: workspaceId, source_id: id, minute: new Date(now - hoursAgo * 3_600_000), accepted, quarantined })
        .execute();
      return id;
    };
    await source("Broken", "http", 10, 10, 1);
    const silent = await source("Silent", "http", 10, 0, 30);
    await source("Once", "import", 10, 0, 30);
    await source("Fine", "http", 100, 1, 1);
    await pipeline.process(workspaceId, [
      track({ userId: "u1", anonymousId: "d1" }, "2026-03-01T11:00:00Z", { properties: { size: 1 } }),
      track({ userId: "u2", anonymousId: "d1" }, "2026-03-01T12:00:00Z", { properties: { size: "big" } }),
    ]);
    const { problems } = await pulse();
    const linkOf = (code: string) => problems.find((problem) => problem.code === code)?.link;
    expect([linkOf("source_quiet"), linkOf("type_conflicts")]).toEqual([`/data/sources/${silent}`, "/data/catalogue?conflict=true"]);
    expect(problems.map((problem) => problem.code)).toEqual([
      "source_failing",
      "pipeline_behind",
      "source_quiet",
      "type_conflicts",
      "identity_conflicts",
    ]);
    await mergePeople(deps(), testAccess(workspaceId, "editor"), { id: person("u1"), from: person("u2") });
    expect((await pulse()).problems.map((problem) => problem.code)).not.toContain("identity_conflicts");
  });

  test("shows conflicts of traits where they are seen", async () => {
    const stated = (messageId: string, age: unknown) => ({ type: "identify", messageId, userId: messageId, traits: { age } });
    await pipeline.process(workspaceId, [stated("t1", 30), stated("t2", "thirty")]);
    expect((await pulse()).problems).toMatchObject([
      { code: "pipeline_behind" },
      { code: "type_conflicts", link: "/data/catalogue?of=person" },
    ]);
  });

  test("is of one workspace, for those who may read data", async () => {
    await pipeline.process(workspaceId, [track({ userId: "u1" }, "2026-03-10T10:00:00Z")]);
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    const told = await readPulse(deps(), other, { minutes: 60 });
    expect(told).toMatchObject({ channels: [], newest: [], today: { interactions: 0, people: 0, newPeople: 0 } });
    expect(told.perMinute.every((minute) => minute.accepted === 0)).toBe(true);
    await expect(readPulse(deps(), testKeyAccess(workspaceId, ["people:read"]), { minutes: 60 })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
