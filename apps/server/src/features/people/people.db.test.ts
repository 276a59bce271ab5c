import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import fc from "fast-check";
import { personIdOf, type PersonSummary } from "@throughline/contract";
import { profileIdOf, type ProfileKind } from "@throughline/domain";
import { sql } from "kysely";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { getPerson, lookupPerson } from "./get-person.ts";
import { listPeople, type ListPeopleInput } from "./list-people.ts";
import { exportPerson } from "./export-person.ts";
import { readPersonTimeline } from "./read-person-timeline.ts";
import { setConsent } from "./set-consent.ts";

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
const idOf = (kind: ProfileKind, value: string) => personIdOf(profileIdOf(workspaceId, kind, value));
const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour)).toISOString();
let made = 0;
const track = (who: object, hour = 1, more: object = {}) => ({
  type: "track",
  event: "Clicked",
  messageId: `m${++made}`,
  timestamp: at(hour),
  ...who,
  ...more,
});
const identify = (who: object, traits: object, hour = 1) => ({
  type: "identify",
  messageId: `m${++made}`,
  timestamp: at(hour),
  traits,
  ...who,
});

async function listAll(input: Partial<ListPeopleInput> & { sort: string; limit: number }): Promise<PersonSummary[]> {
  const all: PersonSummary[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await listPeople(deps(), viewer(), { ...input, cursor });
    all.push(...page.items);
    expect(page.items.length).toBeLessThanOrEqual(input.limit);
    if (page.next === null) {
      expect(page.total).toBe(all.length);
      return all;
    }
    cursor = page.next;
  }
}
const found = async (search: string) =>
  (await listPeople(deps(), viewer(), { search, limit: 50, sort: "-lastSeen" })).items.map((person) => person.id);

