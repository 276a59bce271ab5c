import { accountIdOf, journeyDefinitionSchema, type Predicate } from "@throughline/contract";
import { accountIdFor, profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { createJourney } from "../journeys/manage-journeys.ts";
import { createStageResolver } from "../journeys/stage-resolver.ts";
import { deletePerson } from "../people/delete-person.ts";
import { finishDeletions } from "../people/finish-deletions.ts";
import { mergePeople, unmergePeople } from "../people/merge-people.ts";
import { readTimeline } from "../timeline/index.ts";
import { changeMembers } from "./change-members.ts";
import { compareSegments } from "./compare-segments.ts";
import { computeStep } from "./compute-segments.ts";
import { createSegment } from "./create-segment.ts";
import { explainAccount, explainMembership } from "./explain-membership.ts";
import { listSegmentAccounts, segmentsOfAccount } from "./list-accounts.ts";
import { listMembers } from "./list-members.ts";
import { did, didFor, grouped, hourMs, identified, useSegmentStage } from "./live-segments.fixture.ts";
import { deleteSegment, getSegment, listSegments, updateSegment } from "./manage-segments.ts";
import { previewSegment } from "./preview-segment.ts";
import { readGrowth } from "./read-growth.ts";

const here = useSegmentStage();
const { editor, viewer, personOf } = here;

const accountOf = (key: string) => accountIdOf(accountIdFor(here.workspaceId, key));
const week = { value: 1, unit: "week" as const };
const thrice: Predicate = { did: "Report Created", count: { gte: 3 }, within: week };
const make = (key: string, predicate: Predicate) => here.stage.create(here.workspaceId, key, predicate, "account");
const accounts = (key: string) => here.stage.accounts(here.workspaceId, key);

describe("a segment of accounts", () => {
  test("adds up what anybody of an account did, whether the event names it or the person joined it first", async () => {
    await here.stage.process(here.workspaceId, [grouped("ann", "acme"), grouped("bob", "acme"), grouped("cid", "globex")]);
    await make("busy", thrice);
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [did("ann", "Report Created", 3), didFor("acme", "bob", "Report Created", 2)]);
    expect(await accounts("busy")).toEqual([]);
    await here.stage.process(here.workspaceId, [didFor("acme", "eve", "Report Created", 1), did("cid", "Report Created", 1)]);
    expect(await accounts("busy")).toEqual(["acme"]);
  });

  test("has what a person did without naming an account in the first that they joined, also when that becomes another", async () => {
    await make("busy", { did: "Report Created" });
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [grouped("ann", "acme", {}, 50), did("ann", "Report Created", 20)]);
    expect(await accounts("busy")).toEqual(["acme"]);
    await here.stage.process(here.workspaceId, [grouped("ann", "globex", {}, 60)]);
    expect(await accounts("busy")).toEqual(["globex"]);
    await here.stage.process(here.workspaceId, [didFor("acme", "ann", "Report Created", 10)]);
    expect(await accounts("busy")).toEqual(["acme", "globex"]);
  });

  test("begins with those whose past is like that, read in parts while events go on arriving, each counted once", async () => {
    const past = Array.from({ length: 8 }, (_, index) => [
      grouped(`u${index}`, `co${index % 3}`),
      did(`u${index}`, "Report Created", 20),
    ]).flat();
    await here.stage.process(here.workspaceId, past);
    const made = await make("busy", thrice);
    expect(made).toMatchObject({ of: "account", kind: "live", state: "computing", progress: 0, people: 0 });
    for (let step = 0; step < 3; step++) await computeStep(here.stage.deps, { profilesAtOnce: 2 });
    const { progress, state } = await getSegment(here.stage.deps, viewer(), { key: "busy" });
    expect([state, progress]).toEqual(["computing", expect.closeTo(0.375, 3)]);
    await here.stage.process(here.workspaceId, [did("u2", "Report Created", 1)]);
    await here.stage.process(here.workspaceId, past);
    await here.stage.compute(2);
    expect(await accounts("busy")).toEqual(["co0", "co1", "co2"]);
    expect(await getSegment(here.stage.deps, viewer(), { key: "busy" })).toMatchObject({ state: "live", progress: null, people: 3 });
  });

  test("follows traits of the account, how many people it has, and other segments of accounts", async () => {
    await make("growth", { property: "account.plan", op: "eq", value: "growth" });
    await make("team", { all: [{ segment: "growth" }, { property: "account.$people", op: "gte", value: 2 }] });
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [grouped("ann", "acme", { plan: "growth" })]);
    expect([await accounts("growth"), await accounts("team")]).toEqual([["acme"], []]);
    await here.stage.process(here.workspaceId, [grouped("bob", "acme")]);
    expect(await accounts("team")).toEqual(["acme"]);
    await here.stage.process(here.workspaceId, [grouped("bob", "acme", { plan: "free" }, 1)]);
    expect([await accounts("growth"), await accounts("team")]).toEqual([[], []]);
  });

  test("holds an account that nobody is in, by what was said of it", async () => {
    await make("trial", { property: "account.plan", op: "eq", value: "trial" });
    await here.stage.compute();
    const said = { type: "group", messageId: "s1", userId: "made up", groupId: "initech", traits: { plan: "trial" } };
    await here.stage.process(here.workspaceId, [{ ...said, context: { accountOnly: true }, timestamp: "2026-03-01T10:00:00Z" }]);
    expect(await accounts("trial")).toEqual(["initech"]);
  });

  test("empties when only time passes, at the hour when the window does", async () => {
    await make("active", { did: "Report Created", within: week });
    await make("silent", { not: { segment: "active" } });
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [grouped("ann", "acme"), did("ann", "Report Created", 10)]);
    await here.stage.pass((168 - 10) * hourMs);
    expect([await accounts("active"), await accounts("silent")]).toEqual([["acme"], []]);
    await here.stage.pass(1);
    expect([await accounts("active"), await accounts("silent")]).toEqual([[], ["acme"]]);
  });

  test("follows people who are merged, taken apart and deleted", async () => {
    await make("busy", { did: "Report Created", count: { gte: 2 } });
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [
      grouped("ann", "acme", {}, 50),
      did("ann", "Report Created", 20),
      did("anna", "Report Created", 10),
      didFor("globex", "bob", "Report Created", 5),
      didFor("globex", "bob", "Report Created", 4),
    ]);
    expect(await accounts("busy")).toEqual(["globex"]);
    const { mergeId } = await mergePeople(here.stage.deps, editor(), { id: personOf("ann"), from: personOf("anna") });
    expect(await accounts("busy")).toEqual(["acme", "globex"]);
    await unmergePeople(here.stage.deps, editor(), { id: personOf("ann"), mergeId });
    expect(await accounts("busy")).toEqual(["globex"]);
    await deletePerson({ db: here.stage.deps.db, enqueue: async () => {} }, testAccess(here.workspaceId, "owner"), { id: personOf("bob") });
    await finishDeletions(here.stage.deps);
    await here.stage.lookAtDue();
    expect(await accounts("busy")).toEqual([]);
  });

  test("does not wait for whoever holds an account: it is looked at as soon as it is free", async () => {
    await make("busy", { did: "Report Created", count: { gte: 2 } });
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [didFor("acme", "ann", "Report Created", 1)]);
    await here.stage.deps.db.transaction().execute(async (holder) => {
      await sql`SELECT FROM account WHERE workspace_id = ${here.workspaceId} FOR UPDATE`.execute(holder);
      await here.stage.process(here.workspaceId, [didFor("acme", "ann", "Report Created", 1)]);
      await here.stage.lookAtDue();
      expect(await accounts("busy")).toEqual([]);
    });
    await here.stage.lookAtDue();
    expect(await accounts("busy")).toEqual(["acme"]);
  });

  test("costs a workspace without one nothing: nothing is remembered, and nothing is due", async () => {
    await here.stage.create(here.workspaceId, "people", thrice);
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [grouped("ann", "acme"), didFor("acme", "ann", "Report Created", 1)]);
    const { rows } = await sql<{ rows: number }>`
      SELECT (SELECT count(*) FROM segment_account_match WHERE workspace_id = ${here.workspaceId})::int + (SELECT count(*) FROM segment_account_due WHERE workspace_id = ${here.workspaceId})::int
        + (SELECT count(*) FROM segment_account_look WHERE workspace_id = ${here.workspaceId})::int AS rows`.execute(here.stage.deps.db);
    expect(rows).toEqual([{ rows: 0 }]);
  });

  test("a changed predicate takes the former one's place, and since when who stays is in it is kept", async () => {
    await here.stage.process(here.workspaceId, [grouped("ann", "acme", { plan: "pro" }), grouped("bob", "globex", { plan: "free" })]);
    await make("paying", { property: "account.plan", op: "eq", value: "pro" });
    await here.stage.compute();
    const before = await listSegmentAccounts(here.stage.deps, viewer(), { key: "paying", limit: 10 });
    await updateSegment(here.stage.deps, editor(), { key: "paying", predicate: { property: "account.plan", op: "exists" } });
    expect(await accounts("paying")).toEqual(["acme"]);
    await here.stage.compute();
    const after = await listSegmentAccounts(here.stage.deps, viewer(), { key: "paying", limit: 10 });
    expect(after.items.map(({ key }) => key).sort()).toEqual(["acme", "globex"]);
    expect(after.items.find(({ key }) => key === "acme")?.enteredAt).toBe(before.items[0]?.enteredAt);
  });
});

