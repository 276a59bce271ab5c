import type { Predicate } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
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
import { did, hourMs, identified, useSegmentStage } from "./live-segments.fixture.ts";
import { deleteSegment, getSegment, listSegments, updateSegment } from "./manage-segments.ts";
import { previewSegment } from "./preview-segment.ts";
import { readGrowth } from "./read-growth.ts";

const here = useSegmentStage();
const { editor, viewer, personOf } = here;

const week = { value: 1, unit: "week" as const };
const twiceAWeek: Predicate = { did: "Report Created", count: { gte: 2 }, within: week };

describe("a live segment", () => {
  test("begins with those whose past is like that, and changes in the batch of the event", async () => {
    await here.stage.process(here.workspaceId, [
      ...[1, 50].map((hours) => did("ann", "Report Created", hours)),
      ...[1, 200].map((hours) => did("bob", "Report Created", hours)),
    ]);
    const made = await here.stage.create(here.workspaceId, "active", twiceAWeek);
    expect(made).toMatchObject({ kind: "live", state: "computing", progress: 0, people: 0, predicate: twiceAWeek });
    await here.stage.compute();
    expect(await getSegment(here.stage.deps, viewer(), { key: "active" })).toMatchObject({ state: "live", progress: null, people: 1 });
    expect(await here.stage.members(here.workspaceId, "active")).toEqual(["ann"]);
    await here.stage.process(here.workspaceId, [did("bob", "Report Created", 2), did("cid", "Report Created", 0)]);
    expect(await here.stage.members(here.workspaceId, "active")).toEqual(["ann", "bob"]);
  });

  test("empties when only time passes, at the hour when the window does", async () => {
    await here.stage.create(here.workspaceId, "active", twiceAWeek);
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [did("ann", "Report Created", 10), did("ann", "Report Created", 5)]);
    await here.stage.pass((168 - 10) * hourMs);
    expect(await here.stage.members(here.workspaceId, "active")).toEqual(["ann"]);
    await here.stage.pass(1);
    expect(await here.stage.members(here.workspaceId, "active")).toEqual([]);
  });

  test("counts what was done while its past was being read once", async () => {
    const past = [did("ann", "Report Created", 30), did("ann", "Report Created", 20), did("bob", "Report Created", 20)];
    await here.stage.process(here.workspaceId, past);
    await here.stage.create(here.workspaceId, "thrice", { did: "Report Created", count: { gte: 3 } });
    await here.stage.process(here.workspaceId, [did("ann", "Report Created", 1), did("bob", "Report Created", 1)]);
    await here.stage.process(here.workspaceId, past);
    await here.stage.compute();
    expect(await here.stage.members(here.workspaceId, "thrice")).toEqual(["ann"]);
    await here.stage.process(here.workspaceId, [did("bob", "Report Created", 40)]);
    expect(await here.stage.members(here.workspaceId, "thrice")).toEqual(["ann", "bob"]);
  });

  test("reads the past in parts, and goes on where it was", async () => {
    await here.stage.process(
      here.workspaceId,
      Array.from({ length: 12 }, (_, index) => did(`user${index}`, index % 2 ? "Report Created" : "Seen", 20)),
    );
    await here.stage.create(here.workspaceId, "odd", { did: "Report Created" });
    for (let step = 0; step < 3; step++) await computeStep(here.stage.deps, { profilesAtOnce: 3 });
    const { progress, state } = await getSegment(here.stage.deps, viewer(), { key: "odd" });
    expect([state, progress]).toEqual(["computing", expect.closeTo(0.375, 3)]);
    await here.stage.compute(3);
    expect(await here.stage.members(here.workspaceId, "odd")).toHaveLength(6);
  });

  test("follows traits, accounts, consent and other segments", async () => {
    await here.stage.create(here.workspaceId, "growth", { property: "account.plan", op: "eq", value: "growth" });
    await here.stage.create(here.workspaceId, "asked", {
      all: [{ segment: "growth" }, { consent: "marketing" }, { property: "person.role", op: "eq", value: "admin" }],
    });
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [
      identified("ann", { role: "admin" }),
      { type: "group", messageId: "g1", userId: "ann", groupId: "acme", traits: { plan: "free" }, timestamp: "2026-03-01T10:00:00Z" },
    ]);
    await setConsent(here.stage.deps, editor(), { id: personOf("ann"), purpose: "marketing", granted: true });
    expect(await here.stage.members(here.workspaceId, "asked")).toEqual([]);
    await here.stage.process(here.workspaceId, [
      { type: "group", messageId: "g2", userId: "bob", groupId: "acme", traits: { plan: "growth" }, timestamp: "2026-03-02T10:00:00Z" },
    ]);
    await here.stage.lookAtDue();
    expect(await here.stage.members(here.workspaceId, "growth")).toEqual(["ann", "bob"]);
    expect(await here.stage.members(here.workspaceId, "asked")).toEqual(["ann"]);
    await setConsent(here.stage.deps, editor(), { id: personOf("ann"), purpose: "marketing", granted: false });
    expect(await here.stage.members(here.workspaceId, "asked")).toEqual([]);
  });

  test("is of people: a merge adds up what both did, taking it back takes it apart", async () => {
    await here.stage.create(here.workspaceId, "active", twiceAWeek);
    await here.stage.create(here.workspaceId, "quiet", { not: { segment: "active" } });
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [did("ann", "Report Created", 10), did("anna", "Report Created", 5)]);
    expect(await here.stage.members(here.workspaceId, "quiet")).toEqual(["ann", "anna"]);
    const { mergeId } = await mergePeople(here.stage.deps, editor(), { id: personOf("ann"), from: personOf("anna") });
    expect(await here.stage.members(here.workspaceId, "active")).toEqual(["ann"]);
    expect(await here.stage.members(here.workspaceId, "quiet")).toEqual([]);
    await unmergePeople(here.stage.deps, editor(), { id: personOf("ann"), mergeId });
    expect(await here.stage.members(here.workspaceId, "active")).toEqual([]);
    expect(await here.stage.members(here.workspaceId, "quiet")).toEqual(["ann", "anna"]);
  });

  test("tells of entering and leaving on the timeline, once each, and not of its first members", async () => {
    await here.stage.process(here.workspaceId, [did("old", "Report Created", 10)]);
    await here.stage.create(here.workspaceId, "active", { did: "Report Created", within: week });
    await here.stage.compute();
    expect(await here.stage.sendOwn(here.workspaceId)).toEqual([]);
    await here.stage.process(here.workspaceId, [did("ann", "Report Created", 1)]);
    const [entered] = await here.stage.sendOwn(here.workspaceId);
    expect(entered).toMatchObject({ m: { name: "Segment Entered", userId: "ann", properties: { segment: "active", name: "active" } } });
    await here.stage.pass(200 * hourMs);
    const left = await here.stage.sendOwn(here.workspaceId);
    expect(left.map((entry) => "m" in entry && `${entry.m.userId} ${entry.m.name}`).sort()).toEqual([
      "ann Segment Left",
      "old Segment Left",
    ]);
    expect(await here.stage.sendOwn(here.workspaceId)).toEqual([]);
  });

  test("is not moved by its own entries: who was not seen for a week stays unseen, and any event is any but these", async () => {
    await here.stage.process(here.workspaceId, [did("ann", "Report Created", 10)]);
    await here.stage.create(here.workspaceId, "unseen", { not: { property: "person.$lastSeen", op: "withinLast", value: week } });
    await here.stage.create(here.workspaceId, "once", { did: null, count: { eq: 1 } });
    await here.stage.compute();
    await here.stage.pass(200 * hourMs);
    expect(await here.stage.members(here.workspaceId, "unseen")).toEqual(["ann"]);
    expect(await here.stage.sendOwn(here.workspaceId)).toHaveLength(1);
    await here.stage.lookAtDue();
    expect(await here.stage.sendOwn(here.workspaceId)).toEqual([]);
    expect(await here.stage.members(here.workspaceId, "unseen")).toEqual(["ann"]);
    expect(await here.stage.members(here.workspaceId, "once")).toEqual(["ann"]);
  });
});