describe("the list of people", () => {
  const aName = fc.option(fc.constantFrom("Ann", "ann", "ANN", "bob", "ΟΔΥΣΣΕΥΣ", "οδυσσεύς", "İpek", "ß", "", "Zoë", "李"));
  const moment = fc.integer({ min: 0, max: 7_200_000_000 }).map((us) => `2026-03-01 00:00:00Z`.replace("Z", "") + `Z +${us} microseconds`);
  const aPerson = fc.record({
    name: aName,
    seen: fc.integer({ min: 0, max: 3 }).chain((n) => fc.constant(n)),
    us: fc.integer({ min: 0, max: 3 }),
    interactions: fc.integer({ min: 1, max: 3 }),
    moment,
  });

  test("has everybody on exactly one page, whatever it is sorted by and however long the pages are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aPerson, { maxLength: 25 }), fc.integer({ min: 1, max: 7 }), async (people, limit) => {
        workspaceId = await pipeline.database.createWorkspace();
        for (const [index, person] of people.entries())
          await sql`
            INSERT INTO person (workspace_id, id, known, name, first_seen, last_seen, interactions)
            SELECT ${workspaceId}::uuid, ${index}::bigint, true, ${person.name}::text, t, t, ${person.interactions}::bigint FROM (SELECT '2026-03-01T00:00:00Z'::timestamptz + make_interval(hours => ${person.seen}::int, secs => ${person.us}::float8 / 1000000) AS t) AS t`.execute(
            pipeline.database.db,
          );
        const everybody = people.map((_, index) => personIdOf(String(index))).sort();
        for (const sort of ["lastSeen", "-lastSeen", "firstSeen", "-firstSeen", "name", "-name", "interactions", "-interactions"]) {
          const all = await listAll({ sort, limit });
          expect(all.map((person) => person.id).sort()).toEqual(everybody);
          expectSorted(all, sort);
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  function expectSorted(all: readonly PersonSummary[], sort: string): void {
    const key = sort.replace("-", "") as "lastSeen" | "firstSeen" | "interactions" | "name";
    if (key === "name") {
      const names = all.map((person) => person.name !== null);
      expect(names.lastIndexOf(true)).toBe(names.filter(Boolean).length - 1);
      return;
    }
    const values = all.map((person) => person[key]);
    const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(values).toEqual(sort.startsWith("-") ? sorted.reverse() : sorted);
  }

  test("sorts names without case, and those who have none last", async () => {
    await pipeline.process(workspaceId, [
      identify({ userId: "1" }, { name: "bob" }),
      identify({ userId: "2" }, { name: "Ann" }),
      track({ userId: "3" }),
      identify({ userId: "4" }, { name: "Carl" }),
    ]);
    expect((await listAll({ sort: "name", limit: 2 })).map((person) => person.name)).toEqual(["Ann", "bob", "Carl", null]);
    expect((await listAll({ sort: "-name", limit: 2 })).map((person) => person.name)).toEqual(["Carl", "bob", "Ann", null]);
  });

  test("tells the user id that others were merged into, though it came last", async () => {
    await pipeline.process(workspaceId, [
      track({ userId: "before" }, 1),
      { type: "alias", messageId: `m${++made}`, timestamp: at(4), userId: "now", previousId: "before" },
    ]);
    expect((await lookupPerson(deps(), viewer(), { identifier: "userId:before" })).userId).toBe("now");
  });

  test("tells the first user id of everybody who has one", async () => {
    await pipeline.process(workspaceId, [
      track({ userId: "later" }, 2),
      track({ userId: "first", anonymousId: "d1" }, 1),
      track({ anonymousId: "visitor" }, 3),
      { type: "alias", messageId: `m${++made}`, timestamp: at(4), userId: "first", previousId: "later" },
    ]);
    const all = await listAll({ sort: "-lastSeen", limit: 5 });
    expect(all.map(({ userId, known }) => [userId, known])).toEqual([
      ["first", true],
      [null, false],
    ]);
    expect((await lookupPerson(deps(), viewer(), { identifier: "userId:later" })).userId).toBe("first");
  });

  test("finds part of a name, e-mail, phone or user id in any case, and a device by its whole id", async () => {
    await pipeline.process(workspaceId, [
      identify({ userId: "user-77", anonymousId: "device-1" }, { name: "Grace Höpper", email: "Grace@Navy.example", phone: "+1 555 0100" }),
      track({ userId: "someone-else" }),
    ]);
    const grace = [idOf("userId", "user-77")];
    for (const search of ["grace h", "HÖPP", "navy.ex", "555 01", "+15550100", "USER-77", "ser-7", "device-1", " grace@navy.example "])
      expect(await found(search), search).toEqual(grace);
    for (const search of ["nobody", "%", "_", "\\", "device"]) expect(await found(search), search).toEqual([]);
  });

  test("filters by account and by who is known, and counts what matches", async () => {
    await pipeline.process(workspaceId, [
      track({ userId: "u1" }, 1, { context: { groupId: "acme" } }),
      track({ userId: "u2" }),
      track({ anonymousId: "d1" }),
    ]);
    const { rows } = await sql<{ id: string }>`SELECT id FROM account WHERE workspace_id = ${workspaceId}`.execute(pipeline.database.db);
    const account = `a_${BigInt(rows[0]?.id ?? 0)
      .toString(16)
      .padStart(16, "0")}`;
    expect((await listAll({ sort: "name", limit: 1, account })).map((person) => person.id)).toEqual([idOf("userId", "u1")]);
    expect((await listAll({ sort: "-lastSeen", limit: 1, known: "false" })).map((person) => person.id)).toEqual([
      idOf("anonymousId", "d1"),
    ]);
    expect(await listAll({ sort: "-lastSeen", limit: 1, known: "true" })).toHaveLength(2);
  });

  test("finds those who share a device with other users, and nobody of another workspace", async () => {
    const other = await pipeline.database.createWorkspace();
    for (const id of [workspaceId, other])
      await pipeline.process(id, [
        track({ userId: "u1", anonymousId: "shared" }, 1),
        track({ userId: "u2", anonymousId: "shared" }, 2),
        track({ userId: "u3" }, 3),
      ]);
    const found = await listAll({ sort: "name", limit: 10, conflict: "true" });
    expect(found.map(({ userId }) => userId).sort()).toEqual(["u1", "u2"]);
  });

  test("refuses a cursor that it never gave", async () => {
    for (const place of [["x", "1", 1], [null, "x", 1], ["2026-01-01", "1"], "x"]) {
      const cursor = Buffer.from(JSON.stringify(place)).toString("base64url");
      await expect(listPeople(deps(), viewer(), { cursor, limit: 5, sort: "-lastSeen" })).rejects.toMatchObject({ code: "invalid_input" });
    }
  });
});

describe("a person", () => {
  test("is one over devices, contacts and what came before they were known, with the evidence for each", async () => {
    await pipeline.process(workspaceId, [
      track({ anonymousId: "phone" }, 1),
      identify({ userId: "u1", anonymousId: "phone" }, { email: "A@x.example", plan: "free" }, 2),
      track({ userId: "u1", anonymousId: "laptop" }, 3),
      identify({ userId: "u1" }, { plan: "pro" }, 4),
      track({ anonymousId: "laptop" }, 5),
    ]);
    const person = await lookupPerson(deps(), viewer(), { identifier: "email:a@X.example" });
    expect(person).toMatchObject({
      id: idOf("userId", "u1"),
      known: true,
      interactions: 5,
      firstSeen: at(1),
      lastSeen: at(5),
      traits: { email: "A@x.example", plan: "pro" },
    });
    expect(person.identifiers.map(({ kind, value, evidence }) => [kind, value, evidence[0]?.reason])).toEqual(
      expect.arrayContaining([
        ["userId", "u1", "own"],
        ["anonymousId", "phone", "seen_together"],
        ["anonymousId", "laptop", "seen_together"],
        ["email", "a@x.example", "stated_contact"],
      ]),
    );
    expect(person.traitOrigins["plan"]).toEqual({ at: at(4), identifier: "userId:u1" });
    for (const id of [idOf("anonymousId", "phone"), idOf("email", "a@x.example")])
      expect((await getPerson(deps(), viewer(), { id })).id).toBe(person.id);
  });

  test("whose device many share keeps what is theirs, and consent given in another's time is not theirs", async () => {
    await pipeline.process(workspaceId, [
      track({ userId: "u1", anonymousId: "shared" }, 1),
      identify({ anonymousId: "shared" }, { size: "small" }, 2),
      track({ anonymousId: "shared" }, 3, { event: "Consent Updated", properties: { purposes: { marketing: true } } }),
      track({ userId: "u2", anonymousId: "shared" }, 10),
      track({ anonymousId: "shared" }, 11, { event: "Consent Updated", properties: { purposes: { marketing: false } } }),
    ]);
    const [first, second] = [
      await getPerson(deps(), viewer(), { id: idOf("userId", "u1") }),
      await getPerson(deps(), viewer(), { id: idOf("userId", "u2") }),
    ];
    expect(first).toMatchObject({
      interactions: 3,
      traits: { size: "small" },
      consent: [{ purpose: "marketing", granted: true, history: [{ granted: true }] }],
    });
    expect(Object.keys(first.traitOrigins)).toEqual(["size"]);
    expect(second).toMatchObject({
      interactions: 2,
      traits: {},
      traitOrigins: {},
      consent: [{ purpose: "marketing", granted: false, history: [{ granted: false }] }],
    });
    expect(second.conflicts).toMatchObject([
      { identifier: "anonymousId:shared", claimants: expect.arrayContaining(["userId:u1", "userId:u2"]) },
    ]);
  });

  test("is known by their handles on social networks, however they are spelt, and never merged by one", async () => {
    await pipeline.process(workspaceId, [
      identify({ userId: "u1" }, { social: { X: "@Ann", instagram: "ann.photos", "no network": "x", mastodon: 7 } }, 1),
      identify({ anonymousId: "proved" }, { social: { x: "ann" }, socialVerified: true }, 2),
      identify({ anonymousId: "typed" }, { social: { x: "ann" } }, 2),
      identify({ userId: "u2" }, { social: { Instagram: "@ann.photos" } }, 3),
    ]);
    const ann = await getPerson(deps(), viewer(), { id: idOf("social", "x:@ANN") });
    expect(ann.id).toBe(idOf("userId", "u1"));
    expect(ann.identifiers.map(({ kind, value, verified }) => `${kind} ${value} ${verified}`).sort()).toEqual([
      "anonymousId proved true",
      "social instagram:ann.photos false",
      "social x:ann false",
      "userId u1 true",
    ]);
    expect((await getPerson(deps(), viewer(), { id: idOf("anonymousId", "typed") })).known).toBe(false);
    const other = await getPerson(deps(), viewer(), { id: idOf("userId", "u2") });
    expect(other.id).not.toBe(ann.id);
    expect(other.conflicts.map(({ identifier }) => identifier)).toEqual(["social:instagram:ann.photos"]);
  });

  test("is not a device that too many users are seen on", async () => {
    await pipeline.process(workspaceId, [
      track({ anonymousId: "undefined" }),
      ...Array.from({ length: 60 }, (_, n) => track({ userId: `u${n}`, anonymousId: "undefined" }, n)),
    ]);
    await pipeline.process(
      workspaceId,
      Array.from({ length: 20 }, (_, n) => track({ userId: `v${n}`, anonymousId: "undefined" }, n)),
    );
    expect(await getPerson(deps(), viewer(), { id: idOf("anonymousId", "undefined") })).toMatchObject({
      id: idOf("anonymousId", "undefined"),
      known: false,
      interactions: 1,
    });
    expect(await getPerson(deps(), viewer(), { id: idOf("userId", "v3") })).toMatchObject({
      interactions: 1,
      identifiers: [{ value: "v3" }],
    });
    const { rows } = await sql<{
      count: number;
    }>`SELECT count(*)::int AS count FROM identity_claim WHERE workspace_id = ${workspaceId}`.execute(pipeline.database.db);
    expect(rows[0]?.count).toBe(60);
  });

  test("has what happened within one millisecond in order of arrival, newest first, on pages of any length", async () => {
    const names = Array.from({ length: 12 }, (_, n) => `step ${n}`);
    const steps = (some: readonly string[]) => some.map((event) => track({ userId: "u1" }, 1, { event }));
    await pipeline.process(workspaceId, steps(names.slice(0, 7)));
    await pipeline.process(workspaceId, steps(names.slice(7)));
    for (const limit of [1, 5, 50]) {
      const told: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await readPersonTimeline(deps(), viewer(), { id: idOf("userId", "u1"), limit, cursor });
        told.push(...page.items.map((item) => item.name));
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(told).toEqual(names.toReversed());
    }
    const forged = Buffer.from(JSON.stringify([9e15, 0, 0, "1", 0, crypto.randomUUID()])).toString("base64url");
    await expect(readPersonTimeline(deps(), viewer(), { id: idOf("userId", "u1"), limit: 5, cursor: forged })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("is given to them as a whole", async () => {
    await pipeline.process(workspaceId, [
      track({ anonymousId: "d1" }, 1),
      identify({ userId: "u1", anonymousId: "d1" }, { name: "Ann" }, 2),
      track({ userId: "u2" }, 3),
    ]);
    const { person, interactions, truncated } = await exportPerson(deps(), testAccess(workspaceId, "analyst"), {
      id: idOf("userId", "u1"),
    });
    expect(person).toEqual(await getPerson(deps(), viewer(), { id: idOf("userId", "u1") }));
    expect(interactions.map((one) => [one.at, one.kind, one.personId])).toEqual([
      [at(1), "track", person.id],
      [at(2), "identify", person.id],
    ]);
    expect(truncated).toBe(false);
    const { rows } = await sql<{ subject: string }>`
      SELECT subject FROM audit_entry WHERE workspace_id = ${workspaceId} AND action = 'people.export'`.execute(deps().db);
    expect(rows).toEqual([{ subject: person.id }]);
  });

  test("answers for consent to whom the team writes it down, the latest answer holding", async () => {
    await pipeline.process(workspaceId, [
      track({ userId: "u1" }, 1, { event: "Consent Updated", properties: { purposes: { email: true, "not an answer": "yes" } } }),
      // A clock that is a few hours fast.
      track({ userId: "u1" }, 1, {
        event: "Consent Updated",
        timestamp: "2026-03-11T10:00:00Z",
        properties: { purposes: { email: true } },
      }),
    ]);
    const id = idOf("userId", "u1");
    const person = await setConsent(deps(), testAccess(workspaceId, "agent"), { id, purpose: "email", granted: false });
    expect(person.consent).toMatchObject([
      {
        purpose: "email",
        granted: false,
        source: "user:Ada",
        history: [{ granted: false }, { granted: true, at: "2026-03-10T12:00:00.000Z" }, { granted: true }],
      },
    ]);
    // What arrives late was said before.
    await pipeline.process(workspaceId, [
      track({ userId: "u1" }, 0, { event: "Consent Updated", properties: { purposes: { email: true } } }),
    ]);
    expect((await getPerson(deps(), viewer(), { id })).consent[0]).toMatchObject({ granted: false });
  });

  test("another workspace cannot see them, a viewer cannot write", async () => {
    await pipeline.process(workspaceId, [identify({ userId: "u1" }, { email: "a@x.example" })]);
    const id = idOf("userId", "u1");
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    const notFound = { code: "not_found" };
    await expect(getPerson(deps(), other, { id })).rejects.toMatchObject(notFound);
    await expect(lookupPerson(deps(), other, { identifier: "email:a@x.example" })).rejects.toMatchObject(notFound);
    await expect(readPersonTimeline(deps(), other, { id, limit: 5 })).rejects.toMatchObject(notFound);
    await expect(exportPerson(deps(), other, { id })).rejects.toMatchObject(notFound);
    await expect(setConsent(deps(), other, { id, purpose: "email", granted: true })).rejects.toMatchObject(notFound);
    expect(await listPeople(deps(), other, { limit: 5, sort: "-lastSeen" })).toEqual({ items: [], next: null, total: 0 });
    expect(await listPeople(deps(), other, { limit: 5, sort: "-lastSeen", search: "u1" })).toEqual({ items: [], next: null, total: 0 });

    await expect(setConsent(deps(), viewer(), { id, purpose: "email", granted: true })).rejects.toMatchObject({ code: "forbidden" });
    await expect(exportPerson(deps(), viewer(), { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listPeople(deps(), testKeyAccess(workspaceId, ["data:read"]), { limit: 5, sort: "-lastSeen" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
