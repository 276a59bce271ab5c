import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { personIdOf } from "@throughline/contract";
import { profileIdOf, type ProfileKind } from "@throughline/domain";
import { sql } from "kysely";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { applyQuarantine } from "../quarantine/index.ts";
import { deletePerson, getDeletion } from "./delete-person.ts";
import { finishDeletions } from "./finish-deletions.ts";
import { getPerson, lookupPerson } from "./get-person.ts";
import { listPeople } from "./list-people.ts";
import { readPersonTimeline } from "./read-person-timeline.ts";

let pipeline: TestPipeline;
let workspaceId: string;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
});

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour)).toISOString();
const idOf = (kind: ProfileKind, value: string, workspace = workspaceId) => personIdOf(profileIdOf(workspace, kind, value));
const owner = () => testAccess(workspaceId, "owner");
const deps = () => ({ db: pipeline.database.db, clickhouse: pipeline.clickhouse, timeline: pipeline.timeline, enqueue: async () => {} });
const people = async () => (await listPeople(deps(), owner(), { limit: 50, sort: "-lastSeen" })).items;
const timelineOf = async (id: string) =>
  (await readPersonTimeline(deps(), owner(), { id, limit: 100 })).items.map((item) => item.messageId).sort();

let messages = 0;
const track = (who: { userId?: string; anonymousId?: string }, hour: number, more: object = {}) => ({
  type: "track",
  event: "Clicked",
  messageId: `m${++messages}`,
  timestamp: at(hour),
  ...who,
  ...more,
});
const identify = (who: { userId?: string; anonymousId?: string }, hour: number, traits: object) => ({
  type: "identify",
  messageId: `m${++messages}`,
  timestamp: at(hour),
  traits,
  ...who,
});

async function deleteNow(id: string): Promise<string> {
  const { deletionId } = await deletePerson(deps(), owner(), { id });
  await finishDeletions(deps());
  return deletionId;
}

/** Every text that either store holds, whatever the table. */
async function everythingStored(): Promise<string> {
  const { rows: tables } = await sql<{
    name: string;
  }>`SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`.execute(
    pipeline.database.db,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string | null }>`SELECT string_agg(t::text, E'\n') AS text FROM ${sql.raw(name)} AS t`.execute(
      pipeline.database.db,
    );
    texts.push(`${name}: ${rows[0]?.text ?? ""}`);
  }
  for (const table of ["interaction", "interaction_by_person"])
    texts.push(JSON.stringify(await pipeline.clickhouse.query({ query: `SELECT * FROM ${table}` })));
  return texts.join("\n");
}