describe("entering and leaving", () => {
  test("stands on the account's timeline once, under the one of its people who was seen last, and moves nothing", async () => {
    await make("seen", { property: "account.$lastSeen", op: "withinLast", value: { value: 2, unit: "day" } });
    await make("any", { did: null, count: { gte: 3 } });
    await here.stage.compute();
    await here.stage.process(here.workspaceId, [grouped("ann", "acme", {}, 30), grouped("bob", "acme", {}, 20)]);
    expect(await accounts("seen")).toEqual(["acme"]);
    const sent = await here.stage.sendOwn(here.workspaceId);
    expect(sent).toMatchObject([
      {
        m: {
          name: "Segment Entered",
          userId: "bob",
          properties: { segment: "seen", name: "seen", of: "account", account: "acme" },
          context: { groupId: "acme" },
        },
      },
    ]);
    await here.stage.pass(48 * hourMs);
    expect(await accounts("seen")).toEqual([]);
    expect(await here.stage.sendOwn(here.workspaceId)).toMatchObject([{ m: { name: "Segment Left", userId: "bob" } }]);
    await here.stage.lookAtDue();
    expect([await accounts("seen"), await accounts("any")]).toEqual([[], []]);
    const accountId = accountIdFor(here.workspaceId, "acme");
    const { items } = await readTimeline(here.stage.deps.clickhouse, here.workspaceId, { accountId }, { limit: 10 });
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(["Segment Entered", "Segment Left"]));
    expect(await here.stage.sendOwn(here.workspaceId)).toEqual([]);
  });
});

