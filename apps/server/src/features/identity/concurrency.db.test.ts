import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { checkMessage, compareIds, mergeIdOf, profileIdOf, type ProfileKind } from "@throughline/domain";
import { sql } from "kysely";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let position = 1_000;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
});

const at = "2026-03-01T10:00:00Z";
const receivedAt = Date.parse("2026-03-10T12:00:00Z");
const id = (kind: ProfileKind, value: string) => profileIdOf(workspaceId, kind, value);

/** A batch of another partition, in a transaction of its own that commits when `beforeCommit` has resolved. */
function batch(
  messages: readonly object[],
  partition: number,
  beforeCommit: () => Promise<void> = async () => {},
): { done: Promise<void>; processed: Promise<void> } {
  const { promise: processed, resolve, reject } = Promise.withResolvers<void>();
  const placed = messages.map((raw, index) => {
    const checked = checkMessage({ timestamp: at, ...raw }, { receivedAt, newMessageId: () => crypto.randomUUID() });
    if ("rejection" in checked) throw new Error(checked.rejection.message);
    return {
      entry: { w: workspaceId, s: "00000000-0000-4000-8000-00000000000a", r: receivedAt, m: checked.message },
      place: { partition, position: String(position), index },
    };
  });
  const end = String(position++);
  const done = pipeline.database.db.transaction().execute(async (tx) => {
    const { remember } = await pipeline.processBatch(tx, placed, { recovering: false });
    await sql`UPDATE log_consumer SET position = ${end} WHERE partition = ${partition}`.execute(tx);
    resolve();
    // Nothing of this transaction is to be seen elsewhere until here.
    await beforeCommit();
    remember();
  });
  done.catch(reject);
  processed.catch(() => {});
  return { done, processed };
}

/** Two batches at the same time: the second comes as far as it can while the first is not committed. */
async function atOnce(first: readonly object[], second: readonly object[]): Promise<void> {
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  const one = batch(first, 1, () => mayCommit);
  await one.processed;
  const other = batch(second, 2);
  await vi.waitFor(
    async () => {
      const { rows } = await sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(
        pipeline.database.db,
      );
      expect(rows).toHaveLength(1);
    },
    { timeout: 20_000, interval: 20 },
  );
  commit();
  await Promise.all([one.done, other.done]);
}

const people = async () => {
  const { rows } = await sql<{
    id: string;
    interactions: string;
    traits: object;
  }>`SELECT id, interactions, traits FROM person WHERE workspace_id = ${workspaceId} ORDER BY interactions`.execute(pipeline.database.db);
  return rows;
};
const ownerOf = async (profileId: string) => {
  const { rows } = await sql<{
    owner: string;
  }>`SELECT person_id AS owner FROM profile WHERE workspace_id = ${workspaceId} AND id = ${profileId}`.execute(pipeline.database.db);
  return rows[0]?.owner;
};

