import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { personIdOf } from "@throughline/contract";
import { profileIdOf, type ProfileKind } from "@throughline/domain";
import { sql } from "kysely";
import { testAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { getPerson } from "./get-person.ts";
import { listPeople } from "./list-people.ts";
import { mergePeople, unmergePeople } from "./merge-people.ts";
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

const deps = () => ({ db: pipeline.database.db, clickhouse: pipeline.clickhouse, timeline: pipeline.timeline });
const editor = () => testAccess(workspaceId, "editor");
const idOf = (kind: ProfileKind, value: string) => personIdOf(profileIdOf(workspaceId, kind, value));
const user = (userId: string) => idOf("userId", userId);
let made = 0;
const track = (who: object, hour = 1, more: object = {}) => ({
  type: "track",
  event: "Clicked",
  messageId: `m${++made}`,
  timestamp: new Date(Date.UTC(2026, 2, 1, hour)).toISOString(),
  ...who,
  ...more,
});
const identify = (who: object, traits: object, hour = 1) => ({ ...track(who, hour), type: "identify", traits });
const people = async () => (await listPeople(deps(), editor(), { limit: 50, sort: "firstSeen" })).items.map((person) => person.id).sort();
const accounts = async () =>
  (
    await sql<{ key: string; people: number }>`SELECT key, people FROM account WHERE workspace_id = ${workspaceId} ORDER BY key`.execute(
      deps().db,
    )
  ).rows;

describe("merging people", () => {
  test("makes one person of two, whom either id finds, and says who did it and why", async () => {
    await pipeline.process(workspaceId, [
      identify({ userId: "u1" }, { name: "Ann", plan: "free" }, 1),
      identify({ userId: "u2" }, { name: "Anna" }, 2),
      track({ userId: "u2" }, 3),
    ]);
    const { mergeId, person } = await mergePeople(deps(), editor(), { id: user("u1"), from: user("u2"), reason: "same e-mail signature" });
    expect(person).toMatchObject({ id: user("u1"), interactions: 3, traits: { name: "Anna", plan: "free" } });
    expect(await people()).toEqual([user("u1")]);
    expect((await getPerson(deps(), editor(), { id: user("u2") })).id).toBe(user("u1"));
    expect((await readPersonTimeline(deps(), editor(), { id: user("u2"), limit: 10 })).items).toHaveLength(3);
    expect(person.identifiers.find((identifier) => identifier.value === "u2")?.evidence).toEqual([
      { reason: "merge", with: "userId:u1", at: expect.any(String), messageId: null, sourceId: null, actor: "Ada", mergeId },
    ]);
    const { rows } = await sql`SELECT actor, action, subject, details FROM audit_entry WHERE workspace_id = ${workspaceId}`.execute(
      deps().db,
    );
    expect(rows).toEqual([{ actor: "user:Ada", action: "people.merge", subject: user("u1"), details: { from: user("u2"), mergeId } }]);
  });

  test("counts people of accounts anew, and again when it is taken back", async () => {
    await pipeline.process(workspaceId, [
      track({ userId: "u1" }, 1, { context: { groupId: "acme" } }),
      track({ userId: "u2" }, 1, { context: { groupId: "acme" } }),
    ]);
    expect(await accounts()).toEqual([{ key: "acme", people: 2 }]);
    await mergePeople(deps(), editor(), { id: user("u1"), from: user("u2") });
    expect(await accounts()).toEqual([{ key: "acme", people: 1 }]);
    await unmergePeople(deps(), editor(), { id: user("u1") });
    expect(await accounts()).toEqual([{ key: "acme", people: 2 }]);
  });

  test("takes back the merge that is named, and leaves the others", async () => {
    await pipeline.process(
      workspaceId,
      ["u1", "u2", "u3"].map((userId) => track({ userId })),
    );
    const first = await mergePeople(deps(), editor(), { id: user("u1"), from: user("u2") });
    await mergePeople(deps(), editor(), { id: user("u1"), from: user("u3") });
    const { people: now } = await unmergePeople(deps(), editor(), { id: user("u1"), mergeId: first.mergeId });
    expect(now.map((person) => [person.id, person.interactions])).toEqual([
      [user("u1"), 2],
      [user("u2"), 1],
    ]);
    expect(await people()).toEqual([user("u1"), user("u2")].sort());
    await expect(unmergePeople(deps(), editor(), { id: user("u1"), mergeId: first.mergeId })).rejects.toMatchObject({ code: "not_found" });
  });

  test("settles the conflict of a device that both used", async () => {
    await pipeline.process(workspaceId, [
      track({ userId: "u1", anonymousId: "d1" }, 1),
      track({ userId: "u2", anonymousId: "d1" }, 2),
      track({ anonymousId: "d1" }, 3),
    ]);
    expect((await getPerson(deps(), editor(), { id: user("u1") })).conflicts).toHaveLength(1);
    const { person } = await mergePeople(deps(), editor(), { id: user("u1"), from: user("u2") });
    expect(person).toMatchObject({ conflicts: [], interactions: 3 });
    const { people: apart } = await unmergePeople(deps(), editor(), { id: user("u1") });
    expect(apart.map((one) => one.conflicts.length)).toEqual([1, 1]);
  });

  test("an alias joins who was before, and taking it back leaves nobody who never was", async () => {
    await pipeline.process(workspaceId, [
      track({ anonymousId: "visitor" }, 1),
      track({ userId: "u1" }, 2),
      { ...track({ userId: "u1", previousId: "visitor" }, 3), type: "alias" },
    ]);
    expect(await people()).toEqual([user("u1")]);
    const person = await getPerson(deps(), editor(), { id: user("u1") });
    expect(person.interactions).toBe(3);
    expect(person.identifiers.map((identifier) => `${identifier.kind}:${identifier.value}`).sort()).toEqual([
      "anonymousId:visitor",
      "userId:u1",
    ]);
    await unmergePeople(deps(), editor(), { id: user("u1") });
    expect(await people()).toEqual([user("u1"), idOf("anonymousId", "visitor")].sort());
    // What a person decided, the same alias of the source does not undo.
    await pipeline.process(workspaceId, [{ ...track({ userId: "u1", previousId: "visitor" }, 4), type: "alias" }]);
    expect(await people()).toEqual([user("u1"), idOf("anonymousId", "visitor")].sort());
  });

  test("an alias of a name that nobody ever used is taken back, and leaves one person", async () => {
    await pipeline.process(workspaceId, [{ ...track({ userId: "u1", previousId: "never seen" }, 1), type: "alias" }]);
    const { people: left } = await unmergePeople(deps(), editor(), { id: user("u1") });
    expect(left.map((person) => person.id)).toEqual([user("u1")]);
    expect(await people()).toEqual([user("u1")]);
  });

  test("a person cannot be merged with themselves, nor what is not there", async () => {
    await pipeline.process(workspaceId, [track({ userId: "u1", anonymousId: "d1" }), track({ userId: "u2" })]);
    await expect(mergePeople(deps(), editor(), { id: user("u1"), from: user("u1") })).rejects.toMatchObject({ code: "conflict" });
    await expect(mergePeople(deps(), editor(), { id: user("u1"), from: idOf("anonymousId", "d1") })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(mergePeople(deps(), editor(), { id: user("u1"), from: user("nobody") })).rejects.toMatchObject({ code: "not_found" });
    await expect(unmergePeople(deps(), editor(), { id: user("u1") })).rejects.toMatchObject({ code: "not_found" });
  });

  test("is for those who may write, in their own workspace alone", async () => {
    await pipeline.process(workspaceId, [track({ userId: "u1" }), track({ userId: "u2" })]);
    const both = { id: user("u1"), from: user("u2") };
    for (const role of ["viewer", "analyst"] as const) {
      await expect(mergePeople(deps(), testAccess(workspaceId, role), both)).rejects.toMatchObject({ code: "forbidden" });
      await expect(unmergePeople(deps(), testAccess(workspaceId, role), both)).rejects.toMatchObject({ code: "forbidden" });
    }
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    await expect(mergePeople(deps(), other, both)).rejects.toMatchObject({ code: "not_found" });
    await mergePeople(deps(), editor(), both);
    await expect(unmergePeople(deps(), other, both)).rejects.toMatchObject({ code: "not_found" });
    expect(await people()).toEqual([user("u1")]);
  });
});
