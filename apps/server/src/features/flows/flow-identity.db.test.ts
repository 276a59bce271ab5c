import { personIdOf } from "@throughline/contract";
import { checkMessage, profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import type { LogEntry } from "../collect/index.ts";
import { deletePerson } from "../people/delete-person.ts";
import { finishDeletions } from "../people/finish-deletions.ts";
import { mergePeople, unmergePeople } from "../people/merge-people.ts";
import { createBatchProcessor } from "../pipeline/index.ts";
import { days, hourMs, message, useFlowWorld } from "./flow-runs.fixture.ts";
import { endRunByHand, retryRunByHand, startByHand } from "./handle-runs.ts";
import { getRun } from "./read-runs.ts";

const here = useFlowWorld();
const { act, runs } = here;
const rest = {
  start: "m",
  steps: {
    m: message("rest"),
    rest: { kind: "wait" as const, wait: { for: "duration" as const, duration: days(1) }, next: "n" },
    n: message(null),
  },
};
const owner = () => testAccess(here.workspaceId, "owner");
const countOf = async (table: string): Promise<number> => {
  const { rows } = await sql<{
    n: number;
  }>`SELECT count(*)::int AS n FROM ${sql.table(table)} WHERE workspace_id = ${here.workspaceId}`.execute(here.world.db);
  return rows[0]?.n ?? -1;
};

describe("exactly once", () => {
  const entry = (userId: string, messageId: string, event = "Trial Started"): LogEntry => {
    const checked = checkMessage(
      { type: "track", messageId, userId, event, timestamp: new Date(here.world.now()).toISOString() },
      { receivedAt: here.world.now(), newMessageId: randomUUID },
    );
    if ("rejection" in checked) throw new Error(checked.rejection.message);
    return { w: here.workspaceId, s: "00000000-0000-4000-8000-00000000000a", r: here.world.now(), m: checked.message };
  };
  const everything = async () => ({
    runs: (await runs("ann")).map(({ state, step, trace }) => ({ state, step, trace: trace.map(({ what }) => what) })),
    outbox: await here.world.outbox(here.workspaceId),
    decisions: await countOf("touch_decision"),
    told: await countOf("own_interaction"),
    counts: (
      await sql<{
        n: number;
      }>`SELECT coalesce(sum(count), 0)::int AS n FROM flow_count c JOIN flow f ON f.id = c.flow_id WHERE f.workspace_id = ${here.workspaceId}`.execute(
        here.world.db,
      )
    ).rows[0]?.n,
  });

  test("a batch whose transaction dies at its end leaves nothing, and happens again from nothing", async () => {
    await here.world.publish(here.workspaceId, "welcome", rest);
    const processBatch = createBatchProcessor({ timeline: here.world.deps.timeline, now: here.world.now });
    const placed = [{ entry: entry("ann", "once"), place: { partition: 0, position: "9000001", index: 0 } }];
    const dies = () =>
      here.world.db.transaction().execute(async (tx) => {
        await processBatch(tx, placed, { recovering: true });
        throw new Error("killed");
      });
    for (let n = 0; n < 2; n++) await expect(dies()).rejects.toThrow("killed");
    expect([await here.world.outbox(here.workspaceId), await countOf("flow_run"), await countOf("touch_decision")]).toEqual([[], 0, 0]);
    await here.world.db.transaction().execute((tx) => processBatch(tx, placed, { recovering: true }));
    await here.world.db.transaction().execute((tx) => processBatch(tx, placed, { recovering: true }));
    expect(await everything()).toMatchObject({ outbox: ["m:1"], decisions: 1, counts: 2, runs: [{ state: "waiting", step: "rest" }] });
  });

  test("a timer whose transaction dies has done nothing, and does it once", async () => {
    await here.world.publish(here.workspaceId, "welcome", rest);
    await act("ann", "Trial Started");
    await sql`CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'killed'; END $$`.execute(
      here.world.db,
    );
    await sql`CREATE TRIGGER dies BEFORE INSERT ON flow_run_event FOR EACH STATEMENT EXECUTE FUNCTION die()`.execute(here.world.db);
    await expect(here.world.wait(here.workspaceId, 24 * hourMs)).rejects.toThrow("killed");
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1"]);
    await sql`DROP TRIGGER dies ON flow_run_event`.execute(here.world.db);
    await here.world.settle(here.workspaceId);
    await here.world.settle(here.workspaceId);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1", "n:1"]);
    expect((await runs("ann")).map(({ state }) => state)).toEqual(["finished"]);
  });

  test("the same event twice, and what had happened before arriving later, let nobody in twice", async () => {
    await here.world.publish(here.workspaceId, "welcome", { ...rest, entry: { again: "always", whileIn: true } });
    const at = new Date(here.world.now()).toISOString();
    const twice = { type: "track", messageId: "same", userId: "ann", event: "Trial Started", timestamp: at };
    await here.world.process(here.workspaceId, [twice, twice]);
    await here.world.process(here.workspaceId, [twice]);
    await here.world.process(here.workspaceId, [
      { ...twice, messageId: "late", timestamp: new Date(here.world.now() - 30 * hourMs).toISOString() },
    ]);
    expect(await runs("ann")).toHaveLength(1);
  });

  test("an exit that arrives before what it follows still ends nothing that began later", async () => {
    await here.world.publish(here.workspaceId, "welcome", { ...rest, exit: { on: [{ event: "Cancelled" }] } });
    await act("ann", "Trial Started");
    await here.world.process(here.workspaceId, [
      {
        type: "track",
        messageId: "early",
        userId: "ann",
        event: "Cancelled",
        timestamp: new Date(here.world.now() - hourMs).toISOString(),
      },
    ]);
    expect((await runs("ann"))[0]?.state).toBe("waiting");
    await act("ann", "Cancelled");
    expect((await runs("ann"))[0]?.state).toBe("left");
  });
});

describe("people", () => {
  test("who are merged are in a flow once: the older run stays, and un-merging gives each their own past", async () => {
    await here.world.publish(here.workspaceId, "welcome", rest);
    await act("ann", "Trial Started");
    await here.world.pass(hourMs);
    await act("bob", "Trial Started");
    const deps = { ...here.world.deps, now: here.world.now };
    const { mergeId } = await mergePeople(deps, owner(), {
      id: here.world.personOf(here.workspaceId, "ann"),
      from: here.world.personOf(here.workspaceId, "bob"),
    });
    await here.world.settle(here.workspaceId);
    expect((await runs("ann")).map(({ state }) => state)).toEqual(["waiting", "merged"]);
    await here.world.wait(here.workspaceId, 24 * hourMs);
    expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1", "m:1", "n:1"]);
    await unmergePeople(deps, owner(), { id: here.world.personOf(here.workspaceId, "ann"), mergeId });
    expect([(await runs("ann")).length, (await runs("bob")).length]).toEqual([1, 1]);
    await act("bob", "Trial Started");
    expect(await runs("bob")).toHaveLength(1);
  });

  test("a visitor's run goes on as that of whom they turn out to be", async () => {
    await here.world.publish(here.workspaceId, "welcome", { ...rest, exit: { on: [{ event: "Cancelled" }] } });
    const at = () => new Date(here.world.now()).toISOString();
    await here.world.process(here.workspaceId, [
      { type: "track", messageId: "v1", anonymousId: "device-1", event: "Trial Started", timestamp: at() },
    ]);
    await here.world.pass(hourMs);
    await here.world.process(here.workspaceId, [
      { type: "identify", messageId: "v2", anonymousId: "device-1", userId: "ann", traits: { name: "Ann" }, timestamp: at() },
    ]);
    expect((await runs("ann")).map(({ state }) => state)).toEqual(["waiting"]);
    await act("ann", "Cancelled");
    expect((await runs("ann")).map(({ state }) => state)).toEqual(["left"]);
  });

  test("who are deleted leave no run, and nothing is sent to them", async () => {
    await here.world.publish(here.workspaceId, "welcome", rest);
    await act("ann", "Trial Started");
    await act("bob", "Trial Started");
    await deletePerson({ db: here.world.db, enqueue: async () => {} }, owner(), { id: here.world.personOf(here.workspaceId, "ann") });
    await finishDeletions(here.world.deps);
    const { rows } = await sql<{
      profileId: string;
    }>`SELECT profile_id AS "profileId" FROM flow_run WHERE workspace_id = ${here.workspaceId}`.execute(here.world.db);
    expect(rows.map(({ profileId }) => personIdOf(profileId))).toEqual([here.world.personOf(here.workspaceId, "bob")]);
    expect(
      (await sql`SELECT FROM flow_run_event e LEFT JOIN flow_run r ON r.id = e.run_id WHERE r.id IS NULL`.execute(here.world.db)).rows,
    ).toEqual([]);
    await here.world.wait(here.workspaceId, 25 * hourMs);
    await act("ann", "Trial Started");
    const { rows: sent } = await sql<{
      profileId: string;
    }>`SELECT profile_id AS "profileId" FROM message WHERE workspace_id = ${here.workspaceId}`.execute(here.world.db);
    expect(new Set(sent.map(({ profileId }) => profileId))).toEqual(new Set([profileIdOf(here.workspaceId, "userId", "bob")]));
  });
});

describe("who may", () => {
  test("a viewer sees runs, and ends, retries and starts none", async () => {
    await here.world.publish(here.workspaceId, "welcome", rest);
    await act("ann", "Trial Started");
    const [run] = await runs("ann");
    const viewer = testAccess(here.workspaceId, "viewer");
    const id = run?.id ?? "";
    expect((await getRun(here.world.deps, viewer, { id })).id).toBe(id);
    const refused = { code: "forbidden" };
    await expect(endRunByHand(here.world.deps, viewer, { id })).rejects.toMatchObject(refused);
    await expect(retryRunByHand(here.world.deps, viewer, { id })).rejects.toMatchObject(refused);
    await expect(
      startByHand(here.world.deps as never, viewer, {
        key: "welcome",
        people: [here.world.personOf(here.workspaceId, "ann")],
        context: {},
      }),
    ).rejects.toMatchObject(refused);
  });

  test("another workspace neither sees nor moves a run, and its events reach no flow but its own", async () => {
    await here.world.publish(here.workspaceId, "welcome", rest);
    await act("ann", "Trial Started");
    const [run] = await runs("ann");
    const elsewhere = await here.world.database.createWorkspace();
    const other = testAccess(elsewhere, "owner");
    const refused = { code: "not_found" };
    await expect(getRun(here.world.deps, other, { id: run?.id ?? "" })).rejects.toMatchObject(refused);
    await expect(endRunByHand(here.world.deps, other, { id: run?.id ?? "" })).rejects.toMatchObject(refused);
    await expect(
      startByHand(here.world.deps as never, other, { key: "welcome", people: [here.world.personOf(here.workspaceId, "ann")], context: {} }),
    ).rejects.toMatchObject(refused);
    await here.world.act(elsewhere, "ann", "Trial Started");
    expect(await here.world.runs(elsewhere, "ann")).toEqual([]);
    expect(await countOf("flow_run")).toBe(1);
  });
});