describe("batches at the same time", () => {
  test("a person is written anew while an event of theirs is being counted elsewhere: nothing is lost", async () => {
    await pipeline.process(workspaceId, [{ type: "track", event: "A", userId: "u1", anonymousId: "d1" }]);
    await atOnce([{ type: "track", event: "A", anonymousId: "d1" }], [{ type: "identify", userId: "u1", traits: { name: "Ann" } }]);
    expect(await people()).toEqual([{ id: id("userId", "u1"), interactions: "3", traits: { name: "Ann" } }]);
  });

  test("an event is counted while its person is written anew elsewhere: nothing is lost", async () => {
    await pipeline.process(workspaceId, [{ type: "track", event: "A", userId: "u1", anonymousId: "d1" }]);
    await atOnce([{ type: "identify", userId: "u1", traits: { name: "Ann" } }], [{ type: "track", event: "A", anonymousId: "d1" }]);
    expect(await people()).toEqual([{ id: id("userId", "u1"), interactions: "3", traits: { name: "Ann" } }]);
  });

  test("a shared device is counted anew while an event of it is being counted elsewhere: it counts once", async () => {
    await pipeline.process(workspaceId, [
      { type: "track", event: "A", userId: "u1", anonymousId: "d1", timestamp: "2026-03-01T01:00:00Z" },
      { type: "track", event: "A", userId: "u2", anonymousId: "d1", timestamp: "2026-03-01T05:00:00Z" },
      { type: "track", event: "A", anonymousId: "d1", timestamp: "2026-03-01T02:00:00Z" },
    ]);
    await atOnce(
      [{ type: "track", event: "A", anonymousId: "d1", timestamp: "2026-03-01T03:00:00Z" }],
      [{ type: "identify", userId: "u1", traits: { name: "Ann" } }],
    );
    expect(await people()).toEqual([
      expect.objectContaining({ id: id("userId", "u2"), interactions: "1" }),
      { id: id("userId", "u1"), interactions: "4", traits: { name: "Ann" } },
    ]);
  });

  test("what a broken batch left on the timeline of a shared device counts when it happens again, and once", async () => {
    await pipeline.process(workspaceId, [
      { type: "track", event: "A", userId: "u1", anonymousId: "d1", timestamp: "2026-03-01T01:00:00Z" },
      { type: "track", event: "A", userId: "u2", anonymousId: "d1", timestamp: "2026-03-01T05:00:00Z" },
      { type: "track", event: "A", anonymousId: "d1", timestamp: "2026-03-01T02:00:00Z" },
    ]);
    const again = [{ type: "track", event: "A", anonymousId: "d1", messageId: `again ${workspaceId}`, timestamp: "2026-03-01T03:00:00Z" }];
    await expect(batch(again, 1, () => Promise.reject(new Error("broken"))).done).rejects.toThrow("broken");
    await batch([{ type: "identify", userId: "u1", traits: { name: "Ann" } }], 2).done;
    expect((await people()).at(-1)).toMatchObject({ id: id("userId", "u1"), interactions: "3" });
    await batch(again, 1).done;
    expect((await people()).at(-1)).toMatchObject({ id: id("userId", "u1"), interactions: "4" });
  });

  test("somebody gets a device while they become somebody else elsewhere: the device goes with them", async () => {
    await pipeline.process(workspaceId, [
      { type: "identify", userId: "u1", traits: { email: "a@x.example" } },
      { type: "track", event: "A", userId: "u3" },
    ]);
    await atOnce(
      [{ type: "identify", anonymousId: "d2", traits: { email: "a@x.example", emailVerified: true } }],
      [{ type: "alias", userId: "u3", previousId: "u1" }],
    );
    expect(await ownerOf(id("anonymousId", "d2"))).toBe(id("userId", "u3"));
    expect((await people()).map((person) => person.id)).toEqual([id("userId", "u3")]);
  });

  test("two batches that meet a new account each add what they know of it", async () => {
    const group = (userId: string, traits: object) => [{ type: "group", userId, groupId: "acme", traits }];
    await atOnce(group("u1", { name: "Acme" }), group("u2", { plan: "pro" }));
    const { rows } = await sql`SELECT name, people, traits -> 'plan' -> 0 AS plan FROM account WHERE workspace_id = ${workspaceId}`.execute(
      pipeline.database.db,
    );
    expect(rows).toEqual([{ name: "Acme", people: 2, plan: "pro" }]);
  });
});

test("an alias takes what belongs to a user in the one order of profiles, so that an event of theirs elsewhere never waits in a circle with it", async () => {
  // A device before its user in the order of ids: the event locks it first.
  const user = id("userId", "u1");
  const device = Array.from({ length: 1_000 }, (_, index) => `d${index}`).find(
    (value) => compareIds(id("anonymousId", value), user) < 0,
  ) as string;
  await pipeline.process(workspaceId, [{ type: "track", event: "A", userId: "u1", anonymousId: device }]);
  const { db } = pipeline.database;
  const alias = { type: "alias", previousId: "u0", userId: "u1" };
  const waiting = (many: number) =>
    vi.waitFor(
      async () => {
        const { rows } = await sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(
          db,
        );
        expect(rows).toHaveLength(many);
      },
      { timeout: 20_000, interval: 20 },
    );
  let both: Promise<unknown> = Promise.resolve();
  // Somebody who writes the same alias, to hold the first batch between its first locks and what it finds to go along.
  await db.transaction().execute(async (holder) => {
    await sql`
      INSERT INTO identity_merge (id, workspace_id, from_id, into_id, reason, at)
      VALUES (${mergeIdOf(workspaceId, id("userId", "u0"), user)}, ${workspaceId}, ${id("userId", "u0")}, ${user}, 'alias', now())`.execute(
      holder,
    );
    const one = batch([alias], 1);
    await waiting(1);
    const other = batch([{ type: "track", event: "A", userId: "u1", anonymousId: device }], 2);
    await waiting(2);
    both = Promise.all([one.done, other.done]);
    both.catch(() => {});
  });
  await expect(both).resolves.toBeDefined();
  expect(await ownerOf(id("anonymousId", device))).toBe(user);
});
