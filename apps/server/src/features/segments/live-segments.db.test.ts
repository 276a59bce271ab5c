import { personIdOf, type Predicate } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { mergePeople, unmergePeople } from "../people/merge-people.ts";
import { setConsent } from "../people/set-consent.ts";
import { deletePerson } from "../people/delete-person.ts";
import { finishDeletions } from "../people/finish-deletions.ts";
import { compareSegments } from "./compare-segments.ts";
import { computeStep } from "./compute-segments.ts";
import { createSegment } from "./create-segment.ts";
import { explainMembership } from "./explain-membership.ts";
import { listMembers, segmentsOfPerson } from "./list-members.ts";
import { createSegmentStage, did, identified, type SegmentStage } from "./live-segments.fixture.ts";
import { deleteSegment, getSegment, listSegments, updateSegment } from "./manage-segments.ts";
import { previewSegment } from "./preview-segment.ts";
import { readGrowth } from "./read-growth.ts";

let stage: SegmentStage;
let workspaceId: string;
beforeAll(async () => {
  stage = await createSegmentStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  workspaceId = await stage.workspace();
});

const editor = () => testAccess(workspaceId, "editor");
const viewer = () => testAccess(workspaceId, "viewer");
const personOf = (userId: string) => personIdOf(profileIdOf(workspaceId, "userId", userId));
const week = { value: 1, unit: "week" as const };
const twiceAWeek: Predicate = { did: "Report Created", count: { gte: 2 }, within: week };
const hourMs = 3_600_000;