describe("what is refused", () => {
  test.each<[string, Predicate, string]>([
    ["traits of people", { property: "person.role", op: "eq", value: "owner" }, "predicate.property"],
    ["a stage of a journey that is not there", { stage: { journey: "trial", stage: "one" } }, "predicate.stage.journey"],
    ["scores", { score: "nps", op: "gte", value: 9 }, "predicate.score"],
    ["a segment of people", { segment: "people" }, "predicate"],
    ["a segment that is not there", { segment: "nobody" }, "predicate"],
    ["conditions of people inside a did", { did: "A", where: { property: "person.plan", op: "exists" } }, "predicate.where"],
  ])("of accounts: %s", async (_what, predicate, field) => {
    await here.stage.create(here.workspaceId, "people", { did: "A" });
    await expect(make("wrong", predicate)).rejects.toMatchObject({
      code: "invalid_input",
      issues: [expect.objectContaining({ field, accepted: expect.stringMatching(/./) })],
    });
  });

  test("a segment of people does not speak of one of accounts, nor count an account's people", async () => {
    await make("teams", { property: "account.$people", op: "gte", value: 2 });
    await expect(here.stage.create(here.workspaceId, "wrong", { segment: "teams" })).rejects.toMatchObject({
      issues: [{ field: "predicate", accepted: "the key of a segment of people" }],
    });
    await expect(here.stage.create(here.workspaceId, "wrong", { property: "account.$people", op: "gte", value: 2 })).rejects.toMatchObject({
      issues: [{ field: "predicate.property", accepted: "a segment of accounts" }],
    });
  });

  test("its accounts are not listed as people, nor one of people as accounts; and they share nothing", async () => {
    await make("busy", thrice);
    await here.stage.create(here.workspaceId, "people", thrice);
    const invalid = { code: "invalid_input" };
    await expect(listMembers(here.stage.deps, viewer(), { key: "busy", limit: 10 })).rejects.toMatchObject(invalid);
    await expect(listSegmentAccounts(here.stage.deps, viewer(), { key: "people", limit: 10 })).rejects.toMatchObject(invalid);
    await expect(compareSegments(here.stage.deps, viewer(), { key: "busy", other: "people" })).rejects.toMatchObject(invalid);
    await here.stage.process(here.workspaceId, [grouped("ann", "acme")]);
    await expect(explainMembership(here.stage.deps, viewer(), { key: "busy", id: personOf("ann") })).rejects.toMatchObject(invalid);
  });
});

