import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { testAccess } from "../../../testing/test-access.ts";
import { listTasks } from "../../tasks/list-tasks.ts";
import { createFlowWorld, days, hourMs, message, type FlowWorld } from "../flow-runs.fixture.ts";
import { getFlow } from "../manage-flows.ts";
import { setFlowState } from "../publish-flow.ts";
import { readFlowReport } from "./read-report.ts";
import { stopHarmfulFlows } from "./stop-on-harm.ts";

let world: FlowWorld;
beforeAll(async () => {
  world = await createFlowWorld();
});
afterAll(() => world.close());

const peopleADay = 60;
const dayMs = 24 * hourMs;

/** A fraction of the same name is always the same. */
function chance(name: string): number {
  let hash = 2_166_136_261;
  for (const char of name) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619) >>> 0;
  return (Math.imul(hash ^ (hash >>> 15), 2_246_822_519) >>> 0) / 2 ** 32;
}

/** A flow over some days: every day people begin, and pay with the rate of their side; then the watch looks. Gives the days after which it has stopped the flow, and what there is then. */
async function course(workspaceId: string, rates: { treated: number; held: number }, mostDays: number) {
  const owner = testAccess(workspaceId, "owner");
  const deps = { ...world.deps, db: world.db };
  await world.publish(workspaceId, "trial", {
    goal: { event: { event: "Paid" }, within: days(1) },
    holdout: 0.3,
    start: "m",
    steps: { m: message("rest"), rest: { kind: "wait", wait: { for: "duration", duration: days(9) }, next: null } },
  });
  const begin = (names: readonly string[]) =>
    world.process(
      workspaceId,
      names.map((userId) => ({
        type: "track",
        messageId: `begins ${userId}`,
        userId,
        event: "Trial Started",
        timestamp: new Date(world.now()).toISOString(),
      })),
    );
  let stoppedAfter: number | null = null;
  for (let day = 0; day < mostDays && stoppedAfter === null; day++) {
    const names = Array.from({ length: peopleADay }, (_, index) => `p${day}-${index}`);
    await begin(names);
    const { rows } = await sql<{ who: string; side: string }>`
      SELECT p.value AS who, r.side FROM flow_run r JOIN profile p ON p.workspace_id = r.workspace_id AND p.id = r.profile_id WHERE r.workspace_id = ${workspaceId} AND p.value = ANY(${names}::text[])`.execute(
      world.db,
    );
    expect(rows).toHaveLength(peopleADay);
    await world.pass(hourMs);
    const paying = rows.filter(({ who, side }) => chance(who) < (side === "treated" ? rates.treated : rates.held));
    await world.process(
      workspaceId,
      paying.map(({ who }) => ({
        type: "track",
        messageId: `pays ${who}`,
        userId: who,
        event: "Paid",
        timestamp: new Date(world.now()).toISOString(),
      })),
    );
    await world.wait(workspaceId, dayMs - hourMs + 1);
    const stopped = await stopHarmfulFlows(deps);
    if (stopped.some((one) => one.workspaceId === workspaceId)) stoppedAfter = day + 1;
  }
  return {
    stoppedAfter,
    begin,
    owner,
    deps,
    flow: await getFlow(deps, owner, { key: "trial" }),
    report: await readFlowReport(deps, owner, { key: "trial" }),
    tasks: (await listTasks({ db: world.db, now: world.now }, owner, { state: "open", sort: "due", limit: 10 })).items,
  };
}

test("a flow with which fewer people pay is stopped on its course: nobody comes in any more, who is in it goes on, and the page, the report and Home say why", async () => {
  const workspaceId = await world.begin("00000000-0000-4000-8000-0000000000a1");
  const { stoppedAfter, flow, report, tasks, begin, owner, deps } = await course(workspaceId, { treated: 0.1, held: 0.5 }, 20);
  expect(stoppedAfter).not.toBeNull();
  expect(flow.state).toBe("stopped");
  const { treated, held, lift, sampleRatio } = report;
  // Everybody whose time is over, on the side on which they were drawn, and nobody else.
  expect(treated.people + held.people).toBe((stoppedAfter ?? 0) * peopleADay);
  const { rows } = await sql<{ side: string; people: number; reached: number }>`
    SELECT side, count(*)::int AS people, count(goal_at)::int AS reached FROM flow_run WHERE workspace_id = ${workspaceId} GROUP BY side ORDER BY side`.execute(
    world.db,
  );
  expect(rows).toEqual([
    { side: "held", people: held.people, reached: held.reached },
    { side: "treated", people: treated.people, reached: treated.reached },
  ]);
  expect([lift.decided, sampleRatio.alarm]).toEqual(["worse", false]);
  expect(flow.stoppedBecause).toContain(`of ${treated.people} people reached the goal, without it`);
  expect(report.stopped?.reason).toBe(flow.stoppedBecause);
  expect(tasks).toMatchObject([{ title: "Look at the flow “trial”: it was stopped", priority: "urgent" }]);
  expect(tasks[0]?.why).toContain(flow.stoppedBecause ?? "?");
  await begin(["late"]);
  expect(await world.runs(workspaceId, "late")).toEqual([]);
  await world.wait(workspaceId, 10 * dayMs);
  const { rows: open } = await sql`SELECT FROM flow_run WHERE workspace_id = ${workspaceId} AND ended_at IS NULL`.execute(world.db);
  expect(open).toEqual([]);
  // Who lets it go on has it judged by what comes after.
  await setFlowState(deps, owner, { key: "trial", state: "live" });
  expect(await stopHarmfulFlows(deps)).toEqual([]);
  await begin(["later"]);
  expect(await world.runs(workspaceId, "later")).toHaveLength(1);
}, 180_000);

test("a flow that changes nothing is not stopped, however often the watch looks", async () => {
  const workspaceId = await world.begin("00000000-0000-4000-8000-0000000000a2");
  const { stoppedAfter, flow, report, tasks } = await course(workspaceId, { treated: 0.3, held: 0.3 }, 20);
  expect(stoppedAfter).toBeNull();
  expect([flow.state, report.stopped, report.lift.decided, tasks]).toEqual(["live", null, "open", []]);
  expect(report.treated.people + report.held.people).toBe(20 * peopleADay);
}, 180_000);
