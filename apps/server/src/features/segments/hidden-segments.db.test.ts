import { personIdOf, type Predicate } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { setConsent } from "../people/set-consent.ts";
import { changeMembers } from "./change-members.ts";
import { createSegment } from "./create-segment.ts";
import { dropHiddenSegments, isPrepared, saveHiddenSegment, segmentsAmong } from "./index.ts";
import { segmentsOfPerson } from "./list-members.ts";
import { did, useSegmentStage } from "./live-segments.fixture.ts";
import { deleteSegment, listSegments } from "./manage-segments.ts";

const here = useSegmentStage();
const { editor } = here;

const week = { value: 7, unit: "day" as const };
const profileOf = (user: string) => profileIdOf(here.workspaceId, "userId", user);
const save = (key: string, predicate: Predicate) =>
  here.stage.deps.db.transaction().execute((tx) => saveHiddenSegment(tx, here.workspaceId, { key, name: "the flow “Welcome”", predicate }));
const among = (keys: string[], ...users: string[]) =>
  here.stage.deps.db.transaction().execute((tx) => segmentsAmong(tx, here.workspaceId, keys, users.map(profileOf)));

test("a hidden segment is live like any other, and neither listed nor told on timelines", async () => {
  await here.stage.process(here.workspaceId, [did("ann", "Paid", 10), did("bob", "Seen", 10)]);
  await save("flow 1", { did: "Paid", within: week });
  expect(await isPrepared(here.stage.deps.db, here.workspaceId, ["flow 1"])).toMatchObject({ prepared: false, failure: null });
  await here.stage.compute();
  expect(await isPrepared(here.stage.deps.db, here.workspaceId, ["flow 1"])).toEqual({ prepared: true, progress: 1, failure: null });
  expect((await isPrepared(here.stage.deps.db, here.workspaceId, ["flow 1", "flow 2"])).prepared).toBe(false);
  await here.stage.process(here.workspaceId, [did("bob", "Paid", 1)]);
  expect(await among(["flow 1"], "ann", "bob", "cid")).toEqual(new Map(["ann", "bob"].map((who) => [profileOf(who), new Set(["flow 1"])])));
  expect(await here.stage.sendOwn(here.workspaceId)).toEqual([]);
  expect((await listSegments(here.stage.deps, editor(), { limit: 10 })).items).toEqual([]);
  expect((await segmentsOfPerson(here.stage.deps, editor(), { id: personIdOf(profileOf("ann")) })).items).toEqual([]);
  const { rows } =
    await sql`SELECT FROM segment_growth g JOIN segment s ON s.id = g.segment_id WHERE s.workspace_id = ${here.workspaceId}`.execute(
      here.stage.deps.db,
    );
  expect(rows).toEqual([]);
});

test("a listener is told who came and left by time and by hand, and not of the first members", async () => {
  await here.stage.process(here.workspaceId, [did("ann", "Paid", 10), did("bob", "Seen", 10)]);
  await save("flow paid", { did: "Paid", within: week });
  await here.stage.create(here.workspaceId, "asked", { consent: "marketing" });
  await here.stage.compute();
  expect(await here.stage.whatWasTold(here.workspaceId)).toEqual([]);
  await setConsent(here.stage.deps, editor(), { id: personIdOf(profileOf("bob")), purpose: "marketing", granted: true });
  expect(await here.stage.whatWasTold(here.workspaceId)).toEqual(["+ bob asked"]);
  await here.stage.pass(200 * 3_600_000);
  expect(await here.stage.whatWasTold(here.workspaceId)).toEqual(["- ann flow paid"]);
});

test("saved again it stays, with another predicate it begins anew, and dropped it leaves nothing", async () => {
  await save("flow 1", { did: "Paid" });
  await here.stage.compute();
  await save("flow 1", { did: "Paid" });
  expect((await isPrepared(here.stage.deps.db, here.workspaceId, ["flow 1"])).prepared).toBe(true);
  await save("flow 1", { did: "Seen" });
  expect((await isPrepared(here.stage.deps.db, here.workspaceId, ["flow 1"])).prepared).toBe(false);
  await here.stage.deps.db.transaction().execute((tx) => dropHiddenSegments(tx, here.workspaceId, ["flow 1", "flow 9"]));
  const { rows } = await sql`SELECT FROM segment_condition WHERE workspace_id = ${here.workspaceId}`.execute(here.stage.deps.db);
  expect(rows).toEqual([]);
});

test("what a hidden segment speaks of cannot be deleted, and is not said to be used by it", async () => {
  await here.stage.create(here.workspaceId, "paid", { did: "Paid" });
  await save("flow 1", { segment: "paid" });
  expect((await listSegments(here.stage.deps, editor(), { limit: 10 })).items).toEqual([
    expect.objectContaining({ key: "paid", usedBy: [] }),
  ]);
  await expect(deleteSegment(here.stage.deps, editor(), { key: "paid" })).rejects.toThrow("It is needed for the flow “Welcome”.");
  await here.stage.deps.db.transaction().execute((tx) => dropHiddenSegments(tx, here.workspaceId, ["flow 1"]));
  await deleteSegment(here.stage.deps, editor(), { key: "paid" });
});

test("another workspace's hidden segments are not there", async () => {
  await save("flow 1", { did: "Paid" });
  const elsewhere = await here.stage.database.createWorkspace();
  await here.stage.deps.db.transaction().execute((tx) => dropHiddenSegments(tx, elsewhere, ["flow 1"]));
  expect((await isPrepared(here.stage.deps.db, elsewhere, ["flow 1"])).prepared).toBe(false);
  await here.stage.compute();
  expect((await isPrepared(here.stage.deps.db, here.workspaceId, ["flow 1"])).prepared).toBe(true);
});

test("people are put into static segments and taken out, and live ones that speak of these follow", async () => {
  await here.stage.process(here.workspaceId, [did("ann", "Seen", 10), did("bob", "Seen", 10)]);
  await createSegment(here.stage.deps, editor(), { key: "vip", name: "VIP", people: [personIdOf(profileOf("ann"))] });
  await here.stage.create(here.workspaceId, "others", { not: { segment: "vip" } });
  await here.stage.compute();
  const change = (user: string, isMember: boolean) =>
    here.stage.deps.db.transaction().execute((tx) =>
      changeMembers(tx, here.workspaceId, [
        { key: "vip", profileId: profileOf(user), isMember },
        { key: "others", profileId: profileOf(user), isMember },
      ]),
    );
  expect(await change("bob", true)).toEqual(["others"]);
  await change("bob", true);
  await change("ann", false);
  await here.stage.lookAtDue();
  expect(await here.stage.members(here.workspaceId, "vip")).toEqual(["bob"]);
  expect(await here.stage.members(here.workspaceId, "others")).toEqual(["ann"]);
});