describe("a live segment", () => {
  test("begins with those whose past is like that, and changes in the batch of the event", async () => {
    await stage.process(workspaceId, [
      ...[1, 50].map((hours) => did("ann", "Report Created", hours)),
      ...[1, 200].map((hours) => did("bob", "Report Created", hours)),
    ]);
    const made = await stage.create(workspaceId, "active", twiceAWeek);
    expect(made).toMatchObject({ kind: "live", state: "computing", progress: 0, people: 0, predicate: twiceAWeek });
    await stage.compute();
    expect(await getSegment(stage.deps, viewer(), { key: "active" })).toMatchObject({ state: "live", progress: null, people: 1 });
    expect(await stage.members(workspaceId, "active")).toEqual(["ann"]);
    await stage.process(workspaceId, [did("bob", "Report Created", 2), did("cid", "Report Created", 0)]);
    expect(await stage.members(workspaceId, "active")).toEqual(["ann", "bob"]);
  });

  test("empties when only time passes, at the hour when the window does", async () => {
    await stage.create(workspaceId, "active", twiceAWeek);
    await stage.compute();
    await stage.process(workspaceId, [did("ann", "Report Created", 10), did("ann", "Report Created", 5)]);
    await stage.pass((168 - 10) * hourMs);
    expect(await stage.members(workspaceId, "active")).toEqual(["ann"]);
    await stage.pass(1);
    expect(await stage.members(workspaceId, "active")).toEqual([]);
  });

  test("counts what was done while its past was being read once", async () => {
    const past = [did("ann", "Report Created", 30), did("ann", "Report Created", 20), did("bob", "Report Created", 20)];
    await stage.process(workspaceId, past);
    await stage.create(workspaceId, "thrice", { did: "Report Created", count: { gte: 3 } });
    await stage.process(workspaceId, [did("ann", "Report Created", 1), did("bob", "Report Created", 1)]);
    await stage.process(workspaceId, past);
    await stage.compute();
    expect(await stage.members(workspaceId, "thrice")).toEqual(["ann"]);
    await stage.process(workspaceId, [did("bob", "Report Created", 40)]);
    expect(await stage.members(workspaceId, "thrice")).toEqual(["ann", "bob"]);
  });

  test("reads the past in parts, and goes on where it was", async () => {
    await stage.process(
      workspaceId,
      Array.from({ length: 12 }, (_, index) => did(`user${index}`, index % 2 ? "Report Created" : "Seen", 20)),
    );
    await stage.create(workspaceId, "odd", { did: "Report Created" });
    for (let step = 0; step < 3; step++) await computeStep(stage.deps, { profilesAtOnce: 3 });
    const { progress, state } = await getSegment(stage.deps, viewer(), { key: "odd" });
    expect([state, progress]).toEqual(["computing", expect.closeTo(0.375, 3)]);
    await stage.compute(3);
    expect(await stage.members(workspaceId, "odd")).toHaveLength(6);
  });

  test("follows traits, accounts, consent and other segments", async () => {
    await stage.create(workspaceId, "growth", { property: "account.plan", op: "eq", value: "growth" });
    await stage.create(workspaceId, "asked", {
      all: [{ segment: "growth" }, { consent: "marketing" }, { property: "person.role", op: "eq", value: "admin" }],
    });
    await stage.compute();
    await stage.process(workspaceId, [
      identified("ann", { role: "admin" }),
      { type: "group", messageId: "g1", userId: "ann", groupId: "acme", traits: { plan: "free" }, timestamp: "2026-03-01T10:00:00Z" },
    ]);
    await setConsent(stage.deps, editor(), { id: personOf("ann"), purpose: "marketing", granted: true });
    expect(await stage.members(workspaceId, "asked")).toEqual([]);
    await stage.process(workspaceId, [
      { type: "group", messageId: "g2", userId: "bob", groupId: "acme", traits: { plan: "growth" }, timestamp: "2026-03-02T10:00:00Z" },
    ]);
    await stage.lookAtDue();
    expect(await stage.members(workspaceId, "growth")).toEqual(["ann", "bob"]);
    expect(await stage.members(workspaceId, "asked")).toEqual(["ann"]);
    await setConsent(stage.deps, editor(), { id: personOf("ann"), purpose: "marketing", granted: false });
    expect(await stage.members(workspaceId, "asked")).toEqual([]);
  });

  test("is of people: a merge adds up what both did, taking it back takes it apart", async () => {
    await stage.create(workspaceId, "active", twiceAWeek);
    await stage.create(workspaceId, "quiet", { not: { segment: "active" } });
    await stage.compute();
    await stage.process(workspaceId, [did("ann", "Report Created", 10), did("anna", "Report Created", 5)]);
    expect(await stage.members(workspaceId, "quiet")).toEqual(["ann", "anna"]);
    const { mergeId } = await mergePeople(stage.deps, editor(), { id: personOf("ann"), from: personOf("anna") });
    expect(await stage.members(workspaceId, "active")).toEqual(["ann"]);
    expect(await stage.members(workspaceId, "quiet")).toEqual([]);
    await unmergePeople(stage.deps, editor(), { id: personOf("ann"), mergeId });
    expect(await stage.members(workspaceId, "active")).toEqual([]);
    expect(await stage.members(workspaceId, "quiet")).toEqual(["ann", "anna"]);
  });

  test("tells of entering and leaving on the timeline, once each, and not of its first members", async () => {
    await stage.process(workspaceId, [did("old", "Report Created", 10)]);
    await stage.create(workspaceId, "active", { did: "Report Created", within: week });
    await stage.compute();
    expect(await stage.sendOwn(workspaceId)).toEqual([]);
    await stage.process(workspaceId, [did("ann", "Report Created", 1)]);
    const [entered] = await stage.sendOwn(workspaceId);
    expect(entered).toMatchObject({ m: { name: "Segment Entered", userId: "ann", properties: { segment: "active", name: "active" } } });
    await stage.pass(200 * hourMs);
    const left = await stage.sendOwn(workspaceId);
    expect(left.map((entry) => "m" in entry && `${entry.m.userId} ${entry.m.name}`).sort()).toEqual([
      "ann Segment Left",
      "old Segment Left",
    ]);
    expect(await stage.sendOwn(workspaceId)).toEqual([]);
  });

  test("is not moved by its own entries: who was not seen for a week stays unseen, and any event is any but these", async () => {
    await stage.process(workspaceId, [did("ann", "Report Created", 10)]);
    await stage.create(workspaceId, "unseen", { not: { property: "person.$lastSeen", op: "withinLast", value: week } });
    await stage.create(workspaceId, "once", { did: null, count: { eq: 1 } });
    await stage.compute();
    await stage.pass(200 * hourMs);
    expect(await stage.members(workspaceId, "unseen")).toEqual(["ann"]);
    expect(await stage.sendOwn(workspaceId)).toHaveLength(1);
    await stage.lookAtDue();
    expect(await stage.sendOwn(workspaceId)).toEqual([]);
    expect(await stage.members(workspaceId, "unseen")).toEqual(["ann"]);
    expect(await stage.members(workspaceId, "once")).toEqual(["ann"]);
  });
});