describe("a changed predicate", () => {
  test("is computed beside the former one and then takes its place, with those who depend on it", async () => {
    await here.stage.process(here.workspaceId, [did("ann", "A", 10), did("bob", "B", 10), did("both", "A", 10), did("both", "B", 10)]);
    await here.stage.create(here.workspaceId, "those", { did: "A" });
    await here.stage.create(here.workspaceId, "others", { not: { segment: "those" } });
    await here.stage.compute();
    const changed = await updateSegment(here.stage.deps, editor(), { key: "those", name: "Those", predicate: { did: "B" } });
    expect(changed).toMatchObject({
      name: "Those",
      state: "live",
      progress: 0,
      predicate: { did: "A" },
      nextPredicate: { did: "B" },
      people: 2,
    });
    const { rows: audit } = await sql<{ details: object }>`
      SELECT details FROM audit_entry WHERE workspace_id = ${here.workspaceId} AND action = 'segment.update'`.execute(here.stage.deps.db);
    expect(audit).toEqual([
      {
        details: {
          name: "Those",
          before: { name: "those", predicate: expect.stringMatching(/did “?A”?/) as string },
          after: { name: "Those", predicate: expect.stringMatching(/did “?B”?/) as string },
        },
      },
    ]);
    expect((await listSegments(here.stage.deps, viewer(), { limit: 50 })).items.map(({ key }) => key).sort()).toEqual(["others", "those"]);
    expect(await here.stage.members(here.workspaceId, "those")).toEqual(["ann", "both"]);
    await here.stage.compute();
    expect(await getSegment(here.stage.deps, viewer(), { key: "those" })).toMatchObject({
      name: "Those",
      state: "live",
      progress: null,
      predicate: { did: "B" },
      nextPredicate: null,
      usedBy: [{ key: "others", name: "others" }],
    });
    expect(await here.stage.members(here.workspaceId, "those")).toEqual(["bob", "both"]);
    expect(await here.stage.members(here.workspaceId, "others")).toEqual(["ann"]);
    const { days } = await readGrowth(here.stage.deps, viewer(), { key: "those", days: 2 });
    expect(days.at(-1)).toMatchObject({ entered: 3, left: 1, people: 2 });
    await here.stage.process(here.workspaceId, [did("cid", "B", 1)]);
    expect(await here.stage.members(here.workspaceId, "those")).toEqual(["bob", "both", "cid"]);
  });

  test("that asks for more of the past than was kept reads it again", async () => {
    await here.stage.create(here.workspaceId, "recent", { did: "A", count: { gte: 2 }, within: { value: 1, unit: "hour" } });
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [did("ann", "A", 30), did("ann", "A", 50)]);
    await updateSegment(here.stage.deps, editor(), { key: "recent", predicate: { did: "A", count: { gte: 2 } } });
    await here.stage.compute();
    expect(await here.stage.members(here.workspaceId, "recent")).toEqual(["ann"]);
  });
});