describe("what is told of one", () => {
  beforeEach(async () => {
    await here.stage.process(here.workspaceId, [
      grouped("ann", "acme", { plan: "growth", name: "Acme" }),
      grouped("bob", "acme"),
      grouped("cid", "globex", { plan: "free" }),
      didFor("acme", "ann", "Report Created", 3),
      did("bob", "Report Created", 2, { format: "pdf" }),
      did("bob", "Report Created", 1, { format: "csv" }),
      did("cid", "Report Created", 1, { format: "pdf" }),
      did("cid", "Report Shared", 0.5),
      identified("dee", {}),
    ]);
    await make("busy", thrice);
    await make("paying", { property: "account.plan", op: "in", value: ["growth", "pro"] });
    await here.stage.compute();
    await here.stage.mirror();
  });

  test.each<[string, Predicate, number]>([
    ["what was done", thrice, 1],
    ["what was not", { did: "Report Shared", count: { eq: 0 } }, 1],
    ["where something holds", { did: "Report Created", where: { property: "event.format", op: "eq", value: "pdf" } }, 2],
    ["one after another", { sequence: ["Report Created", "Report Shared"], within: week }, 1],
    ["a trait", { property: "account.plan", op: "eq", value: "growth" }, 1],
    ["not a trait", { not: { property: "account.plan", op: "eq", value: "growth" } }, 1],
    ["other than", { property: "account.plan", op: "neq", value: "growth" }, 1],
    ["its key", { property: "account.$key", op: "eq", value: "acme" }, 1],
    ["how many people", { property: "account.$people", op: "eq", value: 2 }, 1],
    ["at most so many people", { property: "account.$people", op: "between", value: [1, 2] }, 2],
    ["another segment", { all: [{ segment: "paying" }, { any: [{ segment: "busy" }, { did: "Never" }] }] }, 1],
    ["anything", { all: [] }, 2],
  ])("the preview counts accounts as the segment will: %s", async (_what, predicate, people) => {
    expect(await previewSegment(here.stage.deps, viewer(), { of: "account", predicate })).toMatchObject({ people, of: 2 });
    await make("made", predicate);
    await here.stage.compute();
    expect(await accounts("made")).toHaveLength(people);
  });

  test("why an account is in it, leaf by leaf", async () => {
    await make("both", { all: [{ segment: "paying" }, thrice, { not: { property: "account.$people", op: "gt", value: 5 } }] });
    await here.stage.compute();
    const why = await explainAccount(here.stage.deps, viewer(), { key: "both", id: accountOf("acme") });
    expect(why).toMatchObject({
      account: { key: "acme", name: "Acme" },
      member: true,
      explanation: {
        kind: "all",
        holds: true,
        parts: [
          { holds: true, found: { text: "is in it" } },
          { holds: true, found: { count: 3, changesAt: expect.stringContaining("2026-03-17") } },
          { kind: "not", holds: true, parts: [{ holds: false, found: { values: [2] } }] },
        ],
      },
    });
    const not = await explainAccount(here.stage.deps, viewer(), { key: "both", id: accountOf("globex") });
    expect(not).toMatchObject({ member: false, explanation: { holds: false, parts: [{ holds: false }, { found: { count: 1 } }, {}] } });
  });

  test("its accounts by pages, the segments of an account, the overlap and the growth", async () => {
    const first = await listSegmentAccounts(here.stage.deps, viewer(), { key: "paying", limit: 1 });
    expect(first).toMatchObject({ items: [{ key: "acme", name: "Acme", people: 2 }], next: null, total: 1 });
    expect((await segmentsOfAccount(here.stage.deps, viewer(), { id: accountOf("acme") })).items.map(({ key }) => key)).toEqual([
      "busy",
      "paying",
    ]);
    expect(await compareSegments(here.stage.deps, viewer(), { key: "busy", other: "paying" })).toEqual({
      one: 1,
      other: 1,
      both: 1,
      of: 2,
    });
    const { days } = await readGrowth(here.stage.deps, viewer(), { key: "paying", days: 2 });
    expect(days.at(-1)).toMatchObject({ entered: 1, left: 0, people: 1 });
    expect((await listSegments(here.stage.deps, viewer(), { of: "account", limit: 10 })).items.map(({ key }) => key).sort()).toEqual([
      "busy",
      "paying",
    ]);
    expect((await listSegments(here.stage.deps, viewer(), { of: "person", limit: 10 })).items).toEqual([]);
  });

  test("accounts that were chosen stay so, and live segments speak of them", async () => {
    const made = await createSegment(here.stage.deps, editor(), { name: "Friends", accounts: [accountOf("globex"), accountOf("nobody")] });
    expect(made).toMatchObject({ key: "friends", of: "account", kind: "static", people: 1 });
    await make("others", { not: { segment: "friends" } });
    await here.stage.compute();
    expect(await accounts("others")).toEqual(["acme"]);
  });

  test("another workspace sees none of it, and who may only look makes none", async () => {
    const elsewhere = testAccess(await here.stage.database.createWorkspace(), "owner");
    const missing = { code: "not_found" };
    await expect(listSegmentAccounts(here.stage.deps, elsewhere, { key: "busy", limit: 10 })).rejects.toMatchObject(missing);
    await expect(explainAccount(here.stage.deps, elsewhere, { key: "busy", id: accountOf("acme") })).rejects.toMatchObject(missing);
    await expect(segmentsOfAccount(here.stage.deps, elsewhere, { id: accountOf("acme") })).rejects.toMatchObject(missing);
    expect(await previewSegment(here.stage.deps, elsewhere, { of: "account", predicate: { all: [] } })).toMatchObject({ people: 0, of: 0 });
    await expect(createSegment(here.stage.deps, viewer(), { name: "Mine", of: "account", predicate: { did: "A" } })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("an account of the same key in another workspace stays where it is", async () => {
    const other = await here.stage.database.createWorkspace();
    await here.stage.process(other, [grouped("ann", "acme", { plan: "growth" }), didFor("acme", "ann", "Report Created", 3)]);
    expect(await accounts("busy")).toEqual(["acme"]);
    expect((await listSegmentAccounts(here.stage.deps, viewer(), { key: "busy", limit: 10 })).items.map(({ id }) => id)).toEqual([
      accountOf("acme"),
    ]);
  });
});

describe("people of an account who are in a segment of people", () => {
  const keen: Predicate = { did: "Report Created", within: week };
  beforeEach(async () => {
    await here.stage.process(here.workspaceId, [
      ...["ann", "bob", "cid", "dee"].map((who) => grouped(who, "acme", { name: "Acme" })),
      grouped("eve", "globex"),
    ]);
    await createSegment(here.stage.deps, editor(), { key: "keen", name: "Keen people", predicate: keen });
    await make("pair", { peopleIn: "keen", count: { gte: 2 } });
    await make("half", { peopleIn: "keen", share: { gte: 0.5 } });
    await make("none", { peopleIn: "keen", count: { eq: 0 } });
    await here.stage.compute();
  });
  /** Without the timer that looks at what was left to be looked at. */
  const all = async () => ({ pair: await accounts("pair"), half: await accounts("half"), none: await accounts("none") });

  test("are counted in the transaction of the event by which they come into it", async () => {
    expect(await all()).toEqual({ pair: [], half: [], none: ["acme", "globex"] });
    await here.stage.process(here.workspaceId, [did("ann", "Report Created", 3), did("eve", "Report Created", 1)]);
    expect(await all()).toEqual({ pair: [], half: ["globex"], none: [] });
    await here.stage.process(here.workspaceId, [did("bob", "Report Created", 2)]);
    expect(await all()).toEqual({ pair: ["acme"], half: ["acme", "globex"], none: [] });
  });

  test("are counted by time alone, and as who joins, and as who is merged", async () => {
    await here.stage.process(here.workspaceId, [
      did("ann", "Report Created", 40),
      did("bob", "Report Created", 20),
      did("zoe", "Report Created", 30),
    ]);
    expect(await all()).toEqual({ pair: ["acme"], half: ["acme"], none: ["globex"] });
    await here.stage.process(here.workspaceId, [grouped("zoe", "globex", {}, 1)]);
    expect(await all()).toEqual({ pair: ["acme"], half: ["acme", "globex"], none: [] });
    await mergePeople(here.stage.deps, editor(), { id: personOf("ann"), from: personOf("bob") });
    expect(await all()).toEqual({ pair: [], half: ["globex"], none: [] });
    await here.stage.pass((168 - 20) * hourMs);
    expect(await all()).toEqual({ pair: [], half: [], none: ["globex"] });
    await here.stage.pass(hourMs);
    expect(await all()).toEqual({ pair: [], half: [], none: ["acme", "globex"] });
  });

  test("follow a changed definition of the segment of people, and people who are put into a list", async () => {
    await here.stage.process(
      here.workspaceId,
      ["ann", "bob"].map((who) => did(who, "Report Shared", 3)),
    );
    await updateSegment(here.stage.deps, editor(), { key: "keen", predicate: { did: "Report Shared" } });
    await here.stage.compute();
    expect(await all()).toEqual({ pair: ["acme"], half: ["acme"], none: ["globex"] });
    await createSegment(here.stage.deps, editor(), { key: "vip", name: "VIP", people: [personOf("ann")] });
    await make("cared", { peopleIn: "vip", share: { gte: 0.5 } });
    await here.stage.compute();
    expect(await accounts("cared")).toEqual([]);
    const profileId = profileIdOf(here.workspaceId, "userId", "eve");
    await here.stage.deps.db
      .transaction()
      .execute((tx) => changeMembers(tx, here.workspaceId, [{ key: "vip", profileId, isMember: true }]));
    await here.stage.lookAtDue();
    expect(await accounts("cared")).toEqual(["globex"]);
  });

  test("are explained and previewed, and nobody is counted twice in several accounts", async () => {
    await here.stage.process(here.workspaceId, [
      grouped("ann", "initech"),
      did("ann", "Report Created", 3),
      did("bob", "Report Created", 2),
    ]);
    await here.stage.mirror();
    const why = await explainAccount(here.stage.deps, viewer(), { key: "half", id: accountOf("acme") });
    expect(why).toMatchObject({
      member: true,
      explanation: {
        holds: true,
        text: "at least 50 % of its people are in the segment Keen people",
        found: { count: 2, text: "2 of its 4 people are in it" },
      },
    });
    const preview = async (predicate: Predicate) => (await previewSegment(here.stage.deps, viewer(), { of: "account", predicate })).people;
    expect(await preview({ peopleIn: "keen" })).toBe(2);
    expect(await preview({ peopleIn: "keen", count: { gte: 2 } })).toBe(1);
    expect(await preview({ peopleIn: "keen", count: { eq: 0 } })).toBe(1);
    expect(await preview({ peopleIn: "keen", share: { gte: 0.5 } })).toBe(2);
    expect(await preview({ all: [{ peopleIn: "keen", share: { lte: 0.5 } }, { segment: "pair" }] })).toBe(1);
    expect(await preview({ peopleIn: "keen", count: { gte: 1 }, share: { gte: 0.9, lte: 1 } })).toBe(1);
  });

  test("are not known while their segment is still computed: the preview says which it counts on, and how far that is", async () => {
    const done = [did("ann", "Report Created", 3), did("ann", "Report Created", 2), did("eve", "Report Created", 1)];
    await here.stage.process(here.workspaceId, done);
    await here.stage.create(here.workspaceId, "fresh", { did: "Report Created", count: { gte: 2 } });
    await here.stage.mirror();
    const preview = (predicate: Predicate) => previewSegment(here.stage.deps, viewer(), { of: "account", predicate });
    const asked: Predicate = { any: [{ not: { peopleIn: "fresh", share: { gte: 0.9 } } }, { peopleIn: "keen" }] };
    expect((await preview(asked)).computing).toEqual([{ key: "fresh", name: "fresh", progress: 0 }]);
    const ofPeople = await previewSegment(here.stage.deps, viewer(), { predicate: { segment: "fresh" } });
    expect(ofPeople).toMatchObject({ people: 0, computing: [{ key: "fresh" }] });
    await here.stage.compute();
    await updateSegment(here.stage.deps, editor(), { key: "fresh", predicate: { did: "Report Created" } });
    await here.stage.mirror();
    expect(await preview({ peopleIn: "fresh" })).toMatchObject({ people: 1, computing: [] });
  });

  test("stay counted as long as they are asked for: the segment of people cannot be deleted", async () => {
    await expect(deleteSegment(here.stage.deps, editor(), { key: "keen" })).rejects.toMatchObject({ code: "conflict" });
    expect(await getSegment(here.stage.deps, viewer(), { key: "keen" })).toMatchObject({
      usedBy: expect.arrayContaining([{ key: "pair", name: "pair" }]),
    });
  });

  test("cannot be asked for of people, in a segment of accounts, or in one that is not there", async () => {
    const refused = (of: "person" | "account", predicate: Predicate) =>
      expect(here.stage.create(here.workspaceId, "wrong", predicate, of)).rejects;
    await refused("person", { peopleIn: "keen" }).toMatchObject({
      issues: [{ field: "predicate.peopleIn", accepted: "a segment of accounts" }],
    });
    await refused("account", { peopleIn: "pair" }).toMatchObject({ issues: [{ accepted: "the key of a segment of people" }] });
    await refused("account", { peopleIn: "nobody" }).toMatchObject({ code: "invalid_input" });
  });
});

test("a stage of a journey of accounts is entered by whoever acts in the account's name, previewed alike, and left as the map has it", async () => {
  const { stage } = here;
  await createJourney(
    stage.deps,
    editor(),
    journeyDefinitionSchema.parse({
      key: "rollout",
      name: "Rollout",
      by: "account",
      entry: { event: "Contract Signed" },
      stages: [{ key: "inviting", name: "Inviting", matches: [{ event: "Invited" }] }],
      goal: [{ event: "Rolled Out" }],
      window: { value: 30, unit: "day" },
    }),
  );
  const inviting: Predicate = { stage: { journey: "rollout", stage: "inviting" } };
  await stage.process(here.workspaceId, [
    grouped("ann", "acme"),
    didFor("acme", "ann", "Contract Signed", 30),
    didFor("globex", "eve", "Contract Signed", 30),
    didFor("globex", "eve", "Invited", 20),
    // Names no account, so no journey of accounts has it.
    did("ann", "Invited", 20),
  ]);
  await make("inviting", inviting);
  await stage.compute();
  expect(await accounts("inviting")).toEqual(["globex"]);
  await stage.process(here.workspaceId, [didFor("acme", "bob", "Invited", 2)]);
  expect(await accounts("inviting")).toEqual(["acme", "globex"]);
  await stage.mirror();
  const deps = { ...stage.deps, stages: createStageResolver(stage.deps) };
  expect(await previewSegment(deps, viewer(), { of: "account", predicate: inviting })).toMatchObject({ people: 2, of: 2 });
  const why = await explainAccount(stage.deps, viewer(), { key: "inviting", id: accountOf("acme") });
  expect(why).toMatchObject({
    member: true,
    explanation: { found: { text: "is at Inviting", changesAt: expect.stringContaining("2026-04-08") } },
  });
  await stage.process(here.workspaceId, [didFor("acme", "ann", "Rolled Out", 1)]);
  expect(await accounts("inviting")).toEqual(["globex"]);
  await expect(stage.create(here.workspaceId, "wrong", inviting)).rejects.toMatchObject({ issues: [{ accepted: "a journey of people" }] });
});