describe("a changed predicate", () => {
  test("is computed beside the former one and then takes its place, with those who depend on it", async () => {
    await stage.process(workspaceId, [did("ann", "A", 10), did("bob", "B", 10), did("both", "A", 10), did("both", "B", 10)]);
    await stage.create(workspaceId, "those", { did: "A" });
    await stage.create(workspaceId, "others", { not: { segment: "those" } });
    await stage.compute();
    const changed = await updateSegment(stage.deps, editor(), { key: "those", name: "Those", predicate: { did: "B" } });
    expect(changed).toMatchObject({
      name: "Those",
      state: "live",
      progress: 0,
      predicate: { did: "A" },
      nextPredicate: { did: "B" },
      people: 2,
    });
    expect((await listSegments(stage.deps, viewer(), { limit: 50 })).items.map(({ key }) => key).sort()).toEqual(["others", "those"]);
    expect(await stage.members(workspaceId, "those")).toEqual(["ann", "both"]);
    await stage.compute();
    expect(await getSegment(stage.deps, viewer(), { key: "those" })).toMatchObject({
      name: "Those",
      state: "live",
      progress: null,
      predicate: { did: "B" },
      nextPredicate: null,
      usedBy: [{ key: "others", name: "others" }],
    });
    expect(await stage.members(workspaceId, "those")).toEqual(["bob", "both"]);
    expect(await stage.members(workspaceId, "others")).toEqual(["ann"]);
    const { days } = await readGrowth(stage.deps, viewer(), { key: "those", days: 2 });
    expect(days.at(-1)).toMatchObject({ entered: 3, left: 1, people: 2 });
    await stage.process(workspaceId, [did("cid", "B", 1)]);
    expect(await stage.members(workspaceId, "those")).toEqual(["bob", "both", "cid"]);
  });

  test("that asks for more of the past than was kept reads it again", async () => {
    await stage.create(workspaceId, "recent", { did: "A", count: { gte: 2 }, within: { value: 1, unit: "hour" } });
    await stage.compute();
    await stage.process(workspaceId, [did("ann", "A", 30), did("ann", "A", 50)]);
    await updateSegment(stage.deps, editor(), { key: "recent", predicate: { did: "A", count: { gte: 2 } } });
    await stage.compute();
    expect(await stage.members(workspaceId, "recent")).toEqual(["ann"]);
  });
});

describe("what people ask of segments", () => {
  const paid: Predicate = {
    all: [{ did: "Paid", count: { gte: 2 } }, { any: [{ property: "person.plan", op: "eq", value: "pro" }, { did: "Upgraded" }] }],
  };

  test("why somebody is in it or not, condition by condition", async () => {
    await stage.process(workspaceId, [identified("ann", { plan: "free" }), did("ann", "Paid", 30), did("ann", "Paid", 20)]);
    await stage.create(workspaceId, "paid", paid);
    await stage.compute();
    const why = await explainMembership(stage.deps, viewer(), { key: "paid", id: personOf("ann") });
    expect(why).toMatchObject({ member: false, enteredAt: null, explanation: { kind: "all", holds: false } });
    const [times, either] = why.explanation?.parts ?? [];
    expect(times).toMatchObject({ holds: true, found: { count: 2, lastAt: "2026-03-09T16:00:00.000Z" } });
    expect(either?.parts.map(({ holds, found }) => [holds, found?.text])).toEqual([
      [false, "is free"],
      [false, "never did it"],
    ]);
    await stage.process(workspaceId, [did("ann", "Upgraded", 1)]);
    expect(await explainMembership(stage.deps, viewer(), { key: "paid", id: personOf("ann") })).toMatchObject({
      member: true,
      explanation: { holds: true },
    });
  });

  test("how many a predicate would have, which two share, who is in them, and when they came", async () => {
    await stage.process(workspaceId, [
      identified("ann", { plan: "pro" }),
      ...["ann", "bob"].flatMap((who) => [did(who, "Paid", 30), did(who, "Paid", 20)]),
      did("cid", "Seen", 1),
    ]);
    await stage.mirror();
    expect(await previewSegment(stage.deps, viewer(), { predicate: paid })).toMatchObject({ people: 1, of: 3 });
    await stage.create(workspaceId, "paid", paid);
    await stage.create(workspaceId, "twice", { did: "Paid", count: { gte: 2 } });
    await stage.compute();
    expect(await compareSegments(stage.deps, viewer(), { key: "paid", other: "twice" })).toEqual({ one: 1, other: 2, both: 1, of: 3 });
    const first = await listMembers(stage.deps, viewer(), { key: "twice", limit: 1 });
    const second = await listMembers(stage.deps, viewer(), { key: "twice", limit: 1, cursor: first.next ?? "" });
    expect([first, second].flatMap(({ items }) => items.map(({ userId }) => userId)).sort()).toEqual(["ann", "bob"]);
    expect([first.total, second.next]).toEqual([2, null]);
    expect((await segmentsOfPerson(stage.deps, viewer(), { id: personOf("ann") })).items.map(({ key }) => key)).toEqual(["paid", "twice"]);
    expect(
      (await readGrowth(stage.deps, viewer(), { key: "twice", days: 3 })).days.map(({ entered, people }) => [entered, people]),
    ).toEqual([
      [0, 0],
      [0, 0],
      [2, 2],
    ]);
  });
});

