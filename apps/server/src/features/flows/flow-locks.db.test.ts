import { ProductError } from "@throughline/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { days, hourMs, message, useFlowWorld } from "./flow-runs.fixture.ts";
import { endRunByHand, startByHand } from "./handle-runs.ts";

const here = useFlowWorld();

const users = Array.from({ length: 8 }, (_, index) => `user${index}`);
const flows = ["one", "two", "three", "four"];

async function runsOf(user: string): Promise<string[]> {
  return (await here.world.runs(here.workspaceId, user)).filter(({ state }) => state === "waiting").map(({ id }) => id);
}

/** A conflict is an answer; a deadlock is none. */
const orConflict = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => {
    if (!(error instanceof ProductError && error.code === "conflict")) throw error;
  });

test("people end and start runs by hand while events and time move the same ones: nobody waits in a circle, and each run ends once", async () => {
  for (const key of flows)
    await here.world.publish(here.workspaceId, key, {
      entry: { again: "always" },
      exit: { on: [{ event: "Cancelled" }] },
      start: "rest",
      steps: {
        rest: { kind: "wait", wait: { for: "duration", duration: days(1) }, next: "m" },
        m: message("more"),
        more: { kind: "wait", wait: { for: "duration", duration: days(1) }, next: null },
      },
    });
  const events = (event: string) =>
    users.map((userId, index) => ({
      type: "track",
      messageId: `${event} ${index} ${here.world.now()} ${Math.random()}`,
      userId,
      event,
      timestamp: new Date(here.world.now()).toISOString(),
    }));
  for (let round = 0; round < 12; round++) {
    await here.world.process(here.workspaceId, events("Trial Started"));
    const ids = await Promise.all(users.map(runsOf));
    expect(ids.every((runs) => runs.length === flows.length)).toBe(true);
    await here.world.pass(24 * hourMs);
    await Promise.all([
      here.world.timer.run(),
      here.world.process(here.workspaceId, events("Cancelled")),
      // The last of each person's runs first: whoever locks it before the others meets who goes by their order.
      ...ids.map((runs) =>
        orConflict(endRunByHand(here.world.deps, here.world.editor(here.workspaceId), { id: runs.toSorted().at(-1) ?? "" })),
      ),
      startByHand(here.world.deps as never, here.world.editor(here.workspaceId), {
        key: "one",
        people: users.map((user) => here.world.personOf(here.workspaceId, user)).reverse(),
        context: {},
      }),
    ]);
    await here.world.process(here.workspaceId, events("Cancelled"));
  }
  const { rows } = await sql<{ ends: number; runs: number }>`
    SELECT count(*)::int AS runs, (SELECT count(*)::int FROM flow_run_event e JOIN flow_run r ON r.id = e.run_id WHERE r.workspace_id = ${here.workspaceId} AND e.what = 'ended') AS ends
    FROM flow_run WHERE workspace_id = ${here.workspaceId} AND ended_at IS NOT NULL`.execute(here.world.db);
  expect(rows[0]?.ends).toBe(rows[0]?.runs);
});