describe("deleting a person", () => {
  test("leaves nothing of them in either store, and nothing less of anybody else", async () => {
    const secret = "zaphod-42@beeblebrox.example";
    await pipeline.process(workspaceId, [
      track({ anonymousId: "device-of-zaphod-42" }, 1, { properties: { note: "written by zaphod-42" } }),
      identify({ userId: "user-zaphod-42", anonymousId: "device-of-zaphod-42" }, 2, {
        email: secret,
        name: "Zaphod-42",
        phone: "+49 170 4242424",
      }),
      {
        type: "group",
        messageId: "g1",
        userId: "user-zaphod-42",
        groupId: "heart-of-gold",
        timestamp: at(3),
        properties: { role: "president zaphod-42" },
      },
      track({ userId: "user-zaphod-42" }, 4, { event: "Consent Updated", properties: { purposes: { "zaphod-42": true } } }),
      { type: "alias", messageId: "a1", userId: "user-zaphod-42", previousId: "zaphod-42-before", timestamp: at(5) },
      track({ userId: "trillian" }, 5, { context: { groupId: "heart-of-gold" } }),
    ]);
    await pipeline.database.db
      .transaction()
      .execute((tx) => applyQuarantine(tx, [rejection("user-zaphod-42", "{}"), rejection(null, `not json of ${secret.toUpperCase()}`)]));
    await everythingStored().then((all) => expect(all).toContain("zaphod-42"));

    const deletionId = await deleteNow(idOf("userId", "user-zaphod-42"));

    const all = await everythingStored();
    expect(all).not.toMatch(/zaphod-42/i);
    expect(all).not.toContain("4242424");
    expect(await getDeletion(deps(), owner(), { id: deletionId })).toMatchObject({
      status: "done",
      verifiedAt: expect.any(String),
      removed: { interactions: 5 },
    });
    expect((await people()).map((person) => person.id)).toEqual([idOf("userId", "trillian")]);
    const { rows } = await sql`SELECT people FROM account WHERE workspace_id = ${workspaceId}`.execute(pipeline.database.db);
    expect(rows).toEqual([{ people: 1 }]);
  });

  test("keeps them away: late events, under any of their identifiers, change nothing", async () => {
    await pipeline.process(workspaceId, [identify({ userId: "u1", anonymousId: "d1" }, 1, { email: "gone@x.example" })]);
    await deleteNow(idOf("userId", "u1"));
    await pipeline.process(workspaceId, [
      track({ userId: "u1" }, 2),
      track({ anonymousId: "d1" }, 3),
      track({ userId: "u1", anonymousId: "d2" }, 4),
      identify({ anonymousId: "d3" }, 5, { email: "Gone@x.example", emailVerified: true }),
    ]);
    expect(await people()).toEqual([]);
    expect(await everythingStored()).not.toMatch(/gone@x\.example/i);
    const { rows } = await sql<{
      dropped: string;
    }>`SELECT sum(dropped) AS dropped FROM suppression WHERE workspace_id = ${workspaceId}`.execute(pipeline.database.db);
    expect(Number(rows[0]?.dropped)).toBe(3);
  });

  test("forgets their device and former id beside somebody who was not deleted", async () => {
    await pipeline.process(workspaceId, [track({ userId: "u1", anonymousId: "d1" }, 1)]);
    await deleteNow(idOf("userId", "u1"));
    await pipeline.process(workspaceId, [
      track({ userId: "u2", anonymousId: "d1" }, 2),
      { type: "alias", messageId: "late-alias", userId: "u2", previousId: "u1", timestamp: at(3) },
    ]);
    expect((await people()).map((person) => person.id)).toEqual([idOf("userId", "u2")]);
    expect((await getPerson(deps(), owner(), { id: idOf("userId", "u2") })).identifiers.map((identifier) => identifier.value)).toEqual([
      "u2",
    ]);
  });

  test("takes from a shared device what was theirs, and leaves the others what is theirs", async () => {
    const [mine, yours, later] = [
      track({ anonymousId: "shared" }, 1),
      track({ anonymousId: "shared" }, 12),
      track({ anonymousId: "shared" }, 20),
    ];
    await pipeline.process(workspaceId, [
      mine,
      identify({ userId: "u1", anonymousId: "shared" }, 2, { name: "First" }),
      identify({ anonymousId: "shared" }, 3, { colour: "red" }),
      identify({ userId: "u2", anonymousId: "shared" }, 10, { name: "Second" }),
      identify({ anonymousId: "shared" }, 11, { size: "small" }),
      track({ anonymousId: "shared" }, 11, { event: "Consent Updated", properties: { purposes: { marketing: true } } }),
      track({ anonymousId: "shared" }, 3, { event: "Consent Updated", properties: { purposes: { tracking: true } } }),
      yours,
    ]);
    await deleteNow(idOf("userId", "u1"));
    const second = await getPerson(deps(), owner(), { id: idOf("userId", "u2") });
    expect(second).toMatchObject({ interactions: 4, firstSeen: at(10), conflicts: [] });
    expect(second.traits).toEqual({ name: "Second", size: "small" });
    expect(second.consent.map((consent) => consent.purpose)).toEqual(["marketing"]);
    // Late ones of the first user's time stay away; the device goes on being the second's.
    await pipeline.process(workspaceId, [track({ anonymousId: "shared" }, 4), later]);
    expect(await timelineOf(idOf("userId", "u2"))).toEqual(expect.arrayContaining([yours.messageId, later.messageId]));
    expect(await getPerson(deps(), owner(), { id: idOf("userId", "u2") })).toMatchObject({ interactions: 5 });
    expect((await people()).map((person) => person.id)).toEqual([idOf("userId", "u2")]);
  });

  test("shows nothing of them to the other user of a shared device while it is under way", async () => {
    const secret = track({ anonymousId: "shared" }, 1);
    await pipeline.process(workspaceId, [
      secret,
      track({ userId: "u1", anonymousId: "shared" }, 2),
      track({ userId: "u2", anonymousId: "shared" }, 10),
    ]);
    await deletePerson(deps(), owner(), { id: idOf("userId", "u1") });
    await pipeline.process(workspaceId, [track({ userId: "u2", anonymousId: "shared" }, 30)]);
    expect(await timelineOf(idOf("userId", "u2"))).not.toContain(secret.messageId);
    expect((await people()).map((person) => person.id)).toEqual([idOf("userId", "u2")]);
    await finishDeletions(deps());
    expect(await timelineOf(idOf("userId", "u2"))).not.toContain(secret.messageId);
  });

  test("drops what cannot be used of them afterwards too", async () => {
    await pipeline.process(workspaceId, [track({ userId: "u1" }, 1)]);
    await deleteNow(idOf("userId", "u1"));
    await pipeline.database.db.transaction().execute((tx) => applyQuarantine(tx, [rejection("u1", "{}"), rejection("u2", "{}")]));
    const { rows } = await sql<{
      count: number;
    }>`SELECT count(*)::int AS count FROM quarantine WHERE workspace_id = ${workspaceId}`.execute(pipeline.database.db);
    expect(rows[0]?.count).toBe(1);
  });

  test("is finished by whoever comes next, and several at once", async () => {
    await pipeline.process(
      workspaceId,
      ["u1", "u2", "u3"].map((userId) => track({ userId }, 1)),
    );
    const ids = [
      await deletePerson(deps(), owner(), { id: idOf("userId", "u1") }),
      await deletePerson(deps(), owner(), { id: idOf("userId", "u2") }),
    ];
    await finishDeletions(deps());
    await finishDeletions(deps());
    for (const { deletionId } of ids)
      expect(await getDeletion(deps(), owner(), { id: deletionId })).toMatchObject({
        status: "done",
        removed: { interactions: 1, identifiers: 1 },
      });
    expect((await people()).map((person) => person.id)).toEqual([idOf("userId", "u3")]);
  });

  test("is for those who may, in their own workspace alone", async () => {
    await pipeline.process(workspaceId, [track({ userId: "u1" }, 1)]);
    const other = await pipeline.database.createWorkspace();
    const id = idOf("userId", "u1");
    await expect(deletePerson(deps(), testAccess(other, "owner"), { id })).rejects.toMatchObject({ code: "not_found" });
    for (const role of ["editor", "agent", "analyst", "viewer"] as const)
      await expect(deletePerson(deps(), testAccess(workspaceId, role), { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deletePerson(deps(), testKeyAccess(workspaceId, ["people:read", "people:write"]), { id })).rejects.toMatchObject({
      code: "forbidden",
    });
    const deletionId = await deleteNow(id);
    await expect(getDeletion(deps(), testAccess(other, "owner"), { id: deletionId })).rejects.toMatchObject({ code: "not_found" });
    await expect(lookupPerson(deps(), owner(), { identifier: "userId:u1" })).rejects.toMatchObject({ code: "not_found" });
  });
});

const rejection = (userId: string | null, raw: string) => ({
  workspaceId,
  sourceId: "00000000-0000-4000-8000-00000000000a",
  receivedAt: Date.parse(at(1)),
  partition: 0,
  position: "1",
  index: 0,
  rejected: {
    id: crypto.randomUUID(),
    code: "missing_field" as const,
    field: "event",
    message: "event is missing",
    raw,
    eventName: null,
    userId,
    anonymousId: null,
  },
});