describe("what is refused", () => {
  test.each<[string, Predicate, RegExp]>([
    ["what a live segment cannot follow", { did: "A", where: { property: "person.plan", op: "eq", value: "pro" } }, /inside a did/],
    ["an unknown segment", { segment: "nowhere" }, /no segment "nowhere"/],
    ["a pattern that is none", { property: "person.plan", op: "matches", value: "(" }, /cannot be read/],
    ["an event's property beside no event", { property: "event.plan", op: "exists" }, /one interaction/],
    ["itself", { segment: "mine" }, /depend on itself: mine → mine/],
  ])("%s, with a sentence", async (_name, predicate, message) => {
    await expect(stage.create(workspaceId, "mine", predicate)).rejects.toThrow(message);
    expect((await listSegments(stage.deps, viewer(), { limit: 10 })).items).toEqual([]);
  });

  test("a circle of segments, when the one that would close it is changed", async () => {
    await stage.create(workspaceId, "a", { did: "A" });
    await stage.create(workspaceId, "b", { segment: "a" });
    await expect(updateSegment(stage.deps, editor(), { key: "a", predicate: { segment: "b" } })).rejects.toThrow("a → b → a");
  });

  test("deleting what others speak of, until they do not", async () => {
    await stage.create(workspaceId, "a", { did: "A" });
    await stage.create(workspaceId, "b", { segment: "a" });
    await expect(deleteSegment(stage.deps, editor(), { key: "a" })).rejects.toThrow("Other segments speak of it: b.");
    await deleteSegment(stage.deps, editor(), { key: "b" });
    await deleteSegment(stage.deps, editor(), { key: "a" });
    const { rows } = await sql`SELECT id FROM segment_condition WHERE workspace_id = ${workspaceId}`.execute(stage.deps.db);
    expect(rows).toEqual([]);
  });

  test("a reader cannot create, change or delete", async () => {
    await stage.create(workspaceId, "a", { did: "A" });
    await expect(createSegment(stage.deps, viewer(), { name: "b", predicate: { did: "A" } })).rejects.toThrow(/permission|allowed|may/i);
    await expect(updateSegment(stage.deps, viewer(), { key: "a", name: "b" })).rejects.toThrow(/permission|allowed|may/i);
    await expect(deleteSegment(stage.deps, viewer(), { key: "a" })).rejects.toThrow(/permission|allowed|may/i);
  });

  test("another workspace cannot see, change or fill it", async () => {
    await stage.create(workspaceId, "a", { did: "A" });
    await stage.compute();
    const elsewhere = await stage.database.createWorkspace();
    const stranger = testAccess(elsewhere, "owner");
    await stage.process(elsewhere, [did("ann", "A", 1)]);
    expect(await stage.members(workspaceId, "a")).toEqual([]);
    for (const attempt of [
      () => getSegment(stage.deps, stranger, { key: "a" }),
      () => updateSegment(stage.deps, stranger, { key: "a", name: "b" }),
      () => deleteSegment(stage.deps, stranger, { key: "a" }),
      () => listMembers(stage.deps, stranger, { key: "a", limit: 10 }),
      () => readGrowth(stage.deps, stranger, { key: "a", days: 3 }),
      () => compareSegments(stage.deps, stranger, { key: "a", other: "a" }),
    ])
      await expect(attempt()).rejects.toThrow("There is no segment");
    await expect(createSegment(stage.deps, stranger, { name: "x", predicate: { segment: "a" } })).rejects.toThrow("There is no segment");
  });
});

test("who is deleted leaves every segment, and nothing of what they did is remembered", async () => {
  await stage.process(workspaceId, [did("ann", "A", 10), did("bob", "A", 10)]);
  await stage.create(workspaceId, "a", { did: "A", within: week });
  await stage.compute();
  const { db } = stage.deps;
  await deletePerson({ db, enqueue: async () => {} }, testAccess(workspaceId, "owner"), { id: personOf("ann") });
  expect(await stage.members(workspaceId, "a")).toEqual(["bob"]);
  await finishDeletions(stage.deps);
  const { rows } = await sql<{ left: number }>`
    SELECT (SELECT count(*) FROM segment_match WHERE workspace_id = ${workspaceId})::int + (SELECT count(*) FROM segment_due WHERE workspace_id = ${workspaceId})::int AS "left"`.execute(
    db,
  );
  expect(rows[0]?.left).toBe(2);
  const { days } = await readGrowth(stage.deps, viewer(), { key: "a", days: 1 });
  expect(days[0]).toMatchObject({ entered: 2, left: 1, people: 1 });
});

test("where nobody has a live segment a batch remembers nothing", async () => {
  await stage.process(workspaceId, [did("ann", "A", 10)]);
  const { rows } = await sql`SELECT FROM segment_match WHERE workspace_id = ${workspaceId}`.execute(stage.deps.db);
  expect(rows).toEqual([]);
});
