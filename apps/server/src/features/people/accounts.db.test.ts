import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import fc from "fast-check";
import { personIdOf } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createStateMirror } from "../state-mirror/index.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { getAccount, listAccountPeople, listAccounts, lookupAccount, readAccountTimeline } from "./account-reads.ts";
import { getPerson } from "./get-person.ts";

let pipeline: TestPipeline;
let workspaceId: string;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
});

const deps = () => ({ db: pipeline.database.db, clickhouse: pipeline.clickhouse });
const viewer = () => testAccess(workspaceId, "viewer");
const user = (userId: string) => personIdOf(profileIdOf(workspaceId, "userId", userId));
const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour)).toISOString();
let made = 0;
const message = (type: string, hour: number, more: object) => ({
  type,
  messageId: `m${++made}`,
  timestamp: at(hour),
  ...(type === "track" ? { event: "Clicked" } : {}),
  ...more,
});
const account = (key: string) => lookupAccount(deps(), viewer(), { key });

describe("accounts", () => {
  test("know their traits, the latest holding, and their people in each role", async () => {
    await pipeline.process(workspaceId, [
      message("group", 2, { userId: "u1", groupId: "acme", traits: { name: "Acme", plan: "pro" }, properties: { role: "admin" } }),
      message("group", 1, { userId: "u1", groupId: "acme", traits: { plan: "free", seats: 5 }, properties: { role: "member" } }),
      message("group", 3, { userId: "u2", groupId: "acme", traits: {} }),
    ]);
    const acme = await account("acme");
    expect(acme).toMatchObject({
      key: "acme",
      name: "Acme",
      people: 2,
      firstSeen: at(1),
      lastSeen: at(3),
      traits: { name: "Acme", plan: "pro", seats: 5 },
    });
    const { items } = await listAccountPeople(deps(), viewer(), { id: acme.id, limit: 10 });
    expect(items.map((person) => [person.id, person.role])).toEqual([
      [user("u2"), null],
      [user("u1"), "admin"],
    ]);
  });

  test("hold the same of the same events in any order and any batches", async () => {
    const event = fc.record({
      hour: fc.nat({ max: 5 }),
      userId: fc.constantFrom("u1", "u2"),
      groupId: fc.constantFrom("a", "b"),
      role: fc.constantFrom("x", "y", undefined),
      plan: fc.constantFrom("free", "pro"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 10 }),
        fc.infiniteStream(fc.double({ noNaN: true })),
        fc.integer({ min: 1, max: 4 }),
        async (events, weights, size) => {
          const messages = events.map(({ hour, role, plan, ...who }, index) => ({
            ...message("group", hour, { ...who, traits: { plan }, properties: role ? { role } : {} }),
            messageId: `g${index}`,
          }));
          const seen = [];
          for (const order of [
            messages,
            [...messages]
              .map((one) => ({ one, weight: weights.next().value as number }))
              .sort((a, b) => a.weight - b.weight)
              .map(({ one }) => one),
          ]) {
            workspaceId = await pipeline.database.createWorkspace();
            for (let from = 0; from < order.length; from += order === messages ? 10 : size)
              await pipeline.process(workspaceId, order.slice(from, from + (order === messages ? 10 : size)));
            const { items } = await listAccounts(deps(), viewer(), { limit: 10, sort: "name" });
            const roles = await Promise.all(
              items.map(async ({ id }) =>
                (await listAccountPeople(deps(), viewer(), { id, limit: 10 })).items
                  .map((person) => `${person.lastSeen} ${person.role}`)
                  .sort(),
              ),
            );
            seen.push(items.map(({ id: _id, ...rest }, index) => ({ ...rest, roles: roles[index] })));
          }
          expect(seen[1]).toEqual(seen[0]);
        },
      ),
      { numRuns: 6 },
    );
  }, 120_000);

  test("a person may belong to several, and shows the one where they were last", async () => {
    await pipeline.process(workspaceId, [
      message("track", 1, { userId: "u1", context: { groupId: "acme" } }),
      message("group", 2, { userId: "u1", groupId: "globex", traits: { name: "Globex" }, properties: { role: "buyer" } }),
    ]);
    const person = await getPerson(deps(), viewer(), { id: user("u1") });
    expect(person.accounts.map(({ key, role }) => [key, role])).toEqual([
      ["globex", "buyer"],
      ["acme", null],
    ]);
    expect(person.account).toMatchObject({ key: "globex" });
    expect([(await account("acme")).people, (await account("globex")).people]).toEqual([1, 1]);
  });

  test("count a visitor and the user whom they turn out to be as one", async () => {
    await pipeline.process(workspaceId, [
      message("track", 1, { anonymousId: "d1", context: { groupId: "acme" } }),
      message("track", 2, { userId: "u1", context: { groupId: "acme" } }),
    ]);
    expect((await account("acme")).people).toBe(2);
    await pipeline.process(workspaceId, [message("identify", 3, { userId: "u1", anonymousId: "d1", traits: {} })]);
    expect((await account("acme")).people).toBe(1);
  });

  test("have what happened in their name on a timeline, newest first, page by page", async () => {
    await pipeline.process(
      workspaceId,
      [1, 2, 3].map((hour) => message("track", hour, { userId: `u${hour}`, context: { groupId: "acme" } })),
    );
    const { id } = await account("acme");
    const first = await readAccountTimeline(deps(), viewer(), { id, limit: 2 });
    const second = await readAccountTimeline(deps(), viewer(), { id, limit: 2, cursor: first.next as string });
    expect([...first.items, ...second.items].map((item) => item.at)).toEqual([at(3), at(2), at(1)]);
    expect(second.next).toBeNull();
    expect(first.items[0]).toMatchObject({ accountId: id, personId: user("u3") });
  });

  test("have their timeline narrowed as a person's is", async () => {
    await pipeline.process(workspaceId, [
      message("track", 1, { userId: "u1", event: "Paid", properties: { plan: "Gold" }, context: { groupId: "acme" } }),
      message("track", 2, { userId: "u2", event: "Paid", properties: { plan: "Tin" }, context: { groupId: "acme" } }),
      message("page", 3, { userId: "u2", name: "Plans", context: { groupId: "acme" } }),
    ]);
    const { id } = await account("acme");
    const names = async (filter: object) =>
      (await readAccountTimeline(deps(), viewer(), { id, limit: 10, ...filter })).items.map((item) => [item.name, item.at]);
    expect(await names({ name: "Paid" })).toEqual([
      ["Paid", at(2)],
      ["Paid", at(1)],
    ]);
    expect(await names({ search: "gold" })).toEqual([["Paid", at(1)]]);
    expect(await names({ kind: "page" })).toEqual([["Plans", at(3)]]);
    expect(await names({ from: at(2), to: at(3) })).toEqual([["Paid", at(2)]]);
  });

  test("have on it what their people did without naming an account, where they joined no other before", async () => {
    const named = (name: string, hour: number, more: object) => message("track", hour, { event: name, ...more });
    await pipeline.process(workspaceId, [
      named("before", 1, { anonymousId: "d1" }),
      message("group", 2, { userId: "u1", anonymousId: "d1", groupId: "acme", traits: {} }),
      message("group", 3, { userId: "u1", groupId: "globex", traits: {} }),
      named("unnamed", 4, { userId: "u1" }),
      named("named", 5, { userId: "u1", context: { groupId: "globex" } }),
      message("group", 2, { userId: "u2", groupId: "globex", traits: {} }),
      named("another's", 6, { userId: "u2" }),
      named("nobody's", 7, { userId: "u3" }),
    ]);
    const mirror = createStateMirror({
      ...deps(),
      onError: (error) => {
        throw error;
      },
    });
    await mirror.catchUp();
    const names = async (key: string) => {
      const { items } = await readAccountTimeline(deps(), viewer(), { id: (await account(key)).id, limit: 10 });
      return items.filter((item) => item.kind === "track").map((item) => item.name);
    };
    expect([await names("acme"), await names("globex")]).toEqual([
      ["unnamed", "before"],
      ["another's", "named"],
    ]);
    await mirror.stop();
  });

  test("are each on exactly one page, whatever they are sorted by", async () => {
    const names = ["ΟΔΥΣΣΕΥΣ", "οδυσσεύς", "İstanbul", "ß", "Acme", "acme", null, "ACME"];
    for (const [index, name] of names.entries())
      await sql`INSERT INTO account (workspace_id, id, key, name, people, first_seen, last_seen) SELECT ${workspaceId}::uuid, ${index}::bigint, ${`key ${index}`}, ${name}::text, ${index % 3}::int, t, t FROM (SELECT '2026-03-01Z'::timestamptz + make_interval(secs => ${(index % 4) / 1e6}::float8) AS t) t`.execute(
        deps().db,
      );
    for (const sort of ["lastSeen", "-lastSeen", "firstSeen", "-firstSeen", "name", "-name", "people", "-people"])
      for (const limit of [1, 3]) {
        const keys: string[] = [];
        for (let cursor: string | undefined; ;) {
          const page = await listAccounts(deps(), viewer(), { sort, limit, cursor });
          expect(page.total).toBe(names.length);
          keys.push(...page.items.map((item) => item.key));
          if (page.next === null) break;
          cursor = page.next;
        }
        expect(keys.sort()).toEqual(names.map((_, index) => `key ${index}`));
      }
    expect(
      (await listAccounts(deps(), viewer(), { sort: "name", limit: 10, search: " acm" })).items.map((item) => item.name).sort(),
    ).toEqual(["ACME", "Acme", "acme"]);
    expect((await listAccounts(deps(), viewer(), { sort: "name", limit: 10, search: "%" })).total).toBe(0);
    await expect(
      listAccounts(deps(), viewer(), { sort: "people", limit: 10, cursor: Buffer.from('["x","1"]').toString("base64url") }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("are seen by their own workspace alone, and by those who may", async () => {
    await pipeline.process(workspaceId, [message("group", 1, { userId: "u1", groupId: "acme", traits: {} })]);
    const { id } = await account("acme");
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    const notFound = { code: "not_found" };
    await expect(getAccount(deps(), other, { id })).rejects.toMatchObject(notFound);
    await expect(lookupAccount(deps(), other, { key: "acme" })).rejects.toMatchObject(notFound);
    await expect(listAccountPeople(deps(), other, { id, limit: 5 })).rejects.toMatchObject(notFound);
    await expect(readAccountTimeline(deps(), other, { id, limit: 5 })).rejects.toMatchObject(notFound);
    expect(await listAccounts(deps(), other, { limit: 5, sort: "name" })).toEqual({ items: [], next: null, total: 0 });
    await expect(getAccount(deps(), testKeyAccess(workspaceId, ["people:read"]), { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(readAccountTimeline(deps(), testKeyAccess(workspaceId, ["accounts:read"]), { id, limit: 5 })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