describe("what people ask of segments", () => {
  const paid: Predicate = {
    all: [{ did: "Paid", count: { gte: 2 } }, { any: [{ property: "person.plan", op: "eq", value: "pro" }, { did: "Upgraded" }] }],
  };

  test("why somebody is in it or not, condition by condition", async () => {
    await here.stage.process(here.workspaceId, [identified("ann", { plan: "free" }), did("ann", "Paid", 30), did("ann", "Paid", 20)]);
    await here.stage.create(here.workspaceId, "paid", paid);
    await here.stage.compute();
    const why = await explainMembership(here.stage.deps, viewer(), { key: "paid", id: personOf("ann") });
    expect(why).toMatchObject({ member: false, enteredAt: null, explanation: { kind: "all", holds: false } });
    const [times, either] = why.explanation?.parts ?? [];
    expect(times).toMatchObject({ holds: true, found: { count: 2, lastAt: "2026-03-09T16:00:00.000Z" } });
    expect(either?.parts.map(({ holds, found }) => [holds, found?.text])).toEqual([
      [false, "is free"],
      [false, "never did it"],
    ]);
    await here.stage.process(here.workspaceId, [did("ann", "Upgraded", 1)]);
    expect(await explainMembership(here.stage.deps, viewer(), { key: "paid", id: personOf("ann") })).toMatchObject({
      member: true,
      explanation: { holds: true },
    });
  });

  test("how many a predicate would have, which two share, who is in them, and when they came", async () => {
    await here.stage.process(here.workspaceId, [
      identified("ann", { plan: "pro" }),
      ...["ann", "bob"].flatMap((who) => [did(who, "Paid", 30), did(who, "Paid", 20)]),
      did("cid", "Seen", 1),
    ]);
    await here.stage.mirror();
    expect(await previewSegment(here.stage.deps, viewer(), { predicate: paid })).toMatchObject({ people: 1, of: 3 });
    await here.stage.create(here.workspaceId, "paid", paid);
    await here.stage.create(here.workspaceId, "twice", { did: "Paid", count: { gte: 2 } });
    await here.stage.compute();
    expect(await compareSegments(here.stage.deps, viewer(), { key: "paid", other: "twice" })).toEqual({ one: 1, other: 2, both: 1, of: 3 });
    const first = await listMembers(here.stage.deps, viewer(), { key: "twice", limit: 1 });
    const second = await listMembers(here.stage.deps, viewer(), { key: "twice", limit: 1, cursor: first.next ?? "" });
    expect([first, second].flatMap(({ items }) => items.map(({ userId }) => userId)).sort()).toEqual(["ann", "bob"]);
    expect([first.total, second.next]).toEqual([2, null]);
    expect((await segmentsOfPerson(here.stage.deps, viewer(), { id: personOf("ann") })).items.map(({ key }) => key)).toEqual([
      "paid",
      "twice",
    ]);
    expect(
      (await readGrowth(here.stage.deps, viewer(), { key: "twice", days: 3 })).days.map(({ entered, people }) => [entered, people]),
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
    await expect(here.stage.create(here.workspaceId, "mine", predicate)).rejects.toThrow(message);
    expect((await listSegments(here.stage.deps, viewer(), { limit: 10 })).items).toEqual([]);
  });

  test("a circle of segments, when the one that would close it is changed", async () => {
    await here.stage.create(here.workspaceId, "a", { did: "A" });
    await here.stage.create(here.workspaceId, "b", { segment: "a" });
    await expect(updateSegment(here.stage.deps, editor(), { key: "a", predicate: { segment: "b" } })).rejects.toThrow("a → b → a");
  });

  test("deleting what others speak of, until they do not", async () => {
    await here.stage.create(here.workspaceId, "a", { did: "A" });
    await here.stage.create(here.workspaceId, "b", { segment: "a" });
    await expect(deleteSegment(here.stage.deps, editor(), { key: "a" })).rejects.toThrow("Other segments speak of it: b.");
    await deleteSegment(here.stage.deps, editor(), { key: "b" });
    await deleteSegment(here.stage.deps, editor(), { key: "a" });
    const { rows } = await sql`SELECT id FROM segment_condition WHERE workspace_id = ${here.workspaceId}`.execute(here.stage.deps.db);
    expect(rows).toEqual([]);
  });

  test("a reader cannot create, change or delete", async () => {
    await here.stage.create(here.workspaceId, "a", { did: "A" });
    await expect(createSegment(here.stage.deps, viewer(), { name: "b", predicate: { did: "A" } })).rejects.toThrow(
      /permission|allowed|may/i,
    );
    await expect(updateSegment(here.stage.deps, viewer(), { key: "a", name: "b" })).rejects.toThrow(/permission|allowed|may/i);
    await expect(deleteSegment(here.stage.deps, viewer(), { key: "a" })).rejects.toThrow(/permission|allowed|may/i);
  });

  test("another workspace cannot see, change or fill it", async () => {
    await here.stage.create(here.workspaceId, "a", { did: "A" });
    await here.stage.compute();
    const elsewhere = await here.stage.database.createWorkspace();
    const stranger = testAccess(elsewhere, "owner");
    await here.stage.process(elsewhere, [did("ann", "A", 1)]);
    expect(await here.stage.members(here.workspaceId, "a")).toEqual([]);
    for (const attempt of [
      () => getSegment(here.stage.deps, stranger, { key: "a" }),
      () => updateSegment(here.stage.deps, stranger, { key: "a", name: "b" }),
      () => deleteSegment(here.stage.deps, stranger, { key: "a" }),
      () => listMembers(here.stage.deps, stranger, { key: "a", limit: 10 }),
      () => readGrowth(here.stage.deps, stranger, { key: "a", days: 3 }),
      () => compareSegments(here.stage.deps, stranger, { key: "a", other: "a" }),
    ])
      await expect(attempt()).rejects.toThrow("There is no segment");
    await expect(createSegment(here.stage.deps, stranger, { name: "x", predicate: { segment: "a" } })).rejects.toThrow(
      "There is no segment",
    );
  });
});

test("who is deleted leaves every segment, and nothing of what they did is remembered", async () => {
  await here.stage.process(here.workspaceId, [did("ann", "A", 10), did("bob", "A", 10)]);
  await here.stage.create(here.workspaceId, "a", { did: "A", within: week });
  await here.stage.compute();
  const { db } = here.stage.deps;
  await deletePerson({ db, enqueue: async () => {} }, testAccess(here.workspaceId, "owner"), { id: personOf("ann") });
  expect(await here.stage.members(here.workspaceId, "a")).toEqual(["bob"]);
  await finishDeletions(here.stage.deps);
  const { rows } = await sql<{ left: number }>`
    SELECT (SELECT count(*) FROM segment_match WHERE workspace_id = ${here.workspaceId})::int + (SELECT count(*) FROM segment_due WHERE workspace_id = ${here.workspaceId})::int AS "left"`.execute(
    db,
  );
  expect(rows[0]?.left).toBe(2);
  const { days } = await readGrowth(here.stage.deps, viewer(), { key: "a", days: 1 });
  expect(days[0]).toMatchObject({ entered: 2, left: 1, people: 1 });
});

test("where nobody has a live segment a batch remembers nothing", async () => {
  await here.stage.process(here.workspaceId, [did("ann", "A", 10)]);
  const { rows } = await sql`SELECT FROM segment_match WHERE workspace_id = ${here.workspaceId}`.execute(here.stage.deps.db);
  expect(rows).toEqual([]);
});

test("who is due in several workspaces does not wait in a circle with a batch that has people of both", async () => {
  const { stage } = here;
  const { db } = stage.deps;
  const two = [here.workspaceId, await stage.database.createWorkspace()].map((workspaceId) => ({
    workspaceId,
    personId: profileIdOf(workspaceId, "userId", "ann"),
  }));
  for (const { workspaceId } of two) {
    await stage.process(workspaceId, [did("ann", "Report Created", 3)]);
    await stage.create(workspaceId, "keen", { did: "Report Created" });
  }
  await stage.compute();
  for (const { workspaceId, personId } of two)
    await sql`INSERT INTO segment_look (workspace_id, person_id) VALUES (${workspaceId}, ${personId})`.execute(db);
  const lock = (tx: typeof db, { personId }: { personId: string }) => sql`SELECT FROM person WHERE id = ${personId} FOR UPDATE`.execute(tx);
  const [first, second] = two as [(typeof two)[0], (typeof two)[0]];
  let looking = Promise.resolve();
  // As a batch does, in an order of its own.
  await db.transaction().execute(async (batch) => {
    await lock(batch, second);
    looking = stage.lookAtDue();
    await vi.waitFor(
      async () => {
        const { rows } = await sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(
          db,
        );
        expect(rows).toHaveLength(1);
      },
      { timeout: 20_000, interval: 20 },
    );
    await lock(batch, first);
  });
  await looking;
  const { rows } =
    await sql`SELECT FROM segment_look WHERE workspace_id = ANY(${two.map(({ workspaceId }) => workspaceId)}::uuid[])`.execute(db);
  expect(rows).toHaveLength(0);
});
